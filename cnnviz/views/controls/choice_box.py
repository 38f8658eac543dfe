"""A list to choose from whose entry ends in … where it is longer than its room.

While it is closed it takes no key but those that open it, F4 and Alt with an arrow: all others
step, and a presenter's remote chooses nothing. After a choice the keys are the page's again.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QWidget,
)

from cnnviz.views.controls.focus_return import give_back
from cnnviz.views.controls.gestures import WheelRun
from cnnviz.views.controls.safe_painting import painted, painted_item
from cnnviz.views.controls.wheel_guard import WheelGuard

_BESIDE = 2  # pixels: the style leaves one at each side of an entry
_ARROWS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})

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
        self._wheel = WheelRun()
        self.activated.connect(self._on_choice_made)
        WheelGuard(self)

    def _on_choice_made(self, place: int) -> None:
        give_back(self)

    def sizeHint(self) -> QSize:
        """Return a size with room for every entry, where that is asked for: Qt forgets padding."""
        hint = super().sizeHint()
        if self.sizeAdjustPolicy() != QComboBox.SizeAdjustPolicy.AdjustToContents:
            return hint
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.rect.setSize(hint)
        field = self._entry_room(option).width()
        metrics = self.fontMetrics()
        texts = map(self.itemText, range(self.count()))
        widest = max(map(metrics.horizontalAdvance, texts), default=0)
        return hint + QSize(max(0, widest + _BESIDE + 1 - field), 0)

    def _entry_room(self, option: QStyleOptionComboBox) -> QRect:
        """Return where the entry stands."""
        style, field = self.style(), QStyle.SubControl.SC_ComboBoxEditField
        return style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)

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
        """Open with F4, or Alt and an arrow; leave every other key to the window."""
        has_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_F4 or (has_alt and event.key() in _ARROWS):
            self.showPopup()
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Choose the next entry, or the one before, for each whole notch."""
        notches = self._wheel.notches(event)
        way = -1 if notches > 0 else 1
        for _notch in range(abs(notches)):
            self._choose_next(way)
        event.accept()

    def _choose_next(self, way: int) -> None:
        place = self.currentIndex() + way
        flags = Qt.ItemFlag.ItemIsEnabled
        while 0 <= place < self.count():
            if self.model().flags(self.model().index(place, 0)) & flags:
                self.setCurrentIndex(place)
                self.activated.emit(place)
                return
            place += way

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

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the entry, or what stands there without one, shortened to its room."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style, room = self.style(), self._entry_room(option)
        text = self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
        width = room.width() - _BESIDE
        option.currentText = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        style.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option, painter, self)
        style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option, painter, self)


class _Entries(QStyledItemDelegate):
    """Entries with room around them, as the style sheet has it, and thin lines between groups."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of an entry or a line."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), option.fontMetrics.height() // 2) if _is_line(index) else hint

    @painted_item
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
