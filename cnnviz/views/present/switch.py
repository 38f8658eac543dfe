"""The buttons that switch between what Present mode shows."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton

from cnnviz.language import N_, _
from cnnviz.views.present.scenes import SceneKind


class _Choice(NamedTuple):
    kind: SceneKind
    title: str
    tip: str


_CHOICES = (
    _Choice("layer", N_("Layer"), N_("What the layer does to its input")),
    _Choice("network", N_("Network"), N_("The whole network (N)")),
    _Choice("value", N_("Value"), N_("Where one value comes from (Enter)")),
    _Choice("verdict", N_("Verdict"), N_("The picture beside the answer (V)")),
    _Choice("filter", N_("Filter"), N_("What one kernel does to the picture")),
    _Choice("train", N_("Train"), N_("How the weights come about (T)")),
)

_SHOWN_AS: dict[SceneKind, SceneKind] = {
    "input": "layer", "hierarchy": "value", "pair": "layer",
}  # fmt: skip


class Switch(QObject):
    """A button for each kind of scene; they leave the keys to the presentation."""

    chosen = Signal(str)  # SceneKind

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[SceneKind, QPushButton] = {}
        for number, choice in enumerate(_CHOICES):
            button = _button(choice)
            self._group.addButton(button, number)
            self.buttons[choice.kind] = button
        self._group.idClicked.connect(self._on_clicked)

    def show_kind(self, kind: SceneKind) -> None:
        """Mark what is shown; the input is the first of the layers, a patch that of a value."""
        self.buttons[_SHOWN_AS.get(kind, kind)].setChecked(True)

    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(_CHOICES[number].kind)


def _button(choice: _Choice) -> QPushButton:
    button = QPushButton(_(choice.title))
    button.setObjectName(f"present-{choice.kind}-button")
    button.setProperty("role", "tab")
    button.setCheckable(True)
    button.setAccessibleName(_("Present: {what}").format(what=_(choice.title)))
    button.setToolTip(_(choice.tip))
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys go on to the next step
    return button
