"""Matrices as text: what people type, or copy from a spreadsheet, a lecture or R."""

import re
from itertools import islice
from typing import SupportsFloat

import numpy as np

from cnnviz.cnn.ops import Array
from cnnviz.language import _, ngettext
from cnnviz.text.foreign_matrix import foreign_rows, without_surroundings
from cnnviz.text.numbers import count_text
from cnnviz.text.typed_number import is_in_range, number_in

_NOT_FINITE = re.compile(r"([+−–-]?)(?:(inf|∞)|nan)", re.IGNORECASE)  # noqa: RUF001
MOST_NUMBERS = 512 * 512  # a text with more takes a while to read; a .npy file may hold more
LONGEST_TEXT = 10_000_000  # letters
LARGEST_WHOLE = 10_000_000  # whole numbers from here on are written like 1e+07


def parse_matrix(text: str, most: int = MOST_NUMBERS) -> Array:
    """Read a matrix: a row a line, cells between tabs, semicolons, commas or spaces.

    Decimals have a point. They may have a comma instead where something else separates the cells:
    "1,5 2" is one and a half, and two; "1,5" is one, and five. A cell is written as a number is
    typed in a field: −1, 0.5, 1e-3, 1/9. (2) is −2, as in accounts.
    What R, NumPy, PyTorch, MATLAB, LaTeX and others print is read as well, see `foreign_rows`.

    Args:
        text: The matrix; empty lines do not count.
        most: How many cells it may have.

    Returns:
        The numbers, shape (H, W).

    Raises:
        ValueError: If a cell is no number, or a row is shorter or longer than the first; the
            text names the row and column, counted from 1. Or if there are too many cells, which
            are counted before they are split.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(_("This text is too long for a matrix; take a part of it."))
    if _count(text, _separator(text), most) > most:
        raise ValueError(
            _(
                "There are more than {most} numbers; take a part of them, or save them as a .npy "
                "file and open it."
            ).format(most=count_text(most))
        )
    text = without_surroundings(text)
    rows = foreign_rows(text)
    if rows is None:
        separator = _separator(text)
        rows = [line.split(separator) for line in _lines(text, separator)]
    if not any(rows):
        raise ValueError(
            _("There are no numbers; write a row a line, with spaces between the cells.")
        )
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            text = ngettext(
                "Row {number} has {count} number, but row 1 has {first}; give all rows the same "
                "number.",
                "Row {number} has {count} numbers, but row 1 has {first}; give all rows the same "
                "number.",
                len(row),
            )
            raise ValueError(text.format(number=number, count=len(row), first=len(rows[0])))
    numbers = [
        [_number(cell, (i, j)) for j, cell in enumerate(row, start=1)]
        for i, row in enumerate(rows, start=1)
    ]
    with np.errstate(under="ignore"):
        return np.array(numbers, np.float32)


def matrix_text(values: Array) -> str:
    """Write a matrix (H, W): tabs between the cells, whole numbers whole, no digit lost."""
    return "\n".join("\t".join(map(number_text, row)) for row in values)


def number_text(value: SupportsFloat) -> str:
    """Write a number: whole ones whole, without a digit lost."""
    number = float(value)
    if abs(number) < LARGEST_WHOLE and number == int(number):
        return str(int(number))
    return str(value)


def _separator(text: str) -> str | None:
    """Return what separates the cells; None for spaces."""
    for separator in "\t;":
        if separator in text:
            return separator
    decimal_commas = re.search(r"\S[^\S\n]+\S", text) and not re.search(r"\s,|,[^\S\n]", text)
    return "," if "," in text and not decimal_commas else None


def _count(text: str, separator: str | None, most: int) -> int:
    """Return how many cells a text has, without making them; of more than `most`, some."""
    if separator is not None:
        return text.count("\n") + 1 + text.count(separator)
    return sum(1 for _cell in islice(re.finditer(r"\S+", text), most + 1))


def _lines(text: str, separator: str | None) -> list[str]:
    """Return the lines that hold something, without a separator at their end."""
    lines = [line.rstrip() for line in text.splitlines()]
    return [line.removesuffix(separator or "") for line in lines if line]


def _number(cell: str, at: tuple[int, int]) -> float:
    text, (row, column) = cell.strip(), at
    if not text:
        raise ValueError(
            _(
                "There is no number in row {row}, column {column}; write 0 for an empty cell."
            ).format(row=row, column=column)
        )
    if not_finite := _NOT_FINITE.fullmatch(text):
        sign, is_infinite = not_finite.groups()
        return (np.inf if sign in ("", "+") else -np.inf) if is_infinite else np.nan
    number = number_in(text)
    if number is None:
        raise ValueError(
            _(
                "{text!r} in row {row}, column {column} is no number; write one like 2, -1 or 0.5."
            ).format(text=_short(text), row=row, column=column)
        )
    if not is_in_range(number):
        raise ValueError(
            _("{text} in row {row}, column {column} is too large; numbers go up to 3.4e38.").format(
                text=_short(text), row=row, column=column
            )
        )
    return number


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"
