"""One value reads the same in its cell, its explanation, its sentence and on the command line."""

import numpy as np
import pytest

from cnnviz.cnn.layers import Softmax
from cnnviz.explain.layer_decimals import decimals_of, value_text
from cnnviz.explain.text import as_text
from cnnviz.explain.values import explain
from cnnviz.state.settings import Settings
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.inspector.short_explanation import short_sheet
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.node_maps import map_of_value
from tests.explain.sentence_truth import forward_of

NAMES = ("lecture-cnn", "tiny-vgg", "nine-steps-average", "residual-cnn", "every-layer")
PLACES = 6  # of each node


@pytest.fixture(scope="module")
def look(qapp):
    return Look(Settings(), is_ready=False)


@pytest.mark.parametrize("name", NAMES)
def test_a_value_reads_the_same_everywhere(look, name):
    forward = forward_of(name)
    trace, random = forward.trace, np.random.default_rng(2)
    for node, values in trace.values.items():
        decimals = decimals_of(trace, node)
        for _ in range(PLACES):
            place = tuple(int(random.integers(n)) for n in values.shape)
            about, value = explain(trace, node, place), float(values[place])
            text = decimals.full(value)
            shown, cell = map_of_value(forward, node, place)
            assert shown.write(shown.value(*cell)) == decimals.text(value)
            scene = ExplanationScene(forward, about, look, (1000, 480))
            made = arrange(scene)
            told = {t for s in (made.rows, made.result) for i, t in s.texts()
                    if i == ItemId(What.VALUE)}  # fmt: skip
            assert told == {text}
            assert f"= {text}" in as_text(trace, about).splitlines()[0]
            short = {t for i, t in short_sheet(look, forward, about, 300).texts()
                     if i == ItemId(What.VALUE)} if len(about.place) else set()  # fmt: skip
            assert short <= {f"= {text}"}


def test_a_share_and_its_percentage_have_the_same_digits():
    trace = forward_of("lecture-cnn").trace
    node = trace.network.output
    assert isinstance(trace.network.layers[node], Softmax)
    decimals = decimals_of(trace, node)
    for share in map(float, trace.output):
        printed, percent = decimals.rounded(share), value_text(trace, node, share)
        assert percent == f"{100 * printed:.{decimals.count - 2}f} %"
    for share, text in ((1.0, "100.0 %"), (0.0, "0.0 %"), (0.9992, "99.9 %"), (0.9996, "100.0 %")):
        assert value_text(trace, node, share) == text
