"""The printed arithmetic of sheets, read back: the terms add up as they are painted."""

import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cnnviz.cnn.activation_layers import Tanh
from cnnviz.cnn.branch_layers import Add, Multiply
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d
from tests.views.explanation.sheet_steps import (
    Random,
    forward_of,
    forward_of_graph,
    number,
    one,
    scene_of,
    texts,
    total,
)

UNFOLDED = (2400, 2400)  # room in which every product is seen
MANY, FEW = 200, 40  # positions of the random networks of each example; many where thorough


def forward_with(kind, random):
    values = random.numbers(random.number(1, 3), random.number(4, 6), random.number(4, 6))
    if kind in ("added", "multiplied"):
        return joined_with(Add() if kind == "added" else Multiply(), random, values)
    return forward_of(random.layer(kind, values.shape), values)


def joined_with(layer, random, values):
    """The input joined with up to seven others, one of which may be a number for each map."""
    nodes = [("gate", AdaptiveAvgPool2d((1, 1)), ("input",)), ("tanh", Tanh(), ("input",))]
    others = [("input", "tanh", "gate")[random.number(0, 2)] for _ in range(random.number(1, 7))]
    join = ("join", layer, ("tanh", *others, "gate"))
    return forward_of_graph([*nodes, join], values)


def check_conv(found, about):
    count = len(about.channels)
    for k in range(count):
        if count > 1:  # of a single input map the sum stands beside, once
            check_sum(found, [f"products {k}"], f"subtotal {k}", f"subtotal rounding {k}")
    terms = [f"subtotal {k}" for k in range(count)] if count > 1 else ["products 0"]
    check_end(found, about, terms)


def check_sum(found, terms, result, rounding):
    """(d) The terms, added exactly and rounded, give the result, or one unit beside it."""
    printed = one(found, result)
    others = [number(text) for name in terms for text in found.get(name, ())]
    unit = unit_of(found[result][0], others)
    rest = printed - sum(others, Decimal(0))
    told = total(found, [rounding])
    assert abs(rest - told) <= unit / 2, (terms, result)
    assert abs(told) in (0, unit)
    assert (told == 0) == (abs(rest) <= unit / 2)


def unit_of(text, terms):
    """One unit of the last digit of a result; of one that is whole, of what its terms tell."""
    if "." in text:
        return Decimal(1).scaleb(number(text).as_tuple().exponent)
    decimals = max([0, *(-term.as_tuple().exponent for term in terms)])
    fewer = len(str(len(terms) - 1)) if len(terms) > 1 else 0
    return Decimal(1).scaleb(-max(decimals - fewer, 0))


def check_end(found, about, terms):
    """Sum and bias give the value; rounding is no hiding place for anything else."""
    check_sum(found, terms, "sum", "sum rounding")
    assert ("bias" in found) == (about.bias is not None)
    check_sum(found, ["sum", "bias"], "value", "rounding")


def check_connected(found, about):
    products = [name for name in found if name.startswith("product ")]
    terms = [*products, "others"]
    factor = next((text.partition(",")[2] for text in found[""] if "Product, ×" in text), "")
    told = {name: [text + factor for text in found[name]] for name in terms if name in found}
    check_end({**found, **told}, about, terms)  # a factor in the heading is one of every term


def check_mean(found, about):
    check_sum({**found, "window": [t for t in found["window"] if t]}, ["window"], "sum", "rounding")
    assert one(found, "total") == one(found, "sum")
    mean = one(found, "value")
    computed = one(found, "sum") / one(found, "divisor")
    unit = Decimal(1).scaleb(mean.as_tuple().exponent)
    is_exact = abs(computed - mean) <= unit / 2
    for equation in (text for text in found.get("equation", ()) if text[0] in "=≈"):
        assert equation.startswith("=") == is_exact


def check_largest(found, about):
    inside = [number(text) for text in found["window"] if text != "−∞"]
    assert max(inside) == one(found, "value")


