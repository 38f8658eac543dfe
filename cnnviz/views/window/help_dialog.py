"""The help: its pages, and a field that finds what stands on them. It needs no network."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from cnnviz.language import _
from cnnviz.views.look.text_form import give_form
from cnnviz.views.look.theme import Look
from cnnviz.views.window.help_pages import HelpPage, found, help_pages

SIZE = QSize(980, 680)
OF_SCREEN = 0.85  # it is no larger than this share of the screen
_MARGIN = 12


class HelpDialog(QDialog):
    """A list of pages, and the page that is chosen; what is looked for is marked on it.

    It lies beside the window, which goes on working: what a page says can be tried at once.
    """

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle(_("Help"))
        self._pages = help_pages()
        self._shown: list[HelpPage] = []
        self._words: list[str] = []  # that are looked for
        self._nothing = QTextDocument(self)
        self._nothing.setPlainText(_("No page has all of these words."))
        self.field = QLineEdit()
        self.field.setObjectName("help-field")
        self.field.setPlaceholderText(_("Find in the help"))
        self.field.setAccessibleName(_("Find in the help"))
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setObjectName("help-list")
        self.list.setAccessibleName(_("Pages of the help"))
        self.text = QTextBrowser()
        self.text.setObjectName("help-text")
        self.text.setAccessibleName(_("Page of the help"))
        self.text.setOpenLinks(False)
        self._arrange(look)
        self.field.textChanged.connect(self._on_field_changed)
        self.field.returnPressed.connect(self._on_field_entered)
        self.list.currentRowChanged.connect(self._on_list_row_changed)
        self._show_pages("")
        self.field.setFocus()

    def _arrange(self, look: Look) -> None:
        left = QVBoxLayout()
        left.addWidget(self.field)
        left.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.addLayout(left)
        row.addWidget(self.text, 1)
        self.list.setFixedWidth(look.px(240))
        self.field.setFixedWidth(look.px(240))
        for page in self._pages:
            page.document.setDefaultFont(self.font())
            page.document.setDocumentMargin(look.px(_MARGIN))
            give_form(page.document, QColor(look.colors.line))
        room = self.screen().availableSize() * OF_SCREEN
        wanted = QSize(look.px(SIZE.width()), look.px(SIZE.height()))
        self.resize(wanted.boundedTo(room))

    @property
    def page(self) -> HelpPage | None:
        """The page that is shown; None where none has what is looked for."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def show_page(self, title: str) -> None:
        """Show a page by its title, whatever was looked for before."""
        self.field.clear()
        titles = [page.title for page in self._shown]
        self.list.setCurrentRow(titles.index(title))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look for nothing any more at Esc; close at the next."""
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _on_field_changed(self, text: str) -> None:
        self._show_pages(text)

    def _show_pages(self, wanted: str) -> None:
        self._words = wanted.split()
        self._shown = found(self._pages, self._words)
        self.list.clear()
        self.list.addItems([page.title for page in self._shown])
        self.list.setCurrentRow(0)
        if not self._shown:
            self.text.setDocument(self._nothing)

    def _on_list_row_changed(self, _row: int) -> None:
        if self.page is not None:
            self.text.setDocument(self.page.document)
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self._mark()

    def _mark(self) -> None:
        """Mark every place of what is looked for, and go to the first."""
        marks = []
        for word in self._wanted():
            place = self.text.document().find(word)
            while not place.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = place
                mark.format.setBackground(self.palette().color(QPalette.ColorRole.Highlight))
                mark.format.setForeground(self.palette().color(QPalette.ColorRole.HighlightedText))
                marks.append(mark)
                place = self.text.document().find(word, place)
        self.text.setExtraSelections(marks)
        if marks:
            first = min(marks, key=lambda mark: mark.cursor.position()).cursor
            first.clearSelection()
            self.text.setTextCursor(first)

    def _wanted(self) -> list[str]:
        """Return what is looked for: the words as they stand, else each by itself."""
        whole = " ".join(self._words)
        is_there = not self.text.document().find(whole).isNull()
        return [whole] if is_there else self._words

    def _on_field_entered(self) -> None:
        """Go on to the next place of what is looked for, from the end to the beginning."""
        word = next(iter(self._wanted()), "")
        if word and not self.text.find(word):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(word)
