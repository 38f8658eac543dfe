"""Exercises: typed answers are checked with a reason, new ones made, and put on a sheet."""

from dataclasses import dataclass
from html import escape
from math import isfinite

import numpy as np

from cnnviz.cnn.layer_base import Layer, shape_text
from cnnviz.cnn.layers import Conv2d, ReLU, Softmax
from cnnviz.cnn.network import chain
from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.pooling_layers import MaxPool2d
from cnnviz.cnn.trace import Trace
from cnnviz.exercises.mistakes import known_mistakes
from cnnviz.explain.values import Explanation, explain
from cnnviz.language import _
from cnnviz.project.picture import Picture
from cnnviz.project.project import Project, forward_pass, new_project
from cnnviz.text.matrix_text import matrix_text
from cnnviz.text.numbers import number_text, percent_text

LARGEST_SIZE = 12  # rows and columns of the picture of an exercise
LARGEST_SHEET = 28  # rows and columns that fit on a sheet of paper
_ENOUGH_DECIMALS = 2  # of an answer that is not whole
_SMALL_OFTEN = (0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9)
_WEIGHTS = (-2, -1, -1, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4)


@dataclass(frozen=True)
class Verdict:
    """Whether a typed answer is right, and what to tell the learner."""

    is_right: bool
    sentence: str


def check(trace: Trace, node: str, place: tuple[int, ...], typed: float, decimals: int) -> Verdict:
    """Check a typed answer.

    It is right if it is the value, or the value rounded to as many decimals as were typed where
    these are two or more. A share of a softmax may be given in percent.

    Args:
        trace: The trace the value belongs to.
        node: The name of the node of the value.
        place: (channel, row, column) where the node has maps, else (index,).
        typed: The answer.
        decimals: How many decimals were typed.

    Returns:
        The verdict. Its sentence names the reason of a wrong answer where a known mistake gives
        exactly that answer.

    Raises:
        IndexError: If the node or the place is not there.
    """
    about = explain(trace, node, place)
    value = float(about.value)
    decimals = max(decimals, 0)
    if not isfinite(value):
        text = _("There is nothing to type: this value is {value}.")
        return Verdict(False, text.format(value=number_text(value)))
    shown = number_text(value, min(max(decimals, _ENOUGH_DECIMALS), 6))
    if _is_given(value, typed, decimals):
        return Verdict(True, _("Right: {value}.").format(value=shown))
    if _is_percent(trace.network.layers.get(node), value, typed, decimals):
        text = _("Right: {percent}, a share of {value}.")
        return Verdict(True, text.format(percent=percent_text(value), value=shown))
    if typed and decimals < _ENOUGH_DECIMALS and _rounds_to(value, typed, decimals):
        return Verdict(False, _("Right so far: give two decimals."))
    return Verdict(False, _reason(trace, about, typed, decimals))


def _is_given(value: float, typed: float, decimals: int) -> bool:
    if abs(typed - value) <= 1e-5 * max(1.0, abs(value)):
        return True
    return decimals >= _ENOUGH_DECIMALS and _rounds_to(value, typed, decimals)


def _rounds_to(value: float, typed: float, decimals: int) -> bool:
    """Return whether a value rounds to what was typed; a half may go up or down."""
    return bool(abs(typed - value) <= 0.5 * 10.0**-decimals + 1e-9 * max(1.0, abs(value)))


def _is_percent(layer: Layer | None, share: float, typed: float, decimals: int) -> bool:
    return isinstance(layer, Softmax) and typed != 0 and _rounds_to(100 * share, typed, decimals)