def check_norm(found, about):
    exact = float(about.before) - float(about.mean)
    check_true(found["difference"][0], exact)
    spread = float(np.sqrt(float(about.variance) + about.eps))
    check_true(found["spread"][0], spread)
    check_true(found["quotient"][0], exact / spread)
    check_true(found["scaled"][0], exact / spread * float(about.weight))
    once = {**found, "scaled": found["scaled"][:1]}
    check_sum(once, ["scaled", "bias"], "value", "rounding")


def check_true(text, true):
    """(a) A printed number is the true one, rounded."""
    half = Decimal(1).scaleb(number(text).as_tuple().exponent) / 2
    assert abs(number(text) - Decimal(true)) <= half


def check_curve(found, about):
    check_true(found["value before"][0], float(about.before))
    check_true(found["value"][0], float(about.value))


def check_softmax(found, about):
    exps = [name for name in found if re.fullmatch(r"exp \d+", name)]
    check_sum(found, [*exps, "exp of others"], "exp sum", "exp rounding")
    shares = [name for name in found if re.fullmatch(r"share \d+", name)]
    added = total(found, [*shares, "share of others", "share rounding"])
    assert abs(added - 1) <= Decimal("0.005")  # to the digits that terms of so many have
    assert one(found, "share sum") == 1
    top = max(number(text) for text in found["logits"])
    for index, text in enumerate(found["logits"]):
        difference = one(found, f"difference {index}")
        unit = Decimal(1).scaleb(min(difference.as_tuple().exponent, 0))
        assert abs(number(text) - top - difference) <= unit
    share = one(found, "value")
    assert share == one(found, f"share {about.place[0]}")
    check_true(found["value"][0], float(about.value))
    assert one(found, "divisor") == one(found, "exp sum")
    assert number(found[f"percent {about.place[0]}"][0].removesuffix(" %")) == 100 * share


def check_added(found, about):
    terms = [name for name in found if name.startswith("term ")]
    assert len(terms) == len(about.inputs)
    once = {**found, **{name: found[name][:1] for name in terms}}  # they stand in both sheets
    check_sum(once, terms, "value", "rounding")


def check_multiplied(found, about):
    product = Decimal(1)
    for k, value in enumerate(about.inputs):
        check_true(found[f"term {k}"][0].strip("()"), float(value))
        product *= number(found[f"term {k}"][0])
    value = one(found, "value")
    is_exact = "=" in found[""] and "≈" not in found[""]
    unit = Decimal(1).scaleb(value.as_tuple().exponent)
    if "." in found["value"][0]:
        assert (abs(product - value) <= unit / 2) == is_exact


CHECKS = {
    "conv": check_conv,
    "connected": check_connected,
    "mean": check_mean,
    "largest": check_largest,
    "norm": check_norm,
    "curve": check_curve,
    "softmax": check_softmax,
    "added": check_added,
    "multiplied": check_multiplied,
}


def chosen_places(random, shape):
    """Some different places of a node."""
    count = min(MANY, int(np.prod(shape)))
    flat = random.generator.choice(int(np.prod(shape)), count, replace=False)
    return [tuple(int(i) for i in np.unravel_index(at, shape)) for at in flat]


@pytest.mark.sweep(2)
@pytest.mark.parametrize("kind", sorted(CHECKS))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=-(-settings.default.max_examples // len(CHECKS)),  # of all kinds together
)
@example(seed=130222)  # products with a factor in their heading
@given(seed=st.integers(0, 2**32 - 1))
def test_the_printed_numbers_add_up_as_they_are_painted(look, thorough, seed, kind):
    random = Random(seed)
    left = MANY if thorough else FEW
    while left > 0:
        forward = forward_with(kind, random)
        for place in chosen_places(random, forward.trace.output.shape)[:left]:
            scene = scene_of(look, forward, place, room=UNFOLDED, is_card=True)  # without maps
            CHECKS[kind](texts(scene), scene.about)
            left -= 1
