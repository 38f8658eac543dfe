"""Matrices as R, NumPy, PyTorch, MATLAB, LaTeX, Markdown and others print them, as plain cells."""

import re
from collections.abc import Callable

from cnnviz.language import _
from cnnviz.text.typed_number import number_in

Rows = list[list[str]]

_R_HEADER = re.compile(r"(?:\s*\[,\d+\])+\s*")
_R_ROW = re.compile(r"\s*\[(\d+),\](.*)")
_R_PART = re.compile(r"\s*\[\d+\]\s+(.*)")
_R_CALL = re.compile(r"(?:[\w.]+\s*(?:<-|=)\s*)?(matrix|rbind|cbind|c)\s*\((.*)\)", re.DOTALL)
_R_VECTOR = re.compile(r"c\s*\(([^()]*)\)")
_LATEX = re.compile(
    r"\\(?:begin|end)\{[^}]*\}(?:\{[^}]*\})?|\\(?:left|right)\s*\S|\\hline|\\[\[\]]|\$"
)
_OTHER_THAN_LATEX = re.compile(r'\||"|(?:[\w.]+\s*(?:<-|=)\s*)?matrix\s*\(')  # with names over it
_MATLAB_FACTOR = re.compile(r"\s*([0-9.]+e[+-]?[0-9]+)\s*\*\s*")
_NAMED = re.compile(r"\s*\w+\s*=\s*")
_MARKDOWN_LINE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
NOT_FINITE = ("inf", "∞", "nan")  # in capitals or not, with a sign or not
_INFINITE_IN_LATEX = {r"\infty": "inf", r"\mathrm{NaN}": "nan"}
_OPENING, _CLOSING = "[{", "]}"


def foreign_rows(text: str) -> Rows | None:
    """Return the cells of a matrix as another program prints it; None where it is plain text.

    Raises:
        ValueError: If there are several matrices; the sentence says what to do.
    """
    for reader in _READERS:
        rows = reader(text.strip())
        if rows is not None:
            return _without_heads(rows)
    return None


def _without_heads(rows: Rows) -> Rows:
    """Return rows without a first one that names the columns."""
    has_heads = len(rows) > 1 and _are_names(rows[0]) and not _are_numbers(rows[0])
    return rows[1:] if has_heads and all(map(_are_numbers, rows[1:])) else rows


def _latex(text: str) -> Rows | None:
    r"""Read 4 & 5 \\ 9 & 2, with its environment or without."""
    if ("&" not in text and "\\" not in text) or _OTHER_THAN_LATEX.match(text):
        return None
    plain = text.replace("$", " ")
    for written, meant in _INFINITE_IN_LATEX.items():
        plain = plain.replace(written, meant)
    plain = _LATEX.sub(" ", plain)
    rows = [row for row in plain.split(r"\\") if row.strip()]
    return [[cell.strip() for cell in row.split("&")] for row in rows]


def _printed_by_r(text: str) -> Rows | None:
    """Read what R prints of a matrix, whose columns may go on below, or of a vector."""
    lines = text.splitlines()
    rows: dict[int, list[str]] = {}
    for line in lines:
        if found := _R_ROW.fullmatch(line):
            rows.setdefault(int(found[1]), []).extend(found[2].split())
        elif rows and line.strip() and not _R_HEADER.fullmatch(line):
            return None
    if rows:
        return [rows[number] for number in sorted(rows)]
    parts = [_R_PART.fullmatch(line) for line in lines]
    if all(parts):
        return [[cell for part in parts if part for cell in part[1].split()]]
    return None


def _written_in_r(text: str) -> Rows | None:
    """Read c(4, 5), rbind(c(4, 5), c(9, 2)), or matrix(c(4, 9, 5, 2), nrow = 2)."""
    call = _R_CALL.fullmatch(text)
    if call is None:
        return None
    if call[1] == "c":
        return [_cells(call[2])]
    vectors = [_cells(vector) for vector in _R_VECTOR.findall(call[2])]
    if call[1] == "rbind":
        return vectors
    if call[1] == "cbind":
        return [list(row) for row in zip(*vectors, strict=False)]
    return _filled(vectors[0] if vectors else [], _R_VECTOR.sub("", call[2]))


