import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cnnviz.state.settings import Settings
from cnnviz.text.typed_number import number_within, parse_number
from cnnviz.views.controls.bubble import told
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.look.theme import Look

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(params=["C", "es_ES", "de_DE"])
def locale(request):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


@pytest.fixture
def settings(qapp):
    return Settings()


@pytest.fixture
def form(qtbot, settings):
    """A window with a field from −10 to 10, whose edits are kept, and a second field."""
    window = QWidget()
    qtbot.addWidget(window)
    look = Look(settings)
    window.field = NumberField(look, 2.0, -10, 10, name="Bias", parent=window)
    window.other = NumberField(look, 1, 1, 20, whole=True, step=1, name="Stride", parent=window)
    layout = QVBoxLayout(window)
    layout.addWidget(window.field)
    layout.addWidget(window.other)
    window.resize(300, 200)
    window.edits = []
    window.field.edited.connect(lambda value, gesture: window.edits.append((value, gesture)))
    window.show()
    QTest.qWaitForWindowActive(window)
    window.field.setFocus()
    return window


def wheel(widget, notches, modifiers=NONE):
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at, QPointF(widget.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def type_in(field, text):
    field.selectAll()
    for character in text:
        if character.isascii():
            QTest.keyClicks(field, character)
        else:  # QTest aborts
            press = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_unknown, NONE, character)
            QApplication.sendEvent(field, press)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", 1.5), ("1,5", 1.5), ("−2", -2), ("-2", -2), ("3/4", 0.75), ("1e-3", 0.001),
        (".5", 0.5), (",5", 0.5), (" 7 ", 7), ("+3", 3), ("6.", 6), ("-1/4", -0.25), ("1,000", 1),
    ],
)  # fmt: skip
def test_a_field_takes_numbers_as_people_type_them(form, locale, text, value):
    type_in(form.field, text)
    QTest.keyClick(form.field, KEY.Key_Return)
    assert form.field.value == value
    assert form.edits == [(value, "")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("abc", "“abc” is no number"),
        ("", "There is no number"),
        ("1.000,5", "thousands are not grouped"),
        ("1 000", "is no number"),
        ("3/0", "divided by 0"),
        ("11", "11 is too large; choose −10 to 10."),
        ("-1e9", "too small"),
        ("nan", "is no number"),
        ("inf", "is no number"),
        ("0x10", "is no number"),
        ("1_0", "is no number"),
    ],
)
def test_nonsense_changes_nothing_says_why_and_the_field_goes_on(form, locale, text, reason):
    field = form.field
    type_in(field, text) if text else QTest.keyClick(field, KEY.Key_Backspace)
    QTest.keyClick(field, KEY.Key_Return)
    assert (form.edits, field.value, field.text()) == ([], 2.0, text)
    assert field.problem
    assert reason in told(field)
    assert reason in field.accessibleDescription()
    type_in(field, "3")
    assert not field.problem
    assert (told(field), field.accessibleDescription()) == ("", "")
    QTest.keyClick(field, KEY.Key_Return)
    assert form.edits == [(3.0, "")]


def test_leaving_the_field_takes_the_number(form):
    type_in(form.field, "4,5")
    QTest.keyClick(form.field, KEY.Key_Tab)
    assert form.other.hasFocus()
    assert form.edits == [(4.5, "")]


def test_leaving_nonsense_brings_the_old_number_back_with_the_reason(form):
    type_in(form.field, "many")
    QTest.keyClick(form.field, KEY.Key_Tab)
    assert (form.edits, form.field.text()) == ([], "2")
    assert "“many” is no number" in told(form.field)
    assert not form.field.problem  # the old number is fine
    form.field.setFocus()
    assert not told(form.field)


def test_leaving_an_untouched_field_edits_nothing(form):
    form.field.show_value(0.123456789)
    form.other.setFocus()
    form.field.setFocus()
    QTest.keyClick(form.field, KEY.Key_Return)
    form.other.setFocus()
    assert form.edits == []


@pytest.mark.parametrize("text", ["9", "x"])
def test_escape_restores(form, text):
    type_in(form.field, text)
    QTest.keyClick(form.field, KEY.Key_Escape)
    assert form.field.text() == "2"
    form.other.setFocus()
    assert (form.edits, told(form.field)) == ([], "")


@pytest.mark.parametrize(
    ("modifiers", "value"), [(NONE, 2.1), (SHIFT, 3.0), (CTRL, 2.01)], ids=["", "Shift", "Ctrl"]
)
def test_up_and_the_wheel_change_it_by_a_step(form, modifiers, value):
    QTest.keyClick(form.field, KEY.Key_Up, modifiers)
    assert form.field.value == value
    QTest.keyClick(form.field, KEY.Key_Down, modifiers)
    assert form.field.value == 2.0
    wheel(form.field, 1, modifiers)
    assert form.field.value == value


