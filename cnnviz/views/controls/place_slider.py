"""A slider that goes to where it is clicked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider


class PlaceSlider(QSlider):
    """A click beside the handle brings it there, and it can be dragged on from there."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton and not self._is_on_handle(event):
            self.setValue(self.value_at(event.position().x()))
        super().mousePressEvent(event)

    def value_at(self, x: float) -> int:
        """Return the value of a place, in pixels from the left."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, option, self)
        span = self.width() - handle
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), round(x - handle / 2), span, option.upsideDown
        )

    def _is_on_handle(self, event: QMouseEvent) -> bool:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = self.style().hitTestComplexControl(
            QStyle.ComplexControl.CC_Slider, option, event.position().toPoint(), self
        )
        return part == QStyle.SubControl.SC_SliderHandle
