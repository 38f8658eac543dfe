"""The dialogs of the window as people meet them: real ones, with keys and clicks."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLineEdit,
    QMessageBox,
    QWidget,
)

from cnnviz.cnn import architectures
from cnnviz.project.project import new_project
from cnnviz.project.project_file import open_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.picture_opener import PictureOpener
from cnnviz.state.project_on_disk import ProjectOnDisk
from cnnviz.state.settings import Settings, home
from cnnviz.views.controls.dialogs import Dialogs, ask_to_save, kinds_text
from cnnviz.views.inspector.kernel_tools import MatrixFiles
from cnnviz.views.window.file_commands import FileCommands

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screenless one
BUTTON = QMessageBox.StandardButton
PROJECTS = (".cnnviz",)


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def save(window, tmp_path):
    dialogs = Dialogs(window, Settings())
    return partial(dialogs.file_to_save, tmp_path / "lesson.cnnviz", "Projects", PROJECTS)


def test_the_ending_is_added_to_a_name_without_one(save, user, tmp_path):
    for typed, expected in [
        ("first", "first.cnnviz"),
        ("first.v2", "first.v2.cnnviz"),
        ("FIRST.CNNVIZ", "FIRST.CNNVIZ"),
    ]:
        user.will(user.types(typed))
        assert save() == tmp_path / expected
    assert user.seen == ["save-file"] * 3


def test_the_proposed_name_stands_in_the_dialog(save, user, tmp_path):
    def agrees(qtbot, dialog):
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line.text() == "lesson.cnnviz"
        qtbot.keyClick(line, Qt.Key.Key_Return)

    user.will(agrees)
    assert save() == tmp_path / "lesson.cnnviz"


@pytest.mark.parametrize("typed", ["lesson", "lesson.cnnviz"])
def test_a_file_that_is_there_is_replaced_only_where_the_user_says_so(save, user, tmp_path, typed):
    (tmp_path / "lesson.cnnviz").write_bytes(b"a term's work")
    asked = []

    def reads(qtbot, box):
        asked.append(box.text())
        user.presses(BUTTON.No)(qtbot, box)

    user.will(user.types(typed), reads, user.gives_up)
    assert save() is None
    assert user.seen == ["save-file", "replace-file", "save-file"]  # and another name can be given
    assert asked == ["lesson.cnnviz is there already. Replace it?"]
    user.will(user.types(typed), user.presses(BUTTON.Yes))
    assert save() == tmp_path / "lesson.cnnviz"
    assert (tmp_path / "lesson.cnnviz").read_bytes() == b"a term's work"  # asking writes nothing


def test_after_a_no_another_name_is_taken(save, user, tmp_path):
    (tmp_path / "lesson.cnnviz").touch()
    user.will(user.types("lesson"), user.presses(BUTTON.No), user.types("other"))
    assert save() == tmp_path / "other.cnnviz"


def test_return_in_the_question_replaces_nothing(save, user, tmp_path):
    (tmp_path / "lesson.cnnviz").touch()

    def presses_return(qtbot, box):
        qtbot.keyClick(box, Qt.Key.Key_Return)

    user.will(user.types("lesson"), presses_return, user.gives_up)
    assert save() is None


def test_one_of_several_endings_stays(window, user, tmp_path):
    ask = partial(
        ask_to_save, window, Settings(), "Save", tmp_path / "kernel.txt", "Text", (".txt", ".csv")
    )
    for typed, expected in [("k.csv", "k.csv"), ("k", "k.txt"), ("k 1.5", "k 1.5.txt")]:
        user.will(user.types(typed))
        assert ask() == tmp_path / expected


def test_a_file_is_opened_and_the_next_dialog_begins_in_its_folder(window, user, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "first.csv").touch()
    dialogs, kinds, folders = (
        Dialogs(window, Settings()),
        kinds_text("Tables", (".csv", ".txt")),
        [],
    )
    assert kinds == "Tables (*.csv *.txt)"
    user.will(user.types(str(tmp_path / "a" / "first.csv")))
    assert dialogs.file_to_open(kinds) == tmp_path / "a" / "first.csv"

    def looks(qtbot, dialog):
        folders.append((Path(dialog.directory().absolutePath()), dialog.nameFilters()))
        dialog.reject()

    user.will(looks)
    assert dialogs.file_to_open(kinds) is None
    assert folders == [(tmp_path / "a", [kinds])]


def test_a_file_is_saved_beside_the_one_that_was_opened_or_saved_last(window, user, tmp_path):
    settings, seen = Settings(), []
    dialogs = Dialogs(window, settings)

    def looks(qtbot, dialog):
        seen.append(Path(dialog.directory().absolutePath()))
        dialog.reject()

    def begins():
        user.will(looks)
        assert dialogs.file_to_save(Path("new.pdf"), "PDF", (".pdf",)) is None
        return seen[-1]

    assert begins() == Path.home()
    (tmp_path / "a").mkdir()
    settings.add_recent_file(tmp_path / "a" / "lesson.cnnviz")  # opened by whatever road
    assert begins() == tmp_path / "a"
    user.will(user.types(str(tmp_path / "sheet.pdf")))
    assert dialogs.file_to_save(Path("new.pdf"), "PDF", (".pdf",)) == tmp_path / "sheet.pdf"
    assert begins() == tmp_path
    assert Settings().folder == tmp_path  # also of the next start
    settings.add_recent_file(tmp_path / "a" / "lesson.cnnviz")
    (tmp_path / "a").rmdir()
    assert begins() == Path.home()
    user.will(looks)
    assert dialogs.file_to_save(tmp_path / "own.pdf", "PDF", (".pdf",)) is None
    assert seen[-1] == tmp_path  # its own folder comes first


@pytest.mark.parametrize(
    ("button", "answer"),
    [(BUTTON.Save, "save"), (BUTTON.Discard, "discard"), (BUTTON.Cancel, "cancel")],
)
def test_each_button_of_the_question_before_changes_are_lost(window, user, button, answer):
    user.will(user.presses(button))
    assert Dialogs(window, Settings()).save_first("lesson.cnnviz") == answer
    user.will(user.gives_up)  # Esc
    assert Dialogs(window, Settings()).save_first("lesson.cnnviz") == "cancel"


def test_what_is_told_stands_in_the_dialog(window, user):
    told = []

    def reads(qtbot, box):
        told.append((box.objectName(), box.text(), box.windowTitle()))
        box.reject()

    user.will(reads)
    Dialogs(window, Settings()).tell("The disk is full.")
    assert told == [("problem", "The disk is full.", "cnnviz")]


def test_a_long_text_stays_on_the_screen_and_scrolls(window, user, qtbot):
    """The keys and the licences are longer than a small screen is high."""
    seen = []

    def looks(qtbot, dialog):
        text, room = dialog.text, dialog.screen().availableSize()
        is_long = text.verticalScrollBar().maximum() > 0
        seen.append((dialog.windowTitle(), is_long, dialog.height() < room.height()))
        for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            qtbot.keyClick(text, key)
        assert (text.verticalScrollBar().value() > 0) == is_long
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    user.will(looks, looks)
    Dialogs(window, Settings()).show_text("Keys", "<p>F5 presents</p>")
    Dialogs(window, Settings()).show_text("Licences", "<p>BSD</p>" * 100)
    assert seen == [("Keys", False, True), ("Licences", True, True)]
    assert user.seen == ["text", "text"]


def test_a_kernel_is_saved_under_the_name_with_its_ending(window, user, tmp_path):
    files = MatrixFiles(Settings())
    user.will(user.types(str(tmp_path / "kernel")))
    assert files.to_save(window) == tmp_path / "kernel.txt"
    (tmp_path / "kernel.txt").write_text("1 2\n3 4\n")
    user.will(user.types(str(tmp_path / "kernel")), user.presses(BUTTON.No), user.gives_up)
    assert files.to_save(window) is None
    user.will(user.types(str(tmp_path / "kernel.txt")))
    assert files.to_open(window) == tmp_path / "kernel.txt"
    user.will(user.gives_up)
    assert files.to_open(window) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lesson", "lesson.cnnviz"),
        ("lesson.cnnviz", "lesson.cnnviz"),
        ("lesson.CNNVIZ", "lesson.CNNVIZ"),
        ("lesson.tar", "lesson.tar.cnnviz"),
        ("lesson.", "lesson..cnnviz"),
    ],
)
def test_save_as_replaces_no_other_project_unasked(window, user, tmp_path, typed, name):
    """Qt's own function asks before the ending is added: a term's work was gone."""
    kept = tmp_path / name
    kept.write_bytes(b"a term's work")
    document = Document(new_project(architectures.build("one-filter")))
    opener = PictureOpener(document)
    disk = ProjectOnDisk(document, Cursor(document), Settings(), home() / "open")
    files = FileCommands(document, disk, opener, Dialogs(window, Settings()), window)
    user.will(user.types(str(tmp_path / typed)), user.presses(BUTTON.No), user.gives_up)
    assert not files.save_as()
    assert kept.read_bytes() == b"a term's work"
    assert document.path is None
    user.will(user.types(str(tmp_path / typed)), user.presses(BUTTON.Yes))
    assert files.save_as()
    assert open_project(kept).network.name == "one-filter"
    assert document.path == kept
    document.close()
