"""Words that are longer than their room: they lose their front, and are told whole."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from cnnviz.views.controls.fixed_label import FixedLabel
from cnnviz.views.controls.short_words import LEAST, NameLabel, NameLine, with_short_words

NAME = "features.denseblock1.denselayer12.conv2"
LINE = f"{NAME} · filter 6"


@pytest.fixture
def metrics(qapp):
    return QFontMetrics(qapp.font())


def end_of(shown):
    """What is left of a shortened word."""
    return shown.removeprefix("…").removeprefix("\N{WORD JOINER}")


def test_only_a_word_that_is_too_long_loses_its_front(metrics):
    assert with_short_words(LINE, metrics, 10_000) == LINE
    name, rest = with_short_words(LINE, metrics, 150).split(" ", 1)
    assert rest == "· filter 6"
    assert name.startswith("…")
    assert NAME.endswith(end_of(name))
    assert len(end_of(name)) > 10
    assert metrics.horizontalAdvance(name) <= 150


def test_numbers_that_were_kept_together_are_parted_not_shortened(metrics):
    text = "1152\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}2304\N{NO-BREAK SPACE}values\nand so on"
    width = metrics.horizontalAdvance("1152 of 2304")
    assert with_short_words(text, metrics, width) == "1152 of 2304 values\nand so on"


@pytest.mark.parametrize("make", [NameLabel, NameLine])
def test_a_label_never_widens_what_it_lies_in_and_tells_all(qtbot, make):
    room = QWidget()
    row = QHBoxLayout(room)
    label = make("title", "heading")
    label.setText(LINE)
    row.addWidget(label)
    qtbot.addWidget(room)
    room.resize(QSize(200, 100))
    room.show()
    assert room.width() == 200
    assert label.minimumSizeHint().width() <= LEAST or make is NameLine
    assert label.text().startswith("…")
    assert label.text().endswith("conv2 · filter 6")
    assert label.toolTip() == label.accessibleName() == LINE
    room.resize(QSize(900, 100))
    assert label.text() == LINE
    assert label.toolTip() == label.accessibleName() == ""
    room.resize(QSize(200, 100))
    label.setText("conv2")
    assert (label.text(), label.toolTip()) == ("conv2", "")


def test_a_line_that_is_cut_keeps_the_end_of_its_name(qtbot):
    room = FixedLabel(QLabel())
    qtbot.addWidget(room)
    room.resize(300, 20)
    room.show_line(f"{NAME}, filter 6: where the value comes from, term by term")
    shown = room.findChild(QLabel).text()
    assert shown.startswith("…")
    assert "conv2, filter 6" in shown
