"""What Present mode can show: each scene is made when it is first looked at."""

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.explanation.view import ExplanationView
from cnnviz.views.filter.page import FilterPage
from cnnviz.views.look.theme import Look
from cnnviz.views.network.page import NetworkPage
from cnnviz.views.present.input_scene import InputScene
from cnnviz.views.present.large_fitting import LargeFitting
from cnnviz.views.present.layer_scene import LayerScene
from cnnviz.views.present.shown import Shown
from cnnviz.views.present.verdict_scene import VerdictScene

SceneKind = Literal[
    "input", "layer", "network", "value", "filter", "verdict", "train", "hierarchy", "pair"
]


class Scenes(QStackedWidget):
    """Holds the scenes that were looked at."""

    explanation_made = Signal(object)  # ExplanationView

    def __init__(self, shown: Shown, look: Look) -> None:
        super().__init__()
        self._shown, self._look = shown, look
        self._made: dict[SceneKind, QWidget] = {}

    def scene(self, kind: SceneKind) -> QWidget:
        """Return the view of a kind; it is made when it is first looked at."""
        if kind not in self._made:
            made = self._make(kind)
            self._made[kind] = made
            self.addWidget(made)
        return self._made[kind]

    def filter_page(self) -> FilterPage:
        """Return the Filter page, which scrolls where it does not fit."""
        area = self.scene("filter")
        assert isinstance(area, QScrollArea)  # as it is made
        page = area.widget()
        assert isinstance(page, FilterPage)
        return page

    def _make(self, kind: SceneKind) -> QWidget:
        shown = self._shown
        document, cursor, exercise, actions = (
            shown.document, shown.cursor, shown.exercise, shown.actions,
        )  # fmt: skip
        look = self._look
        match kind:
            case "input":
                return InputScene(document, exercise.reveal, look)
            case "layer":
                return LayerScene(document, cursor, exercise.reveal, look)
            case "network":
                page = NetworkPage(document, cursor, exercise.reveal, look)
                page.setObjectName("present-network")
                return page
            case "filter":
                filter_page = FilterPage(document, cursor, exercise, actions, look, explains=False)
                filter_page.setObjectName("present-filter")
                return scroll_area(filter_page, "present-filter-area")
            case "value":
                view = ExplanationView(document, cursor, exercise, look, fitting=LargeFitting(look))
                view.setObjectName("present-explanation")
                self.explanation_made.emit(view)
                return view
            case "verdict":
                return VerdictScene(document, cursor, exercise.reveal, look)
        return self._make_told(kind)

    def _make_told(self, kind: SceneKind) -> QWidget:
        """Return what is told in steps of its own."""
        shown, look = self._shown, self._look
        if kind == "hierarchy":
            from cnnviz.views.present.hierarchy_scene import HierarchyScene

            return HierarchyScene(shown.document, shown.hierarchy(), shown.exercise.reveal, look)
        if kind == "pair":
            from cnnviz.views.present.pair_scene import PairScene

            return PairScene(shown.document, shown.pair(), shown.exercise.reveal, look)
        from cnnviz.views.present.train_scene import TrainScene  # late: with the plots

        start = shown.actions["train-start"]
        return TrainScene(shown.document, shown.cursor, shown.training(), start, look)
