"""The pictures of a data set by part and class; each can be sent to the input."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnviz.language import _
from cnnviz.state.data_sheet import DataSheet
from cnnviz.text.numbers import count_text
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import label
from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.look.theme import Look
from cnnviz.views.train.picture_grid import PictureGrid

MOST = 200  # pictures that are shown at once
EVERY = -1  # the entry for all classes


class ContactSheet(QDialog):
    """Shows pictures and what was passed over; a click sends a picture to the input."""

    picture_chosen = Signal(object, str, bool)  # (picture (C, H, W) 0 to 255, name, 255 is white)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._sheet: DataSheet | None = None
        self._part = ""
        self._shown = np.zeros(0, np.intp)
        self.setObjectName("contact-sheet")
        self.setWindowTitle(_("Pictures of the data set"))
        self.about = label("sheet-about", "muted", _("Reading …"))
        self.parts = _box("sheet-part", _("Part"))
        self.classes = _box("sheet-class", _("Class"))
        self.number = NumberField(look, 0, 0, 0, step=1, whole=True, name=_("Picture number"))
        self.number.setObjectName("sheet-number")
        self.number.setToolTip(_("Show this picture first (Enter)"))
        self.passed = QPushButton(_("What was passed over"))
        self.passed.setObjectName("sheet-passed")
        self.passed.setCheckable(True)
        self.passed.setToolTip(_("List what was passed over, and why"))
        self.passed_list = QPlainTextEdit(readOnly=True)
        self.passed_list.setObjectName("sheet-passed-list")
        self.passed_list.setAccessibleName(_("What was passed over"))
        self.passed_list.setTabChangesFocus(True)
        self.grid = PictureGrid(look, "sheet-pictures")
        self.grid.setAccessibleName(_("Pictures"))
        self._arrange()
        self.parts.activated.connect(self._on_part)
        self.classes.activated.connect(self._on_class)
        self.number.edited.connect(self._on_number)
        self.passed.toggled.connect(self.passed_list.setVisible)
        self.grid.picture_taken.connect(self._on_clicked)
        self.resize(look.px(760), look.px(560))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        fields = (_("Part"), self.parts), (_("Class"), self.classes), (_("Picture"), self.number)
        for text, control in fields:
            name = QLabel(text)
            name.setProperty("role", "muted")
            name.setBuddy(control)
            head.addWidget(name)
            head.addWidget(control)
        head.addStretch(1)
        area = scroll_area(self.grid, sideways=False)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # its keys scroll the pictures
        column = QVBoxLayout(self)
        column.addWidget(self.about)
        column.addLayout(head)
        column.addWidget(self.passed, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.passed_list)
        column.addWidget(area, stretch=1)
        hint = label("sheet-hint", "muted", _("Click a picture to send it to the input."))
        column.addWidget(hint)
        self.passed_list.setMaximumHeight(self._look.px(150))
        for part in (self.passed, self.passed_list):
            part.hide()

    def tell(self, problem: str) -> None:
        """Say why there is nothing to see."""
        self.about.setText(problem)

    def show_reading(self, done: int, of: int) -> None:
        """Say how many pictures of a folder are read; closing the sheet gives it up."""
        text = _("Reading {done} of {count} pictures …")
        self.about.setText(text.format(done=count_text(done), count=count_text(of)))

    def show_sheet(self, sheet: DataSheet) -> None:
        """Show the pictures of a data set."""
        self._sheet = sheet
        self.about.setText(sheet.about)
        sentence, lines = sheet.passed  # the sentence is told above
        self.passed_list.setAccessibleDescription(sentence)
        self.passed.setVisible(bool(lines))
        self.passed_list.setPlainText("\n".join(lines))
        self.passed_list.setVisible(bool(lines) and self.passed.isChecked())
        with QSignalBlocker(self.parts):
            self.parts.clear()
            for part in sheet.parts:
                self.parts.addItem(sheet.title(part), part)
        self._show_part(sheet.parts[0])

    def _show_part(self, part: str) -> None:
        sheet = self._sheet
        assert sheet is not None  # shown before
        self._part = part
        with QSignalBlocker(self.classes):
            self.classes.clear()
            self.classes.addItem(_("All classes"), EVERY)
            counts = sheet.counts(part)
            for index, name in enumerate(sheet.classes):
                title = " · ".join((shown_name(name), count_text(counts[index])))
                self.classes.addItem(title, index)
        count = len(sheet.labels(part))
        self.number.set_largest(count - 1)
        self._show(np.arange(count))

    def _show(self, numbers: NDArray[np.intp]) -> None:
        sheet, part = self._sheet, self._part
        assert sheet is not None  # shown before
        self._shown = numbers[:MOST]
        labels = sheet.labels(part)
        names = [shown_name(sheet.classes[labels[n]]) for n in self._shown]
        tips = [self._tip(int(n), name) for n, name in zip(self._shown, names, strict=True)]
        pictures = sheet.pictures(part, self._shown)
        self.grid.show_pictures(pictures, names, tips, is_light=sheet.is_light)

    def _tip(self, number: int, name: str) -> str:
        assert self._sheet is not None  # shown before
        file = self._sheet.file(self._part, number)
        if not file:
            return _("Picture {number}: {name}").format(number=number, name=name)
        text = _("Picture {number}: {name}, {file}")
        return text.format(number=number, name=name, file=file)

    def _on_part(self, place: int) -> None:
        if self._sheet is not None:
            self._show_part(self.parts.itemData(place))

    def _on_class(self, place: int) -> None:
        if self._sheet is not None:
            wanted = self.classes.itemData(place)
            labels = self._sheet.labels(self._part)
            every = np.arange(len(labels))
            self._show(every if wanted == EVERY else np.flatnonzero(labels == wanted))

    def _on_number(self, value: float, gesture: str) -> None:
        if self._sheet is not None:
            self._show(np.arange(round(value), len(self._sheet.labels(self._part))))

    def _on_clicked(self, place: int) -> None:
        sheet = self._sheet
        if sheet is not None and place < len(self._shown):
            number = int(self._shown[place])
            true = shown_name(sheet.classes[sheet.labels(self._part)[number]])
            name = _("{name}, picture {number}").format(name=true, number=number)
            picture = sheet.pictures(self._part, self._shown[place : place + 1])[0]
            self.picture_chosen.emit(picture, name, sheet.is_light)
            self.accept()


def _box(name: str, title: str) -> QComboBox:
    box = ChoiceBox()
    box.setObjectName(name)
    box.setAccessibleName(title)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box
