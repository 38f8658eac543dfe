"""The options of the chosen layer beside its row: they cover what is at the right while used."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from cnnviz.views.look.theme import Look
from cnnviz.views.train.layer_fields import LayerFields

WIDTH, GAP = 300, 10  # pixels at 100 %


class LayerOptions(QFrame):
    """Stands beside a row until another thing is looked at; Esc gives the keys back to the rows."""

    def __init__(self, fields: LayerFields, rows: QWidget, look: Look) -> None:
        """Make it out of sight.

        Args:
            fields: The options.
            rows: The list whose row they belong to.
            look: Sizes.
        """
        super().__init__(rows.window())
        self._fields, self._rows, self._look = fields, rows, look
        self.setObjectName("layer-options")
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QLabel()
        self.title.setObjectName("layer-options-title")
        self.title.setProperty("role", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addWidget(fields)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.hide()

    def show_beside(self, row: QRect, title: str) -> None:
        """Stand beside a row of the list, inside the window."""
        px, window = self._look.px, self._rows.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.title.setText(title)
        self._column.setContentsMargins(px(14), px(10), px(14), px(14))
        self._column.setSpacing(px(8))
        self.resize(min(px(WIDTH), window.width()), 10)
        self.setFixedWidth(min(px(WIDTH), window.width()))
        for part in (self.title, self._fields):
            part.updateGeometry()  # at once: the layout remembers those of the layer before
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))
        corner = self._rows.mapTo(window, row.topRight()) + QPoint(px(GAP), -px(GAP))
        right, bottom = window.width() - self.width(), window.height() - self.height()
        self.move(max(0, min(corner.x(), right)), max(0, min(corner.y(), bottom)))
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go away at a click elsewhere, at Esc, and where the list is no longer seen."""
        if self.isHidden():
            return False
        if isinstance(event, QKeyEvent) and self._closes(watched, event):
            event.accept()  # of the shortcuts of the window, too
            if event.type() == QEvent.Type.KeyPress:
                self._close()
            return True
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            is_here = (
                watched is self
                or self.isAncestorOf(watched)
                or watched.window() is not self.window()
            )
            is_row = watched is self._rows or self._rows.isAncestorOf(watched)
            if not is_here and not is_row:
                self.hide()
        elif event.type() == QEvent.Type.Hide and watched is self._rows:
            self.hide()
        return False

    def _closes(self, watched: QObject, event: QKeyEvent) -> bool:
        """Return whether a key of the rows, or of what has no use for it here, is Esc."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.key() != Qt.Key.Key_Escape or event.type() not in kinds:
            return False
        focus = QApplication.focusWidget()
        if focus is None or watched is not focus or focus.window() is not self.window():
            return False
        is_typing = isinstance(focus, QLineEdit) and focus.isModified()  # it takes that back first
        return not is_typing

    def _close(self) -> None:
        """Give the keys back to the rows."""
        self.hide()
        self._rows.setFocus(Qt.FocusReason.OtherFocusReason)
