"""Fixtures for the tests of views."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
)

LEFT = Qt.MouseButton.LeftButton


class User:
    """Answers one dialog after another, each when it is there, and notes what was seen."""

    def __init__(self, qtbot):
        self._qtbot, self._answers, self.seen = qtbot, [], []
        self._timer = QTimer(interval=20)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._tries = 0

    def will(self, *answers):
        self._answers = list(answers)

    def _look(self):
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isVisible():
            return
        self._tries += 1
        if not self._answers or self._tries > 200:  # a dialog too many: let the test go on
            self.seen.append(f"unexpected {dialog.objectName() or type(dialog).__name__}")
            dialog.reject()
            return
        self.seen.append(dialog.objectName())
        self._answers.pop(0)(self._qtbot, dialog)

    def stop(self):
        self._timer.stop()

    @staticmethod
    def types(name):
        """Return an answer to a file dialog: a name, and Save."""

        def answer(qtbot, dialog):
            assert isinstance(dialog, QFileDialog)
            line = dialog.findChild(QLineEdit, "fileNameEdit")
            line.setCompleter(None)  # its popup takes the click that was meant for the button

            def is_typed():
                """Type again where the dialog, which had read its folder only now, named a file."""
                if line.text() != name:
                    line.selectAll()
                    if Path(name).is_absolute():  # typed, Qt would choose each folder on the way
                        QApplication.clipboard().setText(name)
                        line.paste()
                    else:
                        qtbot.keyClicks(line, name)
                return [Path(file) for file in dialog.selectedFiles()] == [expected]

            expected = Path(dialog.directory().absolutePath()) / name
            qtbot.wait(100)  # for the folder to be read
            qtbot.waitUntil(is_typed)
            buttons = dialog.findChild(QDialogButtonBox)
            button = buttons.button(QDialogButtonBox.StandardButton.Save) or buttons.button(
                QDialogButtonBox.StandardButton.Open
            )
            qtbot.waitUntil(button.isEnabled)  # once it knows the folder
            qtbot.mouseClick(button, LEFT)

        return answer

    @staticmethod
    def presses(button):
        """Return an answer to a question."""

        def answer(qtbot, box):
            assert isinstance(box, QMessageBox)
            qtbot.mouseClick(box.button(button), LEFT)

        return answer

    @staticmethod
    def gives_up(qtbot, dialog):
        dialog.reject()


@pytest.fixture
def user(qtbot):
    user = User(qtbot)
    yield user
    user.stop()
