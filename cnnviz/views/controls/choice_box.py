"""A list to choose from whose entry ends in … where it is longer than its room.

While it is closed, the keys that step through the network do that: a presenter's remote chooses
nothing. Enter, F4 and Alt with an arrow open it.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QWidget,
)

from cnnviz.views.controls.wheel_guard import WheelGuard

STEP_KEYS = frozenset({
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space,
})  # fmt: skip
OPENING_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})

Index = QModelIndex | QPersistentModelIndex


class ChoiceBox(QComboBox):
    """As wide as there is room; its list is as wide as its entries."""

    def __init__(self, least: int = 6, parent: QWidget | None = None) -> None:
        """Make an empty list that has room for so many letters at least."""
        super().__init__(parent)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(policy)
        self.setMinimumContentsLength(least)
        self.setMaxVisibleItems(20)
        self.setItemDelegate(_Entries(self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the page
        WheelGuard(self)

    def findData(
        self,
        data: object,
        /,
        role: int = Qt.ItemDataRole.UserRole,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchExactly,
    ) -> int:
        """Return the first entry whose data equals `data`, else −1.

        Qt's own compares what it does not know, such as a path, by identity. Only whole values
        are looked for, whatever the flags say.
        """
        places = range(self.count())
        return next((place for place in places if self.itemData(place, role) == data), -1)

    def set_choosable(self, place: int, choosable: bool) -> None:
        """Let an entry be chosen, or only be shown: keys, wheel and clicks then pass it by."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)  # as every list that was filled by addItem
        model.item(place).setEnabled(choosable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; leave the keys of the steps to the window."""
        has_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in OPENING_KEYS:
            self.showPopup()
        elif event.key() in STEP_KEYS and not has_alt:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def showPopup(self) -> None:
        """Open the list."""
        self.fit_list()
        super().showPopup()

    def fit_list(self) -> None:
        """Make the list wide enough for each entry."""
        metrics, view = self.view().fontMetrics(), self.view()
        entries = (metrics.horizontalAdvance(self.itemText(i)) for i in range(self.count()))
        beside = 4 * metrics.height()  # margins, the tick, the scroll bar
        view.setMinimumWidth(max(self.width(), max(entries, default=0) + beside))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the entry, or what stands there without one, shortened to its room."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        style, field = self.style(), QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
        text = self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
        width = room.width() - 2  # the style leaves a pixel at each side
        option.currentText = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class _Entries(QStyledItemDelegate):
    """Entries with room around them, as the style sheet has it, and thin lines between groups."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of an entry or a line."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), option.fontMetrics.height() // 2) if _is_line(index) else hint

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint an entry or a line."""
        if not _is_line(index):
            super().paint(painter, option, index)
            return
        painter.setPen(option.palette.mid().color())
        room = option.rect
        painter.drawLine(room.left(), room.center().y(), room.right(), room.center().y())


def _is_line(index: Index) -> bool:
    return bool(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "separator")
