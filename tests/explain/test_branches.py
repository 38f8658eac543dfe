"""Where branches meet or part: explained exactly, in print, and in words."""

import json
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn.activation_layers import Sigmoid
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply, SelectChannels
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d
from cnnviz.cnn.trace import trace
from cnnviz.explain.branch_words import broadcast_sentences
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.layer_facts import facts
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.present import present_title
from cnnviz.explain.printed import read_back
from cnnviz.explain.printed_joined import printed_addition, printed_product
from cnnviz.explain.steps import step_details, step_sentence, step_title, step_titles
from cnnviz.explain.terms import terms_of
from cnnviz.explain.text import as_json, as_text
from cnnviz.explain.values import Added, Joined, Multiplied, Taken, explain
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project
from cnnviz.text.decimals import Decimals, decimals_of_values
from tests.explain.read_numbers import number_at_end
from tests.graphs import graphs, image_for, tensors

KINDS = {"add": Added, "mul": Multiplied, "cat": Taken, "index_select": Taken}
IMAGE = np.array([[[1, -2], [3, 4]], [[5, 6], [-7, 8]]], np.float32)


def made(*nodes, image=IMAGE, classes=()):
    """The trace of nodes, each (name, layer, what it takes)."""
    network = Network("n", "N", image.shape, tuple(Node(*node) for node in nodes), classes)
    return trace(network, image)


def joined(layer, *smaller):
    """The trace of the input joined with smaller pieces of it."""
    ends = [(f"small{i}", each, (INPUT,)) for i, each in enumerate(smaller)]
    return made(*ends, ("join", layer, (INPUT, *(name for name, *_ in ends))))


def random_places(shape, seed, count=6):
    random = np.random.default_rng(seed)
    return [tuple(int(random.integers(n)) for n in shape) for _ in range(count)]


# Exactly


@given(graphs(), st.integers(0, 99))
def test_what_is_told_makes_the_value_that_pytorch_computes(network, seed):
    image = image_for(network)
    traced, expected = trace(network, image), tensors(network, image)
    for node, layer in network.layers.items():
        if layer.kind not in KINDS:
            continue
        scale = 1e-4 * max(1.0, float(np.abs(expected[node]).max()))
        for place in random_places(traced.values[node].shape, seed):
            about = explain(traced, node, place)
            assert type(about) is KINDS[layer.kind]
            assert about.value == traced.values[node][place]
            assert again(traced, about) == pytest.approx(float(expected[node][place]), abs=scale)


def again(traced, about):
    """The value, computed from what an explanation names in the trace."""
    if isinstance(about, Taken):
        return float(traced.values[about.source_node][about.source])
    named = zip(about.sources, about.places, strict=True)
    values = np.array([traced.values[node][place] for node, place in named], np.float64)
    np.testing.assert_array_equal(about.inputs, values)
    assert about.sources == traced.network.inputs[about.node]
    return float(values.sum() if isinstance(about, Added) else values.prod())


@pytest.mark.parametrize(
    ("small", "place"),
    [
        (AdaptiveAvgPool2d((1, 1)), (1, 0, 0)),
        (SelectChannels((1,)), (0, 1, 0)),
        (AdaptiveAvgPool2d((1, 2)), (1, 0, 0)),
        (AdaptiveAvgPool2d((2, 1)), (1, 1, 0)),
    ],
)
@pytest.mark.parametrize("layer", [Add(), Multiply()])
def test_a_side_of_one_counts_for_all_of_it(layer, small, place):
    about = explain(joined(layer, small), "join", (1, 1, 0))
    assert about.places == ((1, 1, 0), place)


def test_a_value_that_is_added_to_itself_is_told_twice():
    traced = made(("twice", Add(), (INPUT, INPUT)))
    about = explain(traced, "twice", (0, 1, 1))
    assert (about.sources, about.inputs.tolist(), about.value) == ((INPUT, INPUT), [4, 4], 8)


# In print


