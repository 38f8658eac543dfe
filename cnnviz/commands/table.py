"""Tables as they are printed: columns side by side in a font of one width, or as CSV."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

import numpy as np


def aligned(rows: Sequence[tuple[str, ...]], numbers: tuple[int, ...] = ()) -> str:
    """Return a table, a line a row; the columns in `numbers` stand on the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def csv_line(cells: Iterable[object]) -> str:
    """Return a row as a line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def csv_table(rows: Sequence[dict[str, object]]) -> str:
    """Return rows as CSV: a line with the names of the first one's fields, then a line a row."""
    return csv_line(rows[0]) + "".join(csv_line(row.values()) for row in rows)


def json_text(value: object, indent: int | None = 2) -> str:
    """Return a value as JSON that every reader takes, with a line's end.

    JSON has no NaN and no infinities: they are the texts "NaN", "Infinity" and "-Infinity".
    """
    return json.dumps(_finite(value), indent=indent, allow_nan=False) + "\n"


def _finite(value: object) -> object:
    """Return a value with texts in place of what are no numbers of JSON."""
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if isinstance(value, float) and not np.isfinite(value):
        return "NaN" if np.isnan(value) else f"{'-' * (value < 0)}Infinity"
    return value
