"""One side of a layer: a map, values as bars or in a grid; a caption; and maps to choose from."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget

from cnnviz.cnn.layers import Flatten, Softmax
from cnnviz.cnn.ops import Array
from cnnviz.cnn.trace import Trace
from cnnviz.explain.answer import NO_INK
from cnnviz.explain.channel_names import channel_name, class_name, speaks_for_classes
from cnnviz.explain.layer_decimals import decimals_of, headed, value_text
from cnnviz.explain.present import before_caption
from cnnviz.language import _
from cnnviz.project.project import ForwardPass
from cnnviz.text.decimals import WHOLE
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.network.covers import Hidden
from cnnviz.views.network.output_list import BEST, best_of
from cnnviz.views.present.bars import MOST, Bars
from cnnviz.views.present.joined_maps import JoinedMaps
from cnnviz.views.present.maps import LargeMap, MapStrip
from cnnviz.views.present.texts import Caption
from cnnviz.views.present.value_row import ValueRow
from cnnviz.views.sheets.items import DIGITS
from cnnviz.views.sheets.node_maps import in_grid, map_of_value, node_map


class Side(QStackedWidget):
    """What goes into a layer, or comes out of it; its caption and strip stand below it."""

    def __init__(self, look: Look, hidden: Hidden, name: str, words: str) -> None:
        """Make an empty side.

        Args:
            look: Fonts and colours.
            hidden: Which cells are still to be found.
            name: The end of the object names of its parts.
            words: What screen readers call it.
        """
        super().__init__()
        self._columns, self._hidden = 1, hidden
        self._decimals = WHOLE  # of the numbers in cells
        self._left_out = 0  # how many values have no bar
        self.map = LargeMap(look, f"present-map-{name}", words)
        self.bars = Bars(look, f"present-bars-{name}")
        self.bars.setAccessibleName(words)
        self._bars_area = scroll_area(self.bars, f"present-bars-area-{name}")
        self.joined = JoinedMaps(look, name)
        self.row = ValueRow(look, f"present-row-{name}")
        self.row.setAccessibleName(words)
        for part in (self.map, self._bars_area, self.joined, self.row):
            self.addWidget(part)
        self.caption = Caption(look, f"present-caption-{name}")
        self.strip = MapStrip(look, hidden, f"present-strip-{name}")

    def minimumSizeHint(self) -> QSize:
        """Return the least room of what is shown; a stack asks for that of all its parts."""
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()

    def show_map(self, forward: ForwardPass, node: str, channel: int, marks: MapMarks) -> None:
        """Show one map of a node."""
        self.setCurrentWidget(self.map)
        shown = replace(node_map(forward, node, channel), hidden=self._hidden(node, channel))
        self._decimals = decimals_of(forward.trace, node)
        self.map.show_map(readable(shown), marks)

    def show_joined(
        self, forward: ForwardPass, sources: Sequence[tuple[str, int]], sign: str
    ) -> list[str]:
        """Show the maps, or the values in a row, that are joined; return what each is called.

        Args:
            forward: The values.
            sources: The node and the channel of each.
            sign: What stands between them.
        """
        trace, shown, names = forward.trace, [], []
        for node, channel in sources:
            is_map = len(trace.shapes[node]) == 3
            place = (channel, 0, 0) if is_map else (channel,)
            made = map_of_value(forward, node, place)[0]
            hidden = self._hidden(node, channel) if is_map else self._in_grid(node, made.values)
            shown.append(readable(replace(made, hidden=hidden)))
            name = before_caption(trace, node, channel if is_map else None)
            names.append(headed(name, decimals_of(trace, node)))
        self.setCurrentWidget(self.joined)
        self._decimals = WHOLE  # each name has its own
        self.joined.show_maps(shown, names, sign)
        return names

    def show_values(self, forward: ForwardPass, node: str, current: int) -> None:
        """Show values in a row: few as bars with their names, many in a grid, flattened ones thin.

        Of many classes the best have bars, unless that would tell what is to be found.
        """
        trace, hidden = forward.trace, self._hidden(node, 0)
        values = trace.values[node]
        channels = list(range(len(values)))
        if len(values) > MOST:
            if isinstance(trace.network.layers.get(node), Flatten):
                self._show_row(forward, node, current)
                return
            if hidden is not None or not speaks_for_classes(trace, node):
                self._show_grid(forward, node, current)
                return
            channels = best_of(values, BEST)
            if current >= 0 and current not in channels:
                channels.append(current)  # as it was searched for
        is_share = isinstance(trace.network.layers.get(node), Softmax)
        names = [_name(trace, node, channel) for channel in channels]
        self.setCurrentWidget(self._bars_area)
        self._decimals = WHOLE  # each bar has a number that stands alone
        self._left_out = len(values) - len(channels)
        told = None if hidden is None else ~hidden[0]
        texts = [value_text(trace, node, float(values[channel])) for channel in channels]
        note = "" if told is None or forward.has_answer else _(NO_INK)
        self.bars.show_values(
            names, values[channels], texts, told, is_share=is_share, channels=channels,
            current=current, note=note,
        )  # fmt: skip

    def show_caption(self, words: str) -> None:
        """Say what is shown, with the factor that the numbers in its cells have in common."""
        if self.currentWidget() is self._bars_area and self._left_out:
            words = _("{what}; {count} smaller ones are left out").format(
                what=words, count=count_text(self._left_out)
            )
        self.caption.setText(headed(words, self._decimals))

    def height_in(self, width: int) -> int:
        """Return the height that is of use in a width: that of square cells, or of bars."""
        if self.currentWidget() is self.map:
            return max(self.map.fitted_height(width), 1)
        if self.currentWidget() is self.joined:
            return self.joined.height_in(width)
        if self.currentWidget() is self.row:
            return self.row.sizeHint().height()
        return 16777215  # as Qt writes that there is no limit

    @property
    def map_columns(self) -> int:
        """How many columns the map or the grid has."""
        return self._columns

    def _show_row(self, forward: ForwardPass, node: str, current: int) -> None:
        trace, limit = forward.trace, forward.scales.limit(node)
        self._decimals = decimals_of(trace, node)
        values, hidden = trace.values[node][None], self._hidden(node, 0)
        shown = MapShown(values, limit, hidden=hidden, decimals=self._decimals)
        self.setCurrentWidget(self.row)
        self.row.show_row(readable(shown), current if current >= 0 else None)

    def _show_grid(self, forward: ForwardPass, node: str, current: int) -> None:
        trace, values = forward.trace, forward.trace.values[node]
        laid = in_grid(values)
        self._columns = laid.shape[1]
        shown = MapShown(
            laid,
            forward.scales.limit(node),
            reached=len(values),
            hidden=self._in_grid(node, laid),
            decimals=decimals_of(trace, node),
        )
        self._decimals = decimals_of(trace, node)
        cell = divmod(current, laid.shape[1]) if current >= 0 else None
        self.setCurrentWidget(self.map)
        self.map.show_map(readable(shown), MapMarks(current=cell))

    def _in_grid(self, node: str, laid: Array) -> NDArray[np.bool_] | None:
        return hidden_in_grid(self._hidden(node, 0), laid)


def hidden_in_grid(hidden: NDArray[np.bool_] | None, laid: Array) -> NDArray[np.bool_] | None:
    """Return which cells of values in a row, laid out as a grid, are still to be found."""
    if hidden is None:
        return None
    cells = np.zeros(laid.shape, np.bool_)
    cells.flat[: hidden.size] = hidden[0]
    return cells


def _name(trace: Trace, node: str, channel: int) -> str:
    """Return what stands beside a bar: the class that a value speaks for, else its own name."""
    if not speaks_for_classes(trace, node):
        return channel_name(trace, node, channel)
    return class_name(trace.network, channel)


def readable(shown: MapShown) -> MapShown:
    """Return a map whose numbers are left out where they could not be read from the last row."""
    return replace(shown, smallest_digits=DIGITS, largest_digits=DIGITS + 2)
