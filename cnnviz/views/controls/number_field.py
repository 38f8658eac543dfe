"""A field for one number that takes 1.5 and 1,5 in every language and never groups thousands."""

from PySide6.QtWidgets import QWidget

from cnnviz.text.numbers import exact_text, number_text
from cnnviz.text.typed_number import number_within
from cnnviz.views.controls.gestures import stepped
from cnnviz.views.controls.typed_field import TypedField
from cnnviz.views.look.theme import Look


class NumberField(TypedField[float]):
    """Shows a number in a range; `edited` tells it as a float."""

    def __init__(  # noqa: PLR0913 - a number, its range, its step and its name
        self,
        look: Look,
        value: float,
        minimum: float,
        maximum: float,
        *,
        step: float = 0.1,
        whole: bool = False,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        self._minimum, self._maximum = minimum, maximum
        self._step, self._whole = step, whole
        super().__init__(look, value, name, parent)

    def set_largest(self, maximum: float) -> None:
        """Take numbers up to another one."""
        self._maximum = maximum

    def _read(self, text: str) -> float:
        return number_within(text, self._minimum, self._maximum, whole=self._whole)

    def _stepped(self, steps: float) -> float:
        value = stepped(self._value, self._step * steps, whole=self._whole)
        return min(max(value, self._minimum), self._maximum)

    def _widest(self) -> str:
        return "000" if self._whole else f"{number_text(-0.1, 3)}0"

    def _text(self) -> str:
        exact = exact_text(self._value)
        if self._whole or self.hasFocus() or len(exact) <= len("−0.123"):
            return exact
        rounded = number_text(self._value, 3)
        return rounded if any(digit in rounded for digit in "123456789") else exact
