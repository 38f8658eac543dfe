"""The one list in which a network is chosen, wherever it stands."""

from functools import partial

from PySide6.QtCore import QSignalBlocker

from cnnviz.cnn.architectures import TITLES
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.network_title import shown_title
from cnnviz.project.project import Project, with_network
from cnnviz.state.document import Document
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.look.theme import Look


class NetworkChoice(ChoiceBox):
    """The networks that ship. One of the user's own stands there by its title, but is no entry.

    To choose the network that is there changes nothing, unless a plan of other layers is given up
    by it: weights that were edited are not lost by a click on what is chosen already.
    """

    def __init__(self, document: Document, look: Look, least: int = 6) -> None:
        """Make a list for a document, with room for so many letters at least."""
        super().__init__(least)
        self._document = document
        self._edits = DocumentEdits(document, look, self._show)
        for name, title in TITLES.items():
            self.addItem(_(title), name)
        self.activated.connect(self._on_activated)
        document.changed.connect(self._on_document_changed)
        self._show()

    def _on_activated(self, index: int) -> None:
        name, project = self.itemData(index), self._document.project
        if name != project.network.name or project.blueprint is not None:
            network = shipped.network(name)
            text = _("Open {network}").format(network=shown_title(network))
            self._edits.edit(self, text, partial(with_network, network=network))
        self._show()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if _known(before) != _known(after):
            self._show()

    def _show(self) -> None:
        network = self._document.project.network
        with QSignalBlocker(self):
            self.setPlaceholderText(shown_title(network))
            self.setCurrentIndex(self.findData(network.name))
        self.setAccessibleDescription(shown_title(network))


def _known(project: Project) -> tuple[str, str]:
    return project.network.name, project.network.title
