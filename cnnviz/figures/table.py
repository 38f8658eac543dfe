"""A table of numbers that leaves the program, and the forms it can have."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.text.matrix_text import number_text

_NOT_FINITE = {"nan": "NaN", "inf": "Inf", "-inf": "-Inf"}  # in R
_IN_LATEX = {"nan": r"\mathrm{NaN}", "inf": r"\infty", "-inf": r"-\infty"}
_IN_PYTHON = {"nan": "np.nan", "inf": "np.inf", "-inf": "-np.inf"}
_ESCAPED = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Table:
    """Numbers (H, W), with names over the columns where they have some."""

    values: NDArray[Any]
    heads: tuple[str, ...] = ()

    @property
    def cells(self) -> list[list[str]]:
        """The numbers as text: whole ones whole, the others so that no digit is lost."""
        return [[number_text(value) for value in row] for row in self.values]


def as_csv(table: Table) -> str:
    """Return lines with commas between the cells."""
    return _separated(table, ",")


def as_tsv(table: Table) -> str:
    """Return lines with tabs between the cells, as spreadsheets take them from the clipboard."""
    return _separated(table, "\t")


def _separated(table: Table, separator: str) -> str:
    return lines([table.heads, *table.cells] if table.heads else table.cells, separator)


def lines(rows: Iterable[Iterable[object]], separator: str) -> str:
    """Return rows as lines with a separator between the cells, quoted where they hold it."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


def as_latex(table: Table) -> str:
    """Return a matrix of LaTeX with amsmath; with names over the columns, a tabular."""
    rows = [[_IN_LATEX.get(cell, cell) for cell in row] for row in table.cells]
    if not table.heads:
        inner = " \\\\\n".join(" & ".join(row) for row in rows)
        return f"\\begin{{bmatrix}}\n{inner}\n\\end{{bmatrix}}\n"
    rows = [[f"${cell}$" if "\\" in cell else cell for cell in row] for row in rows]
    heads = ["".join(_ESCAPED.get(sign, sign) for sign in head) for head in table.heads]
    inner = " \\\\\n".join(" & ".join(row) for row in rows)
    form = "r" * len(heads)
    head = " & ".join(heads)
    return f"\\begin{{tabular}}{{{form}}}\n{head} \\\\\n\\hline\n{inner}\n\\end{{tabular}}\n"


def as_markdown(table: Table) -> str:
    """Return a table of Markdown; its heads are empty where the columns have no names."""
    columns = table.values.shape[1]
    heads = [head.replace("|", r"\|") for head in table.heads] or [""] * columns
    rows = [heads, ["---:"] * columns, *table.cells]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def as_r(table: Table) -> str:
    """Return an expression of R: `x <- dget("x.R")` reads a file of it."""
    rows = [", ".join(_NOT_FINITE.get(cell, cell) for cell in row) for row in table.cells]
    names = ""
    if table.heads:
        names = f", dimnames = list(NULL, c({', '.join(map(_quoted, table.heads))}))"
    cells = ",\n  ".join(rows)
    return f"matrix(c(\n  {cells}), nrow = {len(rows)}, byrow = TRUE{names})\n"


def as_numpy(table: Table) -> str:
    """Return an expression of Python."""
    rows = [", ".join(_IN_PYTHON.get(cell, cell) for cell in row) for row in table.cells]
    cells = ",\n    ".join(f"[{row}]" for row in rows)
    kind = table.values.dtype.name
    return f"np.array([\n    {cells},\n], dtype=np.{kind})\n"


def as_npy(values: NDArray[Any]) -> bytes:
    """Return an array as a .npy file of NumPy."""
    content = io.BytesIO()
    np.save(content, values, allow_pickle=False)
    return content.getvalue()


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


TEXT_FORMS: dict[str, Callable[[Table], str]] = {  # by the ending of a file
    ".csv": as_csv,
    ".tsv": as_tsv,
    ".tex": as_latex,
    ".md": as_markdown,
    ".R": as_r,
    ".txt": as_numpy,
}
