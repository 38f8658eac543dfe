"""The best classes of very many, and a field that finds any of them by its name."""

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.layers import LogSoftmax, Softmax
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.ops import softmax
from cnnviz.explain.answer import no_ink_sentence
from cnnviz.explain.channel_names import class_name
from cnnviz.explain.layer_decimals import value_text
from cnnviz.language import _, ngettext
from cnnviz.project.place import Position
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.text.numbers import count_text, percent_text
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.inspector.class_rows import ClassRow, ClassRows
from cnnviz.views.look.theme import Look
from cnnviz.views.network.output_list import bar_lengths, best_of

BEST = 5


class BestClasses(Panel):
    """Five classes with their values, sorted; while a name is typed, the best that have it."""

    def __init__(
        self, document: Document, cursor: Cursor, reveal: Reveal, look: Look, parent: QWidget
    ) -> None:
        super().__init__(look, parent=parent)
        self._document, self._cursor, self._reveal = document, cursor, reveal
        self.setObjectName("best-classes")
        self.title = label("best-classes-title", "heading")
        self.note = label("best-classes-note", "muted")
        self.rows = ClassRows(look)
        self.field = _ClassField()
        for part in (self.title, self.note, self.rows, self.field):
            self.column.addWidget(part)
        self.field.textChanged.connect(self.refresh)
        self.field.returnPressed.connect(self._on_entered)
        self.field.left_down.connect(self.rows.setFocus)
        self.rows.chosen.connect(self._on_chosen)

    def refresh(self) -> None:
        """Show the values as they are now."""
        trace = self._document.forward.trace
        values = trace.values[trace.network.output]
        words, why_not = self.field.text().casefold().split(), self._why_not_told()
        found = [k for k in range(len(values)) if self._has(k, words)] if words else None
        self._say(len(values), found, why_not)
        shown = [*range(len(values))] if found is None else found
        if not why_not:
            shown = [shown[k] for k in best_of(values[shown], BEST)]
        elif found is None:
            shown = []  # the first by their number would look like the best
        rows = [self._row(k, is_told=not why_not) for k in shown[:BEST]]
        self.rows.show_rows(rows, self.title.text())
        self.rows.setVisible(bool(rows))

    def _say(self, count: int, found: list[int] | None, why_not: str) -> None:
        """Say what the rows are, and why nothing is told."""
        title = _("{count} classes") if why_not else _("Best five of {count} classes")
        self.title.setText(title.format(count=count_text(count)))
        notes = [why_not] if why_not else []
        if not why_not and self._has_scores():
            notes = [_("Scores, and their shares by softmax.")]
        if found is not None:
            text = ngettext("{count} class found.", "{count} classes found.", len(found))
            text = text if found else _("No class is called so.")
            notes.insert(0, text.format(count=count_text(len(found))))
        self.note.setText(" ".join(notes))
        self.note.setVisible(bool(notes))

    def _has_scores(self) -> bool:
        """Return whether the network ends before a softmax: its classes have scores, not shares."""
        network = self._document.project.network
        layer = network.layers[network.output]
        return not isinstance(layer, Softmax | LogSoftmax | Activation)

    def _has(self, channel: int, words: list[str]) -> bool:
        """Return whether the name of a class has all words; a number is found, too."""
        name = class_name(self._document.project.network, channel).casefold()
        return all(word in name for word in words) or words == [str(channel + 1)]

    def _why_not_told(self) -> str:
        """Return why no value is told; "" where they are."""
        output, cursor = self._document.project.network.output, self._cursor
        if self._reveal.is_awaited(output):
            return _("The values are being computed.")
        if self._reveal.is_hiding:
            return _("The values are hidden.")
        if not self._reveal.has_answer:
            return no_ink_sentence()
        if self._reveal.hidden_cells(output, 0) is not None:
            return _("The values are hidden.")
        if cursor.node != output or output == INPUT:
            return _("The classes come with the last step.")
        return ""

    def _row(self, channel: int, *, is_told: bool) -> ClassRow:
        trace = self._document.forward.trace
        node, name = trace.network.output, class_name(trace.network, channel)
        if not is_told:
            return ClassRow(channel, name, "", 0.0)
        value = value_text(trace, node, float(trace.values[node][channel]))
        if not np.isfinite(trace.values[node]).all():
            return ClassRow(channel, name, value, 0.0)
        layer, values = trace.network.layers[node], trace.values[node]
        if isinstance(layer, Softmax | Activation):  # what it gives are shares, or none can be told
            told = np.ones(len(values), np.bool_)
            return ClassRow(channel, name, value, bar_lengths(layer, values, told)[channel])
        share = float(softmax(values)[channel])  # of a logarithm of shares that is the share again
        both = _("{value} · {share}").format(value=value, share=percent_text(share, is_listed=True))
        return ClassRow(channel, name, both, share)

    def _on_entered(self) -> None:
        if self.rows.rows:
            self._on_chosen(self.rows.rows[0].channel)

    def _on_chosen(self, channel: int) -> None:
        self._cursor.select(Position(self._document.project.network.output, channel))


class _ClassField(QLineEdit):
    """Where a name is typed; Esc empties it first, the arrow down goes to what was found."""

    left_down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("find-class")
        self.setPlaceholderText(_("Find a class…"))
        self.setAccessibleName(_("Find a class"))
        self.setToolTip(_("Type a part of a name; Enter looks at the first class that has it"))

    def event(self, event: QEvent) -> bool:
        """Keep Esc while there is something to take back."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride and bool(self.text())
        if is_asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field, or leave it for the rows."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)
