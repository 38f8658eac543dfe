"""Tells what is being done beside the window, where that takes a while; some of it can be ended."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnviz.language import _
from cnnviz.state.beside import Beside

SOON = 300  # ms: what is done by then is not worth a box


class WaitingBox(QObject):
    """Shows a box over the window while something is waited for."""

    def __init__(self, beside: Beside, window: QWidget) -> None:
        super().__init__(window)
        self._beside, self._window = beside, window
        self.dialog: WaitingDialog | None = None
        self._next = ("", False)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._on_soon)
        beside.began.connect(self._on_began)
        beside.ended.connect(self._on_ended)

    def _on_began(self, words: str, may_stop: bool) -> None:
        self._next = words, may_stop
        self._soon.start()

    def _on_soon(self) -> None:
        if not self._window.isVisible():
            return
        self.dialog = WaitingDialog(*self._next, self._window)
        self.dialog.stop.clicked.connect(self._beside.give_up)
        self._beside.has_box = True
        self.dialog.show()

    def _on_ended(self) -> None:
        self._soon.stop()
        self._beside.has_box = False
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.hide()
            dialog.deleteLater()


class WaitingDialog(QDialog):
    """Says what is being done; closes only when that is over."""

    def __init__(self, words: str, may_stop: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("waiting")
        self.setWindowTitle("cnnviz")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.said = QLabel(words)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.stop = QPushButton(_("Cancel"))
        self.stop.setObjectName("waiting-stop")
        self.stop.setVisible(may_stop)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.addWidget(self.said)
        row.addStretch()
        row.addWidget(self.stop)
        column.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc do what *Cancel* does, where that can be done."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Give up, where that can be done; else stay."""
        if not self.stop.isHidden():
            self.stop.click()