@pytest.mark.parametrize("count", [2, 3, 4, 5])
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.001, 0.1, 1, 30, 1000]))
def test_the_printed_terms_of_an_addition_add_up(count, seed, size):
    random = np.random.default_rng(seed)
    inputs = (size * random.normal(size=count)).astype(np.float32)
    value = np.asarray(sum(inputs[1:], inputs[0]))[()]  # as the layer adds: one after the other
    about = Added("add", (0,), value, ("a",) * count, ((0,),) * count, inputs)
    shown = printed_addition(about, decimals_of_values(np.append(inputs, value), size * 1e-6))
    half = Decimal("0.5").scaleb(-shown.decimals.count)
    assert abs(sum(shown.terms, shown.rounding) - shown.total) <= 10 * half
    for term, given_value in zip(shown.terms, inputs, strict=True):
        exact = Decimal(float(given_value)).scaleb(-shown.decimals.power)
        assert abs(term - exact) <= half


@pytest.mark.parametrize(
    ("inputs", "terms", "rounding", "total"),
    [
        ([2, -5], ["2", "-5"], 0, "-3"),
        ([0.25, 0.5], ["0.250", "0.500"], 0, "0.75"),
        ([0.125, 0.125], ["0.125", "0.125"], 0, "0.25"),
        ([1 / 3, 1 / 3, 1 / 3], ["0.333", "0.333", "0.333"], 0, "1"),
        ([0.3344, 0.3344, 0.3363], ["0.334", "0.334", "0.336"], "0.01", "1.01"),
    ],
)
def test_the_terms_of_an_addition_have_more_digits_than_the_sum(inputs, terms, rounding, total):
    numbers = np.array(inputs, np.float32)
    count = len(inputs)
    about = Added("add", (0,), numbers.sum(), ("a",) * count, ((0,),) * count, numbers)
    shown = printed_addition(about, decimals_of_values(numbers))
    assert [str(term) for term in shown.terms] == terms
    assert (shown.rounding, str(shown.total)) == (Decimal(rounding), total)


def product_of(*inputs):
    numbers = np.array(inputs, np.float32)
    value = np.prod(numbers, dtype=np.float32)
    count = len(inputs)
    return Multiplied("mul", (0,), value, ("a",) * count, ((0,),) * count, numbers)


@given(st.integers(0, 2**32 - 1), st.integers(2, 5), st.sampled_from([0.05, 1, 40]))
def test_printed_factors_give_the_printed_product_or_say_that_they_do_not(seed, count, size):
    about = product_of(*(size * np.random.default_rng(seed).normal(size=count)))
    decimals, of_factors = Decimals(3), [Decimals(2 + k % 3) for k in range(count)]
    shown = printed_product(about, decimals, of_factors)
    multiplied = Decimal(1)
    for factor, value, known in zip(shown.factors, about.inputs, of_factors, strict=True):
        assert factor.decimals.count >= max(3, known.count)  # as many as the product
        half = Decimal("0.5").scaleb(-factor.decimals.count)
        assert abs(read_back(factor.text) - Decimal(float(value))) <= half
        multiplied *= read_back(factor.text)
    missing = abs(multiplied - read_back(shown.total.text))
    assert shown.is_exact == (missing <= Decimal("0.0005"))


@pytest.mark.parametrize(
    ("inputs", "factors", "total", "is_exact"),
    [
        ([3, -2], ["3", "−2"], "−6", True),
        ([0.5, 3], ["0.50", "3"], "1.50", True),
        ([0.333, 3000], ["0.33", "3000"], "999", False),
        ([1234.567, 1234.567], ["1234.57", "1234.57"], "1524155.75", False),
    ],
)
def test_factors_are_printed_as_in_their_layer(inputs, factors, total, is_exact):
    made = printed_product(product_of(*inputs), Decimals(2), [Decimals(2)] * 2)
    assert [factor.text for factor in made.factors] == factors
    assert (made.total.text, made.is_exact) == (total, is_exact)


