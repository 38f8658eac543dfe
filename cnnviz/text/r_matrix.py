"""Matrices as R prints them, and as they are written in R, as plain cells."""

import re
from itertools import cycle, islice

Rows = list[list[str]]

LARGEST = 512 * 512  # numbers that a short text of R may stand for
_HEADER = re.compile(r"(?:\s*\[,\d+\])+\s*")
_ROW = re.compile(r"\s*\[(\d+),\](.*)")
_PART = re.compile(r"\s*\[\d+\]\s+(.*)")
_CALL = re.compile(
    r"(?:[\w.]+\s*(?:<-|=)\s*)?(matrix|structure|rbind|cbind|c)\s*\((.*)\);?", re.DOTALL
)
_VECTOR = re.compile(r"c\s*\(([^()]*)\)|(-?\d+:-?\d+)")
_WHOLE = re.compile(r"(\d)L\b")  # R's sign of a whole number
_SIZES = re.compile(r"\.?[dD]im\s*=\s*c\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)")


def printed_by_r(text: str) -> Rows | None:
    """Read what R prints of a matrix, whose columns may go on below, or of a vector."""
    lines = text.splitlines()
    rows: dict[int, list[str]] = {}
    for line in lines:
        if found := _ROW.fullmatch(line):
            rows.setdefault(int(found[1]), []).extend(found[2].split())
        elif rows and line.strip() and not _HEADER.fullmatch(line):
            return None
    if rows:
        return [rows[number] for number in sorted(rows)]
    parts = [_PART.fullmatch(line) for line in lines]
    if all(parts):
        return [[cell for part in parts if part for cell in part[1].split()]]
    return None


def written_in_r(text: str) -> Rows | None:
    """Read c(4, 5), rbind(c(4, 5), c(9, 2)), matrix(c(4, 9, 5, 2), 2), or what dput writes."""
    call = _CALL.fullmatch(_WHOLE.sub(r"\1", text))
    if call is None:
        return None
    if call[1] == "c":
        return [cells(call[2])]
    vectors = [_vector(found) for found in _VECTOR.finditer(call[2])]
    if call[1] == "rbind":
        return vectors
    if call[1] == "cbind":
        return [list(row) for row in zip(*vectors, strict=False)]
    if call[1] == "structure":
        sizes = _SIZES.search(call[2])
        return _by_columns(vectors[0], int(sizes[1]), int(sizes[2])) if sizes and vectors else None
    return _matrix(call[2])


def _vector(found: re.Match[str]) -> list[str]:
    """Return the numbers of c(4, 5), or of 1:9."""
    if found[2] is None:
        return cells(found[1])
    first, last = map(int, found[2].split(":"))
    way = 1 if last >= first else -1
    return [str(number) for number in islice(range(first, last + way, way), LARGEST + 1)]


def _matrix(inner: str) -> Rows | None:
    """Return the cells as `matrix` fills them: column by column, unless by row."""
    data, _comma, options = _first(inner)
    found = _VECTOR.fullmatch(data)
    values, named = _vector(found) if found else cells(data), _named(options)
    count = len(values)
    rows, columns = _whole(named.get("nrow")), _whole(named.get("ncol"))
    rows = rows or (-(-count // columns) if columns else count)
    columns = columns or -(-count // max(rows, 1))
    if not count or rows * columns % count or rows * columns > LARGEST:
        return None
    values = list(islice(cycle(values), rows * columns))
    if named.get("byrow", "").startswith("T"):
        return [values[row * columns : (row + 1) * columns] for row in range(rows)]
    return _by_columns(values, rows, columns)


def _first(inner: str) -> tuple[str, str, str]:
    """Return the first argument of a call, and what follows."""
    found = _VECTOR.match(inner.strip())
    if found is None:
        return inner.strip().partition(",")
    return found[0], ",", inner.strip()[found.end() :].lstrip(" ,\n")


def _named(options: str) -> dict[str, str]:
    """Return the arguments of `matrix` after its data, by name; R takes them in this order, too."""
    names, named = ["nrow", "ncol", "byrow"], {}
    for option in options.split(","):
        name, equals, value = option.partition("=")
        named[name.strip() if equals else names[0] if names else ""] = (value or name).strip()
        names = [each for each in names if each not in named]
    return named


def _whole(text: str | None) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else 0


def _by_columns(values: list[str], rows: int, columns: int) -> Rows | None:
    if rows * columns != len(values):
        return None
    return [values[row::rows] for row in range(rows)]


def cells(row: str) -> list[str]:
    """Return the cells between commas, or else between spaces."""
    row = row.strip().rstrip(",;")
    return [cell.strip() for cell in row.split(",")] if "," in row else row.split()
