"""The numbers of one channel are shown and edited: norms, scales, learnt slopes."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cnnviz.cnn.activation_layers import PReLU
from cnnviz.cnn.layers import BatchNorm2d, Conv2d
from cnnviz.cnn.network import chain
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm
from cnnviz.cnn.scale_layers import Scale
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project
from cnnviz.state.document import Document
from cnnviz.state.settings import Settings
from cnnviz.views.inspector.numbers_editor import NumbersEditor
from cnnviz.views.look.theme import Look

NUMBERS = np.float32([1.5, 2.5, 3.5])
SHIFTS = np.float32([-1, 0, 1])


@pytest.fixture
def open_editor(qtbot):
    """Return a function that opens the editor of a channel of a layer of three maps."""

    def open_(layer, channel=1):
        convolution = Conv2d(np.ones((3, 1, 1, 1), np.float32))
        network = chain("n", "N", (1, 4, 4), (convolution, layer))
        picture = Picture("matrix", np.arange(16, dtype=np.float32).reshape(1, 4, 4))
        document = Document(new_project(network, picture))
        editor = NumbersEditor(document, Look(Settings()))
        qtbot.addWidget(editor)
        editor.show_channel(network.output, channel)
        editor.show()
        editor.document, editor.node = document, network.output
        return editor

    return open_


def seen(editor):
    """The names of the numbers that are shown."""
    return [name for name, label in editor.labels.items() if not label.isHidden()]


@pytest.mark.parametrize(
    ("layer", "names"),
    [
        (BatchNorm2d(NUMBERS, SHIFTS, SHIFTS, NUMBERS),
         ["weight", "bias", "running_mean", "running_var"]),
        (BatchNorm2d(None, None, SHIFTS, NUMBERS), ["running_mean", "running_var"]),
        (LayerNorm(NUMBERS, SHIFTS), ["weight", "bias"]),
        (LayerNorm(NUMBERS), ["weight"]),
        (LayerNorm(), []),
        (LayerNorm(np.ones((3, 4, 4)), over="all"), []),  # one for each value, not for a channel
        (GroupNorm(bias=SHIFTS, num_groups=3), ["bias"]),
        (InstanceNorm2d(NUMBERS, SHIFTS), ["weight", "bias"]),
        (Scale(NUMBERS), ["weight"]),
        (PReLU(NUMBERS), ["weight"]),
    ],
)  # fmt: skip
def test_the_numbers_that_a_layer_has_are_shown(open_editor, layer, names):
    editor = open_editor(layer)
    assert seen(editor) == names
    for name in names:
        shown = editor.fields.get(name) or editor.values[name]
        assert not shown.isHidden()
        assert float(shown.text().replace("−", "-")) == layer.parameters()[name][1]


@pytest.mark.parametrize(
    "layer", [LayerNorm(NUMBERS, SHIFTS), Scale(NUMBERS, SHIFTS), PReLU(NUMBERS)]
)
@pytest.mark.parametrize("channel", [0, 2])
def test_what_was_learnt_is_edited_and_undone(open_editor, layer, channel):
    editor = open_editor(layer, channel)
    field, document = editor.fields["weight"], editor.document
    typed(field, "0,5")
    expected = NUMBERS.copy()
    expected[channel] = 0.5
    weight = document.project.network.layers[editor.node].weight
    np.testing.assert_array_equal(weight, expected)
    assert document.history.count() == 1
    assert "weight" in document.history.undoText()
    document.history.undo()
    editor.show_channel(editor.node, channel)
    assert float(field.text()) == NUMBERS[channel]
    assert document.history.count() == 1  # showing the old number was no edit


@pytest.mark.parametrize(
    ("layer", "title"),
    [
        (PReLU.untrained(), "Slope of all channels (weight)"),
        (Scale(np.float32([2])), "Scale of all channels (weight)"),
        (PReLU(NUMBERS), "Slope (weight)"),
        (Scale(NUMBERS), "Scale (weight)"),
    ],
)
def test_one_number_for_all_channels_says_so_and_is_edited_from_each(open_editor, layer, title):
    editor = open_editor(layer, 2)
    assert editor.labels["weight"].text() == title
    assert editor.fields["weight"].accessibleName() == title
    typed(editor.fields["weight"], "0,5")
    assert editor.document.project.network.layers[editor.node].weight[-1] == 0.5


def typed(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
