"""A field for a number of rows and one of columns: 2 stands for both, 2×1 for two that differ."""

from PySide6.QtWidgets import QWidget

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.ops import Pair
from cnnviz.text.typed_number import pair_within
from cnnviz.views.controls.gestures import stepped
from cnnviz.views.controls.typed_field import TypedField
from cnnviz.views.look.theme import Look


class PairField(TypedField[Pair]):
    """Shows rows and columns in a range; `edited` tells them as a pair. A step changes both."""

    def __init__(
        self,
        look: Look,
        value: Pair,
        minimum: int,
        maximum: int,
        *,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        self._minimum, self._maximum = minimum, maximum
        super().__init__(look, value, name, parent)

    def _read(self, text: str) -> Pair:
        return pair_within(text, self._minimum, self._maximum)

    def _stepped(self, steps: float) -> Pair:
        rows, columns = (
            min(max(round(stepped(side, steps, whole=True)), self._minimum), self._maximum)
            for side in self._value
        )
        return rows, columns

    def _widest(self) -> str:
        return "0×0"

    def _text(self) -> str:
        rows, columns = self._value
        return str(rows) if rows == columns else shape_text(self._value)
