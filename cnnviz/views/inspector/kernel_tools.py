"""What can be done to a whole kernel slice: turn, negate, normalise, copy, open, save."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from cnnviz.cnn import kernels
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.views.controls.dialogs import ask_to_open, ask_to_save, kinds_text
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.look.icons import icon
from cnnviz.views.look.theme import Look

ENDINGS = (".txt", ".csv", ".tsv")


class _Tool(NamedTuple):
    name: str
    title: str
    tip: str


_TOOLS = (
    _Tool("rotate", "Rotate", "Rotate this slice clockwise by 90°"),
    _Tool("flip", "Flip left and right", "Exchange left and right of this slice"),
    _Tool("flip-vertical", "Flip top and bottom", "Exchange top and bottom of this slice"),
    _Tool("transpose", "Transpose", "Exchange rows and columns of this slice"),
    _Tool("negate", "Negate", "Change the sign of every weight of this slice"),
    _Tool("normalise", "Normalise", "Divide this slice by its sum, so that its weights sum to 1"),
    _Tool("copy", "Copy", "Copy this slice as text, for a spreadsheet (Ctrl+C in the grid)"),
    _Tool("paste", "Paste", "Paste a matrix from a spreadsheet or text (Ctrl+V in the grid)"),
    _Tool("open", "Open…", "Open a matrix from a text file"),
    _Tool("save", "Save…", "Save this slice as a text file"),
)
TRANSFORMATIONS: dict[str, Callable[[Array], Array]] = {
    "rotate": kernels.rotated,
    "flip": kernels.flipped_horizontally,
    "flip-vertical": kernels.flipped_vertically,
    "transpose": kernels.transposed,
    "negate": kernels.negated,
    "normalise": kernels.normalised,
}


class KernelTools(QWidget):
    """A row of buttons with icons; tells which tool was pressed."""

    pressed = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.buttons: dict[str, QToolButton] = {}
        row = FlowLayout(look, gap=0, parent=self)
        for tool in _TOOLS:
            button = QToolButton(self)
            button.setObjectName(f"kernel-{tool.name}")
            button.setAccessibleName(tool.title)
            button.setToolTip(tool.tip)
            button.setProperty("role", "tool")
            button.clicked.connect(partial(self.pressed.emit, tool.name))
            row.addWidget(button)
            self.buttons[tool.name] = button
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        colors, side = self._look.colors, self._look.px(15)
        for name, button in self.buttons.items():
            button.setIcon(icon(name, colors.text, colors.pale))
            button.setIconSize(QSize(side, side))
            button.setMinimumWidth(side + 4)  # narrower than Qt's own, for narrow windows


class MatrixFiles:
    """Asks for the names of text files; tests put another object in its place."""

    def to_open(self, parent: QWidget) -> Path | None:
        """Ask for a file with a matrix."""
        kinds = kinds_text(_("Numbers as text"), ENDINGS)
        return ask_to_open(parent, _("Open a matrix"), kinds)

    def to_save(self, parent: QWidget) -> Path | None:
        """Ask for the name of a new file; the ending is added."""
        title, kind = _("Save the matrix"), _("Numbers as text")
        return ask_to_save(parent, title, Path("kernel.txt"), kind, ENDINGS)
