"""Compute by hand and be told right or wrong; make new exercises; print the sheet."""

import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QToolTip, QWidget

from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project_file import open_project
from cnnviz.views.explanation.view import ExplanationView
from cnnviz.views.sheets.items import MapItem
from tests.journeys.test_explanation import wheel
from tests.journeys.test_first_light import DRAWINGS, draw
from tests.views.explanation.sheet_steps import called

LEFT = Qt.MouseButton.LeftButton
RETURN = Qt.Key.Key_Return
ANSWERS = (57, 15, 15, 5, 40, 14, 8, 6, 19, 11, 10, 7, 14, 12, 7, 5)


def shown(app):
    """The explanation in view: on the Filter page or over the Network page."""
    return next(view for view in app.window.findChildren(ExplanationView) if view.isVisible())


def dialog(app, name):
    found = app.window.findChild(QDialog, name)
    assert found is not None
    assert found.isVisible()
    return found


def press(qtbot, app, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key)
    QApplication.processEvents()


def write(qtbot, app, text):
    """Type each character into what has the focus then, and Enter."""
    for character in text:
        qtbot.keyClicks(QApplication.focusWidget(), character)
    press(qtbot, app, RETURN)


@pytest.fixture(params=["filter", "network"])
def activity(app, qtbot, request):
    """Activity 2, explained on one of the two pages, with the answer hidden by a click."""
    app.files.open_path(shipped.project_file("activity-2"))
    app.pages.show_page(request.param)
    app.cursor.open(Position("conv1", 0))
    app.pages.focus_page()
    QApplication.processEvents()
    view = shown(app)
    qtbot.mouseClick(view.bar.hide_answer, LEFT)
    QApplication.processEvents()
    assert app.exercise.is_on
    return view


def test_activity_2_with_a_wrong_and_a_right_answer(app, activity, qtbot):
    assert activity.answer_bar.isVisible()
    write(qtbot, app, "28")
    assert activity.answer_bar.verdict.text() == "That is the flipped kernel: 28."
    assert app.cursor.index == 0
    write(qtbot, app, "57")
    assert activity.answer_bar.verdict.text().startswith("Right: 57. That was row ")
    assert activity.answer_bar.score.text() == "1 of 16 right"
    assert app.cursor.index == 1


def test_a_forgotten_bias_is_named_after_it_is_edited_in_the_exercise(app, activity, qtbot):
    write(qtbot, app, "57")
    page = activity if app.cursor.page == "network" else app.pages.filter()
    sheet = page.result if app.cursor.page == "network" else page.strip
    wheel(sheet.grid(called("bias")), (0, 0), 3, Qt.KeyboardModifier.ShiftModifier)
    assert app.document.project.network.layers["conv1"].bias.tolist() == [3]
    assert activity.answer_bar.score.text() == "0 of 16 right"  # they were other numbers
    app.cursor.go_to_index(0)
    activity.answer_bar.field.setFocus()
    write(qtbot, app, "57")
    assert activity.answer_bar.verdict.text() == "You forgot the bias: 3."
    write(qtbot, app, "60")
    assert activity.answer_bar.verdict.text().startswith("Right: 60. That was row ")


def test_all_sixteen_cells_by_keys_alone(app, activity, qtbot):
    for index, answer in enumerate(ANSWERS):
        assert app.cursor.index == index
        write(qtbot, app, str(answer))
    assert activity.answer_bar.score.text() == "16 of 16 right"
    assert activity.answer_bar.verdict.text() == "Right: 5. All 16 are right."
    assert not app.reveal.hidden_cells("conv1", 0).any()


def test_a_digit_typed_into_the_explanation_begins_the_answer(app, activity, qtbot):
    app.pages.focus_page()
    qtbot.keyClicks(QApplication.focusWidget(), "5")
    field = activity.answer_bar.field
    assert field.hasFocus()
    assert field.text() == "5"
    speed = app.playback.speed
    app.pages.focus_page()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Minus)  # a negative number
    assert (field.text(), app.playback.speed) == ("-", speed)


