"""The list of classic kernels: what a slice is, and what can be made of it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cnnviz.cnn.kernels import resized
from cnnviz.explain.kernel_presets import PRESETS
from cnnviz.state.settings import Settings
from cnnviz.views.inspector.preset_box import EDITED, OPENED, RANDOM, PresetBox
from cnnviz.views.look.theme import Look

SHARPEN = next(preset for preset in PRESETS if preset.name == "Sharpen")


@pytest.fixture
def box(qtbot):
    made = PresetBox(Look(Settings()))
    qtbot.addWidget(made)
    made.show_kernel(np.eye(3, dtype=np.float32), is_edited=False, opened_name="Trained values")
    made.show()
    made.told = []
    made.chosen.connect(lambda weights, name: made.told.append((weights, name)))
    made.opened_values_chosen.connect(lambda: made.told.append("opened"))
    return made


def show(box, weights, *, is_edited):
    box.show_kernel(np.float32(weights), is_edited=is_edited, opened_name="Values as opened")


def test_a_slice_is_as_opened_or_edited_or_a_preset(box):
    show(box, np.eye(3), is_edited=False)
    assert box.box.currentText() == "Values as opened"
    show(box, np.eye(3), is_edited=True)
    assert box.box.currentText() == "Edited"
    show(box, SHARPEN.weights, is_edited=True)
    assert box.box.currentText() == "Sharpen"
    assert box.sentence.text() == SHARPEN.sentence
    assert SHARPEN.source in box.sentence.toolTip()
    assert box.told == []  # showing chooses nothing


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_is_known_in_a_kernel_that_is_larger(box, preset):
    show(box, resized(preset.weights, 9, 9), is_edited=True)
    assert box.box.currentText() == preset.name


def test_a_part_of_a_preset_is_not_the_preset(box):
    large = next(preset for preset in PRESETS if preset.weights.shape == (5, 5))
    show(box, resized(large.weights, 3, 3), is_edited=True)
    assert box.box.currentText() != large.name


def test_zeros_have_no_sign(box):
    negative = np.where(SHARPEN.weights == 0, np.float32(-0.0), SHARPEN.weights)
    show(box, negative, is_edited=True)
    assert box.box.currentText() == "Sharpen"


def test_what_is_chosen_is_told_with_its_name(box):
    place = box.box.findText("Sharpen")
    box.box.activated.emit(place)
    ((weights, name),) = box.told
    np.testing.assert_array_equal(weights, SHARPEN.weights)
    assert name == "Sharpen"
    show(box, weights, is_edited=True)
    box.box.activated.emit(OPENED)
    assert box.told[1:] == ["opened"]


def test_random_weights_have_the_size_of_the_slice_and_differ_each_time(box):
    show(box, np.zeros((5, 3)), is_edited=False)
    box.box.activated.emit(RANDOM)
    box.box.activated.emit(RANDOM)
    (one, name), (other, _) = box.told
    assert one.shape == other.shape == (5, 3)
    assert (one != other).any()
    assert name == "Random"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_edited_is_shown_but_cannot_be_chosen_with_keys(box):
    show(box, np.eye(3), is_edited=True)
    assert box.box.currentText() == "Edited"
    show(box, np.eye(3), is_edited=False)
    for key, then in ((Qt.Key.Key_Down, RANDOM), (Qt.Key.Key_Up, OPENED)):
        QTest.keyClick(box.box, Qt.Key.Key_Return)  # it opens
        QTest.keyClick(box.box.view(), key)  # past it, to the next entry
        QTest.keyClick(box.box.view(), Qt.Key.Key_Return)
        assert box.box.currentIndex() == then


def test_edited_is_the_one_entry_that_the_mouse_cannot_choose(box):
    enabled, model = Qt.ItemFlag.ItemIsEnabled, box.box.model()
    entries = range(box.box.count())
    lines = [i for i in entries if box.box.itemText(i) == ""]
    dead = [i for i in entries if not model.index(i, 0).flags() & enabled]
    assert dead == [EDITED, *lines]


def test_what_is_shown_already_is_not_asked_for_again(box):
    """As by a click beside the entries that can be chosen: it takes the one that is current."""
    box.box.activated.emit(OPENED)
    show(box, SHARPEN.weights, is_edited=True)
    box.box.activated.emit(box.box.currentIndex())
    assert box.told == []
