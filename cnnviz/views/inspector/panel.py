"""The panel at the right: what is selected, and everything in it that can be edited."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.explain.channel_names import is_of_classes
from cnnviz.explain.layer_facts import facts
from cnnviz.project.place import Position
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.text.numbers import unbroken
from cnnviz.views.controls.short_words import NameLabel
from cnnviz.views.inspector import words
from cnnviz.views.inspector.head import InspectorHead
from cnnviz.views.inspector.parts import InspectorParts
from cnnviz.views.look.theme import Look
from cnnviz.views.network.columns import LONGEST_OUTPUT

MARGIN = 13  # pixels at 100 %


class Inspector(QWidget):
    """Shows the selected channel, or the current node; keeps no state of the project."""

    hovered = Signal(str)  # the weight under the mouse in words; "" when it leaves

    def __init__(
        self,
        document: Document,
        cursor: Cursor,
        reveal: Reveal,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._cursor, self._reveal, self._look = document, cursor, reveal, look
        self._shown: tuple[object, ...] = ()
        self._shown_stages: tuple[object, ...] = ()
        self._is_comparing = False
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.parts = InspectorParts(document, cursor, reveal, look, self)
        self.head = InspectorHead(look, self)
        self.facts = NameLabel("inspector-facts")
        self._column = self.parts.column
        self._column.addWidget(self.head)
        self._column.addWidget(self.facts)
        self._column.addStretch()
        reveal.changed.connect(self._show)
        self._connect()
        self._on_look_changed()
        self._show()

    def _connect(self) -> None:
        self.head.turned.connect(self._on_turned)
        self.parts.hovered.connect(self.hovered)
        self.parts.compare_toggled.connect(self._on_compare_toggled)
        self._document.changed.connect(self._on_document_changed)
        self._cursor.changed.connect(self._show)
        self._look.changed.connect(self._on_look_changed)

    # What is looked at

    @property
    def channel(self) -> int:
        """The channel that is shown; the first one where none is selected."""
        return self._target()[1] or 0

    def _target(self) -> tuple[str, int | None]:
        """Return the node and the channel that are looked at."""
        selected = self._cursor.selected
        return (self._cursor.node, None) if selected is None else (selected.node, selected.channel)

    def _layer(self) -> Layer | None:
        node, _channel = self._target()
        return self._document.project.network.layers.get(node)

    def _on_turned(self, way: int) -> None:
        node, _channel = self._target()
        last = len(self._document.forward.trace.values[node]) - 1
        self._cursor.select(Position(node, min(max(self.channel + way, 0), last)))

    # What is shown

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while the panel was hidden."""
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        if self.window().isVisible() and not self.isVisible():
            return  # an open explanation has its room
        node, channel = self._target()
        layer = self._layer()
        opened = self._document.project.original.layers.get(node)
        shape = self._document.forward.trace.shapes[node]  # some networks take any
        now = (node, channel, layer, opened, shape, self._cursor.place.slice)  # layers by identity
        if now != self._shown:
            self._shown = now
            self.facts.setVisible(not isinstance(layer, Conv2d | Linear))
            self.parts.show_editor(layer, node, self.channel)
            self._show_head()
        if not self.facts.isHidden():
            is_hidden = self._reveal.is_hiding
            told = facts(self._document.forward, node, channel, is_hidden=is_hidden)
            self.facts.setText(unbroken("\n\n".join(told)))
        if channel is not None or self.parts.short.made is not None:
            self.parts.short().refresh()
        self._show_comparison()
        self._show_stages()
        self._show_best()

    def _show_head(self) -> None:
        trace, (node, channel) = self._document.forward.trace, self._target()
        title = words.title(trace, node, channel)
        self.head.show_channel(title, self._subtitle(), self.channel, len(trace.values[node]))

    def _subtitle(self) -> str:
        layer = self._layer()
        if isinstance(layer, Conv2d):
            return words.weights_line(layer, self.parts.kernel().slices.edited)
        if isinstance(layer, Linear):
            return words.weights_line(layer, self.parts.unit().slices.edited)
        return words.size_line(self._document.forward.trace, self._target()[0])

    def _show_stages(self) -> None:
        """Show the stages of the filter that the Filter page shows; none beside another page."""
        cursor = self._cursor
        stages = cursor.stages if cursor.page == "filter" else None
        if stages is None and self.parts.stages.made is None:
            return
        editor, there = self.parts.stages(), cursor.stages
        editor.setVisible(stages is not None)
        editor.setEnabled(there is not None)
        now = (self._document.project.network, there, cursor.channel, cursor.place.slice)
        if there is not None and now != self._shown_stages:  # a hidden one shows nothing stale
            self._shown_stages = now
            editor.show_stages(there, cursor.channel, cursor.place.slice)

    def _show_best(self) -> None:
        """Show the best of more classes than the Network page lists, beside it."""
        trace = self._document.forward.trace
        output = trace.network.output
        is_many = is_of_classes(trace, output) and len(trace.values[output]) > LONGEST_OUTPUT
        is_shown = is_many and self._cursor.page == "network"
        if not is_shown and self.parts.best.made is None:
            return
        best = self.parts.best()
        best.setVisible(is_shown)
        if is_shown:
            best.refresh()

    # Comparison

    def _show_comparison(self) -> None:
        layer = self._layer()
        is_shown = self._is_comparing and isinstance(layer, Conv2d | Linear)
        if is_shown or self.parts.compare.made is not None:
            self.parts.compare().setVisible(is_shown)
        if is_shown:
            editor = self.parts.kernel() if isinstance(layer, Conv2d) else self.parts.unit()
            node, _channel = self._target()
            self.parts.compare().show_channel(node, self.channel, editor.slice)

    def compare(self) -> None:
        """Show what is selected as it was opened, beside how it is now."""
        self._on_compare_toggled(True)

    def _on_compare_toggled(self, is_comparing: bool) -> None:
        self._is_comparing = is_comparing
        self.parts.set_comparing(is_comparing)
        self._show_comparison()

    def _on_look_changed(self) -> None:
        margin = self._look.px(MARGIN)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(self._look.px(8))
