from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnviz.views.controls.choice_box import ChoiceBox


@pytest.fixture
def box(qtbot):
    box = ChoiceBox()
    box.addItems(["Strokes", "A very long name of a folder of pictures"])
    qtbot.addWidget(box)
    box.resize(140, 30)
    box.show()
    return box


def painted(box):
    image = box.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width()].copy()


def test_a_short_entry_is_painted_whole(box):
    usual = painted(box)
    box.setItemText(0, "Stroke…")
    assert not np.array_equal(painted(box), usual)


def test_a_long_entry_ends_in_dots_and_its_list_has_room_for_it(box):
    box.setCurrentIndex(1)
    shown = painted(box)
    box.setItemText(1, "A very long name of another folder")
    assert np.array_equal(painted(box), shown)  # only its beginning, and then three dots
    box.fit_list()
    assert box.view().minimumWidth() >= box.fontMetrics().horizontalAdvance(box.itemText(1))


def test_without_an_entry_the_placeholder_stands_there(box):
    box.setCurrentIndex(-1)
    empty = painted(box)
    box.setPlaceholderText("Your own")
    assert not np.array_equal(painted(box), empty)


def test_an_entry_that_just_fits_is_not_shortened(box):
    box.setStyleSheet("QComboBox { padding: 3px 8px; border: 1px solid; }")  # as in the window
    box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
    box.setCurrentIndex(1)
    box.resize(box.sizeHint())
    whole = painted(box)
    box.resize(box.width() + 100, box.height())
    room = whole.shape[1] - 30  # without the arrow
    assert np.array_equal(painted(box)[:, :room], whole[:, :room])


def test_what_an_entry_stands_for_is_found_by_its_value(box):
    """PySide compares objects that it does not know by identity."""
    box.addItem("A run", Path("runs") / "first")
    box.addItem("A size", (3, 3))
    assert box.findData(Path("runs", "first")) == 2
    assert box.findData((3, 3)) == 3
    assert box.findData(Path("runs", "second")) == -1
    assert box.findData("A size", Qt.ItemDataRole.DisplayRole) == 3


STEPS = [
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Space,
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return,
    Qt.Key.Key_Enter, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_T,
]  # fmt: skip


@pytest.mark.parametrize("key", STEPS, ids=lambda key: key.name)
def test_a_closed_box_leaves_the_keys_of_steps_to_others(box, key):
    box.addItem("Third")
    box.setCurrentIndex(1)
    chosen = []
    box.activated.connect(chosen.append)
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(box, event)
    assert not event.isAccepted()
    assert (box.currentIndex(), chosen) == (1, [])
    assert not box.view().isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_it_opens_by_keys_and_is_chosen_from_by_keys(box):
    for key, modifier in (
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ):
        box.setCurrentIndex(0)
        QTest.keyClick(box, key, modifier)
        assert box.view().isVisible()
        QTest.keyClick(box.view(), Qt.Key.Key_Down)
        QTest.keyClick(box.view(), Qt.Key.Key_Return)
        assert not box.view().isVisible()
        assert box.currentIndex() == 1
