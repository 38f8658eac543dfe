"""The answer sheet: exercises as a teacher prints them, with cells to write in."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array, Pair
from cnnviz.explain.layer_decimals import decimals_of, decimals_of_parameter, headed
from cnnviz.language import N_, _
from cnnviz.project.project import Project, forward_pass
from cnnviz.text.decimals import Decimals
from cnnviz.text.matrix_text import matrix_text

MOST = 24  # exercises on a sheet
LARGEST_SHEET = 28  # rows and columns that fit on a sheet of paper
_CELL, _AROUND, _DIGIT = 36, 14, 10  # pixels: the least of a cell, its padding, and of a digit
_LINE = 540  # pixels of a page for numbers beside each other


class SheetPart(NamedTuple):
    """What stands together on a page, as HTML to print or to show in a QTextDocument."""

    html: str
    opens_page: bool = False  # whether it begins a page, whatever room there is


_ASKED = N_(
    "Move the kernel w over X. At every place multiply each number by the weight on it, add up the "
    "products and the bias, and write the sum into its cell of the result."
)


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


def answer_sheet(projects: Iterable[Project], *, with_answers: bool) -> tuple[SheetPart, ...]:
    """Return the exercises of the first filter of each project, one part each.

    Args:
        projects: Each with a convolution; its first filter is asked for.
        with_answers: Whether the results follow, on a page of their own.

    Raises:
        ValueError: If there is no convolution, or its input does not fit on a sheet.
    """
    sheets = [_sheet(project) for project in projects]
    tasks = [SheetPart(_task(sheet)) for sheet in sheets]
    if not with_answers:
        return tuple(tasks)
    first, *others = (_answer(sheet) for sheet in sheets)
    heading = f"<h1>{escape(_('Answers'))}</h1>"
    return *tasks, SheetPart(heading + first, opens_page=True), *map(SheetPart, others)


def html_of(parts: Iterable[SheetPart]) -> str:
    """Return the parts below each other, a line between them."""
    return "<hr>".join(part.html for part in parts)


def _task(sheet: _AnswerSheet) -> str:
    shown = [_titled(each.title, _table(each)) for each in (*sheet.inputs, *sheet.kernels)]
    half = len(shown) if len(shown) == 2 else len(shown) // 2
    rows = [shown[:half], shown[half:]] if shown[half:] else [shown]
    result = _titled(sheet.result.title, _table(sheet.result, is_filled=False))
    rows = [[*shown, result]] if _fits_a_line(sheet) else [*rows, [result]]
    tables = "".join(
        f'<table border="0" cellpadding="12"><tr>{cells}</tr></table>'
        for cells in ("".join(f"<td>{each}</td>" for each in row) for row in rows)
    )
    words = " ".join((_(_ASKED), *sheet.sentences))
    return f"<h2>{escape(sheet.title)}</h2><p>{escape(words)}</p>{tables}"


def _fits_a_line(sheet: _AnswerSheet) -> bool:
    """Return whether all numbers fit beside each other on a page."""
    shown = (*sheet.inputs, *sheet.kernels, sheet.result)
    widths = (_cell(texts) * len(texts[0]) for texts in (each.texts for each in shown))
    return sum(widths) <= _LINE


def _answer(sheet: _AnswerSheet) -> str:
    return f"<h2>{escape(sheet.title)}</h2>{_titled(sheet.result.title, _table(sheet.result))}"


def answer_text(projects: Iterable[Project], *, with_answers: bool) -> str:
    """Return the same as plain text: matrices with tabs, as spreadsheets and R read them.

    Raises:
        ValueError: As `answer_sheet`.
    """
    sheets = [_sheet(project) for project in projects]
    parts = [part for sheet in sheets for part in _task_texts(sheet)]
    if with_answers:
        parts.append(_("Answers"))
        for sheet in sheets:
            parts.append(sheet.title)
            parts.append(f"{sheet.result.name}\n{matrix_text(sheet.result.values)}")
    return "\n\n".join(parts) + "\n"


def _task_texts(sheet: _AnswerSheet) -> list[str]:
    rows, columns = sheet.result.values.shape
    empty = "\n".join(["\t" * (columns - 1)] * rows)
    given = (*sheet.inputs, *sheet.kernels)
    return [
        f"{sheet.title}\n{_(_ASKED)}",
        *(f"{each.name}\n{matrix_text(each.values)}" for each in given),
        "\n".join(sheet.sentences),
        f"{sheet.result.name}\n{empty}",
    ]


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


def _cell(texts: list[list[str]]) -> int:
    """Return how wide a cell is that has room for each of these texts, in pixels."""
    longest = max(len(text) for row in texts for text in row)
    return max(_CELL, _AROUND + _DIGIT * longest)


def _table(shown: _Numbers, *, is_filled: bool = True) -> str:
    """Return numbers as a table of HTML, or its empty cells; no number is ever broken."""
    texts = shown.texts
    wide = _cell(texts)
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
