"""The classes of a network as bars."""

from math import isfinite

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.text.numbers import percent_text
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look

MOST = 10  # classes that are shown


class ClassBars(QWidget):
    """A bar for each class, the largest violet."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.shares: Array = np.zeros(0, np.float32)
        self._classes: tuple[str, ...] = ()
        self._most = MOST
        self.setObjectName("class-bars")
        self.setAccessibleName(_("Classes"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def set_most(self, count: int) -> None:
        """Show so many classes only, the largest."""
        self._most = count

    def show_shares(self, shares: Array, classes: tuple[str, ...]) -> None:
        """Show the shares of classes; only the largest where there are many."""
        is_other = len(shares) != len(self.shares)
        self.shares, self._classes = shares, classes
        if len(shares):
            best = int(shares.argmax())
            text = _("{name} with {share} %")
            share = f"{100 * shares[best]:.1f}"
            self.setAccessibleDescription(text.format(name=self._name(best), share=share))
        if is_other:
            self.updateGeometry()
        self.update()

    def _name(self, index: int) -> str:
        return self._classes[index] if index < len(self._classes) else str(index)

    def _shown(self) -> list[int]:
        if len(self.shares) <= self._most:
            return list(range(len(self.shares)))
        return [int(i) for i in np.argsort(-self.shares, kind="stable")[: self._most]]

    def sizeHint(self) -> QSize:
        """Return a line for each class."""
        return QSize(self._look.px(140), len(self._shown()) * self._look.px(17))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint name, bar and share of each class."""
        px, colors = self._look.px, self._look.colors
        painter.setFont(self._look.font(11))
        metrics = painter.fontMetrics()
        names = max((metrics.horizontalAdvance(self._name(i)) for i in self._shown()), default=0)
        left, right = min(names, self.width() // 3) + px(8), px(52)
        best = int(self.shares.argmax()) if len(self.shares) else -1
        for line, index in enumerate(self._shown()):
            top = line * px(17)
            share = float(self.shares[index])
            drawn = min(max(share, 0.0), 1.0) if isfinite(share) else 0.0
            painter.setPen(QColor(colors.text if index == best else colors.muted))
            middle = Qt.AlignmentFlag.AlignVCenter
            name = metrics.elidedText(self._name(index), Qt.TextElideMode.ElideRight, left)
            painter.drawText(QRect(0, top, left, px(17)), middle, name)
            place = QRect(self.width() - right, top, right, px(17))
            told = percent_text(share, is_listed=True)
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, told)
            room = QRect(left, top + px(6), self.width() - left - right - px(6), px(5))
            painter.fillRect(room, QColor(colors.track))
            room.setWidth(round(room.width() * drawn))
            painter.fillRect(room, QColor(colors.accent if index == best else colors.pale))