@given(graphs(), st.integers(0, 99))
def test_the_lines_add_up_and_json_holds_what_they_come_from(network, seed):
    traced = trace(network, image_for(network))
    for node, layer in network.layers.items():
        if layer.kind not in KINDS:
            continue
        for place in random_places(traced.values[node].shape, seed, 2):
            about = explain(traced, node, place)
            _title, _empty, *lines = as_text(traced, about).splitlines()
            numbers = [number_at_end(line) for line in lines]
            unit = Decimal(1).scaleb(numbers[-1].as_tuple().exponent)
            known = json.loads(json.dumps(as_json(traced, about)))
            if isinstance(about, Multiplied):
                assert [float(number) for number in numbers[:-1]] == pytest.approx(
                    [each["value"] for each in known["inputs"]], rel=1e-6
                )
            else:
                assert abs(sum(numbers[:-1]) - numbers[-1]) <= unit / 2 or unit == 1
                terms, bias = terms_of(about)
                assert sum(term.product for term in terms) + bias == pytest.approx(
                    float(about.value), rel=1e-5, abs=1e-5
                )
            for each in known["inputs"]:
                assert each["value"] == traced.values[each["node"]][tuple(each["position"])]


def test_what_is_no_finite_number_is_told_by_its_sign_and_in_words():
    image = np.full((1, 1, 1), np.inf, np.float32)
    for layer in (Add(), Multiply()):
        traced = made(("join", layer, (INPUT, INPUT)), image=image)
        title, *_lines, why = as_text(traced, explain(traced, "join", (0, 0, 0))).splitlines()
        assert title.endswith("= ∞")
        assert why.strip() == "One of the numbers that go in is ∞, too large to be computed with."


# In words


@pytest.fixture
def gated():
    """A convolution with a gate, a skip, and maps that are taken over."""
    conv = Conv2d(np.ones((2, 2, 1, 1), np.float32))
    return made(
        ("block.conv1", conv, (INPUT,)),
        ("block.mean", AdaptiveAvgPool2d((1, 1)), ("block.conv1",)),
        ("block.gate", Sigmoid(), ("block.mean",)),
        ("block.mul", Multiply(), ("block.conv1", "block.gate")),
        ("add", Add(), ("block.mul", INPUT, INPUT)),
        ("cat", Concatenate(), ("add", "block.conv1", INPUT)),
        ("pick", SelectChannels((4, 2, 3)), ("cat",)),
        ("row", Flatten(), ("pick",)),
        ("both", Concatenate(), ("row", "row")),
        ("end", Sigmoid(), ("both",)),
    )


def test_sentences_name_what_is_joined(gated):
    told = [step_sentence(gated, node) for node in ("block.mul", "add", "cat", "pick", "both")]
    assert told == [
        "The values of block.conv1 and block.gate are multiplied, place by place.",
        "The values of block.mul, Input and Input are added, place by place.",
        "The maps of add, block.conv1 and Input stand behind each other: 2 + 2 + 2 = 6.",
        "Of 6 maps 3 are taken: 5, 3 and 4.",
        "The values of row and row stand behind each other: 12 + 12 = 24.",
    ]
    assert [present_title(gated, node) for node in ("add", "block.mul", "cat", "pick")] == [
        "Branches meet: their values are added",
        "Branches meet: their values are multiplied",
        "Branches meet: their maps stand behind each other",
        "Some maps are taken, the others left",
    ]


def test_details_say_how(gated):
    details = [step_details(gated, node)[0] for node in ("block.mul", "add", "cat", "pick", "both")]
    assert details == ["a · b", "a + b + c", "2 + 2 + 2 maps", "3 of 6 maps", "12 + 12 values"]


@pytest.mark.parametrize(
    ("node", "place", "told", "hidden"),
    [
        ("block.mul", (0, 0, 0), "Multiply the two values of block.conv1 and block.gate: ",
         "Multiply the two values of block.conv1 and block.gate."),
        ("add", (0, 0, 0), "Add the three values of block.mul, Input and Input: ",
         "Add the three values of block.mul, Input and Input."),
        ("cat", (3, 1, 0), "The value is only moved: it is that of row 2, column 1 of filter 2 of "
                           "block.conv1.", "The value is only moved: find where it stood."),
        ("pick", (0, 0, 1), "The value is only moved: it is that of row 1, column 2 of map 5 of "
                            "cat.", "The value is only moved: find where it stood."),
        ("both", (13,), "The value is only moved: it is that of value 2 of row.",
         "The value is only moved: find where it stood."),
    ],
)  # fmt: skip
def test_positions_are_told_and_hidden(gated, node, place, told, hidden):
    about = explain(gated, node, place)
    shown = position_sentence(gated, about)
    value = f"{float(about.value):.2f}".replace("-", "−")
    value = value.removesuffix(".00")
    assert shown == (f"{told}{value}." if isinstance(about, Joined) else told)
    assert position_sentence(gated, about, is_hidden=True) == hidden


