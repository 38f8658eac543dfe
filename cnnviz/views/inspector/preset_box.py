"""Chooses a classic kernel, and says what it does and where it comes from."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnviz.cnn.kernels import random_kernel, resized
from cnnviz.cnn.ops import Array
from cnnviz.explain.kernel_presets import PRESETS
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.look.theme import Look

OPENED, EDITED, RANDOM = 0, 1, 2  # the first entries; the presets follow
_FIRST = 3


class PresetBox(QWidget):
    """Shows which classic kernel a slice is, if it is one; tells which one is wanted instead."""

    chosen = Signal(object)  # Array (H, W)
    opened_values_chosen = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[bytes, int] = {}
        self._size = (0, 0)
        self._seed, self._told = 0, OPENED
        self.box = ChoiceBox(8, self)
        self.box.setObjectName("kernel-preset")
        self.box.setAccessibleName("Preset")
        self.box.addItems(["Trained values", "Edited", "Random", *(p.name for p in PRESETS)])
        role = Qt.ItemDataRole.ToolTipRole
        self.box.setItemData(RANDOM, "New random weights, as training starts from.", role)
        for place, preset in enumerate(PRESETS, start=_FIRST):
            self.box.setItemData(place, f"{preset.sentence}\nSource: {preset.source}.", role)
        self.box.insertSeparator(_FIRST)
        self.sentence = QLabel(self)
        self.sentence.setObjectName("kernel-preset-sentence")
        self.sentence.setProperty("role", "muted")
        self.sentence.setWordWrap(True)
        label = QLabel("Preset", self)
        label.setProperty("role", "muted")
        label.setBuddy(self.box)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.box, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.sentence)
        self._show_sentence(OPENED)
        self.box.activated.connect(self._on_activated)  # by the user only, never by showing

    def show_kernel(self, weights: Array, *, is_edited: bool, opened_name: str) -> None:
        """Show what a slice is: as it was opened, a preset, or edited. Emits nothing."""
        if weights.shape != self._size:
            self._size = (weights.shape[0], weights.shape[1])
            self._known = {_key(resized(p.weights, *self._size)): i for i, p in enumerate(PRESETS)}
        if self.box.itemText(OPENED) != opened_name:
            self.box.setItemText(OPENED, opened_name)
        match = self._known.get(_key(weights))
        place = EDITED if is_edited else OPENED
        if match is not None and _fits(match, self._size):
            place = match + _FIRST + 1  # after the line
        if place != self.box.currentIndex():
            self.box.setCurrentIndex(place)
        if place != self._told:  # the user's own choice is in the box before it is shown
            self._show_sentence(place)

    def _show_sentence(self, place: int) -> None:
        self._told = place
        preset = PRESETS[place - _FIRST - 1] if place > _FIRST else None
        self.sentence.setText(preset.sentence if preset else "")
        self.sentence.setToolTip(f"Source: {preset.source}." if preset else "")
        self.box.setToolTip(
            f"{preset.sentence}\nSource: {preset.source}." if preset else "Choose a classic kernel"
        )

    def _on_activated(self, place: int) -> None:
        if place == OPENED:
            self.opened_values_chosen.emit()
        elif place == RANDOM:
            self._seed += 1
            self.chosen.emit(random_kernel(*self._size, self._seed))
        elif place > _FIRST:
            self.chosen.emit(PRESETS[place - _FIRST - 1].weights)


def _fits(preset: int, size: tuple[int, int]) -> bool:
    """Return whether a kernel of a size holds the whole preset."""
    return all(a <= b for a, b in zip(PRESETS[preset].weights.shape, size, strict=True))


def _key(weights: Array) -> bytes:
    return (np.ascontiguousarray(weights, np.float32) + np.float32(0)).tobytes()  # −0 is 0
