"""Every printed number of every sentence, on every layer of every shipped network.

What each sentence must say is computed in `sentence_truth`. The numbers of a sentence are read back
from its text, in their order, and each must be the true one, rounded to as many decimals as are
printed.
"""

import numpy as np
import pytest

from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.pooling_layers import (
    WindowPooling,
)
from cnnviz.cnn.spread_layers import ConvTranspose2d
from cnnviz.explain import printed_joined, printed_measures, printed_steps, printed_values
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.layer_facts import facts
from cnnviz.explain.moving_words import MOVES
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.positions import place_text, position_sentence
from cnnviz.explain.present import after_caption, before_caption, present_sentence, present_title
from cnnviz.explain.reach_words import size_formula
from cnnviz.explain.stepped_values import (
    LogShare,
    MeasuredNormalisation,
    Normalisation,
    Scaled,
)
from cnnviz.explain.steps import size_text, step_details, step_sentence, step_title
from cnnviz.explain.text import as_json, as_text
from cnnviz.explain.values import (
    Added,
    Patch,
    Share,
    WeightedSum,
    WindowSum,
    explain,
)
from tests.explain.branch_truth import BRANCHES
from tests.explain.name_truth import layer_at, number_of_channel, number_of_kind
from tests.explain.read_numbers import assert_says, is_rounded, numbers_in
from tests.explain.sentence_truth import (
    EVERY_NODE,
    activation_numbers,
    detail_numbers,
    fact_numbers,
    forward_of,
    places_of,
    position_numbers,
    step_numbers,
    title_numbers,
    volume_numbers,
)

LONGEST = 500  # terms of a sum that is read back

on_every_node = pytest.mark.parametrize(("name", "node"), EVERY_NODE)


@pytest.mark.parametrize(
    ("text", "true", "is_so"),
    [
        ("7", 7, True), ("7", 8, False), ("7", 7.0, True), ("7", 7.2, False), ("0.30", 0.3, True),
        ("0.50", 0.3, False), ("-1.25", -1.254, True), ("-1.25", 1.25, False),
        ("12.3", 12.34, True), ("12.3", 12.36, False),
    ],
)  # fmt: skip
def test_a_rounded_number_is_told_from_another(text, true, is_so):
    assert is_rounded(text, true) == is_so


def test_the_numbers_of_a_sentence_are_found():
    told = "Of “7” three values, twice 1\N{NARROW NO-BREAK SPACE}200 of 3×5 (−1.5 %): e1 = 2·3."
    assert numbers_in(told) == ["3", "2", "1200", "3", "5", "-1.5", "2", "3"]


# Every sentence


OF_CHANNELS = (  # whose channels are named below a map
    Conv2d | Linear | BRANCHES | MOVES | ConvTranspose2d | ChannelConvolution
)


