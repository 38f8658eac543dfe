"""Texts of our own are written in the fonts of the program, their tables in thin lines."""

import pytest
from PySide6.QtGui import QColor, QFont, QTextDocument, QTextFrameFormat, QTextTable

from cnnviz.exercises.answer_sheet import answer_sheet
from cnnviz.project import shipped
from cnnviz.project.project_file import read_project
from cnnviz.views.look.text_form import give_form
from cnnviz.views.window.help_pages import help_pages


def documents():
    sheet = QTextDocument()
    project = read_project(shipped.project_file("activity-2")).project
    parts = answer_sheet([project], with_answers=True)
    sheet.setHtml("".join(part.html for part in parts))
    return [sheet, *(page.document for page in help_pages())]


def weights(document):
    block = document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            yield part.fragment().charFormat().fontWeight()
            part += 1
        block = block.next()


def tables(frame):
    for child in frame.childFrames():
        if isinstance(child, QTextTable) and child.format().border():
            yield child.format()
        yield from tables(child)


@pytest.mark.usefixtures("qapp")
def test_bold_is_the_bold_there_is_and_lines_are_flat():
    styles = QTextFrameFormat.BorderStyle
    found = documents()
    assert any(weight > QFont.Weight.DemiBold for each in found for weight in weights(each))
    for document in found:
        give_form(document, QColor("grey"))
        assert max(weights(document)) == QFont.Weight.DemiBold
        for form in tables(document.rootFrame()):
            assert form.borderStyle() == styles.BorderStyle_Solid
            assert form.borderBrush().color() == QColor("grey")
    assert list(tables(found[0].rootFrame()))