def test_channels_where_branches_meet_are_maps_and_values(gated):
    assert [channel_name(gated, node, 2) for node in ("add", "cat", "pick", "both")] == [
        "map 3", "map 3", "map 3", "value 3",
    ]  # fmt: skip


def test_facts_tell_where_a_channel_comes_from_and_what_counts_more_than_once(gated):
    forward = forward_pass(new_project(gated.network, Picture("matrix", IMAGE)))
    assert facts(forward, "block.mul")[1:] == (
        "Each value of block.gate counts for a whole map.",
        "Nothing is learnt here: 0 weights.",
    )
    assert facts(forward, "cat", 3)[1] == "Map 4 is filter 2 of block.conv1."
    assert facts(forward, "pick", 0)[1] == "Map 1 is map 5 of cat."
    assert facts(forward, "both", 20)[1] == "Value 21 is value 9 of row."
    assert facts(forward, "cat")[1:] == ("Nothing is learnt here: 0 weights.",)


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ((4, 1, 1), ["Each value of g counts for a whole map."]),
        ((1, 5, 6), ["The one map of g counts for all 4 maps."]),
        ((4, 1, 6), ["g is 1×6×4: where a side is 1, it counts for all places along it."]),
        ((1, 1, 1), ["g is 1×1×1: where a side is 1, it counts for all places along it."]),
        ((4, 5, 6), []),
    ],
)
def test_what_is_smaller_is_told_once(shape, told):
    assert broadcast_sentences(["a", "g", "g"], [(4, 5, 6), shape, shape], (4, 5, 6)) == told


# Names


def test_names_of_their_own_are_titles_and_are_cut_to_what_says_something():
    norm = BatchNorm2d(*(np.ones(2, np.float32) for _ in range(4)))
    traced = made(
        ("layer2.0.conv1", Conv2d(np.ones((2, 2, 1, 1), np.float32)), (INPUT,)),
        ("layer2.0.downsample.1", norm, ("layer2.0.conv1",)),
        ("pool", MaxPool2d((2, 2)), ("layer2.0.downsample.1",)),
        ("3", AvgPool2d((1, 1)), ("pool",)),
        ("d", Dropout(), ("3",)),
    )
    titles = [step_titles(traced, node) for node in traced.network.names]
    assert titles == [
        ("Input", "Input"),
        ("layer2.0.conv1", "conv1", "Conv"),
        ("layer2.0.downsample.1", "downsample.1", "Norm"),
        ("pool", "pool", "Pool"),
        ("3", "3", "Pool"),
        ("d", "d", "Drop"),
    ]
    details = [step_details(traced, node)[0] for node in traced.network.names[1:]]
    assert details == ["1×1, 2 filters", "batch norm", "max pool 2×2", "mean of 1×1", "dropout"]


def test_names_that_count_are_told_as_in_a_chain():
    traced = made(
        ("add1", Add(), (INPUT, INPUT)), ("mul1", Multiply(), ("add1", INPUT)),
        ("cat1", Concatenate(), ("mul1", "add1")), ("index_select1", SelectChannels(), ("cat1",)),
        ("add2", Add(), ("index_select1", "index_select1")),
    )  # fmt: skip
    assert [step_title(traced, node) for node in traced.network.names] == [
        "Input", "Add 1", "Multiply", "Concatenate", "Select channels", "Add 2",
    ]  # fmt: skip
    assert step_titles(traced, "mul1") == ("Multiply", "Mul")
    assert step_titles(traced, "cat1") == ("Concatenate", "Cat")
    assert step_titles(traced, "index_select1") == ("Select channels", "Select")
    assert step_titles(traced, "add2") == ("Add 2", "Add 2", "Add", "Add")
