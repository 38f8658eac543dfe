"""Exercises: new ones are made, and put on a sheet."""

from dataclasses import dataclass
from html import escape
from typing import NamedTuple

import numpy as np

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.layers import Conv2d, ReLU
from cnnviz.cnn.network import chain
from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.pooling_layers import MaxPool2d
from cnnviz.explain.layer_decimals import decimals_of, decimals_of_parameter, headed
from cnnviz.language import _
from cnnviz.project.picture import Picture
from cnnviz.project.project import Project, forward_pass, new_project
from cnnviz.text.decimals import Decimals
from cnnviz.text.matrix_text import matrix_text

LARGEST_SIZE = 12  # rows and columns of the picture of an exercise
LARGEST_SHEET = 28  # rows and columns that fit on a sheet of paper
_CELL, _AROUND, _DIGIT = 36, 14, 10  # pixels: the least of a cell, its padding, and of a digit
_SMALL_OFTEN = (0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9)
_WEIGHTS = (-2, -1, -1, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4)


def new_exercise(
    size: Pair, kernel: Pair, stride: int, padding: int, seed: int, *, bias: bool
) -> Project:
    """Make an exercise of whole numbers: a picture, one filter, ReLU and, if it fits, pooling.

    Args:
        size: Rows and columns of the picture, 1 to 12.
        kernel: Rows and columns of the kernel.
        stride: In both directions.
        padding: Rows and columns of zeros on each side.
        seed: The same seed makes the same exercise; it is its number, too.
        bias: Whether there is a bias other than 0.

    Raises:
        ValueError: If the kernel does not fit the picture, or a number is out of range.
    """
    _check_sizes(size, kernel, stride, padding)
    random = np.random.default_rng(seed)
    weight = random.choice(_WEIGHTS, kernel)
    while not weight.any():  # a kernel of zeros has nothing to compute
        weight = random.choice(_WEIGHTS, kernel)
    offset = random.choice([n for n in range(-5, 6) if n]) if bias else 0
    pixels = random.choice(_SMALL_OFTEN, (1, *size))
    conv = Conv2d(
        weight[None, None].astype(np.float32),
        np.array([offset], np.float32),
        stride=(stride, stride),
        padding=(padding, padding),
    )
    shape = 1, *size
    has_pool = min(conv.output_shape(shape)[1:]) >= 2
    layers = (conv, ReLU(), MaxPool2d((2, 2))) if has_pool else (conv, ReLU())
    network = chain("one-filter", "One filter, grey", shape, layers, treatment="photo")
    name = _("Exercise {number}").format(number=seed)
    picture = Picture("matrix", pixels.astype(np.float32), name)
    return new_project(network, picture)


def _check_sizes(size: Pair, kernel: Pair, stride: int, padding: int) -> None:
    if not 1 <= min(size) <= max(size) <= LARGEST_SIZE:
        text = _("The picture of an exercise has 1 to {largest} rows and columns, not {size}.")
        raise ValueError(text.format(largest=LARGEST_SIZE, size=shape_text(size)))
    if min(*kernel, stride) < 1 or padding < 0:
        raise ValueError(
            _("Choose a kernel and a stride of at least 1, and a padding of at least 0.")
        )
    if any(k > n + 2 * padding for n, k in zip(size, kernel, strict=True)):
        text = _(
            "A {kernel} kernel does not fit a {size} picture with padding {padding}: choose a "
            "larger picture, a smaller kernel or more padding."
        )
        shown = {"kernel": shape_text(kernel), "size": shape_text(size), "padding": padding}
        raise ValueError(text.format(**shown))


class _Numbers(NamedTuple):
    """A matrix with its name, and how its numbers are printed."""

    name: str
    values: Array  # (H, W)
    decimals: Decimals

    @property
    def texts(self) -> list[list[str]]:
        """What is printed, row by row."""
        return [self.decimals.texts(row) for row in self.values]

    @property
    def title(self) -> str:
        """The name, with the factor that the numbers have in common."""
        return headed(self.name, self.decimals)


@dataclass(frozen=True, eq=False)
class _AnswerSheet:
    title: str
    inputs: tuple[_Numbers, ...]
    kernels: tuple[_Numbers, ...]
    sentences: tuple[str, ...]
    result: _Numbers