def test_the_field_keeps_its_keys_and_leaves_others(app, activity, qtbot):
    app.cursor.go_to_index(5)
    field = activity.answer_bar.field
    field.setFocus()
    qtbot.keyClicks(field, "123")
    press(qtbot, app, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Minus)
    qtbot.keyClicks(field, "+ ")
    press(qtbot, app, Qt.Key.Key_End)
    assert field.text() == "1-+ 23"
    assert field.cursorPosition() == 6
    assert app.cursor.index == 5
    assert not app.playback.is_playing
    press(qtbot, app, Qt.Key.Key_Down)
    assert app.cursor.index == 9
    press(qtbot, app, Qt.Key.Key_PageDown)
    assert app.cursor.selected.node == "conv1"
    assert app.cursor.place.stage == 1  # its products are told
    press(qtbot, app, Qt.Key.Key_Escape)
    assert app.cursor.is_open
    assert activity.hasFocus()
    press(qtbot, app, Qt.Key.Key_Escape)
    assert not app.cursor.is_open or app.cursor.page == "filter"


def test_a_wrong_number_leaves_nothing_dead(app, activity, qtbot):
    write(qtbot, app, "9abc")
    assert activity.answer_bar.verdict.text().startswith("“9abc” is no number")
    press(qtbot, app, Qt.Key.Key_Escape)
    press(qtbot, app, Qt.Key.Key_Right)
    assert app.cursor.index == 1
    write(qtbot, app, "15")
    assert activity.answer_bar.verdict.text().startswith("Right: 15. That was row ")
    qtbot.mouseClick(activity.bar.hide_answer, LEFT)
    assert activity.answer_bar.isHidden()


def test_an_answer_that_was_told_is_hidden_again(app, activity, qtbot):
    button = activity.bar.hide_answer
    assert button.isChecked()
    press(qtbot, app, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert not app.reveal.hides(app.cursor.selected)
    assert not button.isChecked()  # nothing is hidden here any more
    qtbot.mouseClick(button, LEFT)
    assert button.isChecked()
    assert app.reveal.hides(app.cursor.selected)
    write(qtbot, app, "57")
    press(qtbot, app, Qt.Key.Key_Escape)
    press(qtbot, app, Qt.Key.Key_Left)
    assert app.cursor.index == 0
    assert not button.isChecked()
    qtbot.mouseClick(button, LEFT)
    assert app.exercise.answer(app.cursor.selected) is None
    assert app.reveal.hides(app.cursor.selected)
    qtbot.mouseClick(button, LEFT)
    assert not app.exercise.is_on


# Nothing tells the answer


@pytest.fixture
def tip_texts(monkeypatch):
    """What tooltips say; offscreen none can be raised."""
    found = set()
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, *rest: found.add(text))
    return found


def hover_all(sheet):
    """Ask for a tooltip every few pixels of a sheet."""
    for x in range(3, sheet.width(), 14):
        for y in range(3, sheet.height(), 14):
            place = QPoint(x, y)
            event = QHelpEvent(QEvent.Type.ToolTip, place, sheet.mapToGlobal(place))
            QApplication.sendEvent(sheet, event)


def told(app, view, tip_texts):
    """Every text that can be seen, hovered or heard around an explanation."""
    texts = {view.bar.title.text(), view.bar.title.toolTip(), view.accessibleName()}
    texts |= {view.accessibleDescription()}
    for sheet in (view.rows, view.result):
        texts |= {text for _, text in sheet.sheet.texts()}
        tip_texts.clear()
        hover_all(sheet)
        texts |= tip_texts
    for widget in app.window.findChildren(QWidget):
        if widget.isVisible():
            texts |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
            if isinstance(widget, QLabel):
                texts.add(widget.text())
    if app.scale_bar.isVisible():
        texts |= set(app.scale_bar.legend.texts())
    return texts


def numbers(texts):
    return {number for text in texts for number in re.findall(r"\d+", text)}


