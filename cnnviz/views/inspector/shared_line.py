"""A line that says which nodes use the weights that are edited here."""

from PySide6.QtWidgets import QWidget

from cnnviz.cnn.network import Network
from cnnviz.explain.shared_weights import sharing_sentence
from cnnviz.views.controls.short_words import NameLabel


class SharedLine(NameLabel):
    """Stands below weights that several nodes use; else it takes no room."""

    def __init__(self, name: str, parent: QWidget) -> None:
        """Make an empty line; `name` begins its object name."""
        super().__init__(f"{name}-shared", "muted", parent)
        self.hide()

    def show_node(self, network: Network, node: str) -> None:
        """Say who uses the weights of a node."""
        sentence = sharing_sentence(network, node)
        self.setText(sentence)
        self.setVisible(bool(sentence))
