import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnviz.state.settings import Settings
from cnnviz.text.typed_number import pair_within
from cnnviz.views.controls.bubble import told
from cnnviz.views.controls.pair_field import PairField
from cnnviz.views.look.theme import Look


@pytest.fixture
def field(qtbot):
    settings = Settings()
    field = PairField(Look(settings), (2, 1), 1, 16, name="Stride")
    field.settings, field.edits = settings, []
    field.edited.connect(lambda pair, gesture: field.edits.append((pair, gesture)))
    qtbot.addWidget(field)
    field.show()
    QTest.qWaitForWindowActive(field)
    field.setFocus()
    return field


def enter(field, text):
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "pair"),
    [("2", (2, 2)), ("2×3", (2, 3)), ("2x3", (2, 3)), ("2 X 3", (2, 3)), ("2 3", (2, 3)),
     ("2*3", (2, 3)), (" 4 ", (4, 4))],
)  # fmt: skip
def test_one_number_stands_for_both(text, pair):
    assert pair_within(text, 1, 16) == pair


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "There is no number"), ("×", "There is no number"), ("0×1", "0 is too small"),
     ("1×17", "17 is too large; choose 1 to 16"), ("1.5", "no whole number"),
     ("2×2×2", "more than rows and columns"), ("two", "no number")],
)  # fmt: skip
def test_what_is_no_pair_is_refused_in_words(text, reason):
    with pytest.raises(ValueError, match=reason):
        pair_within(text, 1, 16)


def test_pairs_are_shown_short_and_taken(field):
    assert field.text() == "2×1"
    enter(field, "3")
    assert (field.value, field.text()) == ((3, 3), "3")
    enter(field, "3x1")
    assert (field.value, field.text()) == ((3, 1), "3×1")
    assert [pair for pair, _ in field.edits] == [(3, 3), (3, 1)]
    enter(field, "1x2x3")
    assert field.problem
    assert "more than rows and columns" in told(field)
    assert field.value == (3, 1)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "3×1"


def test_a_step_changes_both_within_their_range(field):
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value == (3, 2)
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.value == (1, 1)
    at = QPointF(field.rect().center())
    QApplication.sendEvent(field, QWheelEvent(
        at, QPointF(field.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    ))  # fmt: skip
    assert field.value == (2, 2)