@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_in_the_window_tells_a_hidden_value(app, activity, qtbot, width, tip_texts):
    app.window.resize(width, 900)
    QApplication.processEvents()
    QGuiApplication.clipboard().clear()  # of what other tests copied
    for index in (0, 4):  # 57 and 40 stand nowhere else
        app.cursor.go_to_index(index)
        QApplication.processEvents()
        hidden = str(ANSWERS[index])
        assert hidden not in numbers(told(app, activity, tip_texts))
        assert not activity.bar.copy.isEnabled()
        assert "tell the answer" in activity.bar.copy.toolTip()
        activity.copy_text()
        assert hidden not in QGuiApplication.clipboard().text()
    qtbot.mouseClick(activity.bar.hide_answer, LEFT)
    QApplication.processEvents()
    assert "40" in numbers(told(app, activity, tip_texts))  # the search can find it
    assert activity.bar.copy.isEnabled()


def test_hovering_hidden_cells_tells_nothing_in_the_status_bar(app, activity, find, qtbot):
    sheets = [activity.result, activity.rows]
    if app.cursor.page == "filter":
        sheets.append(app.pages.filter().strip)
    maps = 0
    for sheet in sheets:
        for item in sheet.sheet.all_items():
            if isinstance(item, MapItem) and item.shown.hidden is not None:
                maps += 1
                wide, high = item.place.width(), item.place.height()
                for share in (0.1, 0.4, 0.6, 0.9):
                    place = item.place.topLeft() + QPoint(round(share * wide), round(share * high))
                    qtbot.mouseMove(sheet, place)
                    assert "exactly" not in find("status-value").text()
    assert maps == (3 if app.cursor.page == "filter" else 1)


def test_the_network_page_shows_and_tells_no_answer_before_it_is_found(app, find, qtbot):
    find("activity-2").trigger()
    app.exercise.set_on(True)
    find("page-network").trigger()
    QApplication.processEvents()
    page, values = app.network_page, app.document.forward.trace.values
    assert page.isVisible()
    assert not app.cursor.is_open

    def colors(node):
        rect = page.cell_rect(node, 0).toRect().adjusted(1, 1, -1, -1)
        image = page.grab(rect).toImage()
        return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}

    def told(node, row, column):
        rect, (rows, columns) = page.cell_rect(node, 0), values[node].shape[1:]
        offset = QPointF(
            rect.width() * (column + 0.5) / columns, rect.height() * (row + 0.5) / rows
        )
        qtbot.mouseMove(page, (rect.topLeft() + offset).toPoint())
        return find("status-value").text()

    assert len(colors("input")) > 1  # the picture is given
    assert [len(colors(node)) for node in ("conv1", "relu1", "max_pool1")] == [1, 1, 1]
    assert not app.scale_bar.isVisible()  # its ends tell the largest answer
    assert told("conv1", 0, 0).endswith("row 1, column 1")
    app.cursor.open(Position("conv1", 0))
    app.exercise.take("57")
    app.cursor.close()
    QApplication.processEvents()
    assert len(colors("conv1")) > 1
    assert told("conv1", 0, 1).endswith("row 1, column 2")
    assert told("conv1", 0, 0).endswith("row 1, column 1: 57")


def test_present_mode_shows_no_answer_before_it_is_found(app, find, qtbot):
    find("activity-2").trigger()
    app.exercise.set_on(True)
    find("page-network").trigger()
    QApplication.processEvents()
    app.cursor.go_to("conv1")
    press(qtbot, app, Qt.Key.Key_F5)
    view = app.presenter.view

    def shown(name):
        return view.findChild(QWidget, name)._shown

    assert view.kind == "layer"
    assert shown("present-map-before").hidden is None  # the picture is given
    assert shown("present-map-after").hidden.all()
    press(qtbot, app, Qt.Key.Key_PageDown)
    assert shown("present-map-before").hidden.all()
    app.cursor.open(Position("conv1", 0))
    app.exercise.take("57")
    app.cursor.close()
    QApplication.processEvents()
    assert (~shown("present-map-before").hidden).sum() == 1


