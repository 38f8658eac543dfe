"""Tables as they are printed: columns side by side in a font of one width, or as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence


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
