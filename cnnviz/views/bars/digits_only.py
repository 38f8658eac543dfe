"""Says that a picture is beyond a network of digits, and opens one that knows pictures."""

from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cnnviz.cnn import architectures
from cnnviz.explain.answer import beyond_sentence, is_beyond
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.network_title import shown_title
from cnnviz.project.project import Project, with_network
from cnnviz.state.document import Document
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

FOR_PICTURES = ("swan-cnn", "tiny-vgg")


class DigitsOnly(QPushButton):
    """Stands over the answer while it tells nothing; its menu has the networks for pictures."""

    def __init__(self, document: Document, look: Look, parent: QWidget) -> None:
        super().__init__(_("Knows digits only · switch…"), parent)
        self._document = document
        self._edits = DocumentEdits(document, look, self._show)
        self.setObjectName("digits-only")
        self.setProperty("role", "warning")
        self.setToolTip(plain_tip(beyond_sentence()))
        self.setAccessibleName(beyond_sentence())
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._fill)
        document.changed.connect(self._on_document_changed)
        self._show()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for name in FOR_PICTURES:
            title = shown_title(architectures.build(name, seed=None))
            action = menu.addAction(_("Open {network}").format(network=title))
            action.setObjectName(f"switch-to-{name}")
            action.triggered.connect(partial(self._switch, name, title))

    def _switch(self, name: str, title: str, checked: bool = False) -> None:
        text = _("Open {network}").format(network=title)
        self._edits.edit(self, text, partial(with_network, network=shipped.network(name)))

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.picture is not after.picture or before.network is not after.network:
            self._show()

    def _show(self) -> None:
        self.setVisible(is_beyond(self._document.project))
