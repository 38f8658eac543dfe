"""The answer sheet: a number is never broken, and numbers are those of the window."""

import numpy as np
import pytest
from PySide6.QtGui import QTextDocument

from cnnviz.exercises.answer_sheet import answer_sheet
from cnnviz.exercises.exercise import new_exercise
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, with_picture


def lines_of_cells(html):
    """How many lines each cell of a laid out sheet has, by its text."""
    document = QTextDocument()
    document.setHtml(html)
    document.setTextWidth(600)
    document.size()  # lays it out
    block, found = document.begin(), {}
    while block.isValid():
        found[block.text()] = max(found.get(block.text(), 0), block.layout().lineCount())
        block = block.next()
    return found


@pytest.mark.parametrize("scale", [1, -3.5, 1e30])
def test_no_number_is_broken(qapp, scale):
    project = new_exercise((6, 6), (3, 3), 1, 0, 3, bias=True)
    values = project.picture.values * np.float32(scale)
    project = with_picture(project, Picture("matrix", values, "Exercise 3"))
    html = "".join(part.html for part in answer_sheet([project], with_answers=True))
    found = lines_of_cells(html)
    result = forward_pass(project).trace.values["conv1"][0]
    numbers = [text for text in found if text.strip("−").replace(".", "").isdigit()]
    assert len(numbers) >= min(10, len(np.unique(result)))
    assert {found[text] for text in numbers} == {1}
    assert ("× 10³" in html) == (scale == 1e30)
