"""Showing another run: asks first where that ends a training."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cnnviz.language import _

if TYPE_CHECKING:  # the window starts without it
    from cnnviz.state.training import WindowTraining


class RunOpener:
    """Asks for a folder, and whether the running training may end."""

    def __init__(self, training: "WindowTraining", parent: QWidget) -> None:
        self._training, self._parent = training, parent

    def choose(self) -> bool:
        """Ask for the folder of a run and show it; return whether it is shown."""
        name = QFileDialog.getExistingDirectory(self._parent, _("Open a run"))
        return bool(name) and self.open(Path(name))

    def open(self, path: Path) -> bool:
        """Show a run; return whether it is shown."""
        run = self._training.run
        is_other = not self._training.shows(path)
        ends = run is not None and run.is_ours and is_other
        if run is not None and ends and not may_end(self._parent, run.name, _("Show another run")):
            return False
        self._training.open(path)
        return True


def may_end(parent: QWidget, name: str, title: str) -> bool:
    """Ask whether the training of a run may end; return the answer."""
    text = _("The run “{run}” is being trained. End it? What it has learnt so far is saved.")
    buttons = QMessageBox.StandardButton
    asked = QMessageBox.question(
        parent, title, text.format(run=name), buttons.Yes | buttons.Cancel, buttons.Cancel
    )
    return asked == buttons.Yes
