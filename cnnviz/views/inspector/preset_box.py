"""Chooses a classic kernel, and says what it does and where it comes from."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnviz.cnn.kernels import random_kernel, resized
from cnnviz.cnn.ops import Array
from cnnviz.explain.kernel_presets import PRESETS, KernelPreset
from cnnviz.language import _
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

OPENED, EDITED, RANDOM = 0, 1, 2  # the first entries; the presets follow
_FIRST = 3


class PresetBox(QWidget):
    """Shows which classic kernel a slice is, if it is one; tells which one is wanted instead."""

    chosen = Signal(object, str)  # Array (H, W), and what people call it
    opened_values_chosen = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[bytes, int] = {}
        self._size = (0, 0)
        self._seed, self._told = 0, OPENED
        self.box = ChoiceBox(8, self)
        self.sentence = QLabel(self)
        self._fill_box()
        self._arrange()
        self._show_sentence(OPENED)
        self.box.activated.connect(self._on_activated)  # by the user only, never by showing

    def _fill_box(self) -> None:
        box, tip = self.box, Qt.ItemDataRole.ToolTipRole
        box.setObjectName("kernel-preset")
        box.setAccessibleName(_("Preset"))
        for name in (_("Trained values"), _("Edited"), _("Random")):
            box.addItem(name)
        box.setItemData(RANDOM, _("New random weights, as training starts from."), tip)
        for preset in PRESETS:
            box.addItem(preset.name)
            box.setItemData(box.count() - 1, _about(preset), tip)
        box.insertSeparator(_FIRST)
        box.set_choosable(EDITED, False)  # what a slice is then, not what can be made of it

    def _arrange(self) -> None:
        self.sentence.setObjectName("kernel-preset-sentence")
        self.sentence.setProperty("role", "muted")
        self.sentence.setWordWrap(True)
        label = QLabel(_("Preset"), self)
        label.setProperty("role", "muted")
        label.setBuddy(self.box)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.box, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.sentence)

    def show_kernel(self, weights: Array, *, is_edited: bool, opened_name: str) -> None:
        """Show what a slice is: as it was opened, a preset, or edited. Emits nothing."""
        if weights.shape != self._size:
            self._size = (weights.shape[0], weights.shape[1])
            self._known = {_key(resized(p.weights, *self._size)): i for i, p in enumerate(PRESETS)}
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
        self.sentence.setToolTip(plain_tip(_source(preset) if preset else ""))
        self.box.setToolTip(plain_tip(_about(preset) if preset else _("Choose a classic kernel")))

    def _on_activated(self, place: int) -> None:
        if place == self._told:
            return  # it is that already: an edit without a change would only fill the history
        if place == OPENED:
            self.opened_values_chosen.emit()
        elif place == RANDOM:
            self._seed += 1
            self.chosen.emit(random_kernel(*self._size, self._seed), _("Random"))
        elif place > _FIRST:
            preset = PRESETS[place - _FIRST - 1]
            self.chosen.emit(preset.weights, preset.name)


def _about(preset: KernelPreset) -> str:
    return f"{preset.sentence}\n{_source(preset)}"


def _source(preset: KernelPreset) -> str:
    return _("Source: {source}.").format(source=preset.source)


def _fits(preset: int, size: tuple[int, int]) -> bool:
    """Return whether a kernel of a size holds the whole preset."""
    return all(a <= b for a, b in zip(PRESETS[preset].weights.shape, size, strict=True))


def _key(weights: Array) -> bytes:
    return (np.ascontiguousarray(weights, np.float32) + np.float32(0)).tobytes()  # −0 is 0