def test_bars_of_present_mode_tell_no_share_before_it_is_found(app, qtbot):
    app.exercise.set_on(True)
    press(qtbot, app, Qt.Key.Key_F5)
    bars = app.presenter.view.findChild(QWidget, "present-bars-after")
    assert bars.isVisible()
    assert bars.texts() == [""] * 10
    assert bars.accessibleDescription() == ""
    sentence = app.presenter.view.findChild(QLabel, "present-sentence")
    assert "largest" not in sentence.text()
    hidden = bars.grab().toImage()
    app.exercise.set_on(False)
    QApplication.processEvents()
    assert all(bars.texts())
    assert "largest" in sentence.text()
    assert "The largest" in bars.accessibleDescription()
    assert bars.grab().toImage() != hidden


def test_the_strip_of_present_mode_shows_no_map_before_it_is_found(app, find, qtbot):
    draw(qtbot, find("draw-canvas"), DRAWINGS["3"])
    app.cursor.go_to("conv2")
    app.cursor.select(Position("conv2", 0))
    press(qtbot, app, Qt.Key.Key_F5)
    strip = app.presenter.view.findChild(QWidget, "present-strip-after")

    def colors():
        image, place = strip.grab().toImage(), strip.place(0).adjusted(2, 2, -2, -2)
        return {
            image.pixel(x, y)
            for x in range(place.left(), place.right())
            for y in range(place.top(), place.bottom())
        }

    assert len(colors()) > 1
    app.exercise.set_on(True)
    QApplication.processEvents()
    assert len(colors()) == 1


@pytest.mark.parametrize(
    ("node", "place"), [("relu1", (0, 0)), ("max_pool1", (0, 0)), ("max_pool1", (1, 1))]
)
def test_what_comes_after_the_convolution_is_hidden_too(app, activity, node, place, find):
    app.cursor.open(Position(node, 0, *place))
    QApplication.processEvents()
    value = app.document.forward.trace.values[node][0][place]
    sentence = find("step-sentence").accessibleName()
    assert f"{value:g}." not in sentence.replace("of 57:", "")
    assert "becomes" not in sentence
    assert "?" in [
        text for name, text in activity.result.sheet.texts() if name == called("value")
    ] + ["?"]
    answers = [t for n, t in activity.result.sheet.texts() if n == called("value")]
    assert answers in ([], ["?"])


# New exercises


def choose(qtbot, app, find, **fields):
    """Open the dialog and type into its fields, in the order they stand there."""
    find("new-exercise").trigger()
    made = dialog(app, "new-exercise-dialog")
    made.activateWindow()
    QApplication.processEvents()
    assert made.fields["rows"].hasFocus()
    while fields:
        name = QApplication.focusWidget().objectName().removeprefix("exercise-").replace("-", "_")
        if name in fields:
            QApplication.focusWidget().selectAll()
            qtbot.keyClicks(QApplication.focusWidget(), str(fields.pop(name)))
        if fields:
            press(qtbot, app, Qt.Key.Key_Tab)
    return made


def test_a_new_exercise_is_made_by_keys(app, qtbot, find):
    made = choose(qtbot, app, find, rows=7, columns=5, kernel_rows=3, stride=2, padding=1, number=9)
    assert made.preview.text() == "The result has 4×3 = 12 cells."
    press(qtbot, app, RETURN)
    app.window.activateWindow()  # as the window manager does
    QApplication.processEvents()
    layer = app.document.project.network.layers["conv1"]
    assert app.document.project.picture.values.shape == (1, 7, 5)
    assert (layer.kernel_size, layer.stride, layer.padding) == ((3, 3), (2, 2), (1, 1))
    assert app.document.project.picture.name == "Exercise 9"
    assert app.document.path is None
    assert app.exercise.is_on
    assert app.cursor.is_open
    assert app.cursor.selected == Position("conv1", 0)
    for value in app.document.forward.trace.values["conv1"].ravel():
        write(qtbot, app, f"{value:.0f}")
    assert shown(app).answer_bar.score.text() == "12 of 12 right"


