"""What the window asks and tells in dialogs."""

from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

Answer = Literal["save", "discard", "cancel"]

PROJECTS = "cnnviz projects (*.cnnviz)"
PICTURES = "Pictures and numbers (*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff *.csv *.npy)"


class Questions:
    """Asks the user; tests put another object in its place."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._folder = ""  # where the last file was opened

    def save_first(self, name: str) -> Answer:
        """Ask what to do with changes that would be lost."""
        box = QMessageBox(self._window)
        box.setObjectName("save-first")
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(f"Save the changes in {name} first?")
        box.setInformativeText("Without saving they are lost.")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        pressed = buttons(box.exec())
        box.deleteLater()
        if pressed == buttons.Save:
            return "save"
        return "discard" if pressed == buttons.Discard else "cancel"

    def file_to_open(self) -> Path | None:
        """Ask for a project or a picture."""
        kinds = f"All cnnviz opens ({PROJECTS[17:-1]} {PICTURES[22:-1]});;{PROJECTS};;{PICTURES}"
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", self._folder, kinds)
        if not name:
            return None
        self._folder = str(Path(name).parent)
        return Path(name)

    def file_to_save(self, proposed: Path) -> Path | None:
        """Ask for the name of a project; the ending is added."""
        name, _ = QFileDialog.getSaveFileName(self._window, "Save as", str(proposed), PROJECTS)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix == ".cnnviz" else path.with_name(f"{path.name}.cnnviz")

    def file_to_export(self, proposed: Path, kinds: str) -> Path | None:
        """Ask for the name of a file that is made from the project; the ending is added.

        Args:
            proposed: A name with the ending.
            kinds: What the dialog calls such files: "PDF (*.pdf)".
        """
        name, _ = QFileDialog.getSaveFileName(self._window, "Save as", str(proposed), kinds)
        if not name:
            return None
        path = Path(name)
        is_named = path.suffix.lower() == proposed.suffix
        return path if is_named else path.with_name(f"{path.name}{proposed.suffix}")

    def tell(self, problem: str) -> None:
        """Tell what could not be done."""
        box = QMessageBox(QMessageBox.Icon.Warning, "cnnviz", problem, parent=self._window)
        box.setObjectName("problem")
        box.exec()
        box.deleteLater()

    def show_text(self, title: str, text: str) -> None:
        """Show a text with a button to close it."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=self._window)
        box.setObjectName("text")
        box.exec()
        box.deleteLater()
