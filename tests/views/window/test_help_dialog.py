"""F1 shows the help: every page, the keys among them, and what is looked for is found."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from cnnviz.commands.overview import COMMANDS, EXIT_CODES
from cnnviz.resources import folder
from cnnviz.state.settings import Settings
from cnnviz.views.controls.action_table import ROWS
from cnnviz.views.look.theme import Look
from cnnviz.views.window.help_dialog import HelpDialog
from cnnviz.views.window.help_pages import found, help_pages

PAGES = sorted((folder() / "help").glob("*.md"))


@pytest.fixture
def dialog(qtbot, qapp):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = HelpDialog(Look(Settings()), parent)
    made.around = parent  # kept as long as it
    return made


def titles(dialog):
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_every_file_of_the_help_is_a_page_and_the_keys_are_one(dialog):
    assert len(titles(dialog)) == len(PAGES) + 1
    assert "Keys" in titles(dialog)
    for row, title in enumerate(titles(dialog)):
        dialog.list.setCurrentRow(row)
        shown = dialog.text.document().toPlainText()
        assert shown.startswith(title)
        assert len(shown) > 400


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("presenter remote", "Keys"), ("CNNVIZ_HOME", "Files and settings"),
        ("exit code", "Command line and scripts"), ("stride dilation", "First steps"),
        ("ACTIVITY 2", "Where a value comes from"), ("train", "Train a network"),
    ],
)  # fmt: skip
def test_what_is_looked_for_is_found_and_marked(dialog, wanted, first):
    dialog.field.setText(wanted)
    assert titles(dialog)[0] == first
    assert dialog.page.title == first
    marked = {mark.cursor.selectedText().casefold() for mark in dialog.text.extraSelections()}
    words = {wanted.casefold()} if wanted.casefold() in marked else {*wanted.casefold().split()}
    assert marked == words


def test_what_stands_nowhere_is_told_and_clearing_brings_all_back(dialog):
    every = titles(dialog)
    dialog.field.setText("zeppelin")
    assert titles(dialog) == []
    assert dialog.text.toPlainText() == "No page has all of these words."
    dialog.field.clear()
    assert titles(dialog) == every
    assert dialog.page.title == every[0]


def test_esc_ends_the_search_first_and_then_the_help(dialog, qtbot):
    dialog.show()
    every = titles(dialog)
    qtbot.keyClicks(dialog.field, "stride")
    assert titles(dialog) != every
    qtbot.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert (dialog.field.text(), titles(dialog), dialog.isVisible()) == ("", every, True)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_enter_goes_from_place_to_place(dialog, qtbot):
    dialog.field.setText("window")
    places = []
    for _ in range(3):
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        places.append(dialog.text.textCursor().position())
    assert len({*places}) == 3


def test_pages_with_the_word_in_their_title_come_first(qapp):
    assert found(help_pages(), ["class"])[0].title == "In front of a class"


def test_f1_is_the_key_of_the_help():
    assert [row.name for row in ROWS if "F1" in row.shortcuts.split()] == ["help"]


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_a_page_needs_no_network_and_no_other_file(file, qapp):
    document = QTextDocument()
    document.setMarkdown(file.read_text(encoding="utf-8"))
    html = document.toHtml()
    assert "src=" not in html
    assert "href=" not in html


def test_the_page_of_the_command_line_has_every_command_and_exit_code():
    text = (folder() / "help" / "command-line.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"`cnnviz {command}" in text or command == "window"
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert told == {*EXIT_CODES}


def test_every_variable_of_the_environment_is_told():
    package = folder().parent / "cnnviz"
    sources = "".join(file.read_text(encoding="utf-8") for file in package.rglob("*.py"))
    used = {*re.findall(r"\bCNNVIZ_[A-Z]+\b", sources)}
    for text in ("resources/help/files.md", "README.md"):
        told = (folder().parent / text).read_text(encoding="utf-8")
        assert {name for name in used if name not in told} == set()
