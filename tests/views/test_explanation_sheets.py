"""The sheets of explanations: true printed arithmetic, and what each kind says and marks."""

import re
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QRect
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from cnnviz.cnn import layers as la
from cnnviz.cnn import pooling_layers as po
from cnnviz.cnn.explain import explain
from cnnviz.cnn.image import Picture
from cnnviz.cnn.network import Network
from cnnviz.cnn.numbers import number_text
from cnnviz.cnn.printed import read_back, rounded
from cnnviz.cnn.project import forward_pass, new_project
from cnnviz.state.settings import Settings
from cnnviz.views.explanation.edits import edit_of
from cnnviz.views.explanation.kinds import arrange, kind_of
from cnnviz.views.explanation.scene import Scene
from cnnviz.views.explanation.sheet import DIGITS, Drawing, MapItem, Numbers, Spot, Text
from cnnviz.views.theme import Look

ROOM = (1000, 480)
POSITIONS = 200  # of each of 50 random networks: 10,000 in all


@pytest.fixture(scope="module")
def look(qapp):
    return Look(Settings(), is_ready=False)


def forward_of(layers, values):
    """Run layers on an input (C, H, W), given as numbers."""
    values = np.asarray(values, np.float32)
    network = Network("n", "N", values.shape, tuple(layers))
    project = new_project(network, Picture("matrix", values, "Numbers"))
    return forward_pass(project)


def scene_of(look, forward, place, *, step=-1, room=ROOM, **options):
    step = step % len(forward.trace.values)
    return Scene(forward, explain(forward.trace, step, place), look, room, **options)


def sheets(scene):
    made = arrange(scene)
    return made.rows, made.result


def texts(scene):
    """Every printed text by its name, of the terms and of the result."""
    found = {}
    for sheet in sheets(scene):
        for name, text in sheet.texts():
            found.setdefault(name, []).append(text)
    return found


def words(scene):
    return " ".join(text for sheet in sheets(scene) for _, text in sheet.texts())


def item(scene, name):
    for sheet in sheets(scene):
        for each in sheet.all_items():
            if each.name == name:
                return each
    raise AssertionError(f"nothing is called {name!r}")


def number(text):
    """Read a printed number back; a sign set apart belongs to it."""
    return read_back(text.replace("− ", "−").replace("+ ", "").replace("÷ ", "").strip("()"))


def one(found, name):
    (value,) = {number(text) for text in found[name]}
    return value


def total(found, names):
    return sum((number(text) for name in names for text in found.get(name, ())), Decimal(0))


# Printed arithmetic, read back


class Random:
    def __init__(self, seed):
        self.generator = np.random.default_rng(seed)

    def numbers(self, *shape):
        size = 10.0 ** self.generator.integers(-2, 2)
        values = (size * self.generator.normal(size=shape)).astype(np.float32)
        return values.round() if self.generator.random() < 0.15 else values

    def number(self, low, high):
        return int(self.generator.integers(low, high + 1))

    def layer(self, kind, shape):
        channels = shape[0]
        if kind == "conv":
            kernels = self.numbers(2, channels, self.number(1, 3), self.number(1, 3))
            bias = self.numbers(2) if self.number(0, 1) else None
            return [la.Conv2d(kernels, bias, padding=(self.number(0, 1), 1))]
        if kind == "mean":
            size = (self.number(1, 3), self.number(1, 3))
            padding = tuple(self.number(0, k // 2) for k in size)
            counts = bool(self.number(0, 1))
            return [po.AvgPool2d(size, None, padding, True, count_include_pad=counts)]
        if kind == "largest":
            return [po.MaxPool2d((2, 3), (1, 2), (1, 1))]
        if kind == "norm":
            weight, bias, mean = self.numbers(3, channels)
            variance = self.generator.uniform(0.05, 3, channels).astype(np.float32)
            return [la.BatchNorm2d(weight, bias, mean, variance)]
        if kind == "curve":
            return [(la.ReLU(), la.LeakyReLU(0.1), la.Sigmoid(), la.Tanh())[self.number(0, 3)]]
        count = int(np.prod(shape))
        bias = self.numbers(6) if self.number(0, 1) else None
        linear = la.Linear(self.numbers(6, count) / np.float32(np.sqrt(count)), bias)
        return [la.Flatten(), linear, *([la.Softmax()] if kind == "softmax" else [])]


def forward_with(kind, random):
    values = random.numbers(random.number(1, 3), random.number(4, 6), random.number(4, 6))
    return forward_of(random.layer(kind, values.shape), values)


def check_conv(found, about):
    subtotals = Decimal(0)
    for k in range(len(about.channels)):
        assert total(found, [f"products {k}"]) == one(found, f"subtotal {k}")
        subtotals += one(found, f"subtotal {k}")
    assert subtotals == one(found, "sum")
    assert total(found, ["sum", "bias", "rounding"]) == one(found, "value")


def check_connected(found, about):
    products = [name for name in found if name.startswith("product ")]
    assert total(found, [*products, "others"]) == one(found, "sum")
    assert total(found, ["sum", "bias", "rounding"]) == one(found, "value")


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


CHECKS = {
    "conv": check_conv,
    "connected": check_connected,
    "mean": check_mean,
    "largest": check_largest,
    "norm": check_norm,
    "curve": check_curve,
    "softmax": check_softmax,
}


def chosen_places(random, shape):
    """Some different places of a step."""
    count = min(POSITIONS, int(np.prod(shape)))
    flat = random.generator.choice(int(np.prod(shape)), count, replace=False)
    return [tuple(int(i) for i in np.unravel_index(at, shape)) for at in flat]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32 - 1), st.sampled_from(sorted(CHECKS)))
def test_the_printed_numbers_add_up_as_they_are_painted(look, seed, kind):
    random = Random(seed)
    left = POSITIONS
    while left > 0:
        forward = forward_with(kind, random)
        for place in chosen_places(random, forward.trace.shapes[-1])[:left]:
            scene = scene_of(look, forward, place, is_card=True)  # all numbers, without maps
            CHECKS[kind](texts(scene), scene.about)
            left -= 1
