"""The head of the inspector: what is shown, and buttons to the channels beside it."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from cnnviz.language import _
from cnnviz.views.controls.panel import Panel
from cnnviz.views.controls.short_words import NameLabel
from cnnviz.views.look.icons import icon
from cnnviz.views.look.theme import Look


class InspectorHead(Panel):
    """A title with the buttons beside it, and a line below."""

    turned = Signal(int)  # −1: to the channel before, 1: to the one after

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent=parent)
        self.title = NameLabel("inspector-title", "heading")
        self.subtitle = NameLabel("inspector-subtitle", "muted")
        self.previous = self._turn_button("inspector-previous", _("Previous channel"), -1)
        self.next = self._turn_button("inspector-next", _("Next channel"), 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.title, stretch=1)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        self.column.addLayout(row)
        self.column.addWidget(self.subtitle)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _turn_button(self, name: str, title: str, way: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(title)
        button.setProperty("role", "tool")
        button.clicked.connect(partial(self.turned.emit, way))
        return button

    def show_channel(self, title: str, subtitle: str, channel: int, count: int) -> None:
        """Show what is said of one of `count` channels, and where one can go from it."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        for button, end in ((self.previous, 0), (self.next, count - 1)):
            can_go = channel != end
            button.setVisible(count > 1)
            button.setEnabled(can_go)
            tip = button.accessibleName() if can_go else _("There is no further one")
            button.setToolTip(tip)

    def _on_look_changed(self) -> None:
        colors, side = self._look.colors, self._look.px(14)
        for button, name in ((self.previous, "back"), (self.next, "forward")):
            button.setIcon(icon(name, colors.text, colors.pale))
            button.setIconSize(QSize(side, side))
