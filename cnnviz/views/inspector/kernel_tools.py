"""What can be done to a whole kernel slice: turn, negate, normalise, copy, open, save."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QWidget

from cnnviz.cnn import kernels
from cnnviz.cnn.ops import Array
from cnnviz.language import N_, _
from cnnviz.state.settings import Settings
from cnnviz.views.controls.dialogs import ask_to_open, ask_to_save, kinds_text
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.look.theme import Look

ENDINGS = (".txt", ".csv", ".tsv")


class Tool(NamedTuple):
    """A button: its name in the program, its title, what it does, and a shorter title to read."""

    name: str
    title: str
    tip: str
    short: str = ""


class Transformation(NamedTuple):
    """What a tool makes of a slice."""

    turn: Callable[[Array], Array]
    step: str  # in the Edit menu, to be translated where it is shown


TOOLS = (
    Tool("rotate", N_("Rotate"), N_("Rotate this slice clockwise by 90°")),
    Tool(
        "flip",
        N_("Flip left and right"),
        N_("Exchange left and right of this slice"),
        N_("Flip \N{LEFT RIGHT ARROW}"),
    ),
    Tool(
        "flip-vertical",
        N_("Flip top and bottom"),
        N_("Exchange top and bottom of this slice"),
        N_("Flip \N{UP DOWN ARROW}"),
    ),
    Tool("transpose", N_("Transpose"), N_("Exchange rows and columns of this slice")),
    Tool("negate", N_("Negate"), N_("Change the sign of every weight of this slice")),
    Tool(
        "normalise",
        N_("Normalise"),
        N_("Divide this slice by its sum, so that its weights sum to 1"),
    ),
    Tool("copy", N_("Copy"), N_("Copy this slice as text, for a spreadsheet (Ctrl+C in the grid)")),
    Tool(
        "paste", N_("Paste"), N_("Paste a matrix from a spreadsheet or text (Ctrl+V in the grid)")
    ),
    Tool("open", N_("Open…"), N_("Open a matrix from a text file")),
    Tool("save", N_("Save…"), N_("Save this slice as a text file")),
)
TRANSFORMATIONS = {
    "rotate": Transformation(kernels.rotated, N_("Rotate a kernel of {layer}")),
    "flip": Transformation(
        kernels.flipped_horizontally, N_("Flip left and right a kernel of {layer}")
    ),
    "flip-vertical": Transformation(
        kernels.flipped_vertically, N_("Flip top and bottom a kernel of {layer}")
    ),
    "transpose": Transformation(kernels.transposed, N_("Transpose a kernel of {layer}")),
    "negate": Transformation(kernels.negated, N_("Negate a kernel of {layer}")),
    "normalise": Transformation(kernels.normalised, N_("Normalise a kernel of {layer}")),
}


class KernelTools(QWidget):
    """Buttons with their names, in as many rows as they need; tells which was pressed."""

    pressed = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        row = FlowLayout(look, gap=4, parent=self)
        for tool in TOOLS:
            button = QToolButton(self)
            button.setObjectName(f"kernel-{tool.name}")
            button.setText(_(tool.short or tool.title))
            button.setAccessibleName(_(tool.title))
            button.setToolTip(_(tool.tip))
            button.setProperty("role", "small")
            button.clicked.connect(partial(self.pressed.emit, tool.name))
            row.addWidget(button)
            self.buttons[tool.name] = button


class MatrixFiles:
    """Asks for the names of text files; tests put another object in its place."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def to_open(self, parent: QWidget) -> Path | None:
        """Ask for a file with a matrix."""
        kinds = kinds_text(_("Numbers as text"), ENDINGS)
        return ask_to_open(parent, self._settings, _("Open a matrix"), kinds)

    def to_save(self, parent: QWidget) -> Path | None:
        """Ask for the name of a new file; the ending is added."""
        title, kind = _("Save the matrix"), _("Numbers as text")
        proposed = Path("kernel.txt")
        return ask_to_save(parent, self._settings, title, proposed, kind, ENDINGS)
