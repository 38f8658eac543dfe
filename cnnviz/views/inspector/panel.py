"""The panel at the right: what is selected, and everything in it that can be edited."""

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from cnnviz.cnn.layer_base import Layer, shape_text
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Linear
from cnnviz.explain.layer_facts import facts
from cnnviz.explain.steps import channel_name, size_text, step_title
from cnnviz.project.place import Position
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.text.numbers import count_text
from cnnviz.views.look.icons import icon
from cnnviz.views.look.theme import Look

if TYPE_CHECKING:  # the editors are imported when they are made
    from cnnviz.project.filter_stages import Stages
    from cnnviz.views.inspector.compare_view import CompareView
    from cnnviz.views.inspector.kernel_editor import KernelEditor
    from cnnviz.views.inspector.norm_editor import NormEditor
    from cnnviz.views.inspector.short_explanation import ShortExplanation
    from cnnviz.views.inspector.stages_editor import StagesEditor
    from cnnviz.views.inspector.unit_editor import UnitEditor

MARGIN = 13  # pixels at 100 %
_EDITORS = {Conv2d: "kernel", Linear: "unit", BatchNorm2d: "norm"}
_Editor = TypeVar("_Editor", "KernelEditor", "UnitEditor")
_Part = TypeVar("_Part", bound=QWidget)


