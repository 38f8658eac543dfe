"""What the window asks and tells in dialogs."""

import os
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cnnviz.language import _
from cnnviz.state.settings import Settings
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.text_dialog import TextDialog

Answer = Literal["save", "discard", "cancel"]
SaveOver = Literal["save", "save-as", "cancel"]
Endings = tuple[str, ...]


class Dialogs:
    """Asks and tells the user over a window; tests put another object in its place."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        self.window, self._settings = window, settings

    def save_first(self, name: str) -> Answer:
        """Ask what to do with changes that would be lost.

        Args:
            name: The file they would be saved in; "" for a project that is in none yet.
        """
        box = QMessageBox(self.window)
        box.setObjectName("save-first")
        box.setIcon(QMessageBox.Icon.Question)
        if name:
            box.setText(_("Save the changes in {name} first?").format(name=shown_name(name)))
        else:
            box.setText(_("Save the changes in this project first?"))
        box.setInformativeText(_("Without saving they are lost."))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        pressed = buttons(box.exec())
        box.deleteLater()
        if pressed == buttons.Save:
            return "save"
        return "discard" if pressed == buttons.Discard else "cancel"

    def save_over(self, name: str) -> SaveOver:
        """Ask what to do about a file that another program has changed since it was opened."""
        box = self._question("save-over")
        text = _("Another program has changed {name} since it was opened here. Save anyway?")
        name = shown_name(name)
        box.setText(text.format(name=name))
        box.setInformativeText(
            _("What the file holds now would be replaced; it is kept in {name}.bak.").format(
                name=name
            )
        )
        roles = QMessageBox.ButtonRole
        anyway = box.addButton(_("Save any&way"), roles.DestructiveRole)
        elsewhere = box.addButton(_("Save &as…"), roles.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(elsewhere)
        box.exec()
        pressed = box.clickedButton()
        box.deleteLater()
        if pressed is anyway:
            return "save"
        return "save-as" if pressed is elsewhere else "cancel"

    def may_open_copy(self, name: str) -> bool:
        """Ask whether to look at a file that another window has."""
        box = self._question("open-copy")
        box.setText(_("{name} is open in another window.").format(name=shown_name(name)))
        box.setInformativeText(
            _("Here it can be opened as a copy, which is saved under another name.")
        )
        copy = box.addButton(_("Open a &copy"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(copy)
        box.exec()
        pressed = box.clickedButton()
        box.deleteLater()
        return pressed is copy

    def _question(self, name: str) -> QMessageBox:
        box = QMessageBox(self.window)
        box.setObjectName(name)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)  # names of files stand in it
        return box

    def file_to_open(self, kinds: str) -> Path | None:
        """Ask for a file that is there.

        Args:
            kinds: What the dialog offers, as `kinds_text` makes it; several between ";;".
        """
        return ask_to_open(self.window, self._settings, _("Open"), kinds)

    def file_to_save(self, proposed: Path, kind: str, endings: Endings) -> Path | None:
        """Ask for the name of a file that will be written, as `ask_to_save` does."""
        return ask_to_save(self.window, self._settings, _("Save as"), proposed, kind, endings)

    def may_replace(self, path: Path) -> bool:
        """Ask whether a file that is there already may be replaced."""
        return _may_replace(self.window, path)

    def tell(self, problem: str) -> None:
        """Tell what could not be done."""
        box = QMessageBox(QMessageBox.Icon.Warning, "cnnviz", problem, parent=self.window)
        box.setObjectName("problem")
        box.exec()
        box.deleteLater()

    def show_text(self, title: str, html: str) -> None:
        """Show a text of our own with a button to close it."""
        dialog = TextDialog(title, html, self.window)
        dialog.exec()
        dialog.deleteLater()


def kinds_text(title: str, endings: Endings) -> str:
    """Return how a file dialog calls files with these endings: "PDF (*.pdf)"."""
    return f"{title} ({' '.join(f'*{ending}' for ending in endings)})"


def ask_to_open(parent: QWidget, settings: Settings, title: str, kinds: str) -> Path | None:
    """Ask for a file that is there; None where the user gave up.

    Args:
        parent: What the dialog lies over.
        settings: Know where the last file lay: there it begins.
        title: That of the dialog.
        kinds: What it offers, as `kinds_text` makes it; several between ";;".
    """
    name = QFileDialog.getOpenFileName(parent, title, str(settings.folder), kinds)[0]
    if not name:
        return None
    settings.keep_folder(Path(name))
    return Path(name)


def ask_to_save(
    parent: QWidget,
    settings: Settings,
    title: str,
    proposed: Path,
    kind: str,
    endings: Endings,
) -> Path | None:
    """Ask for the name of a file that will be written; None where the user gave up.

    A file that is there already is replaced only where the user says so. The dialog of the
    system would ask before the ending is added, so it is asked here, about the whole name.

    Args:
        parent: What the dialog lies over.
        settings: Know where the last file lay: there it begins.
        title: That of the dialog.
        proposed: A name with its ending, and a folder if it should begin there.
        kind: What the dialog calls such files; "" for a dialog that shows all files.
        endings: Those such a file may have; the first one is added to a name without any.
    """
    proposed = settings.folder / proposed  # one with a folder of its own stays
    while (path := _name_to_save(parent, title, proposed, kind, endings)) is not None:
        if not os.path.exists(path) or _may_replace(parent, path):
            settings.keep_folder(path)
            return path
        proposed = path
    return None


def _name_to_save(
    parent: QWidget, title: str, proposed: Path, kind: str, endings: Endings
) -> Path | None:
    dialog = QFileDialog(parent, title, "", kinds_text(kind, endings) if kind else "")
    dialog.setObjectName("save-file")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setDirectory(str(proposed.parent))
    dialog.selectFile(proposed.name)
    is_chosen = dialog.exec()
    path = Path(dialog.selectedFiles()[0]) if is_chosen else None
    dialog.deleteLater()
    return None if path is None else _with_ending(path, endings)


def _with_ending(path: Path, endings: Endings) -> Path:
    if path.suffix.lower() in endings:
        return path
    return path.with_name(f"{path.name}{endings[0]}")


def _may_replace(parent: QWidget, path: Path) -> bool:
    box = QMessageBox(parent)
    box.setObjectName("replace-file")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(_("{name} is there already. Replace it?").format(name=shown_name(path.name)))
    box.setInformativeText(_("What it holds now would be lost."))
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Yes | buttons.No)
    box.setDefaultButton(buttons.No)
    pressed = buttons(box.exec())
    box.deleteLater()
    return pressed == buttons.Yes
