"""A plot of training and validation over the steps, to be zoomed and hovered."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnviz.language import N_, _
from cnnviz.text.numbers import significant_text
from cnnviz.views.controls.card import Card, heading
from cnnviz.views.controls.wheel_guard import WheelGuard
from cnnviz.views.look.theme import Look
from cnnviz.views.train.curve_values import (
    Curve,
    Points,
    finite,
    height_without_outliers,
    smoothed,
)
from cnnviz.views.train.value_axis import ValueAxis

STEP = N_("step {step}: {values}")
EPOCH = N_("epoch {step}: {values}")


class Mark(NamedTuple):
    """A place of the way, such as where a setting was changed."""

    x: float
    text: str


class CurvePlot(Card):
    """Curves over the steps of a run, its latest value in large digits, all values on hovering."""

    def __init__(
        self,
        look: Look,
        name: str,
        title: str,
        *,
        is_share: bool,
        told_at: str = STEP,
        height: int = 120,
    ) -> None:
        """Make an empty plot.

        Args:
            look: Fonts and colours.
            name: Its object name.
            title: What is plotted.
            is_share: Whether values are shares of 1, written in percent.
            told_at: What is told of a place, marked for translation, with its {step} and {values}.
            height: The least of the plot itself, in pixels at 100 %.
        """
        super().__init__(look, name, gap=4)
        self._is_share, self.told_at, self._height = is_share, told_at, height
        self._is_logarithmic = self._is_smooth = False
        self.setAccessibleName(title)
        self.title = heading(title)
        self._make_texts(name)
        self.tools = QHBoxLayout()  # how it is drawn is chosen here
        self._curves: dict[str, pyqtgraph.PlotDataItem] = {}
        self._means: dict[str, pyqtgraph.PlotDataItem] = {}  # of the curves that are averaged
        self._points: dict[str, Points] = {}
        self._marks: list[pyqtgraph.InfiniteLine] = []
        self._marked: tuple[Mark, ...] = ()
        self._best: tuple[str, float] | None = None
        self.rests_at: float | None = None  # the place that is told of; None: the last
        self.has_whole_axis = False  # from 0 to 1: plots are compared with each other
        self._is_zoomed = False  # by the user
        self._highest: float | None = None  # the value that is not in sight, if one is not
        self._make_plot(name)
        self._arrange()
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_texts(self, name: str) -> None:
        self.told = QLabel()  # the curves' names and values, also of the step under the pointer
        self.told.setProperty("role", "muted")
        self.told.setObjectName(f"{name}-told")
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.told.setTextFormat(Qt.TextFormat.RichText)
        self.told.setProperty("markup", True)
        self.told.setWordWrap(True)
        self.latest = QLabel()
        self.latest.setObjectName(f"{name}-latest")
        self.latest_of = QLabel()  # which curve that is of, where there are several
        self.latest_of.setProperty("role", "muted")
        self.latest_of.setObjectName(f"{name}-latest-of")

    def _make_plot(self, name: str) -> None:
        pyqtgraph.setConfigOptions(antialias=True)
        axes = {"left": ValueAxis(is_share=self._is_share)}
        self.plot = pyqtgraph.PlotWidget(enableMenu=False, axisItems=axes)
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
        self._ring = pyqtgraph.ScatterPlotItem(symbol="o", brush=None)  # round the best value
        self.plot.addItem(self._ring, ignoreBounds=True)
        self.plot.getViewBox().sigRangeChangedManually.connect(self._on_zoomed)
        self.plot.viewport().installEventFilter(self)
        WheelGuard(self.plot, self.plot.viewport(), zooms=True)
        self.plot.viewport().setMouseTracking(True)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, stretch=1)
        head.addLayout(self.tools)
        head.addSpacing(8)
        head.addWidget(self.latest_of)
        head.addWidget(self.latest)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addLayout(head)
        texts.addWidget(self.told)
        self.column.addLayout(texts)
        self.column.addWidget(self.plot, stretch=1)

    # What is shown

    def show_curves(
        self,
        curves: Mapping[str, Points],
        headline: str,
        *,
        marks: Sequence[Mark] = (),
        best: tuple[str, float] | None = None,
    ) -> None:
        """Show curves by name.

        Args:
            curves: Their points; the first one is of single batches and can be averaged.
            headline: The name of the one whose latest value stands large.
            marks: Places that are marked with a line.
            best: The name of a curve and the place of its best value, which gets a ring.
        """
        for name in self._curves.keys() - curves.keys():
            self.plot.removeItem(self._curves.pop(name))
        has_news = bool(self._points.keys() - curves.keys())
        for name, points in curves.items():
            if self._points.get(name) != (now := tuple(points)):
                self._points[name], has_news = now, True
                self._draw(name)
        self._points = {name: self._points[name] for name in curves}
        points = self._points.get(headline, ())
        self.latest.setText(self._text(points[-1][1]) if points else "")
        self.latest_of.setText(headline if points and len(curves) > 1 else "")
        self._best = best
        self._show_best()
        self._show_marks(tuple(marks))
        if has_news:
            self._fit()
        self._tell(None)

    def draw_so(self, *, is_logarithmic: bool, is_smooth: bool, bottom: str) -> None:
        """Draw curves in another way.

        Args:
            is_logarithmic: Whether the axis of values is; what is not above 0 is left out.
            is_smooth: Whether the first curve is averaged, with its own values pale behind it.
            bottom: What stands below the axis of places.
        """
        self.plot.setLabel("bottom", bottom)
        if (is_logarithmic, is_smooth) != (self._is_logarithmic, self._is_smooth):
            self._is_logarithmic, self._is_smooth = is_logarithmic, is_smooth
            self.plot.setLogMode(y=is_logarithmic)
            for name in self._curves:
                self._draw(name)
            self._show_best()
            self.see_all()
            self._tell(None)

    def see_all(self) -> None:
        """Show the whole curves, now and as they grow."""
        self._is_zoomed = False
        self._fit()

    def _on_zoomed(self, *axes: object) -> None:
        self._is_zoomed = True

    def _fit(self) -> None:
        """Let the axes show all, but a spike that would press everything else together."""
        has_any = any(self._points.values())
        for side in ("left", "bottom"):  # numbers beside no curve would be invented
            self.plot.getAxis(side).setStyle(showValues=has_any)
        drawn = [curve for points in self._points.values() if len(curve := finite(points))]
        height = None if self._is_logarithmic else height_without_outliers(drawn)
        self._highest = None if height is None else max(float(c[:, 1].max()) for c in drawn)
        if self._is_zoomed:
            return
        self.plot.enableAutoRange()
        if self.has_whole_axis:
            self.plot.setYRange(0, 1, padding=0.045)  # with room for the words beside 1
        elif height is not None:
            lowest = min(0.0, *(float(curve[:, 1].min()) for curve in drawn))
            self.plot.setYRange(lowest, height)

    def _draw(self, name: str) -> None:
        if name not in self._curves:
            self._curves[name] = self.plot.plot([], [])
        curve = finite(self._points[name])
        if self._is_logarithmic:
            curve = curve[curve[:, 1] > 0]
        self._curves[name].setData(curve[:, 0], curve[:, 1])
        if name == next(iter(self._curves)):
            self._draw_mean(name, smoothed(curve) if self._is_smooth else curve[:0])
        self._color(name)

    def _draw_mean(self, name: str, curve: Curve) -> None:
        if name not in self._means:
            for before in self._means.values():
                self.plot.removeItem(before)
            self._means = {name: self.plot.plot([], [])}
        mean = self._means[name]
        mean.setData(curve[:, 0], curve[:, 1])
        mean.setPen(pyqtgraph.mkPen(self._color_of(name), width=self._look.px(2)))

    def _show_best(self) -> None:
        name, x = self._best or ("", 0.0)
        near = [value for place, value in self._points.get(name, ()) if place == x]
        if not near or (self._is_logarithmic and near[0] <= 0):
            self._ring.setData([], [])
            return
        value = np.log10(near[0]) if self._is_logarithmic else near[0]
        pen = pyqtgraph.mkPen(self._look.colors.text, width=self._look.px(1.5))
        self._ring.setData([x], [value], size=self._look.px(13), pen=pen)

    def _show_marks(self, marks: tuple[Mark, ...]) -> None:
        if marks == self._marked:
            return
        for line in self._marks:
            self.plot.removeItem(line)
        self._marked, self._marks = marks, []
        for mark in marks:
            pen = pyqtgraph.mkPen(self._look.colors.muted, style=Qt.PenStyle.DashLine)
            options = {"position": 0.9, "color": self._look.colors.muted, "movable": False}
            line = pyqtgraph.InfiniteLine(
                mark.x, angle=90, pen=pen, label=mark.text, labelOpts=options
            )
            self.plot.addItem(line, ignoreBounds=True)
            self._marks.append(line)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The places that are marked."""
        return self._marked

    def add_below(self, part: QWidget) -> None:
        """Put something below the plot."""
        self.column.addWidget(part)

    def grow(self) -> None:
        """Be as high as the words need that stand round the plot, which is never cut."""
        least = self.column.minimumSize().height()
        height = max(least, self.column.minimumHeightForWidth(self.width()))
        if height != self.minimumHeight():
            self.setMinimumHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words may take more lines now."""
        super().resizeEvent(event)
        self.grow()

    def _color_of(self, name: str) -> str:
        """Return the colour of a curve: of training violet, of validation blue, then others."""
        colors = self._look.colors
        index = list(self._curves).index(name)
        return (colors.accent, colors.positive, colors.negative, colors.muted)[min(index, 3)]

    def _color(self, name: str) -> None:
        index = list(self._curves).index(name)
        color = QColor(self._color_of(name))
        if index == 0 and self._is_smooth:
            color.setAlphaF(0.3)
        self._curves[name].setPen(pyqtgraph.mkPen(color, width=self._look.px(2)))
        if index == 1:
            self._curves[name].setSymbol("o")
            self._curves[name].setSymbolSize(self._look.px(5))
            self._curves[name].setSymbolBrush(color)
            self._curves[name].setSymbolPen(color)

    # What is told

    def _text(self, value: float) -> str:
        if self._is_share:
            return f"{100 * value:.1f} %"
        return (
            f"{value:.3f}"
            if 0.01 <= abs(value) < 1000 or value == 0
            else significant_text(value, 2)
        )

    def _tell(self, x: float | None) -> None:
        """Say the values at a place; without one at that where it rests, or the latest ones."""
        is_pointed = x is not None
        x = x if is_pointed else self.rests_at
        parts = []
        for name, points in self._points.items():
            if points:
                near = points[-1] if x is None else min(points, key=lambda p: abs(p[0] - x))
                color = self._color_of(name)
                shown = f"<span style='color:{color}'>{escape(name)}</span>"
                parts.append(f"{shown} {self._text(near[1])}{self._best_text(name, x)}")
        text = " · ".join(parts)
        if x is not None:
            place = f"{x:.1f}" if self.told_at == EPOCH else str(round(x))
            text = _(self.told_at).format(step=place, values=text)
        elif self._highest is not None:
            cut = _("cut: up to {value}; the logarithmic axis shows all")
            text = f"{text} · {cut.format(value=self._text(self._highest))}"
        self.told.setText(text)
        if not is_pointed:  # nothing moves under the pointer
            self.grow()

    def _best_text(self, name: str, x: float | None) -> str:
        """Return the best value of a curve, to stand behind its last one."""
        if x is not None or self._best is None or name != self._best[0]:
            return ""
        near = [value for place, value in self._points[name] if place == self._best[1]]
        text = _("(last), {value} in the best epoch\N{NO-BREAK SPACE}○")
        return " " + text.format(value=self._text(near[0])) if near else ""

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
        self.tools.setSpacing(px(6))
        self.plot.setMinimumHeight(px(self._height))
        self.latest.setFont(self._look.font(20, bold=True))
        self.plot.setBackground(colors.surface)
        self._line.setPen(pyqtgraph.mkPen(colors.line))
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(colors.line))
            axis.setTextPen(QColor(colors.muted))
            axis.setTickFont(self._look.font(11))
            axis.label.setFont(self._look.font(11))
            axis.labelStyle = {"color": colors.muted}
            axis.setStyle(showValues=any(self._points.values()))
        self.plot.showGrid(y=True, alpha=0.15)
        for name in self._curves:
            self._draw(name)
        marks, self._marked = self._marked, ()
        self._show_marks(marks)
        self._show_best()
        self._tell(None)