def test_the_choices_are_remembered_with_another_number(app, qtbot, find):
    choose(qtbot, app, find, rows=4, stride=2, number=5)
    press(qtbot, app, RETURN)
    find("new-exercise").trigger()
    made = dialog(app, "new-exercise-dialog")
    assert [made.fields[name].typed for name in ("rows", "columns", "stride")] == [4, 6, 2]
    assert made.fields["number"].typed == 6
    qtbot.mouseClick(made.another, LEFT)
    assert made.choices.number == 7
    press(qtbot, app, Qt.Key.Key_Escape)


def test_what_cannot_be_is_told_and_can_be_mended(app, qtbot, find):
    before = app.document.project
    made = choose(qtbot, app, find, kernel_rows=9)
    assert made.preview.text().startswith("A 9×3 kernel does not fit a 6×6 picture")
    assert not made.ok.isEnabled()
    press(qtbot, app, RETURN)
    assert made.isVisible()
    assert app.document.project is before
    made.fields["kernel-rows"].selectAll()
    qtbot.keyClicks(made.fields["kernel-rows"], "99")
    press(qtbot, app, RETURN)
    assert made.fields["kernel-rows"].problem  # told beside the field
    assert "99 is too large; choose 1 to 12." in made.fields["kernel-rows"].accessibleDescription()
    made.fields["kernel-rows"].selectAll()
    qtbot.keyClicks(made.fields["kernel-rows"], "2")
    assert made.preview.text() == "The result has 5×4 = 20 cells."
    press(qtbot, app, RETURN)
    assert app.document.project.network.layers["conv1"].kernel_size == (2, 3)


def test_changes_are_not_lost_without_asking(app, qtbot, find):
    find("clear-drawing").trigger()
    before = app.document.project
    app.answers.save_first_answer = "cancel"
    choose(qtbot, app, find, rows=5)
    press(qtbot, app, RETURN)
    assert app.answers.asked == 1
    assert app.document.project is before
    assert not app.exercise.is_on


# The answer sheet


def pages_of(qtbot, app, made):
    """Save a sheet; return the text of each of its pages."""
    qtbot.mouseClick(made.save, LEFT)
    assert made.told.text() == "Saved as sheet.pdf."
    assert app.answers.path.read_bytes().startswith(b"%PDF")
    pages = PdfReader(app.answers.path).pages
    assert {round(page.mediabox.width) for page in pages} == {595}  # A4
    return [" ".join(page.extract_text().split()) for page in pages]


def test_the_sheet_is_saved_as_pdf_with_and_without_answers(app, qtbot, find, tmp_path):
    app.files.open_path(shipped.project_file("activity-2"))
    find("answer-sheet").trigger()
    made = dialog(app, "answer-sheet-dialog")
    app.answers.path = tmp_path / "sheet.pdf"
    (alone,) = pages_of(qtbot, app, made)
    qtbot.mouseClick(made.answers, LEFT, pos=QPoint(8, 8))
    task, answers = pages_of(qtbot, app, made)
    assert task == alone
    assert "Activity 2" in task
    assert "Move the kernel w over X." in task
    assert "not flipped" in task
    assert "57" not in task
    assert answers.startswith("Answers Activity 2 Result 57 15 15 5")
    assert list(tmp_path.iterdir()) == [app.answers.path]  # nothing else is left
    press(qtbot, app, Qt.Key.Key_Escape)


