"""Matrices as people type them, or copy them from elsewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cnnviz.text.matrix_text import matrix_text, parse_matrix
from cnnviz.text.typed_number import parse_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", [[7]]),
        ("0 2 1\n4 1 0\n1 0 1", [[0, 2, 1], [4, 1, 0], [1, 0, 1]]),
        ("1\t2\r\n3\t4\r\n", [[1, 2], [3, 4]]),  # from a spreadsheet
        ("1,2\n3,4", [[1, 2], [3, 4]]),
        ("1, 2.5\n3 ,4", [[1, 2.5], [3, 4]]),
        ("1;2\n3;4", [[1, 2], [3, 4]]),
        ("1,5;2\n3;-0,25", [[1.5, 2], [3, -0.25]]),
        ("1,5\t2", [[1.5, 2]]),
        ("1,5 2\n3 4", [[1.5, 2], [3, 4]]),
        ("1,5\n2,5", [[1, 5], [2, 5]]),
        ("  1   2\n\n 3 4  \n", [[1, 2], [3, 4]]),
        ("1;2;\n3;4;", [[1, 2], [3, 4]]),
        ("−1 +2 1e-3 .5", [[-1, 2, 1e-3, 0.5]]),
        ("–1 1/9", [[-1, 1 / 9]]),  # noqa: RUF001 - as word processors write a minus
        ("1/9\t-1/8\n1,5/3\t0", [[1 / 9, -0.125], [0.5, 0]]),
        ("inf -inf", [[np.inf, -np.inf]]),
        ("−∞ –inf +Inf", [[-np.inf, -np.inf, np.inf]]),  # noqa: RUF001
    ],
)
def test_what_people_write_is_understood(text, expected):
    matrix = parse_matrix(text)
    assert matrix.dtype == np.float32
    np.testing.assert_array_equal(matrix, np.array(expected, np.float32))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There are no numbers"),
        (" \n\t\n", "There are no numbers"),
        ("1 2\n3", "Row 2 has 1 number, but row 1 has 2"),
        ("1 2\n3 4\n5 6 7", "Row 3 has 3 numbers, but row 1 has 2"),
        ("1 2\n3 swan", "'swan' in row 2, column 2 is no number"),
        ("a,3\n1,2", "'a' in row 1, column 1 is no number"),
        ("1\t\t3", "no number in row 1, column 2"),
        ("\t1\t2", "no number in row 1, column 1"),
        ("1 1e99", "1e99 in row 1, column 2 is too large"),
        ("1 1e999", "1e999 in row 1, column 2 is too large"),
        ("1 2/0", "'2/0' in row 1, column 2 is no number"),
        ("\N{ARABIC-INDIC DIGIT ONE}", "in row 1, column 1 is no number"),
        ("1_000", "'1_000' in row 1, column 1 is no number"),
        ("1.5.2 1", "'1.5.2' in row 1, column 1"),
        ("x" * 1000, "xxx…' in row 1"),
    ],
)
def test_what_is_no_matrix_is_refused_with_its_place(text, words):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        parse_matrix(text)
    assert words in str(refusal.value)
    assert len(str(refusal.value)) < 150


@pytest.mark.parametrize(
    "text", ["2", "-1", "−1", "–1", "+.5", "1.", "1e-3", "1E3", "1/9", "3/-4", "1 / 9", "1_0",  # noqa: RUF001
             "(2)", "( 2,5 )", "- 2", "(-2)", "(2",
             "0x1", "infinity", "1/0", "--1", "--inf", "1e", "٣", "²"],
)  # fmt: skip
def test_what_is_a_number_when_typed_is_one_when_pasted(text):
    try:
        typed = parse_number(text)
    except ValueError:
        with pytest.raises(ValueError, match="no number"):
            parse_matrix(f"{text}\t7")
    else:
        np.testing.assert_array_equal(parse_matrix(f"{text}\t7"), [[np.float32(typed), 7]])


FOUR = [[4, 5], [9, 2]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1,] 4 5\n[2,] 9 2", FOUR),  # what R prints, without its heading
        ("     [,1] [,2]\n[1,]    4    5\n[2,]    9    2", FOUR),
        ("     [,1]\n[1,]    4\n[2,]    9\n     [,2]\n[1,]    5\n[2,]    2\n", FOUR),
        ("     [,1]  [,2]\n[1,] -0.5 1e-03\n[2,]  NaN  -Inf", [[-0.5, 1e-3], [np.nan, -np.inf]]),
        ("[1] 4 5 1", [[4, 5, 1]]),
        (" [1] 4 5\n [3] 1 2", [[4, 5, 1, 2]]),
        ("c(4, 5, 1)", [[4, 5, 1]]),
        ("rbind(c(4, 5), c(9, 2))", FOUR),
        ("cbind(c(4, 9), c(5, 2))", FOUR),
        ("matrix(c(4, 9, 5, 2), nrow = 2)", FOUR),
        ("matrix(c(4, 5, 9, 2), nrow=2, ncol=2, byrow=TRUE)", FOUR),
        ("[[4, 5], [9, 2]]", FOUR),
        ("[[4 5]\n [9 2]]", FOUR),  # NumPy
        ("array([[4., 5.],\n       [9., 2.]], dtype=float32)", FOUR),
        ("np.array([[4, 5], [9, 2]])", FOUR),
        ("tensor([[4., 5.],\n        [9., 2.]], device='cuda:0', grad_fn=<AddBackward0>)", FOUR),
        ("tensor([[[[4., 5.],\n          [9., 2.]]]])", FOUR),  # one picture of one channel
        ("x = [4 5; 9 2]", FOUR),  # MATLAB
        ("[4, 5; 9, 2];", FOUR),
        ("[4 5\n 9 2]", FOUR),
        ("A =\n\n     4     5\n     9     2\n", FOUR),
        ("A =\n\n   1.0e+03 *\n\n    0.0040    0.0050\n    0.0090    0.0020\n", FOUR),
        ("4 & 5 \\\\ 9 & 2", FOUR),  # LaTeX
        ("\\begin{bmatrix}\n4 & 5 \\\\\n9 & 2\n\\end{bmatrix}", FOUR),
        ("$\\left(\\begin{array}{cc} 4 & 5 \\\\ \\hline 9 & 2 \\\\ \\end{array}\\right)$", FOUR),
        ("{{4, 5}, {9, 2}}", FOUR),
        ("[4, 5, 1]", [[4, 5, 1]]),
        ("matrix(c(4, 5, 9, 2), 2, 2, TRUE)", FOUR),
        ("X <- matrix(c(4L, 9L, 5L, 2L), 2)", FOUR),
        ("matrix(1:4, ncol = 2, byrow = T)", [[1, 2], [3, 4]]),
        ("matrix(0, 2, 3)", [[0, 0, 0], [0, 0, 0]]),
        ("structure(c(4, 9, 5, 2), dim = c(2L, 2L))", FOUR),
        ("> X\n     [,1] [,2]\n[1,]    4    5\n[2,]    9    2", FOUR),
        ("torch_tensor\n 4  5\n 9  2\n[ CPUFloatType{2,2} ]", FOUR),
        (">>> X\narray([[4, 5],\n       [9, 2]])", FOUR),
        ("Out[3]: \narray([[4, 5],\n       [9, 2]])", FOUR),
        ("Parameter containing:\ntensor([[4., 5.],\n        [9., 2.]], requires_grad=True)", FOUR),
        ("<tf.Tensor: shape=(2, 2), dtype=float32, numpy=\narray([[4., 5.],\n [9., 2.]])>", FOUR),
        ("[(4, 5), (9, 2)]", FOUR),
        ("((4, 5), (9, 2))", FOUR),
        ("[[np.float64(4.0), np.float64(5.0)], [9, np.int64(2)]]", FOUR),
        ("[4 5; ...\n 9 2]", FOUR),
        ("2×2 Matrix{Int64}:\n 4  5\n 9  2", FOUR),
        ("$$X = \\begin{pmatrix} 4 & 5 \\\\[2pt] 9 & \\frac{4}{2} \\end{pmatrix}.$$", FOUR),
        (" & 1 & 2 \\\\ \\hline\n1 & 4 & 5 \\\\\n2 & 9 & 2 \\\\", FOUR),  # xtable of R
        ("4 & 5 \\\\ 9 & {-}2", [[4, 5], [9, -2]]),
        ("⎡4  5⎤\n⎣9  2⎦", FOUR),
        ('"4","5"\n"9","2"', FOUR),
        ('"","V1","V2"\n"1",4,5\n"2",9,2', FOUR),  # write.csv of R
        (",0,1\n0,4,5\n1,9,2", FOUR),  # to_csv of pandas
        ("4\t5\n9\t(2.00)", [[4, 5], [9, -2]]),
        ("\ufeff4\t5\n9\t- 2", [[4, 5], [9, -2]]),
    ],
)  # fmt: skip
def test_what_other_programs_print_is_understood(text, expected):
    np.testing.assert_array_equal(parse_matrix(text), np.array(expected, np.float32))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[[1, 2]], [[3, 4]]]", "These are 2 matrices; paste one of them"),
        ("tensor([[1., swan]])", "'swan' in row 1, column 2 is no number"),
        ("matrix(c(1, 2, 3), nrow = 2)", "is no number"),
        ("[[1, 2], [3]]", "Row 2 has 1 number, but row 1 has 2"),
        ("[]", "There are no numbers"),
        ("[[1 2]\n ...\n [3 4]]", "left out where “...” stands"),
        ("array([[0, 1, ..., 8]])", "left out where “...” stands"),
        ("matrix(c(1, 2, 3), 2, 2)", "is no number"),
        ("matrix(1:999999999, 3)", "is no number"),
        ("4 & 5e99", "5e99 in row 1, column 2 is too large"),
    ],
)
def test_what_other_programs_print_is_refused_with_its_place(text, words):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        parse_matrix(text)
    assert words in str(refusal.value)


def test_a_matrix_that_numpy_and_torch_print_reads_back():
    values = np.random.default_rng(1).normal(size=(3, 12)).astype(np.float32)
    np.testing.assert_allclose(parse_matrix(repr(values)), values, rtol=1e-6)
    np.testing.assert_allclose(parse_matrix(str(values)), values, rtol=1e-6)


@pytest.mark.parametrize("text", ["1.5 × 10³", "1.5 × 10^3", "1,5 · 10^3", "1.500e3", "3000/2"])
def test_what_is_printed_is_valid_input(text):
    assert parse_number(text) == 1500
    assert parse_number("−1.401 × 10⁻⁴⁵") == -1.401e-45


def test_whole_numbers_are_written_whole_and_no_digit_is_lost():
    values = np.array([[57, -3, 0.1], [-0.0, 1e20, 1 / 3]], np.float32)
    assert matrix_text(values) == "57\t-3\t0.1\n0\t1e+20\t0.33333334"


shapes = arrays.array_shapes(min_dims=2, max_dims=2, max_side=6)


@given(arrays.arrays(np.float32, shapes, elements=st.floats(width=32)))
def test_text_reads_back_as_the_same_matrix(values):
    np.testing.assert_array_equal(parse_matrix(matrix_text(values)), values)


@given(st.text(alphabet="0123456789-+.,; \t\n\re×a_∞−nif[]{}()&\\=c*", max_size=60))
def test_any_text_is_a_matrix_or_a_sentence(text):
    try:
        assert parse_matrix(text).ndim == 2
    except ValueError as error:
        assert str(error).endswith(".")  # noqa: PT017 - both ends are right


@pytest.mark.parametrize("between", [" ", "   ", "\t", ";", ",", "\n"])
@pytest.mark.parametrize("shape", [(1000, 1000), (1, 1_000_000), (513, 512)])
def test_a_million_cells_are_counted_before_they_are_split(between, shape, monkeypatch):
    text = "\n".join([between.join(["1"] * shape[1])] * shape[0])
    monkeypatch.setattr("cnnviz.text.matrix_text._number", None)  # nobody looks at a cell
    with pytest.raises(ValueError, match=r"more than 262\D144 numbers"):
        parse_matrix(text)


def test_as_many_cells_as_are_allowed_are_read():
    assert parse_matrix("\n".join(["1 2 3"] * 3), most=9).shape == (3, 3)
    with pytest.raises(ValueError, match="more than 8 numbers"):
        parse_matrix("\n".join(["1\t2\t3"] * 3), most=8)


@pytest.mark.timeout(20, method="thread")
@pytest.mark.parametrize(
    "cell", ["1" * 1_000_000 + "x", "1" * 30_000 + "x", "1" + "." * 30_000, "1.1" * 10_000,
             "1" * 200 + "/" + "1" * 200 + "x", "1" + " " * 1_000_000 + "x", "−" * 30_000],
    ids=["million", "ones", "points", "decimals", "fraction", "spaces", "signs"],
)  # fmt: skip
def test_no_text_takes_long_to_refuse(cell):
    for read in (parse_matrix, parse_number):
        with pytest.raises(ValueError, match=r"no number|decimal mark") as refused:
            read(cell)
        assert len(str(refused.value)) < 150


def test_a_text_that_is_far_too_long_is_not_looked_at():
    with pytest.raises(ValueError, match="too long"):
        parse_matrix(" " * 10_000_001)


@pytest.mark.parametrize("text", ["1 2\n3 4 5", "4 5\n1 2 3\n2 3 4", "1 2\n1 3 4\n3 5 6"])
def test_a_row_too_long_is_no_row_with_a_name(text):
    with pytest.raises(ValueError, match="Row 2 has 3 numbers, but row 1 has 2"):
        parse_matrix(text)


@pytest.mark.parametrize(
    "text",
    [
        "| 1 | 2 |\n|---|---|\n| 3 | 4 |",
        "1 | 2\n3 | 4",
        "|1|2|\n|3|4|",
        "|a|b|\n|:-:|---|\n|1|2|\n|3|4|",
    ],
)
def test_a_table_of_markdown_is_read(text):
    assert parse_matrix(text).tolist() == [[1, 2], [3, 4]]
