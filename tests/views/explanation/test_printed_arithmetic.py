"""The printed arithmetic of sheets, read back: the terms add up as they are painted."""

import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnviz.cnn.branch_layers import Add, Multiply
from cnnviz.cnn.layers import Tanh
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

POSITIONS = 200  # of each of 50 random networks: 10,000 in all


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
    subtotals = Decimal(0)
    for k in range(len(about.channels)):
        products = total(found, [f"products {k}"])
        if len(about.channels) > 1:  # of a single input map the sum stands beside, once
            assert products == one(found, f"subtotal {k}")
        subtotals += products
    assert subtotals == one(found, "sum")
    check_total(found, about, about.products.size)


def check_total(found, about, terms):
    """Sum, bias and rounding give the value; rounding is no hiding place for anything else."""
    assert total(found, ["sum", "bias", "rounding"]) == one(found, "value")
    assert ("bias" in found) == (about.bias is not None)
    last_digit = Decimal(1).scaleb(one(found, "value").as_tuple().exponent)
    assert abs(total(found, ["rounding"])) <= last_digit * (terms + 2) / 2


def check_connected(found, about):
    products = [name for name in found if name.startswith("product ")]
    assert total(found, [*products, "others"]) == one(found, "sum")
    check_total(found, about, len(products) + 1)


def check_mean(found, about):
    terms = sum((number(text) for text in found["window"] if text), Decimal(0))
    assert terms == one(found, "sum")
    whole = terms + total(found, ["rounding"])
    assert whole == one(found, "total")
    mean = one(found, "value")
    assert rounded_like(whole / one(found, "divisor"), mean) == mean


def check_largest(found, about):
    inside = [number(text) for text in found["window"] if text != "−∞"]
    assert max(inside) == one(found, "value")


def check_norm(found, about):
    assert one(found, "x") - one(found, "mean") == one(found, "difference")
    inner = one(found, "variance") + one(found, "eps")
    spread, quotient = one(found, "spread"), one(found, "quotient")
    assert rounded_like(inner.sqrt(), spread) == spread
    assert rounded_like(one(found, "difference") / spread, quotient) == quotient
    scaled = one(found, "scaled")
    assert rounded_like(quotient * one(found, "weight"), scaled) == scaled
    assert scaled + total(found, ["bias", "rounding"]) == one(found, "value")


def check_curve(found, about):
    x, value = one(found, "value before"), one(found, "value")
    assert abs(x - Decimal(float(about.before))) <= Decimal("0.005")
    assert abs(value - Decimal(float(about.value))) <= Decimal("0.005")


def check_softmax(found, about):
    exps = [name for name in found if re.fullmatch(r"exp \d+", name)]
    shares = [name for name in found if re.fullmatch(r"share \d+", name)]
    assert total(found, [*exps, "exp of others", "exp rounding"]) == one(found, "exp sum")
    assert total(found, [*shares, "share of others", "share rounding"]) == 1
    assert one(found, "share sum") == 1
    top = max(number(text) for text in found["logits"])
    for index, text in enumerate(found["logits"]):
        assert number(text) - top == one(found, f"difference {index}")
    share = one(found, "value")
    assert share == one(found, f"share {about.place[0]}")
    by_division = rounded_like(one(found, "exp") / one(found, "divisor"), share)
    assert by_division + total(found, ["rounding"]) == share
    assert one(found, "divisor") == one(found, "exp sum")
    assert number(found[f"percent {about.place[0]}"][0].removesuffix(" %")) == 100 * share


def rounded_like(value, like):
    return value.quantize(Decimal(1).scaleb(like.as_tuple().exponent))


def check_added(found, about):
    terms = [name for name in found if name.startswith("term ")]
    assert len(terms) == len(about.inputs)
    whole = sum((number(found[name][0]) for name in terms), Decimal(0))
    assert whole + total(found, ["rounding"]) == one(found, "value")
    last_digit = Decimal(1).scaleb(one(found, "value").as_tuple().exponent)
    assert abs(total(found, ["rounding"])) <= last_digit * (len(terms) + 2) / 2


def check_multiplied(found, about):
    product = Decimal(1)
    for k in range(len(about.inputs)):
        product *= number(found[f"term {k}"][0])
    value = one(found, "value")
    is_exact = "=" in found[""] and "≈" not in found[""]
    assert (rounded_like(product, value) == value) == is_exact


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
    count = min(POSITIONS, int(np.prod(shape)))
    flat = random.generator.choice(int(np.prod(shape)), count, replace=False)
    return [tuple(int(i) for i in np.unravel_index(at, shape)) for at in flat]


@pytest.mark.parametrize("kind", sorted(CHECKS))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=-(-settings.default.max_examples // len(CHECKS)),  # of all kinds together
)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_printed_numbers_add_up_as_they_are_painted(look, seed, kind):
    random = Random(seed)
    left = POSITIONS
    while left > 0:
        forward = forward_with(kind, random)
        for place in chosen_places(random, forward.trace.output.shape)[:left]:
            scene = scene_of(look, forward, place, is_card=True)  # all numbers, without maps
            CHECKS[kind](texts(scene), scene.about)
            left -= 1