@on_every_node
def test_what_is_said_of_a_node(name, node):
    trace = forward_of(name).trace
    assert_says(step_title(trace, node), *number_of_kind(trace, node))
    assert_says(step_sentence(trace, node), *step_numbers(trace, node))
    details = step_details(trace, node)
    for text, true in zip(details, detail_numbers(trace, node), strict=True):
        assert_says(text, *true)
    shape = trace.values[node].shape
    assert_says(size_text(shape), *((*shape[1:], shape[0]) if len(shape) == 3 else shape))
    for channel in {0, shape[0] // 2, shape[0] - 1}:
        assert_says(channel_name(trace, node, channel), *number_of_channel(trace, node, channel))


@on_every_node
def test_the_facts_of_a_node(name, node):
    forward = forward_of(name)
    trace, notes = forward.trace, len(forward.prepared.notes)
    count = len(trace.values[node])
    for channel in (None, *sorted({0, count // 3, count // 2, count - 1})):
        first, *others = facts(forward, node, channel)
        assert_says(first, *step_numbers(trace, node))
        others = others[notes:] if node == INPUT else others
        expected = fact_numbers(trace, node, channel)
        assert len(others) == len(expected), (others, expected)
        for sentence, true in zip(others, expected, strict=True):
            assert_says(sentence, *true)


@on_every_node
def test_what_present_mode_says(name, node):
    trace = forward_of(name).trace
    layer, values = layer_at(trace, node), trace.values[node]
    assert_says(present_title(trace, node), *title_numbers(trace, node))
    for channel in (0, len(values) - 1):
        true = step_numbers(trace, node)
        if isinstance(layer, Conv2d):
            true = volume_numbers(trace, node)
        if isinstance(layer, Activation):
            before = trace.before(node)
            true = activation_numbers(layer, before)
            if before.ndim == 3:
                true = activation_numbers(layer.of_channel(channel), before[channel])
        assert_says(present_sentence(trace, node, channel), *true)
        titled, named = number_of_kind(trace, node), number_of_channel(trace, node, channel)
        is_single = node == INPUT and len(values) == 1
        assert_says(before_caption(trace, node, channel), *titled, *([] if is_single else named))
        if node != INPUT:
            told = [*titled, *named] if isinstance(layer, OF_CHANNELS) else []
            assert_says(after_caption(trace, node, channel), *told)
            assert_says(after_caption(trace, node, None), *titled, values.size)


@on_every_node
def test_what_is_said_of_a_position(name, node):
    trace = forward_of(name).trace
    for place in places_of(trace.values[node]):
        about = explain(trace, node, place)
        where = number_of_channel(trace, node, place[0])
        assert_says(place_text(trace, about), *(i + 1 for i in place[1:]), *where)
        for is_hidden in (False, True):
            told = position_sentence(trace, about, is_hidden=is_hidden)
            assert_says(told, *position_numbers(trace, node, place, is_hidden=is_hidden))


@on_every_node
def test_the_lines_of_an_explanation(name, node):
    trace = forward_of(name).trace
    for place in places_of(trace.values[node])[:3]:
        value = trace.values[node][place]
        about = explain(trace, node, place)
        title, *lines = as_text(trace, about).splitlines()
        numbers = numbers_in(title.replace("(exactly", "( exactly"))
        assert np.float32(numbers[-1]) == value
        known = [*number_of_kind(trace, node), *place, *(i + 1 for i in place[1:])]
        named = number_of_channel(trace, node, place[0])
        assert_says(
            title, *known, *named, *[float(value)] * (len(numbers) - len(known) - len(named))
        )
        terms = [line for line in lines if line.startswith("  channel")]
        if not terms or len(terms) > LONGEST:
            continue
        if not isinstance(about, WindowSum | WeightedSum | PlacedSum):
            assert_inputs(trace, about, terms)
            continue
        for line, term in zip(terms, as_json(trace, about)["terms"], strict=True):
            channel, row, column, given, weight, product = numbers_in(line)
            at = (int(channel), int(row), int(column))[: trace.before(node).ndim]
            shape = trace.before(node).shape
            if all(0 <= i < n for i, n in zip(at, shape, strict=True)):
                assert np.float32(given) == trace.before(node)[at], line
            assert np.float32(weight) == np.float32(term["weight"])
            assert is_rounded(product, float(np.float32(given)) * float(np.float32(weight))) or (
                float(product) == pytest.approx(term["product"], abs=0.005)
            )


def assert_inputs(trace, about, lines):
    """Each line tells a value of an input in full, and as it is added."""
    for line in lines:
        where, _, text = line.partition(": ")
        node = where.rpartition(" of ")[2]
        assert node in trace.network.inputs[about.node]
        at = tuple(int(number) for number in numbers_in(where.rpartition(" of ")[0]))
        place = at[: trace.values[node].ndim]
        assert at == (*place, 0, 0)[:3]
        for printed in numbers_in(text):
            assert is_rounded(printed, float(trace.values[node][place])), line
    for given in as_json(trace, about).get("inputs", ()):
        assert given["value"] == trace.values[given["node"]][tuple(given["position"])]


@on_every_node
def test_printed_totals_are_the_value_of_the_trace(name, node):
    trace = forward_of(name).trace
    for place in places_of(trace.values[node]):
        value = float(trace.values[node][place])
        about = explain(trace, node, place)
        decimals = decimals_of(trace, node)
        text = decimals.text(value)
        assert is_rounded(text.replace("−", "-"), value), (text, value)
        total = printed_total(about, decimals)
        assert total is None or decimals.full_of(total) == text


def printed_total(about, decimals):
    """What is printed as the result of a sum."""
    made = {
        WindowSum: lambda: printed_values.PrintedWindow(about, decimals).end.total,
        WeightedSum: lambda: printed_values.printed_connected(about, decimals).end.total,
        PlacedSum: lambda: printed_values.printed_connected(about, decimals).end.total,
        Scaled: lambda: printed_measures.printed_scale(about, decimals, decimals).end.total,
        LogShare: lambda: printed_measures.printed_log_share(about, decimals, decimals).end.total,
        **dict.fromkeys(
            (Normalisation, MeasuredNormalisation),
            lambda: printed_steps.printed_normalisation(about, decimals, decimals).end.total,
        ),
        Patch: lambda: printed_values.printed_mean(about, decimals).mean if about.divisor else None,
        Added: lambda: printed_joined.printed_addition(about, decimals).total,
        Share: lambda: printed_values.softmax_sums(
            about.exponentials, about.shares, decimals
        ).shares.terms[about.place[0]],
    }
    return made[type(about)]() if type(about) in made else None


@on_every_node
def test_the_size_formula_ends_in_the_size_of_the_map(name, node):
    trace = forward_of(name).trace
    layer = layer_at(trace, node)
    if isinstance(layer, Conv2d | WindowPooling):
        for axis in (0, 1):
            formula = size_formula(layer, trace.before(node).shape, axis)
            assert int(formula.rpartition(" ")[2]) == trace.values[node].shape[1 + axis]
            assert int(formula[2:].partition(" ")[0]) == trace.before(node).shape[1 + axis]
