"""The foot of the inspector: the way to the whole explanation, wherever one scrolled to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cnnviz.cnn.network import INPUT
from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.views.look.theme import Look


class InspectorFoot(QWidget):
    """A button that opens the explanation of what is looked at, as Enter does; not of the input."""

    def __init__(self, cursor: Cursor, look: Look) -> None:
        super().__init__()
        self._cursor, self._look = cursor, look
        self.setObjectName("inspector-foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.button = QPushButton(_("Explain every step"))
        self.button.setObjectName("explain-button")
        self.button.setAccessibleName(_("Explain every step"))
        self.button.setProperty("role", "main")
        self.button.setToolTip(_("Show where this value comes from, term by term (Enter)"))
        self.button.clicked.connect(self._on_clicked)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.button)
        cursor.changed.connect(self._show)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show()

    def _show(self) -> None:
        place = self._cursor.place
        self.setHidden(place.is_open or place.looked_at == INPUT)

    def _on_clicked(self) -> None:
        self._cursor.open()

    def _on_look_changed(self) -> None:
        side, end = self._look.px(13), self._look.px(8)
        self._column.setContentsMargins(side, end, side, end)
