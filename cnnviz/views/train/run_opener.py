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
        if run is not None and run.is_ours and is_other and not self._may_end(run.name):
            return False
        self._training.open(path)
        return True

    def _may_end(self, name: str) -> bool:
        text = _("The run “{run}” is being trained. End it? What it has learnt so far is saved.")
        buttons = QMessageBox.StandardButton
        asked = QMessageBox.question(
            self._parent,
            _("Show another run"),
            text.format(run=name),
            buttons.Yes | buttons.Cancel,
            buttons.Cancel,
        )
        return asked == buttons.Yes
