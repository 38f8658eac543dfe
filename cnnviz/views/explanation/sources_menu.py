"""A menu of what a value was joined or taken from, and the way there with keys."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

from cnnviz.language import _
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.sources import sources_of
from cnnviz.views.sheets.sources import position_name


class SourcesMenu(QPushButton):
    """Opens the menu; it is there where a value comes from elsewhere than the layer before."""

    chosen = Signal(object)  # Position

    def __init__(self) -> None:
        super().__init__(_("Go to"))
        self.setObjectName("explanation-sources")
        self.setAccessibleName(_("Go to where this value comes from"))
        self.setToolTip(self.accessibleName())
        self.setMenu(QMenu(self))
        self.hide()  # until it is known that there is one

    def show_scene(self, scene: ExplanationScene) -> None:
        """Offer the sources of a value."""
        sources, menu = sources_of(scene), self.menu()
        self.setVisible(bool(sources))
        menu.clear()
        for source in sources:
            action = menu.addAction(position_name(scene.forward.trace, source.position))
            action.triggered.connect(partial(self.chosen.emit, source.position))
