"""Tables as text: each form is read by what it is meant for, and by our own paste."""

import csv
import io
import re
import shutil
import subprocess

import numpy as np
import pytest

from cnnviz.figures.table import TEXT_FORMS, Table, as_npy
from cnnviz.text.matrix_text import parse_matrix

ACTIVITY_2 = np.array(
    [[57, 15, 15, 5], [40, 14, 8, 6], [19, 11, 10, 7], [14, 12, 7, 5]], np.float32
)
RANDOM = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
ODD = np.array([[np.nan, np.inf], [-np.inf, 1e-8]], np.float32)
MATRICES = {
    "whole": ACTIVITY_2, "fractions": RANDOM, "not finite": ODD,
    "one": np.array([[5.5]], np.float32), "large": np.array([[1e20, 2, 3]], np.float32),
    "a column": np.array([[1], [2]], np.float32), "counts": np.array([[3, 0], [1, 12345]]),
}  # fmt: skip


@pytest.fixture(params=MATRICES)
def values(request):
    return MATRICES[request.param]


def named(values):
    """A table whose columns have names that each form must write with care."""
    return Table(values, tuple(f"predicted a_{place}&b" for place in range(values.shape[1])))


@pytest.mark.parametrize("ending", TEXT_FORMS)
def test_what_is_written_is_read_by_pasting_it(values, ending):
    read = parse_matrix(TEXT_FORMS[ending](Table(values)))
    np.testing.assert_array_equal(read, values)


@pytest.mark.parametrize("ending", [".tex", ".md", ".R", ".txt"])
def test_names_over_the_columns_are_no_numbers_to_the_paste(values, ending):
    np.testing.assert_array_equal(parse_matrix(TEXT_FORMS[ending](named(values))), values)


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_a_line_of_names_is_no_row_to_the_paste(ending):
    table = Table(RANDOM, ("epoch", "loss", "accuracy", "rate"))
    np.testing.assert_array_equal(parse_matrix(TEXT_FORMS[ending](table)), RANDOM)


@pytest.mark.parametrize(("ending", "separator"), [(".csv", ","), (".tsv", "\t")])
def test_numpy_and_csv_read_the_lines(values, ending, separator):
    text = TEXT_FORMS[ending](Table(values))
    read = np.loadtxt(io.StringIO(text), np.float32, delimiter=separator, ndmin=2)
    np.testing.assert_array_equal(read, values)
    heads = next(csv.reader(io.StringIO(TEXT_FORMS[ending](named(values))), delimiter=separator))
    assert tuple(heads) == named(values).heads


def test_numpy_reads_its_own_forms(values):
    made = eval(TEXT_FORMS[".txt"](Table(values)), {"np": np})
    np.testing.assert_array_equal(made, values)
    assert made.dtype == values.dtype
    np.testing.assert_array_equal(np.load(io.BytesIO(as_npy(values))), values)


def rows_of_latex(text):
    """The cells of a bmatrix or tabular; anything else is refused."""
    form = r"\\begin\{(bmatrix|tabular)\}(?:\{r+\})?\n(.*)\n\\end\{\1\}\n"
    found = re.fullmatch(form, text, re.DOTALL)
    assert found, text
    body = found[2].replace("\\hline\n", "")
    rows = [line.split(" & ") for line in re.split(r" \\\\\n", body)]
    assert len({len(row) for row in rows}) == 1
    return rows


def test_latex_has_a_cell_for_each_number(values):
    rows = rows_of_latex(TEXT_FORMS[".tex"](Table(values)))
    assert (len(rows), len(rows[0])) == values.shape
    heads, *rows = rows_of_latex(TEXT_FORMS[".tex"](named(values)))
    assert heads[0] == r"predicted a\_0\&b"  # each sign of LaTeX is escaped
    assert len(rows) == len(values)


def test_markdown_has_a_rule_and_a_cell_for_each_number(values):
    lines = TEXT_FORMS[".md"](named(values)).splitlines()
    assert len(lines) == len(values) + 2
    assert {line.count("|") for line in lines} == {values.shape[1] + 1}
    assert set(lines[1]) <= set("|-: ")


def read_by_r(text):
    """What R would make of `matrix(c(…), nrow = n, byrow = TRUE)`, as numbers (H, W)."""
    found = re.fullmatch(r"matrix\(c\(([^)]*)\), nrow = (\d+), byrow = TRUE(, .*)?\)\n", text)
    assert found, text
    return np.array([float(cell) for cell in found[1].split(",")], np.float32).reshape(
        int(found[2]), -1
    )


def test_r_fills_the_matrix_row_by_row(values):
    np.testing.assert_array_equal(read_by_r(TEXT_FORMS[".R"](Table(values))), values)


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_r_itself_reads_the_file(tmp_path):
    file = tmp_path / "x.R"
    file.write_text(TEXT_FORMS[".R"](named(ACTIVITY_2)), encoding="utf-8")
    code = f'x <- dget("{file}"); cat(colnames(x)[1], x[1, ], dim(x))'
    said = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True)
    assert said.stdout == "predicted a_0&b 57 15 15 5 4 4"
