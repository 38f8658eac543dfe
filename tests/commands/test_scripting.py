"""`import cnnviz`: a few names, nothing loaded before it is needed, the numbers of the window."""

import subprocess
import sys

import numpy as np
import pytest

import cnnviz
from cnnviz.project import shipped
from cnnviz.resources import folder
from tests.views.explanation.sheet_steps import (
    Random,
    branched,
    every_kind,
    forward_of,
    forward_of_graph,
)

SEVEN = folder() / "images" / "digits" / "7.png"


def test_the_import_loads_nothing_and_the_names_neither_qt_nor_pytorch():
    code = (
        "import sys, cnnviz\n"
        "assert 'numpy' not in sys.modules and 'cnnviz.commands' not in sys.modules\n"
        "assert {'open_network', 'open_picture', 'predict', 'trace', 'terms'} <= {*dir(cnnviz)}\n"
        "network = cnnviz.open_network('lecture-cnn')\n"
        f"print(cnnviz.predict(network, cnnviz.open_picture({str(SEVEN)!r})).label)\n"
        "print([name for name in ('PySide6', 'torch', 'scipy') if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "7\n[]\n"


def test_every_name_has_a_type_for_those_who_check_theirs():
    from pathlib import Path

    stub = Path(cnnviz.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    for name in cnnviz.__all__:
        assert getattr(cnnviz, name)
        assert f" as {name}" in stub or f"{name}: " in stub
    assert Path(cnnviz.__file__).with_name("py.typed").exists()


def test_a_name_that_is_none_is_refused():
    with pytest.raises(AttributeError, match="swan"):
        cnnviz.swan  # noqa: B018


def of_seven():
    return cnnviz.trace(shipped.network("mlp"), cnnviz.open_picture(SEVEN))


@pytest.mark.parametrize("at", [3, np.int64(3), [3], (3,), np.array([3])])
def test_a_place_may_be_given_in_any_form_of_whole_numbers(at):
    assert cnnviz.terms(of_seven(), "fc1", at).value == of_seven().values["fc1"][3]


def test_terms_add_up_to_the_value_of_the_trace():
    network, picture = cnnviz.open_network("lecture-cnn"), cnnviz.open_picture(SEVEN)
    trace = cnnviz.trace(network, picture)
    found = cnnviz.terms(trace, "conv1", (2, 9, 14))
    assert found.value == trace.values["conv1"][2, 9, 14]
    total = sum(term.product for term in found.terms) + found.bias
    assert total == pytest.approx(found.value, abs=1e-5)
    assert cnnviz.terms(trace, "1", (2, 9, 14)) == found


def test_a_prediction_is_the_last_layer_by_class():
    network, picture = cnnviz.open_network("lecture-cnn"), cnnviz.open_picture(str(SEVEN))
    said = cnnviz.predict(network, picture)
    output = cnnviz.trace(network, picture).output
    np.testing.assert_array_equal(list(said.probabilities.values()), output.astype(float))
    assert tuple(said.probabilities) == network.classes
    assert said.label == "7"


def test_numbers_are_a_picture():
    network = cnnviz.open_network("activity-2")
    rows = [[4, 5, 1, 0, 0, 0], [9, 2, 3, 1, 0, 0], [7, 1, 1, 1, 1, 0], [3, 1, 1, 1, 0, 0],
            [2, 2, 1, 1, 1, 0], [1, 0, 0, 0, 0, 0]]  # fmt: skip
    trace = cnnviz.trace(network, cnnviz.open_picture(rows))
    assert trace.values["conv1"][0].tolist() == [
        [57, 15, 15, 5], [40, 14, 8, 6], [19, 11, 10, 7], [14, 12, 7, 5]
    ]  # fmt: skip
    for shape in ((3,), (2, 4, 4), (0, 4)):
        with pytest.raises(ValueError, match="an array of shape"):
            cnnviz.open_picture(np.zeros(shape))


def test_a_picture_keeps_the_numbers_that_it_was_given():
    given = np.zeros((28, 28), np.float32)
    picture = cnnviz.open_picture(given)
    given[0, 0] = 1
    assert picture.values[0, 0, 0] == 0
    colour = np.arange(64 * 64 * 3).reshape(64, 64, 3) / 20000
    network = cnnviz.open_network("tiny-vgg")
    sent = cnnviz.trace(network, cnnviz.open_picture(colour)).values["input"]
    np.testing.assert_allclose(sent, colour.transpose(2, 0, 1), rtol=1e-6)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: cnnviz.open_network(None), "None is no name"),
        (lambda: cnnviz.open_picture(""), "An empty text"),
        (lambda: cnnviz.open_picture([[1, 2], [3]]), "not equally long"),
        (lambda: cnnviz.open_picture([[1, "swan"]]), "something else than numbers"),
        (lambda: cnnviz.open_picture({1: 2}), "something else than numbers"),
        (lambda: cnnviz.open_picture([[10**400]]), "something else than numbers"),
        (lambda: cnnviz.open_picture(np.full((4, 4), 1j)), "something else than numbers"),
        (lambda: cnnviz.open_picture(np.full((4, 4), 1e300)), "too large"),
        (lambda: cnnviz.predict("mlp", cnnviz.open_picture(SEVEN)), "cnnviz.open_network"),
        (lambda: cnnviz.predict(shipped.network("mlp"), str(SEVEN)), "cnnviz.open_picture"),
        (lambda: cnnviz.trace(shipped.network("mlp"), np.zeros((28, 28))), "cnnviz.open_picture"),
        (lambda: cnnviz.terms(None, "fc1", 0), "cnnviz.trace"),
        (lambda: cnnviz.terms(of_seven(), "fc1", "0"), "no place such as"),
        (lambda: cnnviz.terms(of_seven(), "fc1", (0.0,)), "no place such as"),
        (lambda: cnnviz.terms(of_seven(), "fc1", None), "no place such as"),
        (lambda: cnnviz.terms(of_seven(), None, 0), "no layer 'None'"),
        (lambda: cnnviz.open_network("swan-net"), "The networks are"),
        (lambda: cnnviz.open_picture("none.png"), "There is no file none.png"),
        (lambda: cnnviz.predict(shipped.network("one-filter"), cnnviz.open_picture(SEVEN)),
         "has no classes"),
        (lambda: cnnviz.terms(
            cnnviz.trace(shipped.network("mlp"), cnnviz.open_picture(SEVEN)), "fc9", (0,)),
         "no layer 'fc9'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_sentence(ask, said):
    with pytest.raises(ValueError, match=said):
        ask()


@pytest.mark.parametrize("make", [every_kind, branched])
def test_a_value_of_every_kind_of_layer_is_told_by_its_terms(make):
    made, values = make(Random(7))
    is_graph = make is branched
    trace = (forward_of_graph if is_graph else forward_of)(made, values).trace
    random = np.random.default_rng(1)
    for node in trace.network.names:
        for _ in range(4):
            at = tuple(int(random.integers(n)) for n in trace.shapes[node])
            found = cnnviz.terms(trace, node, at)
            assert found.value == trace.values[node][at]
            assert " at " + ",".join(map(str, at)) in str(found).split("\n")[0]
            if found.terms:
                parts = [term.product for term in found.terms]
                size = sum(map(abs, parts)) + abs(found.bias)
                assert abs(sum(parts) + found.bias - found.value) <= 1e-5 * size, node