def _reason(trace: Trace, about: Explanation, typed: float, decimals: int) -> str:
    value = float(about.value)
    with np.errstate(all="ignore"):
        for wrong, sentence in known_mistakes(trace, about):
            is_other = isfinite(wrong) and abs(wrong - value) >= 0.5 * 10.0**-_ENOUGH_DECIMALS
            if is_other and _is_given(wrong, typed, decimals):
                return sentence
    is_near = value != int(value) and abs(typed - value) <= 0.01 * max(1.0, abs(value))
    if is_near and typed > value:
        text = _("Almost: {answer} is a little too large; round at the end only.")
    elif is_near:
        text = _("Almost: {answer} is a little too small; round at the end only.")
    elif typed > value:
        text = _("Not yet: {answer} is too large.")
    else:
        text = _("Not yet: {answer} is too small.")
    return text.format(answer=number_text(typed, decimals))


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


@dataclass(frozen=True, eq=False)
class _AnswerSheet:
    title: str
    inputs: tuple[tuple[str, Array], ...]  # each (H, W)
    kernels: tuple[tuple[str, Array], ...]  # each (K_h, K_w)
    sentences: tuple[str, ...]
    result: Array  # (H_out, W_out)


def answer_sheet(project: Project, *, with_answers: bool) -> str:
    """Return the exercise of the first filter as HTML, to print or to show in a QTextDocument.

    Args:
        project: A project with a convolution; its first filter is asked for.
        with_answers: Whether the result is filled in.

    Raises:
        ValueError: If there is no convolution, or its input does not fit on a sheet.
    """
    sheet = _sheet(project)
    given = [_titled(name, _table(values)) for name, values in (*sheet.inputs, *sheet.kernels)]
    rows = [given] if len(given) == 2 else [given[: len(given) // 2], given[len(given) // 2 :]]
    body = "".join(f"<tr>{''.join(f'<td>{each}</td>' for each in row)}</tr>" for row in rows)
    words = "".join(f"<p>{escape(sentence)}</p>" for sentence in sheet.sentences)
    result = _table(sheet.result, is_filled=with_answers)
    layout = f'<table border="0" cellpadding="12">{body}</table>'
    return f"<h2>{escape(sheet.title)}</h2>{layout}{words}{_titled(_('Result'), result)}"


def answer_text(project: Project, with_answers: bool) -> str:
    """Return the same as plain text: matrices with tabs, as spreadsheets and R read them.

    Raises:
        ValueError: As `answer_sheet`.
    """
    sheet = _sheet(project)
    rows, columns = sheet.result.shape
    empty = "\n".join(["\t" * (columns - 1)] * rows)
    parts = [sheet.title]
    parts += [f"{name}\n{matrix_text(values)}" for name, values in (*sheet.inputs, *sheet.kernels)]
    parts.append("\n".join(sheet.sentences))
    parts.append(f"{_('Result')}\n{matrix_text(sheet.result) if with_answers else empty}")
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
        _named("X", taken),
        _named("w", conv.weight[0]),
        _sentences(conv),
        trace.values[node][0],
    )


def _named(letter: str, matrices: Array) -> tuple[tuple[str, Array], ...]:
    if len(matrices) == 1:
        return ((letter, matrices[0]),)
    text = _("{letter}, channel {number}")
    return tuple(
        (text.format(letter=letter, number=i), each) for i, each in enumerate(matrices, start=1)
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
        bias=number_text(0.0 if conv.bias is None else float(conv.bias[0])),
        stride=_pair(conv.stride), padding=_pair(conv.padding), mode=conv.padding_mode,
        dilation=_pair(conv.dilation),
    )  # fmt: skip
    if conv.flipped:
        return told, _("The kernel is turned by 180° first.")
    return told, _("The kernel is not flipped.")


def _pair(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else shape_text(pair)


def _titled(name: str, table: str) -> str:
    return f"<p><b>{escape(name)}</b></p>{table}"


def _table(values: Array, *, is_filled: bool = True) -> str:
    """Return a matrix (H, W) as a table of HTML, or its empty cells."""
    rows = [
        "".join(
            f'<td width="36" align="right">{number_text(float(v)) if is_filled else "&nbsp;"}</td>'
            for v in row
        )
        for row in values
    ]
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    lines = 'border="1" cellspacing="0" style="border-collapse: collapse"'
    return f'<table {lines} cellpadding="5">{body}</table>'
