"""Painting that ends whatever happens: a fault in it costs a picture, never the program.

Qt cannot go on with a painter that was left open by an exception: sooner or later it crashes. So
nobody else begins one for a widget; a test looks for those who do.
"""

import functools
import sys
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPainterStateGuard, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cnnviz.language import _

Index = QModelIndex | QPersistentModelIndex
_Widget = TypeVar("_Widget", bound=QWidget)
_Delegate = TypeVar("_Delegate", bound=QStyledItemDelegate)


def painted(
    paint: Callable[[_Widget, QPainter, QPaintEvent], None],
) -> Callable[[_Widget, QPaintEvent], None]:
    """Make a `paintEvent` of a method that paints with a painter it is given.

    Where the method fails, the fault is told as every other, and a calm sign stands instead.
    """

    @functools.wraps(paint)
    def paint_event(widget: _Widget, event: QPaintEvent) -> None:
        has_failed = False
        with QPainter(_device(widget)) as painter:
            try:
                paint(widget, painter, event)
            except Exception:
                sys.excepthook(*sys.exc_info())
                has_failed = True
        if has_failed:
            with QPainter(_device(widget)) as painter:  # without the clip and pen of the other
                _paint_sign(painter, _device(widget).rect(), widget.palette())

    return paint_event


def painted_item(
    paint: Callable[[_Delegate, QPainter, QStyleOptionViewItem, Index], None],
) -> Callable[[_Delegate, QPainter, QStyleOptionViewItem, Index], None]:
    """Make a delegate's `paint` of a method that paints: it gives the painter back as it was."""

    @functools.wraps(paint)
    def paint_item(
        delegate: _Delegate, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        with QPainterStateGuard(painter):
            try:
                with QPainterStateGuard(painter):
                    paint(delegate, painter, option, index)
            except Exception:
                sys.excepthook(*sys.exc_info())
                _paint_sign(painter, option.rect, option.palette)

    return paint_item


def _device(widget: QWidget) -> QWidget:
    """Return what a widget paints on."""
    return widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget


def _paint_sign(painter: QPainter, room: QRect, palette: QPalette) -> None:
    """Paint what stands in the place of a view that could not be painted."""
    painter.fillRect(room, palette.color(QPalette.ColorRole.Window))
    painter.setPen(palette.color(QPalette.ColorRole.Mid))
    painter.drawRect(room.adjusted(0, 0, -1, -1))
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    text, small = _("This part cannot be shown."), "…"
    needed = painter.boundingRect(room, flags, text)
    painter.drawText(room, flags, text if room.contains(needed) else small)