class Inspector(QWidget):
    """Shows the selected channel, or the current step; keeps no state of the project."""

    hovered = Signal(str)  # the weight under the mouse in words; "" when it leaves

    def __init__(
        self, document: Document, cursor: Cursor, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._cursor, self._look = document, cursor, look
        self._shown: tuple[object, ...] = ()
        self._is_comparing = False
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QLabel(self)
        self.title.setObjectName("inspector-title")
        self.title.setProperty("role", "heading")
        self.title.setWordWrap(True)
        self.subtitle = QLabel(self)
        self.subtitle.setObjectName("inspector-subtitle")
        self.subtitle.setProperty("role", "muted")
        self.subtitle.setWordWrap(True)
        self.previous = self._turn_button("inspector-previous", "Previous channel")
        self.next = self._turn_button("inspector-next", "Next channel")
        self.facts = QLabel(self)
        self.facts.setObjectName("inspector-facts")
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self._arrange()
        self._connect()
        self._on_look_changed()
        self._show()

    def _turn_button(self, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(title)
        button.setProperty("role", "tool")
        return button

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.title, stretch=1)
        head.addWidget(self.previous)
        head.addWidget(self.next)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.subtitle)
        self._column.addWidget(self.facts)
        self._column.addStretch()

    def _connect(self) -> None:
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)
        self._document.changed.connect(self._on_document_changed)
        self._cursor.changed.connect(self._show)
        self._look.changed.connect(self._on_look_changed)

    # The editors; each is made when it is first needed, so that the window starts sooner

    @cached_property
    def kernel(self) -> "KernelEditor":
        """The editor of a filter."""
        from cnnviz.views.inspector.kernel_editor import KernelEditor

        return self._joined(KernelEditor(self._document, self._look, self))

    @cached_property
    def unit(self) -> "UnitEditor":
        """The editor of a fully connected unit."""
        from cnnviz.views.inspector.unit_editor import UnitEditor

        return self._joined(UnitEditor(self._document, self._look, self))

    @cached_property
    def norm(self) -> "NormEditor":
        """The editor of a batch norm."""
        from cnnviz.views.inspector.norm_editor import NormEditor

        return self._added(NormEditor(self._document, self._look, self), 2)

    @cached_property
    def compare(self) -> "CompareView":
        """A channel as it was opened, beside what it is now."""
        from cnnviz.views.inspector.compare_view import CompareView

        return self._added(CompareView(self._document, self._look, self), -1)

    @cached_property
    def short(self) -> "ShortExplanation":
        """Where the selected value comes from, in a few lines."""
        from cnnviz.views.inspector.short_explanation import ShortExplanation

        made = ShortExplanation(self._document, self._cursor, self._look, self)
        return self._added(made, -1)

    @cached_property
    def stages(self) -> "StagesEditor":
        """What follows the filter that the Filter page shows."""
        from cnnviz.views.inspector.stages_editor import StagesEditor

        return self._added(StagesEditor(self._document, self._look, self), -1)

    def show_stages(self, shown: "tuple[Stages, int, int] | None") -> None:
        """Show the stages of a filter and one of its slices, or none of that."""
        if shown is not None or "stages" in vars(self):
            self.stages.setVisible(shown is not None)
        if shown is not None:
            self.stages.show_stages(*shown)

    def _joined(self, editor: _Editor) -> _Editor:
        editor.reset_row.compare.setChecked(self._is_comparing)
        editor.slice_chosen.connect(self._show_comparison)
        editor.compare_toggled.connect(self._on_compare_toggled)
        editor.slices.hovered.connect(self.hovered)
        return self._added(editor, 2)

    def _added(self, part: _Part, index: int) -> _Part:
        """Put a part into the column; a negative index counts from the end, before the stretch."""
        part.hide()
        self._column.insertWidget(index if index >= 0 else self._column.count() + index, part)
        return part

    # What is shown

    @property
    def channel(self) -> int:
        """The channel that is shown; the first one where none is selected."""
        return self._target()[1] or 0

    def _target(self) -> tuple[int, int | None]:
        """Return the step and the channel that are looked at."""
        selected = self._cursor.selected
        return (self._cursor.step, None) if selected is None else (selected.step, selected.channel)

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while the panel was hidden."""
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        if self.window().isVisible() and not self.isVisible():
            return  # an open explanation has its room
        step, channel = self._target()
        project = self._document.project
        layer = project.network.layers[step - 1] if step else None
        opened = project.original.layers[step - 1] if step else None
        now = (step, channel, layer, opened)  # layers compare by identity
        if now != self._shown:
            self._shown = now
            self._show_editor(layer)
            self._show_head(layer)
        if not self.facts.isHidden():
            self.facts.setText("\n\n".join(facts(self._document.forward, step, channel)))
        if channel is not None or "short" in vars(self):
            self.short.refresh()
        self._show_comparison()

    def _show_editor(self, layer: Layer | None) -> None:
        index = self._target()[0] - 1
        for kind, name in _EDITORS.items():
            if isinstance(layer, kind):
                getattr(self, name).show()
            elif name in vars(self):
                getattr(self, name).hide()
        self.facts.setVisible(not isinstance(layer, Conv2d | Linear))
        if isinstance(layer, Conv2d):
            self.kernel.show_filter(index, self.channel)
        elif isinstance(layer, Linear):
            self.unit.show_unit(index, self.channel)
        elif isinstance(layer, BatchNorm2d):
            self.norm.show_channel(index, self.channel)

    def _show_head(self, layer: Layer | None) -> None:
        step, channel = self._target()
        trace = self._document.forward.trace
        title = step_title(trace, step)
        has_editor = isinstance(layer, Conv2d | Linear | BatchNorm2d)
        if has_editor or channel is not None:
            title = f"{title} · {channel_name(trace, step, self.channel)}"
        self.title.setText(title)
        self.subtitle.setText(self._subtitle(layer))
        count = len(trace.values[step])
        for button, is_end in (
            (self.previous, self.channel == 0),
            (self.next, self.channel == count - 1),
        ):
            button.setVisible(count > 1)
            button.setEnabled(not is_end)
            button.setToolTip(button.accessibleName() if not is_end else "There is no further one")

    def _subtitle(self, layer: Layer | None) -> str:
        if isinstance(layer, Conv2d):
            size = shape_text(layer.kernel_size)
            has_one = layer.weight.shape[1] == 1
            what = f"One {size} kernel" if has_one else f"One {size} slice per input map"
            return f"{what}. {_edited(self.kernel.slices.edited)}"
        if isinstance(layer, Linear):
            inputs = count_text(layer.weight.shape[1])
            return f"One weight for each of the {inputs} inputs. {_edited(self.unit.slices.edited)}"
        shape = self._document.forward.trace.values[self._target()[0]].shape
        return size_text(shape)

    # Comparison

    def _show_comparison(self) -> None:
        step, _ = self._target()
        layer = self._document.project.network.layers[step - 1] if step else None
        is_shown = self._is_comparing and isinstance(layer, Conv2d | Linear)
        if is_shown or "compare" in vars(self):
            self.compare.setVisible(is_shown)
        if is_shown:
            place = self.kernel.slice if isinstance(layer, Conv2d) else self.unit.slice
            self.compare.show_channel(step, self.channel, place)

    def _on_compare_toggled(self, is_comparing: bool) -> None:
        self._is_comparing = is_comparing
        made = [getattr(self, name) for name in ("kernel", "unit") if name in vars(self)]
        for editor in made:
            with QSignalBlocker(editor.reset_row.compare):
                editor.reset_row.compare.setChecked(is_comparing)
        self._show_comparison()

    # The channel before and after

    def _on_previous(self) -> None:
        self._cursor.select(Position(self._target()[0], max(self.channel - 1, 0)))

    def _on_next(self) -> None:
        step, _ = self._target()
        last = len(self._document.forward.trace.values[step]) - 1
        self._cursor.select(Position(step, min(self.channel + 1, last)))

    def _on_look_changed(self) -> None:
        colors, margin, side = self._look.colors, self._look.px(MARGIN), self._look.px(14)
        self.previous.setIcon(icon("back", colors.text, colors.pale))
        self.next.setIcon(icon("forward", colors.text, colors.pale))
        for button in (self.previous, self.next):
            button.setIconSize(QSize(side, side))
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(self._look.px(8))


def _edited(count: int) -> str:
    return f"{count} edited" if count else "None edited"