def test_steps_do_not_collect_rounding_errors(form):
    for _ in range(13):
        wheel(form.field, -1)
    assert form.field.value == 0.7


def test_a_turn_of_the_wheel_is_one_gesture_and_the_next_another(form):
    wheel(form.field, 1)
    wheel(form.field, 1)
    form.other.setFocus()
    form.field.setFocus()
    wheel(form.field, 1)
    first, second, third = (gesture for _, gesture in form.edits)
    assert first == second != third
    assert first


def test_half_notches_of_a_touchpad_add_up(form):
    for _ in range(2):
        wheel(form.field, 0.5)
    assert [value for value, _ in form.edits] == [2.1]


def test_the_wheel_over_a_field_without_focus_scrolls_the_panel(form):
    form.other.setFocus()
    wheel(form.field, 1)
    assert form.edits == []


def test_steps_stop_at_the_ends(form):
    form.field.show_value(9.95)
    QTest.keyClick(form.field, KEY.Key_Up)
    QTest.keyClick(form.field, KEY.Key_Up)
    assert [value for value, _ in form.edits] == [10]


def test_a_field_of_whole_numbers_takes_only_these(form):
    type_in(form.other, "1,5")
    QTest.keyClick(form.other, KEY.Key_Return)
    assert "no whole number" in told(form.other)
    QTest.keyClick(form.other, KEY.Key_Escape)
    QTest.keyClick(form.other, KEY.Key_Up, CTRL)
    assert (form.other.value, form.other.text()) == (2, "2")


def test_showing_a_value_tells_no_edit_and_does_not_disturb_typing(form):
    type_in(form.field, "3.2")
    form.field.show_value(-1.0)
    assert form.field.text() == "3.2"
    QTest.keyClick(form.field, KEY.Key_Escape)
    assert form.field.text() == "−1"
    assert form.edits == []


def test_an_edit_that_its_owner_refuses_shows_the_old_value(form):
    form.field.edited.connect(lambda *_: form.field.show_value(2.0))
    type_in(form.field, "5")
    QTest.keyClick(form.field, KEY.Key_Return)
    assert form.field.text() == "2"


def test_a_refused_number_marks_the_field_until_it_is_left(form):
    form.field.show_problem("Stride 2 is not possible here.")
    assert told(form.field) == "Stride 2 is not possible here."
    QTest.keyClick(form.field, KEY.Key_Tab)
    assert not form.field.problem
    assert told(form.field) == ""


def test_every_digit_is_shown_only_while_typing(form):
    form.other.setFocus()
    form.field.show_value(-0.12345679)
    assert form.field.text() == "−0.123"
    form.field.setFocus()
    assert form.field.text() == "−0.12345679"


def test_undo_belongs_to_the_window_while_nothing_is_typed(form):
    undone = []
    shortcut = QShortcut("Ctrl+Z", form)
    shortcut.activated.connect(lambda: undone.append(True))
    QTest.keyClick(form.field, KEY.Key_Z, CTRL)
    assert undone == [True]
    type_in(form.field, "7")
    QTest.keyClick(form.field, KEY.Key_Z, CTRL)
    assert undone == [True]
    assert form.field.text() == "2"


def test_keys_of_the_field_are_no_shortcuts_of_the_window(form):
    pressed = []
    for keys in ("Up", "Return", "-", "Left"):
        QShortcut(keys, form).activated.connect(lambda keys=keys: pressed.append(keys))
    for key in (KEY.Key_Up, KEY.Key_Return, KEY.Key_Minus, KEY.Key_Left):
        QTest.keyClick(form.field, key)
    assert pressed == []


def test_a_name_for_screen_readers_and_room_for_the_digits_at_every_text_size(form, settings):
    assert form.field.accessibleName() == "Bias"
    form.field.show_value(-0.123)
    for size in (75, 300):
        settings.set_text_size(size)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        needed = form.field.fontMetrics().horizontalAdvance(form.field.text())
        assert form.field.sizeHint().width() > needed


@given(st.floats(-1e6, 1e6), st.sampled_from(".,"))
def test_what_is_written_is_read_back(number, mark):
    assert parse_number(repr(number).replace(".", mark)) == number


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_told_in_words(text):
    try:
        number = number_within(text, -5, 5, whole=True)
    except ValueError as error:
        number, reason = 0, str(error)
        assert reason.endswith(".")
    assert -5 <= number <= 5
