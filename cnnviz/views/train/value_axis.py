"""The axis of the values of curves: shares in percent, and numbers that do not overlap."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph

from cnnviz.text.numbers import significant_text, tidy_text


class ValueAxis(pyqtgraph.AxisItem):  # type: ignore[misc]
    """The axis of values: shares of 1 in percent; on a logarithmic one no numbers that overlap."""

    logMode: bool

    def __init__(self, *, is_share: bool) -> None:
        super().__init__("left")
        self._is_share = is_share

    def tickValues(self, least: float, most: float, size: float) -> list[tuple[float, list[float]]]:
        """Return where ticks stand, by how far they are apart."""
        is_logarithmic = bool(self.logMode)
        self.logMode = False
        levels: list[tuple[float, list[float]]] = super().tickValues(least, most, size)
        self.logMode = is_logarithmic
        return levels[:1] if is_logarithmic else levels

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return what stands at the ticks."""
        if self.logMode:
            return [significant_text(10**value, 2) for value in values]
        if self._is_share:
            return [f"{100 * value:g} %" for value in np.round(values, 6)]
        texts: list[str] = super().tickStrings(values, scale, spacing)
        return [tidy_text(text) for text in texts]
