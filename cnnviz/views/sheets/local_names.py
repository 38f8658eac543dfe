"""Names of nodes where room is scarce: without the block they lie in, or without their front."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from cnnviz.cnn.trace import Trace
from cnnviz.explain.steps import step_title
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.texts import text_width


def local_title(trace: Trace, node: str, within: str) -> str:
    """Return what a node is called where another is looked at: without the block both lie in.

    Args:
        trace: The trace.
        node: The node that is named: "layer2.0.bn2".
        within: The node that is looked at: "layer2.0.add".
    """
    block, dot, _name = within.rpartition(".")
    if dot and trace.network.has_own_names and node.startswith(block + dot):
        return node.removeprefix(block + dot)
    return step_title(trace, node)


def elided(look: Look, text: str, size: float, width: int) -> str:
    """Return a name without its front where it is too long: its end tells it from others."""
    if text_width(look, text, size) <= width:
        return text
    metrics = QFontMetricsF(look.font(size))
    return metrics.elidedText(text, Qt.TextElideMode.ElideLeft, width - 1)
