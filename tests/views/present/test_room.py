"""Explanations in a room as low as that of Present mode: what they are about is seen at once."""

import numpy as np
import pytest
from PySide6.QtCore import QSize

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import Conv2d
from cnnviz.state.settings import Settings
from cnnviz.views.explanation import activation
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.look.theme import LargeLook, Look
from cnnviz.views.present.sizes import large_factor
from tests.views.explanation.sheet_steps import called, forward_of, item, scene_of, texts

LARGE = 20 / 14  # as in Present mode at 1280×720
LOW, HIGH = (1240, 500), (1240, 800)


@pytest.fixture
def look(qapp):
    return Look(Settings(), is_ready=False)


@pytest.fixture
def relu():
    values = np.random.default_rng(1).normal(size=(3, 14, 14))
    return forward_of([ReLU()], values)


@pytest.fixture
def one_filter():
    values = np.arange(36).reshape(1, 6, 6) % 10
    kernel = np.array([[[[0, 2, 1], [4, 1, 0], [1, 0, 1]]]], np.float32)
    return forward_of([Conv2d(kernel, np.zeros(1, np.float32))], values)


def test_the_curve_fits_below_the_maps(look, relu):
    made = arrange(scene_of(LargeLook(look, LARGE), relu, (1, 5, 5), room=LOW))
    assert made.where == "right"
    assert made.rows.height <= LOW[1]
    (before,) = made.rows.find(called("before"))
    high = arrange(scene_of(LargeLook(look, LARGE), relu, (1, 5, 5), room=HIGH))
    (larger,) = high.rows.find(called("before"))
    assert before.place.height() < larger.place.height()
    assert larger.place.height() == pytest.approx(activation.MAP * LARGE, abs=14)


def test_the_value_of_a_card_is_seen_below_its_equation(look, one_filter):
    large = LargeLook(look, LARGE)
    low = scene_of(large, one_filter, (0, 1, 0), room=(1150, 180), is_card=True)
    made = arrange(low)
    assert made.where == "right"
    assert made.result.height <= 180
    assert len(texts(low)["equation"]) == 6
    value, bias = item(low, "value"), item(low, "bias")
    assert value.place.right() <= made.result.width
    assert value.place.top() < bias.outline.bottom() <= made.result.height
    high = scene_of(large, one_filter, (0, 1, 0), room=(1150, 400), is_card=True)
    assert item(high, "value").place.top() >= item(high, "bias").outline.bottom()
    assert texts(high)["value"] == texts(low)["value"]


@pytest.mark.parametrize(
    ("room", "text_scale", "scale"),
    [
        ((1280, 720), 1, LARGE),
        ((1920, 1080), 1, 1.5 * LARGE),
        ((1024, 768), 1, LARGE),  # digits of 20 pixels on every screen
        ((800, 600), 1, LARGE),
        ((800, 600), 1.5, LARGE),  # larger text would not fit
        ((1024, 768), 1.5, 1024 / 640),
        ((1280, 720), 1.25, 720 / 440),  # Ctrl+plus acts where there is room
        ((3840, 2160), 1.25, 2160 / 440),
        ((1280, 720), 0.75, 0.75 * LARGE),
    ],
)
def test_everything_is_as_large_as_room_and_text_size_allow(room, text_scale, scale):
    found = large_factor(QSize(*room), text_scale) * text_scale
    assert found == pytest.approx(scale, rel=1e-6)