def answer_sheet(project: Project, *, with_answers: bool) -> str:
    """Return the exercise of the first filter as HTML, to print or to show in a QTextDocument.

    Args:
        project: A project with a convolution; its first filter is asked for.
        with_answers: Whether the result is filled in.

    Raises:
        ValueError: If there is no convolution, or its input does not fit on a sheet.
    """
    sheet = _sheet(project)
    given = [_titled(each.title, _table(each)) for each in (*sheet.inputs, *sheet.kernels)]
    rows = [given] if len(given) == 2 else [given[: len(given) // 2], given[len(given) // 2 :]]
    body = "".join(f"<tr>{''.join(f'<td>{each}</td>' for each in row)}</tr>" for row in rows)
    words = "".join(f"<p>{escape(sentence)}</p>" for sentence in sheet.sentences)
    result = _table(sheet.result, is_filled=with_answers)
    layout = f'<table border="0" cellpadding="12">{body}</table>'
    return f"<h2>{escape(sheet.title)}</h2>{layout}{words}{_titled(sheet.result.title, result)}"


def answer_text(project: Project, with_answers: bool) -> str:
    """Return the same as plain text: matrices with tabs, as spreadsheets and R read them.

    Raises:
        ValueError: As `answer_sheet`.
    """
    sheet = _sheet(project)
    rows, columns = sheet.result.values.shape
    empty = "\n".join(["\t" * (columns - 1)] * rows)
    parts = [sheet.title]
    given = (*sheet.inputs, *sheet.kernels)
    parts += [f"{each.name}\n{matrix_text(each.values)}" for each in given]
    parts.append("\n".join(sheet.sentences))
    parts.append(f"{_('Result')}\n{matrix_text(sheet.result.values) if with_answers else empty}")
    return "\n\n".join(parts) + "\n"


def _sheet(project: Project) -> _AnswerSheet:
    layers = project.network.layers.items()
    found = next(((name, each) for name, each in layers if isinstance(each, Conv2d)), None)
    if found is None:
        raise ValueError(_("This network has no convolution to ask for: open one that has."))
    node, conv = found
    trace = forward_pass(project).trace
    taken = trace.before(node)[conv.inputs_of(0)]
    if max(taken.shape[1:]) > LARGEST_SHEET:
        text = _(
            "A sheet has room for {room} numbers, but there are {size} here: bring a smaller "
            "picture, or a matrix."
        )
        room = shape_text((LARGEST_SHEET, LARGEST_SHEET))
        raise ValueError(text.format(room=room, size=shape_text(taken.shape[1:])))
    return _AnswerSheet(
        project.picture.name or _("Exercise"),
        _named("X", taken, decimals_of(trace, trace.network.before(node))),
        _named("w", conv.weight[0], decimals_of_parameter(conv, "weight")),
        _sentences(conv),
        _Numbers(_("Result"), trace.values[node][0], decimals_of(trace, node)),
    )


def _named(letter: str, matrices: Array, decimals: Decimals) -> tuple[_Numbers, ...]:
    if len(matrices) == 1:
        return (_Numbers(letter, matrices[0], decimals),)
    text = _("{letter}, channel {number}")
    return tuple(
        _Numbers(text.format(letter=letter, number=i), each, decimals)
        for i, each in enumerate(matrices, start=1)
    )


def _sentences(conv: Conv2d) -> tuple[str, ...]:
    is_padded = bool(max(conv.padding)) and conv.padding_mode != "zeros"
    is_dilated = max(conv.dilation) > 1
    if is_padded and is_dilated:
        text = _("Bias {bias}, stride {stride}, padding {padding} ({mode}), dilation {dilation}.")
    elif is_padded:
        text = _("Bias {bias}, stride {stride}, padding {padding} ({mode}).")
    elif is_dilated:
        text = _("Bias {bias}, stride {stride}, padding {padding}, dilation {dilation}.")
    else:
        text = _("Bias {bias}, stride {stride}, padding {padding}.")
    told = text.format(
        bias=_bias_text(conv),
        stride=_pair(conv.stride), padding=_pair(conv.padding), mode=conv.padding_mode,
        dilation=_pair(conv.dilation),
    )  # fmt: skip
    if conv.flipped:
        return told, _("The kernel is turned by 180° first.")
    return told, _("The kernel is not flipped.")


def _bias_text(conv: Conv2d) -> str:
    if conv.bias is None:
        return "0"
    return decimals_of_parameter(conv, "bias").full(float(conv.bias[0]))


def _pair(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else shape_text(pair)


def _titled(name: str, table: str) -> str:
    return f"<p><b>{escape(name)}</b></p>{table}"


def _table(shown: _Numbers, *, is_filled: bool = True) -> str:
    """Return numbers as a table of HTML, or its empty cells; no number is ever broken."""
    texts = shown.texts
    longest = max(len(text) for row in texts for text in row)
    wide = max(_CELL, _AROUND + _DIGIT * longest)
    rows = [
        "".join(
            f'<td width="{wide}" align="right"><p style="white-space: nowrap; margin: 0">'
            f"{text if is_filled else '&nbsp;'}</p></td>"
            for text in row
        )
        for row in texts
    ]
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    lines = 'border="1" cellspacing="0" style="border-collapse: collapse"'
    return f'<table {lines} cellpadding="5">{body}</table>'
