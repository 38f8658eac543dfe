"""How often a sum of a shipped network shows a rounding, and how large it is: one unit at most.

`pytest --thorough -s` looks at 2,000 random positions of every layer and prints the figures.
"""

import sys
from collections import Counter

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.network import INPUT
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.printed_joined import printed_addition
from cnnviz.explain.printed_steps import printed_normalisation
from cnnviz.explain.printed_values import (
    PrintedWindow,
    printed_connected,
    printed_mean,
    window_cells,
)
from cnnviz.explain.stepped_values import Normalisation
from cnnviz.explain.values import Added, Patch, WeightedSum, WindowSum, explain
from tests.explain.sentence_truth import forward_of

POSITIONS, THOROUGH = 20, 2000


def units_of(trace, about):
    """What is missing to each printed sum of a value, in units of its last digit."""
    decimals = decimals_of(trace, about.node)
    match about:
        case WindowSum():
            made = PrintedWindow(about, decimals)
            yield "value", made.end.rounding / decimals.unit
            yield "sum", made.sum_rounding / made.end.of_sum.unit
            if len(about.channels) > 1:
                for k in range(len(about.channels)):
                    yield "channel", made.subtotal_rounding(k) / made.of_subtotals.unit
        case WeightedSum():
            unit = printed_connected(about, decimals)
            yield "value", unit.end.rounding / decimals.unit
            yield "sum", unit.sum_rounding / unit.end.of_sum.unit
        case Patch() if about.divisor:
            layer, node = trace.network.layers[about.node], trace.network.before(about.node)
            mean = printed_mean(about, decimals, window_cells(layer, trace.shapes[node]))
            yield "sum", mean.rounding / mean.of_total.unit
        case Added():
            yield "value", printed_addition(about, decimals).rounding / decimals.unit
        case Normalisation():
            of_before = decimals_of(trace, trace.network.before(about.node))
            norm = printed_normalisation(about, decimals, of_before)
            yield "value", norm.end.rounding / decimals.unit


@pytest.mark.parametrize("name", architectures.NAMES)
def test_a_rounding_is_one_unit_and_rare(name, thorough):
    trace, random = forward_of(name).trace, np.random.default_rng(1)
    seen, shown, largest = Counter(), Counter(), 0
    for node in trace.network.names:
        if node == INPUT:
            continue
        shape = trace.values[node].shape
        for _ in range(THOROUGH if thorough else POSITIONS):
            place = tuple(int(random.integers(n)) for n in shape)
            for what, units in units_of(trace, explain(trace, node, place)):
                seen[what] += 1
                shown[what] += units != 0
                largest = max(largest, abs(units))
    figures = ", ".join(f"{what} {shown[what]} of {seen[what]}" for what in sorted(seen))
    sys.stdout.write(f"\n{name}: {figures}; largest {largest} units\n")
    assert largest <= 1
    for what, count in seen.items():
        assert shown[what] <= 0.25 * count + 3, what
