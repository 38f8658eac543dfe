"""Tables as they are printed: columns side by side, in a font of one width."""

from collections.abc import Sequence


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