def _filled(cells: list[str], options: str) -> Rows | None:
    """Return the cells as `matrix` of R fills them: column by column, unless by row."""
    named = {name: int(n) for name, n in re.findall(r"(nrow|ncol)\s*=\s*(\d+)", options)}
    count = len(cells)
    rows = named.get("nrow") or (count // named["ncol"] if named.get("ncol") else count)
    columns = named.get("ncol") or -(-count // max(rows, 1))
    if not count or rows * columns != count:
        return None
    if re.search(r"byrow\s*=\s*T", options):
        return [cells[row * columns : (row + 1) * columns] for row in range(rows)]
    return [cells[row::rows] for row in range(rows)]


def _in_brackets(text: str) -> Rows | None:
    """Read nested lists, as Python, NumPy and PyTorch write them, or [4 5; 9 2] of MATLAB."""
    start = min((text.find(sign) for sign in _OPENING if sign in text), default=-1)
    end = max(text.rfind(sign) for sign in _CLOSING)
    is_named = start >= 0 and re.fullmatch(r"(?:\w+\s*=\s*)?(?:[\w.]+\()?\s*", text[:start])
    if not is_named or end < start:
        return None
    inner = text[start : end + 1].replace("np.", "")  # np.inf, np.nan
    _refuse_several(inner)
    innermost = re.findall(r"[\[{]([^\[\]{}]*)[\]}]", inner)
    if len(innermost) != 1 or inner[1:].lstrip()[:1] in _OPENING:
        return [_cells(row) for row in innermost]
    rows = [row for row in re.split(r";|\n", innermost[0].strip()) if row.strip()]
    return [_cells(row) for row in rows]


def _refuse_several(inner: str) -> None:
    """Refuse lists of matrices: which one is meant is for people to say."""
    depth = deepest = 0
    opened: dict[int, int] = {}
    for sign in inner:
        depth += (sign in _OPENING) - (sign in _CLOSING)
        deepest = max(deepest, depth)
        if sign in _OPENING:
            opened[depth] = opened.get(depth, 0) + 1
    if deepest > 2 and opened.get(deepest - 1, 0) > 1:
        count = opened[deepest - 1]
        raise ValueError(_("These are {count} matrices; paste one of them.").format(count=count))


def _of_matlab(text: str) -> Rows | None:
    """Read what MATLAB prints: "A =", perhaps a factor "1.0e+03 *", and rows."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or not _NAMED.fullmatch(lines[0]):
        return None
    factor = _MATLAB_FACTOR.fullmatch(lines[1]) if len(lines) > 1 else None
    rows = [line.split() for line in lines[2 if factor else 1 :]]
    if factor is None:
        return rows
    power = int(factor[1].partition("e")[2])
    return [[f"{cell}e{power}" for cell in row] for row in rows]


def _of_markdown(text: str) -> Rows | None:
    """Read a table with bars between its cells; its heads count where they are numbers."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all("|" in line for line in lines):
        return None
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rules = [place for place, line in enumerate(lines) if _MARKDOWN_LINE.fullmatch(line)]
    heads = rules[0] if rules else 0
    return [
        row
        for place, row in enumerate(rows)
        if place not in rules and (place >= heads or _are_numbers(row))
    ]


def _with_names(text: str) -> Rows | None:
    """Read a table as R and pandas print it: names above the columns, one before each row."""
    heads, *rows = [line.split() for line in text.splitlines() if line.strip()] or [[]]
    if not rows or any(len(row) != len(heads) + 1 for row in rows):
        return None
    names, cells = [row[0] for row in rows], [row[1:] for row in rows]
    is_table = _are_names(heads) and _are_names(names) and all(map(_are_numbers, cells))
    return cells if is_table else None


def _with_heads(text: str) -> Rows | None:
    """Read a table with commas, semicolons or tabs whose first line names the columns."""
    heads, *rest = text.splitlines() or [""]
    for separator in "\t;,":
        if separator in heads:
            rows = [[cell.strip().strip('"') for cell in line.split(separator)] for line in rest]
            named = [cell.strip() for cell in heads.split(separator)]
            are_heads = not any(
                number_in(name) is not None or _is_not_finite(name) for name in named
            )
            return rows if rows and are_heads and all(map(_are_numbers, rows)) else None
    return None


def _are_names(cells: list[str]) -> bool:
    """Return whether cells are no numbers, or count on from 0 or 1."""
    counted = [str(number) for number in range(len(cells) + 1)]
    is_counted = cells in (counted[:-1], counted[1:])
    return is_counted or not any(number_in(cell) is not None for cell in cells)


def _are_numbers(cells: list[str]) -> bool:
    return all(number_in(cell) is not None or _is_not_finite(cell) for cell in cells)


def _is_not_finite(cell: str) -> bool:
    return cell.lower().lstrip("+-−") in NOT_FINITE


def _cells(row: str) -> list[str]:
    """Return the cells between commas, or else between spaces."""
    row = row.strip().rstrip(",;")
    return [cell.strip() for cell in row.split(",")] if "," in row else row.split()


_READERS: tuple[Callable[[str], Rows | None], ...] = (
    _latex,
    _printed_by_r,
    _written_in_r,
    _in_brackets,
    _of_matlab,
    _of_markdown,
    _with_names,
    _with_heads,
)
