"""NaN, ±∞, numbers up to 3.4e38 and down to 1e-45, −0.0: every view prints them, none raises."""

import json
import re
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from cnnviz.cnn import activation_layers as ac
from cnnviz.cnn import layers as la
from cnnviz.cnn import pooling_layers as po
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply
from cnnviz.cnn.network import INPUT, Network, Node, chain
from cnnviz.exercises.verdict import check
from cnnviz.explain.layer_decimals import decimals_of, value_text
from cnnviz.explain.layer_facts import facts
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.present import present_sentence
from cnnviz.explain.text import as_json, as_text
from cnnviz.explain.values import explain
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project
from cnnviz.state.settings import Settings
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.readout import cell_tip, map_description
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.sheets.items import MapItem, Numbers
from cnnviz.views.sheets.node_maps import map_of_value

ODD = [np.nan, np.inf, -np.inf, 3.4e38, -3.4e38, 1e38, 1e30, -1e26, 2.0**24, 1e-38, 1e-45, -1e-45,
       -0.0, 0.0, 1.0, -2.5, 1e-6, 1e7]  # fmt: skip
ROOM = (900, 400)


@pytest.fixture(scope="module")
def look(qapp):
    return Look(Settings(), is_ready=False)


def numbers(draw, *shape):
    """Odd numbers among usual ones."""
    count = int(np.prod(shape))
    odd = st.sampled_from(ODD)
    usual = st.floats(-3, 3, width=32)
    values = draw(st.lists(st.one_of(usual, usual, odd), min_size=count, max_size=count))
    return np.array(values, np.float32).reshape(shape)


def everything(draw):
    """A network in which numbers meet every kind of layer."""
    conv = la.Conv2d(numbers(draw, 2, 2, 2, 2), numbers(draw, 2), padding=(1, 1))
    norm = la.BatchNorm2d(*(numbers(draw, 2) for _ in range(4)))
    activation = draw(st.sampled_from([ac.ReLU(), ac.LeakyReLU(0.1), ac.Sigmoid(), ac.Tanh()]))
    pool = draw(
        st.sampled_from([po.MaxPool2d((2, 2)), po.AvgPool2d((2, 2)), po.AdaptiveAvgPool2d((2, 2))])
    )
    layers = (conv, norm, activation, pool, la.Flatten(), la.Dropout(),
              la.Linear(numbers(draw, 3, 8), numbers(draw, 3)), la.Softmax())  # fmt: skip
    return chain("odd", "Odd", (2, 3, 3), layers)


def branches(draw):
    conv = la.Conv2d(numbers(draw, 2, 2, 1, 1))
    nodes = (
        Node("conv", conv, (INPUT,)),
        Node("add", Add(), ("conv", INPUT)),
        Node("mul", Multiply(), ("add", "conv")),
        Node("cat", Concatenate(), ("add", "mul")),
    )
    return Network("odd", "Odd", (2, 3, 3), nodes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_number_is_too_odd_for_any_view(look, data):
    make = data.draw(st.sampled_from([everything, branches]))
    network = make(data.draw)
    picture = Picture("matrix", numbers(data.draw, *network.input_shape), "Odd")
    forward = forward_pass(new_project(network, picture))
    trace = forward.trace
    for node, values in trace.values.items():
        place = tuple(data.draw(st.integers(0, n - 1)) for n in values.shape)
        about = explain(trace, node, place)
        check_text(as_text(trace, about))
        json.dumps(as_json(trace, about))
        check_text(position_sentence(trace, about))
        check_text(position_sentence(trace, about, is_hidden=True))
        check_text(" ".join(facts(forward, node, place[0])))
        check_text(present_sentence(trace, node, 0))
        check_text(value_text(trace, node, float(values[place])))
        if node != INPUT:
            check_text(check(trace, node, place, 1.0, 2).sentence)
        shown, cell = map_of_value(forward, node, place)
        check_text(cell_tip(shown, cell))
        check_text(map_description(shown, cell))
        check_sheets(ExplanationScene(forward, about, look, ROOM))
        check_sheets(ExplanationScene(forward, about, look, ROOM, is_card=True, is_hidden=True))
        with painting() as painter:
            paint_map(painter, QRect(0, 0, 240, 240), shown, MapMarks(current=cell), look)
        decimals = decimals_of(trace, node)
        assert len(decimals.texts(values)) == values.size


def check_sheets(scene):
    made = arrange(scene)
    for sheet in (made.rows, made.result):
        for _, text in sheet.texts():
            check_text(text)
        with painting() as painter:
            for item in sheet.all_items():
                if isinstance(item, Numbers | MapItem):
                    item.paint(painter, scene.look, QRect(0, 0, *ROOM))
                else:
                    item.paint(painter, scene.look)


@contextmanager
def painting():
    """A painter that is ended, whatever happens."""
    image = QImage(*ROOM, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    try:
        yield painter
    finally:
        painter.end()


def check_text(text):
    """What is no finite number has one sign, the same everywhere."""
    words = re.findall(r"[A-Za-z]+", text)
    assert not {"nan", "inf", "Inf", "infinity"} & set(words), text
