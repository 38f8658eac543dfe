"""Tells that the program itself has a fault, and what is safe."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from cnnviz.language import _
from cnnviz.state.document import Document
from cnnviz.state.faults import Fault, Faults


class FaultBox(QObject):
    """Shows one dialog at a time; the window behind it lives on."""

    def __init__(self, faults: Faults, document: Document, window: QWidget) -> None:
        """Listen.

        Args:
            faults: What is told.
            document: Whether its changes are saved is told, too.
            window: The dialog stands over it.
        """
        super().__init__(window)
        self._document, self._window = document, window
        self.dialog: FaultDialog | None = None  # the one that is open
        faults.told.connect(self._on_told)

    def _on_told(self, fault: Fault) -> None:
        if self.dialog is not None:  # one is enough; the log has them all
            return
        over = QApplication.activeModalWidget() or self._window
        is_saved = self._document.history.isClean()
        self.dialog = FaultDialog(fault.details, what_is_safe(is_saved, fault.is_kept), over)
        self.dialog.destroyed.connect(self._on_destroyed)
        self.dialog.open()

    def _on_destroyed(self) -> None:
        self.dialog = None


class FaultDialog(QDialog):
    """Says it in two sentences; the details can be copied."""

    def __init__(self, details: str, safe: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._details = details
        self.setObjectName("fault")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("A fault in cnnviz"))
        self.said = QLabel(_("Something went wrong inside cnnviz. You can go on working."))
        self.safe = QLabel(safe)
        buttons = QDialogButtonBox()
        self.copy = buttons.addButton(_("Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        self.go_on = buttons.addButton(_("Go on"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.copy.clicked.connect(self._on_copy)
        buttons.accepted.connect(self.accept)
        box = QVBoxLayout(self)
        for label in (self.said, self.safe):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            box.addWidget(label)
        box.addWidget(buttons)
        self.go_on.setDefault(True)
        self.go_on.setFocus()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self.copy.setText(_("Copied"))


def what_is_safe(is_saved: bool, is_kept: bool) -> str:
    """Return what becomes of the work."""
    if is_saved:
        return _("All your work is saved.")
    if is_kept:
        return _(
            "Your changes are still here, and a copy of them was put aside. Save them when you can."
        )
    return _("Your changes are still here, but not saved yet. Save them now, with File → Save as.")
