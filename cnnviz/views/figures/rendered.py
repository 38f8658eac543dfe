"""A widget painted as a figure: laid out for its own size, never on the screen."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.views.figures.frame import Inner

_ROUNDS = 3  # what is laid out may ask for another layout
_CHILDREN = QWidget.RenderFlag.DrawChildren


def settle(widget: QWidget, size: QSize) -> None:
    """Lay a widget out for a size, as if it were shown."""
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.resize(size)
    widget.show()
    for _ in range(_ROUNDS):
        QApplication.sendPostedEvents()


def rendered(widget: QWidget) -> Inner:
    """Return what a widget paints; its ground is left to the figure."""

    def paint(painter: QPainter) -> None:
        widget.render(painter, QPoint(), QRegion(), _CHILDREN)

    return Inner(widget.width(), widget.height(), paint, widget.deleteLater)
