"""A dialog that shows a text of our own, and scrolls it where it is long."""

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from cnnviz.views.look.text_form import give_form

_LINE = 84  # characters, about as many as are read easily
_OF_SCREEN = 0.8  # no dialog is larger than this share of its screen


class TextDialog(QDialog):
    """As large as its text, but never larger than the screen has room for."""

    def __init__(self, title: str, html: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("text")
        self.setWindowTitle(title)
        self.text = QTextBrowser()
        self.text.setObjectName("text-shown")
        self.text.setAccessibleName(title)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setHtml(html)
        give_form(self.text.document(), self.palette().mid().color())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)
        self.ensurePolished()
        room = self.screen().availableSize() * _OF_SCREEN
        width = min(self.text.fontMetrics().averageCharWidth() * _LINE, room.width())
        beside = buttons.sizeHint().height() + 4 * column.spacing()
        self.resize(width, min(self._height_of_text(width) + beside, room.height()))

    def _height_of_text(self, width: int) -> int:
        laid_out = QTextDocument()
        laid_out.setDefaultFont(self.text.font())
        laid_out.setHtml(self.text.toHtml())
        laid_out.setTextWidth(width - 40)  # margins and the scroll bar
        return round(laid_out.size().height()) + 8
