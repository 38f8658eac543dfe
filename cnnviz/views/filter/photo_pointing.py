"""The pointer on a picture and its result: it tells values, lights cells and goes there."""

from PySide6.QtCore import QObject, Signal

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.windows import position_around
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.views.filter.photo import FilterPhoto
from cnnviz.views.maps.kept_zoom import KeptZoom
from cnnviz.views.maps.view import NOWHERE
from cnnviz.views.sheets.item_id import ItemId, Spot, What


class PhotoPointing(QObject):
    """Follows the pointer on a photo of the Filter page."""

    told = Signal(str)  # the number under the pointer in words; "" when it leaves
    lit = Signal(object)  # Spot, or None

    def __init__(
        self, photo: FilterPhoto, document: Document, cursor: Cursor, reveal: Reveal
    ) -> None:
        super().__init__(photo)
        self.photo = photo
        self._document, self._cursor, self._reveal = document, cursor, reveal
        KeptZoom(photo.viewport, cursor, "filter")
        photo.cell_clicked.connect(self._on_clicked)
        photo.input_hovered.connect(self._on_input_hovered)
        photo.output_hovered.connect(self._on_output_hovered)

    @property
    def _before(self) -> str:
        """What the convolution takes."""
        stages = self._cursor.stages
        return INPUT if stages is None else self._document.project.network.before(stages.conv)

    def _on_clicked(self, row: int, column: int) -> None:
        node = self.photo.node
        shape = self._document.forward.trace.shapes[node]
        if 0 <= row < shape[1] and 0 <= column < shape[2]:
            self._cursor.open(Position(node, self._cursor.channel, row, column))

    def _on_input_hovered(self, row: int, column: int) -> None:
        self.lit.emit(None)
        self.told.emit(self._value_text(self._before, row, column))
        self._show_live(self._before, row, column)

    def _on_output_hovered(self, row: int, column: int) -> None:
        node = self.photo.node
        self.told.emit(self._value_text(node, row, column))
        self._show_live(node, row, column)
        stages = self._cursor.stages
        is_conv = stages is not None and node == stages.conv and (row, column) != NOWHERE
        self.lit.emit(Spot(ItemId(What.STAGE, node=node), row, column) if is_conv else None)

    def _show_live(self, node: str, row: int, column: int) -> None:
        """Show the window around a pixel, or that of a value with a place of its own."""
        stages, shapes = self._cursor.stages, self._document.forward.trace.shapes
        if stages is None or (row, column) == NOWHERE:
            self.photo.show_live(None)
            return
        conv = shapes[stages.conv]
        if node == self._before:
            layer = self._document.project.network.layers[stages.conv]
            assert isinstance(layer, Conv2d)  # as the stages say
            row, column = position_around(layer.windows(shapes[node]), row, column)
        is_there = 0 <= row < conv[1] and 0 <= column < conv[2]
        is_like = node == self._before or shapes[node][1:] == conv[1:]
        position = Position(stages.conv, self._cursor.channel, row, column)
        self.photo.show_live(position if is_there and is_like else None)

    def _value_text(self, node: str, row: int, column: int) -> str:
        if (row, column) == NOWHERE:  # also of a picture that goes because the network is another
            return ""
        values, channel = self._document.forward.trace.values[node], self._cursor.channel
        is_inside = 0 <= row < values.shape[1] and 0 <= column < values.shape[2]
        if not is_inside:
            return ""
        is_input = node == self._before
        hidden = None if is_input else self._reveal.hidden_cells(node, channel)
        if hidden is not None and hidden[row, column]:
            return ""
        shown = values[:, row, column] if is_input else values[channel : channel + 1, row, column]
        numbers = ", ".join(f"{value:.6g}".replace("-", "−") for value in shown.tolist())
        text = _("Row {row}, column {column}: {numbers}")
        return text.format(row=row + 1, column=column + 1, numbers=numbers)