def test_several_exercises_stand_on_one_sheet_and_none_is_broken(app, qtbot, find, tmp_path):
    app.files.open_path(shipped.project_file("activity-2"))
    find("answer-sheet").trigger()
    made = dialog(app, "answer-sheet-dialog")
    app.answers.path = tmp_path / "sheet.pdf"
    made.count.setFocus()
    made.count.selectAll()
    qtbot.keyClicks(made.count, "5")
    assert "Exercise 4" in made.paper.toPlainText()
    made.answers.setChecked(True)
    pages = pages_of(qtbot, app, made)
    first = next(i for i, page in enumerate(pages) if page.startswith("Answers"))
    tasks, answers = pages[:first], " ".join(pages[first:])
    names = ["Activity 2", *(f"Exercise {number}" for number in range(1, 5))]
    for name in names:
        (page,) = (page for page in tasks if f"{name} Move the kernel" in page)
        assert name in answers
        assert page.count("Result") == page.count("Move the kernel")
    assert len(tasks) == 2
    qtbot.mouseClick(made.copy, LEFT)
    assert "Exercise 4" in QGuiApplication.clipboard().mimeData().text()
    press(qtbot, app, Qt.Key.Key_Escape)


def test_a_sheet_goes_on_where_the_exercises_before_ended(app, qtbot, find):
    find("new-exercise").trigger()
    qtbot.mouseClick(dialog(app, "new-exercise-dialog").ok, LEFT)
    find("answer-sheet").trigger()
    made = dialog(app, "answer-sheet-dialog")
    qtbot.keyClick(made.count, Qt.Key.Key_Up)
    text = made.paper.toPlainText()
    assert "Exercise 1" in text
    assert "Exercise 2" in text
    press(qtbot, app, Qt.Key.Key_Escape)


def test_where_no_more_exercises_can_be_made_the_field_says_why(app, find):
    project = open_project(shipped.project_file("activity-2"))
    wide = replace(project, picture=Picture("matrix", np.zeros((1, 5, 14), np.float32), "Wide"))
    app.document.open(wide, None)
    find("answer-sheet").trigger()
    made = dialog(app, "answer-sheet-dialog")
    assert not made.count.isEnabled()
    assert "only for one channel of at most 12 rows" in made.count.toolTip()
    made.reject()


def test_the_sheet_is_copied_as_text_and_html(app, qtbot, find):
    app.files.open_path(shipped.project_file("activity-2"))
    find("answer-sheet").trigger()
    made = dialog(app, "answer-sheet-dialog")
    qtbot.mouseClick(made.copy, LEFT)
    mime = QGuiApplication.clipboard().mimeData()
    assert "4\t5\t1\t0\t0\t0" in mime.text()
    assert "57" not in mime.text()
    assert "<table" in mime.html()
    assert made.told.text().startswith("Copied")
    qtbot.mouseClick(made.close_button, LEFT)


def test_the_program_ends_well_with_a_copied_sheet_in_the_clipboard():
    program = (
        "from PySide6.QtGui import QGuiApplication\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from cnnviz.views.exercise.sheet_dialog import mime_data\n"
        "application = QApplication([])\n"
        "QGuiApplication.clipboard().setMimeData(mime_data('<b>57</b>', '57'))\n"
        "print(QGuiApplication.clipboard().mimeData().html())\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (0, "<b>57</b>\n")


def test_a_folder_that_is_gone_is_told_in_a_sentence(app, qtbot, find, tmp_path):
    app.files.open_path(shipped.project_file("activity-2"))
    find("answer-sheet").trigger()
    made = dialog(app, "answer-sheet-dialog")
    app.answers.path = tmp_path / "gone" / "sheet.pdf"
    qtbot.mouseClick(made.save, LEFT)
    assert (
        made.told.text()
        == "sheet.pdf could not be saved: its folder is not there; choose another place."
    )
    app.answers.path = tmp_path / "sheet.pdf"
    qtbot.mouseClick(made.save, LEFT)
    assert app.answers.path.exists()
    press(qtbot, app, Qt.Key.Key_Escape)


def test_a_picture_too_large_for_a_sheet_is_told(app, find):
    from cnnviz.project.picture import Picture
    from cnnviz.project.project import with_network, with_picture

    network = shipped.network("one-filter")
    project = with_network(app.document.project, network)
    photo = Picture("matrix", np.zeros((1, 40, 30), np.float32), "Large")
    app.document.edit("Open", with_picture(project, photo))
    find("answer-sheet").trigger()
    assert "A sheet has room for 28×28 numbers" in app.answers.told[-1]
