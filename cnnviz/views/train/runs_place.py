"""Another place for runs, where the first one cannot be written."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cnnviz.language import _


def asked_for_place(parent: QWidget, problem: str) -> Path | None:
    """Tell why runs cannot be kept where they were, and ask for a folder; None: never mind."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_("A place for runs"))
    box.setText(_("The run could not be started: {problem}").format(problem=problem))
    box.setInformativeText(_("Keep runs in another folder? It is used until the program ends."))
    choose = box.addButton(_("Choose a folder…"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(choose)
    box.exec()
    if box.clickedButton() is not choose:
        return None
    name = QFileDialog.getExistingDirectory(parent, _("A place for runs"))
    return Path(name) if name else None
