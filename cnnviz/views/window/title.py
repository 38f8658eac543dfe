"""The title of the window: which project is open, and whether it has changed since it was saved."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from cnnviz.language import _
from cnnviz.project.network_title import shown_title
from cnnviz.state.document import Document
from cnnviz.text.shown_name import shown_name


class WindowTitle(QObject):
    """Keeps the title of the window as the document is."""

    def __init__(self, window: QMainWindow, document: Document) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        document.opened.connect(self._show)
        document.changed.connect(self._on_document_changed)
        document.history.cleanChanged.connect(self._on_clean_changed)
        self._show()

    def _show(self) -> None:
        path = self._document.path
        name = shown_name(path.name if path else shown_title(self._document.project.network))
        name = name.replace("[*]", "[*][*]")  # else Qt puts its mark of changes there
        self._window.setWindowTitle(_("{project}[*] — cnnviz").format(project=name))
        self._mark(is_clean=self._document.history.isClean())

    def _mark(self, *, is_clean: bool) -> None:
        if self._window.isWindowModified() == is_clean:  # Qt tells every widget of each time
            self._window.setWindowModified(not is_clean)

    def _on_document_changed(self, before: object, after: object) -> None:
        self._show()

    def _on_clean_changed(self, clean: bool) -> None:
        self._mark(is_clean=clean)
