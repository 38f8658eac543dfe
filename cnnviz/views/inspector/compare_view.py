"""Compare A/B: kernel, map and probabilities as opened, beside those now."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.cnn.trace import Trace
from cnnviz.explain.layer_decimals import decimals_of, decimals_of_parameter, headed, value_text
from cnnviz.language import _
from cnnviz.project.comparison import Shares, kernels, largest_shares, original_trace
from cnnviz.project.place import Position
from cnnviz.project.project import ForwardPass
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.maps.view import MapView

CLASSES = 3
LARGEST_MAP = 130  # side of a map in pixels at 100 %


class CompareView(QWidget):
    """Shows a filter or unit as it was opened beside what it is now; follows every edit."""

    def __init__(
        self, document: Document, reveal: Reveal, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._reveal, self._look = document, reveal, look
        self._original: Trace | None = None
        self.setObjectName("compare")
        self.grids = tuple(
            CellGrid(look, name, self, read_only=True)
            for name in (_("Kernel as opened"), _("Kernel now"))
        )
        self.maps = tuple(
            MapView(look, name, parent=self) for name in (_("Map as opened"), _("Map now"))
        )
        self.value = self._label("muted")
        self.shares = [tuple(self._label() for _column in range(3)) for _row in range(CLASSES)]
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._arrange()
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_channel(self, node: str, channel: int, place: int) -> None:
        """Compare one slice of a filter or unit, its map or value, and the classes."""
        forward = self._document.forward
        self._original = original_trace(forward, self._original)
        pair = kernels(forward, node, channel, place)
        limit = max(largest(each) for each in pair)
        of_weights = decimals_of_parameter(forward.trace.network.layers[node], "weight")
        for grid, weights in zip(self.grids, pair, strict=True):
            grid.show_values(
                weights, limit, texts=of_weights.texts(weights), factor=of_weights.factor
            )
        for label, when in zip(self.halves, (_("A: as opened"), _("B: now")), strict=True):
            label.setText(headed(when, of_weights))
        at = Position(node, channel)
        self._show_maps(
            forward.trace,
            at,
            self._original.values[node][channel],
            forward.trace.values[node][channel],
        )
        shares = largest_shares(self._original, forward.trace, CLASSES)
        reveal, output = self._reveal, forward.trace.network.output
        if reveal.is_hiding or reveal.is_awaited(output) or not reveal.has_answer:
            shares = shares[:0]  # which are the largest tells much of what is hidden
        for row, labels in enumerate(self.shares):
            texts = _texts(forward, shares[row]) if row < len(shares) else ("", "", "")
            for label, text in zip(labels, texts, strict=True):
                label.setText(text)
                label.setVisible(row < len(shares))

    def _show_maps(self, trace: Trace, at: Position, before: Array, now: Array) -> None:
        is_map = before.ndim == now.ndim == 2
        for view in self.maps:
            view.setVisible(is_map)
        # The full colour of a map is its largest value.
        is_unknown = self._reveal.is_hiding or self._reveal.is_awaited(at.node)
        self.value.setHidden(is_unknown if is_map else self._reveal.hides(at))
        if not is_map:
            old, new = (value_text(trace, at.node, float(each)) for each in (before, now))
            self.value.setText(_("Its value: {before} → {now}").format(before=old, now=new))
            return
        limit, decimals = max(largest(before), largest(now)), decimals_of(trace, at.node)
        hidden = self._reveal.hidden_cells(at.node, at.channel)
        for view, values in zip(self.maps, (before, now), strict=True):
            view.set_largest_cell(max(1, LARGEST_MAP // max(values.shape)))
            view.show_map(MapShown(values, limit, hidden=hidden, decimals=decimals), MapMarks())
        text = _("Both maps: full colour at ±{limit}")
        self.value.setText(text.format(limit=decimals.full(limit)))

    def _arrange(self) -> None:
        heading = self._label("heading")
        heading.setText(_("As opened, and now"))
        self._layout.addWidget(heading, 0, 0, 1, 6)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.halves = tuple(self._label("muted") for _half in range(2))
        for half, label in enumerate(self.halves):
            label.setAlignment(middle)
            self._layout.addWidget(label, 1, 3 * half, 1, 3)
            self._layout.addWidget(self.grids[half], 2, 3 * half, 1, 3)
            self._layout.addWidget(self.maps[half], 3, 3 * half, 1, 3)
        self._layout.addWidget(self.value, 4, 0, 1, 6)
        for row, labels in enumerate(self.shares):
            for column, label in enumerate(labels):
                self._layout.addWidget(label, 5 + row, 2 * column, 1, 2)
                if column:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
        for column in range(6):
            self._layout.setColumnStretch(column, 1)

    def _label(self, role: str = "") -> QLabel:
        label = QLabel(self)
        label.setProperty("role", role)
        return label

    def _on_look_changed(self) -> None:
        self._layout.setSpacing(self._look.px(6))


def _texts(forward: ForwardPass, shares: Shares) -> tuple[str, str, str]:
    network = forward.trace.network
    before, now = (
        value_text(forward.trace, network.output, value) for value in (shares.before, shares.now)
    )
    return _("“{name}”").format(name=shares.name), before, _("→ {value}").format(value=now)
