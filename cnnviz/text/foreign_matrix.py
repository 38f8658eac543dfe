"""Matrices as R, NumPy, PyTorch, MATLAB, LaTeX, Markdown and others print them, as plain cells."""

import re
from collections.abc import Callable

from cnnviz.language import _
from cnnviz.text.r_matrix import cells, printed_by_r, written_in_r
from cnnviz.text.typed_number import number_in

Rows = list[list[str]]

_PROMPT = re.compile(r"^ *(?:>>>|In \[\d+\]:|> ?[A-Za-z_.])", re.MULTILINE)
_HEADING = re.compile(
    r"\A\s*(?:Out\[\d+\]:|Parameter containing:|torch_tensor\n|<tf\.[^\n]*numpy=|"
    r"\d+×\d+ \w*Matrix\b[^\n]*:\n)"
)
_ENDING = re.compile(r"\n\s*\[\s*\w+Type\{[\d,]*\}\s*\]\s*$")  # of torch in R
_FRAMES = dict.fromkeys(map(ord, "\ufeff⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠"), " ")  # and the mark of Windows' files

_LATEX = re.compile(
    r"\\(?:begin|end)\{[^}]*\}(?:\{(?:[^{}]|\{[^{}]*\})*\})?|\\(?:left|right)\s*\S|"
    r"\\(?:hline|toprule|midrule|bottomrule)|\\[,!\[\]]"
)
_LATEX_ROW = re.compile(
    r"\\\\(?:\[[^\]\n]*\])?|\\cr\b|\\tabularnewline\b"
)  # perhaps with a distance
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_BRACED = re.compile(r"\{([-+−0-9.]*)\}")
_OTHER_THAN_LATEX = re.compile(r'\||"|(?:[\w.]+\s*(?:<-|=)\s*)?matrix\s*\(')  # with names over it
_MATLAB_FACTOR = re.compile(r"\s*([0-9.]+e[+-]?[0-9]+)\s*\*\s*")
_NAMED = re.compile(r"\s*\w+\s*=\s*")
_MARKDOWN_LINE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
NOT_FINITE = ("inf", "∞", "nan")  # in capitals or not, with a sign or not
_INFINITE_IN_LATEX = {r"\infty": "inf", r"\mathrm{NaN}": "nan"}
_OF_TUPLES = re.compile(r"(?:\w+\s*=\s*)?(?:[\w.]+\()?[\[(]\s*\(")  # (2) alone is −2
_TUPLE = re.compile(r"\(([^()\[\]{}=]*,[^()\[\]{}=]*)\)")
_WITH_TYPE = re.compile(r"\b(?:np\.)?(?:float|int|uint)\d+\(([^()]*)\)")
_GOES_ON = re.compile(r"(?<=[;,])[ \t]*\.\.\.[ \t]*\n")  # of MATLAB, in the next line
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


def without_surroundings(text: str) -> str:
    """Return a text without what was typed to have it printed, and without what stands around."""
    bare = text.translate(_FRAMES)
    if _PROMPT.search(bare):
        bare = "\n".join(line for line in bare.splitlines() if not _PROMPT.match(line))
    return _ENDING.sub("", _HEADING.sub("", bare, count=1))


def _without_heads(rows: Rows) -> Rows:
    """Return rows without names: a first row of them, and a first column below an empty corner."""
    names = [row[0] for row in rows[1:] if row]
    has_names = bool(names) and bool(rows[0]) and not rows[0][0] and _are_names(names)
    if has_names and all(map(_are_numbers, (row[1:] for row in rows[1:]))):
        return [row[1:] for row in rows[1:]] if _are_names(rows[0][1:]) else rows
    has_heads = len(rows) > 1 and _are_names(rows[0]) and not _are_numbers(rows[0])
    return rows[1:] if has_heads and all(map(_are_numbers, rows[1:])) else rows


def _latex(text: str) -> Rows | None:
    r"""Read 4 & 5 \\ 9 & 2, with its environment or without."""
    if ("&" not in text and "\\" not in text) or _OTHER_THAN_LATEX.match(text):
        return None
    plain = text.replace("$", " ")
    for written, meant in _INFINITE_IN_LATEX.items():
        plain = plain.replace(written, meant)
    plain = _BRACED.sub(r"\1", _FRACTION.sub(r"\1/\2", plain))
    rows = [_LATEX.sub(" ", row) for row in _LATEX_ROW.split(plain)]
    rows = [row.rstrip(" \n.,") for row in rows if row.strip(" \n.,")]  # of the sentence around
    if rows and "=" in rows[0].partition("&")[0]:
        rows[0] = rows[0].partition("=")[2]
    return [[cell.strip() for cell in row.split("&")] for row in rows]


def _in_brackets(text: str) -> Rows | None:
    """Read nested lists, as Python, NumPy and PyTorch write them, or [4 5; 9 2] of MATLAB."""
    text = _WITH_TYPE.sub(r"\1", text)
    text = _TUPLE.sub(r"[\1]", text) if _OF_TUPLES.match(text) else text
    start = min((text.find(sign) for sign in _OPENING if sign in text), default=-1)
    end = max(text.rfind(sign) for sign in _CLOSING)
    is_named = start >= 0 and re.fullmatch(r"(?:\w+\s*=\s*)?(?:[\w.]*\()?\s*", text[:start])
    if not is_named or end < start:
        return None
    inner = text[start : end + 1].replace("np.", "")  # np.inf, np.nan
    inner = _GOES_ON.sub(" ", inner)
    if "..." in inner:
        raise ValueError(_("Numbers are left out where “...” stands; copy all of them."))
    _refuse_several(inner)
    innermost = re.findall(r"[\[{]([^\[\]{}]*)[\]}]", inner)
    if len(innermost) != 1 or inner[1:].lstrip()[:1] in _OPENING:
        return [cells(row) for row in innermost]
    rows = [row for row in re.split(r";|\n", innermost[0].strip()) if row.strip()]
    return [cells(row) for row in rows]


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
    lines = [line for line in text.splitlines() if line.strip()]
    for separator in "\t;,":
        if lines and separator in lines[0]:
            rows = [[_unquoted(cell) for cell in line.split(separator)] for line in lines]
            is_quoted = '"' in lines[0] and _are_numbers(rows[0])
            return rows if is_quoted or _without_heads(rows) is not rows else None
    return None


def _unquoted(cell: str) -> str:
    return cell.strip().strip('"')


def _are_names(cells: list[str]) -> bool:
    """Return whether cells are no numbers, or count on from 0 or 1."""
    counted = [str(number) for number in range(len(cells) + 1)]
    is_counted = cells in (counted[:-1], counted[1:])
    return is_counted or not any(number_in(cell) is not None for cell in cells)


def _are_numbers(cells: list[str]) -> bool:
    return all(number_in(cell) is not None or _is_not_finite(cell) for cell in cells)


def _is_not_finite(cell: str) -> bool:
    return cell.lower().lstrip("+-−") in NOT_FINITE


_READERS: tuple[Callable[[str], Rows | None], ...] = (
    _latex,
    printed_by_r,
    written_in_r,
    _in_brackets,
    _of_matlab,
    _of_markdown,
    _with_names,
    _with_heads,
)
