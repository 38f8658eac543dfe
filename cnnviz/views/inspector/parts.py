"""The parts of the inspector below its head; each is made when it is first needed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnviz.cnn.activation_layers import PReLU
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Linear
from cnnviz.cnn.norm_layers import MeasuredNorm
from cnnviz.cnn.scale_layers import Scale
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.look.theme import Look

if TYPE_CHECKING:  # imported when they are made, so that the window starts sooner
    from cnnviz.views.inspector.best_classes import BestClasses
    from cnnviz.views.inspector.compare_view import CompareView
    from cnnviz.views.inspector.kernel_editor import KernelEditor
    from cnnviz.views.inspector.numbers_editor import NumbersEditor
    from cnnviz.views.inspector.short_explanation import ShortExplanation
    from cnnviz.views.inspector.stages_editor import StagesEditor
    from cnnviz.views.inspector.unit_editor import UnitEditor

_Weights = TypeVar("_Weights", "KernelEditor", "UnitEditor")
_Part = TypeVar("_Part", bound=QWidget)
_BELOW_HEAD, _LAST = 1, -1  # places in the column; the stretch at its end stays the last


class ChannelEditor(Protocol):
    """What the editors of all kinds of layers have in common."""

    def show_channel(self, node: str, channel: int) -> None:
        """Show one channel of a layer. Emits no edit."""

    def setVisible(self, visible: bool) -> None:
        """Show or hide the editor."""


class InspectorParts(QObject):
    """Makes the editors and what stands below them, and puts them into the inspector's column."""

    hovered = Signal(str)  # the weight under the mouse in words; "" when it leaves
    compare_toggled = Signal(bool)

    def __init__(
        self,
        document: Document,
        cursor: Cursor,
        reveal: Reveal,
        look: Look,
        inspector: QWidget,
    ) -> None:
        """Make an empty column; it is filled below the first thing that stands in it."""
        super().__init__(inspector)
        self._document, self._cursor, self._reveal, self._look = document, cursor, reveal, look
        self._is_comparing = False
        self.column = QVBoxLayout(inspector)
        self.kernel = FirstUse(self._make_kernel)  # the editor of a filter
        self.unit = FirstUse(self._make_unit)  # of a fully connected unit
        self.numbers = FirstUse(self._make_numbers)  # of a channel of a norm, a scale, a slope
        self.stages = FirstUse(self._make_stages)  # of what follows the filter of the Filter page
        self.compare = FirstUse(self._make_compare)  # a channel as opened, beside now
        self.short = FirstUse(self._make_short)  # where the selected value comes from
        self.best = FirstUse(self._make_best)  # the best of very many classes
        self._editors: Mapping[type[Layer], FirstUse[ChannelEditor]] = {
            Conv2d: self.kernel,
            Linear: self.unit,
            BatchNorm2d: self.numbers,
            MeasuredNorm: self.numbers,
            Scale: self.numbers,
            PReLU: self.numbers,
        }

    @property
    def _home(self) -> QWidget:
        """The inspector; not kept, as Python would then hold it longer than Qt does."""
        home = self.column.parentWidget()
        assert home is not None  # the column was made in it
        return home

    def show_editor(self, layer: Layer | None, node: str, channel: int) -> None:
        """Show the editor of a layer with one of its channels, and hide the others."""
        shown = next(
            (each for kind, each in self._editors.items() if isinstance(layer, kind)), None
        )
        for editor in (self.kernel, self.unit, self.numbers):
            if editor.made is not None and editor is not shown:
                editor.made.setVisible(False)
        if shown is not None:
            shown().setVisible(True)
            shown().show_channel(node, channel)

    def set_comparing(self, is_comparing: bool) -> None:
        """Press the Compare buttons of all editors, or release them."""
        self._is_comparing = is_comparing
        for editor in (self.kernel.made, self.unit.made):
            if editor is not None:
                with QSignalBlocker(editor.reset_row.compare):
                    editor.reset_row.compare.setChecked(is_comparing)

    def _make_kernel(self) -> "KernelEditor":
        from cnnviz.views.inspector.kernel_editor import KernelEditor

        return self._joined(KernelEditor(self._document, self._cursor, self._look, self._home))

    def _make_unit(self) -> "UnitEditor":
        from cnnviz.views.inspector.unit_editor import UnitEditor

        return self._joined(UnitEditor(self._document, self._cursor, self._look, self._home))

    def _make_numbers(self) -> "NumbersEditor":
        from cnnviz.views.inspector.numbers_editor import NumbersEditor

        made = NumbersEditor(self._document, self._look, self._home)
        return self._added(made, _BELOW_HEAD)

    def _make_stages(self) -> "StagesEditor":
        from cnnviz.views.inspector.stages_editor import StagesEditor

        return self._added(StagesEditor(self._document, self._look, self._home), _LAST)

    def _make_compare(self) -> "CompareView":
        from cnnviz.views.inspector.compare_view import CompareView

        return self._added(CompareView(self._document, self._reveal, self._look, self._home), _LAST)

    def _make_short(self) -> "ShortExplanation":
        from cnnviz.views.inspector.short_explanation import ShortExplanation

        made = ShortExplanation(self._document, self._cursor, self._reveal, self._look, self._home)
        return self._added(made, _LAST)

    def _make_best(self) -> "BestClasses":
        from cnnviz.views.inspector.best_classes import BestClasses

        made = BestClasses(self._document, self._cursor, self._reveal, self._look, self._home)
        made.hide()
        self.column.insertWidget(self.column.count() - 1, made)
        return made

    def _joined(self, editor: _Weights) -> _Weights:
        editor.reset_row.compare.setChecked(self._is_comparing)
        editor.compare_toggled.connect(self.compare_toggled)
        editor.slices.hovered.connect(self.hovered)
        return self._added(editor, _BELOW_HEAD)

    def _added(self, part: _Part, place: int) -> _Part:
        """Put a part into the column."""
        part.hide()
        last = self.column.count() - (1 if self.best.made is None else 2)  # it stays below all
        self.column.insertWidget(place if place >= 0 else last, part)
        return part
