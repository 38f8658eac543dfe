"""A plot of training and validation over the steps, to be zoomed and hovered."""

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from cnnviz.language import N_, _
from cnnviz.views.controls.card import Card, heading
from cnnviz.views.controls.wheel_guard import WheelGuard
from cnnviz.views.look.theme import Look

Points = Sequence[tuple[float, float]]  # (step, value)
STEP = N_("step {step}: {values}")
MOST = 2000  # points of a curve that are drawn; more cannot be told apart


class CurvePlot(Card):
    """Curves over the steps of a run, its latest value in large digits, all values on hovering."""

    def __init__(
        self, look: Look, name: str, title: str, *, is_share: bool, told_at: str = STEP
    ) -> None:
        """Make an empty plot.

        Args:
            look: Fonts and colours.
            name: Its object name.
            title: What is plotted.
            is_share: Whether values are shares of 1, written in percent.
            told_at: What is told of a place, marked for translation, with its {step} and {values}.
        """
        super().__init__(look, name, gap=4)
        self._is_share, self._told_at = is_share, told_at
        self.setAccessibleName(title)
        self.title = heading(title)
        self.told = QLabel()  # the curves' names and values, also of the step under the pointer
        self.told.setProperty("role", "muted")
        self.told.setObjectName(f"{name}-told")
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.told.setTextFormat(Qt.TextFormat.RichText)
        self.told.setProperty("markup", True)
        self.told.setWordWrap(True)
        self.latest = QLabel()
        self.latest.setObjectName(f"{name}-latest")
        self._curves: dict[str, pyqtgraph.PlotDataItem] = {}
        self._points: dict[str, Points] = {}
        self._make_plot(name)
        self._arrange()
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_plot(self, name: str) -> None:
        pyqtgraph.setConfigOptions(antialias=True)
        self.plot = pyqtgraph.PlotWidget(enableMenu=False)
        menu = self.plot.getPlotItem().ctrlMenu  # never shown; without a parent it would stay
        menu.setParent(self.plot, menu.windowFlags())
        self.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.plot.setObjectName(f"{name}-plot")
        self.plot.hideButtons()
        self.plot.setMenuEnabled(False)  # of settings of the library, in its own words
        self.plot.setToolTip(
            _(
                "Ctrl with the wheel, or the wheel after a click: zoom. Drag: move. Double click: "
                "see all again."
            )
        )
        self._line = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self._line.hide()
        self.plot.addItem(self._line, ignoreBounds=True)
        self.plot.viewport().installEventFilter(self)
        WheelGuard(self.plot, self.plot.viewport(), zooms=True)
        self.plot.viewport().setMouseTracking(True)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        texts = QVBoxLayout()
        texts.addWidget(self.title)
        texts.addWidget(self.told)
        head.addLayout(texts, stretch=1)
        head.addWidget(self.latest, alignment=Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.column.addWidget(self.plot, stretch=1)

    def show_curves(self, curves: Mapping[str, Points], headline: str) -> None:
        """Show curves by name; `headline` names the one whose latest value stands large."""
        for name in self._curves.keys() - curves.keys():
            self.plot.removeItem(self._curves.pop(name))
        for name, points in curves.items():
            if self._points.get(name) != (now := tuple(points)):
                self._draw(name, now)
            self._points[name] = now
        self._points = {name: self._points[name] for name in curves}
        points = self._points.get(headline, ())
        self.latest.setText(self._text(points[-1][1]) if points else "")
        self._tell(None)

    def see_all(self) -> None:
        """Show the whole curves, now and as they grow."""
        self.plot.enableAutoRange()

    def _draw(self, name: str, points: Points) -> None:
        if name not in self._curves:
            self._curves[name] = self.plot.plot([], [])
            self._color(name)
        step = max(1, len(points) // MOST)
        chosen = [*points[::step], *(points[-1:] if (len(points) - 1) % step else ())]
        finite = np.array([p for p in chosen if np.isfinite(p[1])], float).reshape(-1, 2)
        self._curves[name].setData(finite[:, 0], finite[:, 1])

    def _color_of(self, name: str) -> str:
        """Return the colour of a curve: of training violet, of validation blue, then others."""
        colors = self._look.colors
        index = list(self._curves).index(name)
        return (colors.accent, colors.positive, colors.negative, colors.muted)[min(index, 3)]

    def _color(self, name: str) -> None:
        color, index = self._color_of(name), list(self._curves).index(name)
        self._curves[name].setPen(pyqtgraph.mkPen(color, width=self._look.px(2)))
        if index == 1:
            self._curves[name].setSymbol("o")
            self._curves[name].setSymbolSize(self._look.px(5))
            self._curves[name].setSymbolBrush(color)
            self._curves[name].setSymbolPen(color)

    def _text(self, value: float) -> str:
        return f"{100 * value:.1f} %" if self._is_share else f"{value:.3f}"

    def _tell(self, step: float | None) -> None:
        """Say the values at a step, or the latest ones."""
        parts = []
        for name, points in self._points.items():
            if points:
                near = points[-1] if step is None else min(points, key=lambda p: abs(p[0] - step))
                color = self._color_of(name)
                shown = f"<span style='color:{color}'>{escape(name)}</span>"
                parts.append(f"{shown} {self._text(near[1])}")
        text = " · ".join(parts)
        at = "" if step is None else _(self._told_at).format(step=round(step), values=text)
        self.told.setText(text if step is None else at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer, and see all again on a double click."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._hover(event.position())
        elif event.type() == QEvent.Type.Leave:
            self._line.hide()
            self._tell(None)
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self.see_all()
        return super().eventFilter(watched, event)

    def _hover(self, place: QPointF) -> None:
        view = self.plot.getViewBox()
        if any(self._points.values()) and view.sceneBoundingRect().contains(place):
            step = view.mapSceneToView(place).x()
            self._line.setPos(step)
            self._line.show()
            self._tell(max(step, 0.0))

    def _on_look_changed(self) -> None:
        px, colors = self._look.px, self._look.colors
        self.setMinimumHeight(px(190))
        self.latest.setFont(self._look.font(20, bold=True))
        self.plot.setBackground(colors.surface)
        self._line.setPen(pyqtgraph.mkPen(colors.line))
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(colors.line))
            axis.setTextPen(QColor(colors.muted))
            axis.setTickFont(self._look.font(11))
        self.plot.showGrid(y=True, alpha=0.15)
        for name in self._curves:
            self._color(name)
