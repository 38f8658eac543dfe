"""The pictures of a data set by class; each can be sent to the input."""

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from cnnviz.language import _, ngettext
from cnnviz.state.data_jobs import DataSheet
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import label
from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.look.theme import Look
from cnnviz.views.train.picture_grid import PictureGrid

MOST = 200  # pictures that are shown at once
EVERY = -1  # the entry for all classes


class ContactSheet(QDialog):
    """Shows pictures; a click sends one to the input."""

    picture_chosen = Signal(object, str)  # (picture (C, H, W) 0 to 255, its name)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._sheet: DataSheet | None = None
        self._shown = np.zeros(0, np.intp)
        self.setObjectName("contact-sheet")
        self.setWindowTitle(_("Pictures of the data set"))
        self.about = label("sheet-about", "muted", _("Reading …"))
        self.classes = ChoiceBox()
        self.classes.setObjectName("sheet-class")
        self.classes.setAccessibleName(_("Class"))
        self.classes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.number = NumberField(look, 0, 0, 0, step=1, whole=True, name=_("Picture number"))
        self.number.setObjectName("sheet-number")
        self.number.setToolTip(_("Show this picture first (Enter)"))
        self.grid = PictureGrid(look, "sheet-pictures")
        self.grid.setAccessibleName(_("Pictures"))
        self._arrange()
        self.classes.activated.connect(self._on_class)
        self.number.edited.connect(self._on_number)
        self.grid.picture_taken.connect(self._on_clicked)
        self.resize(look.px(760), look.px(560))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        for text, control in ((_("Class"), self.classes), (_("Picture"), self.number)):
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
        column.addWidget(area, stretch=1)
        hint = label("sheet-hint", "muted", _("Click a picture to send it to the input."))
        column.addWidget(hint)

    def tell(self, problem: str) -> None:
        """Say why there is nothing to see."""
        self.about.setText(problem)

    def show_sheet(self, sheet: DataSheet) -> None:
        """Show the pictures of a data set."""
        self._sheet = sheet
        counts = np.bincount(sheet.labels, minlength=len(sheet.classes))
        self.about.setText(_about(sheet))
        with QSignalBlocker(self.classes):
            self.classes.clear()
            self.classes.addItem(_("All classes"), EVERY)
            for index, name in enumerate(sheet.classes):
                self.classes.addItem(" · ".join((name, count_text(int(counts[index])))), index)
        self.number.set_largest(len(sheet.labels) - 1)
        self._show(np.arange(len(sheet.labels)))

    def _show(self, indices: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> None:
        sheet = self._sheet
        assert sheet is not None  # shown before
        self._shown = indices[:MOST]
        chosen = [int(i) for i in self._shown]
        names = [sheet.classes[sheet.labels[i]] for i in chosen]
        tip = _("Picture {number}: {name}")
        tips = [tip.format(number=i, name=name) for i, name in zip(chosen, names, strict=True)]
        self.grid.show_pictures(sheet.pictures[self._shown], names, tips)

    def _on_class(self, place: int) -> None:
        if self._sheet is not None:
            wanted = self.classes.itemData(place)
            labels = self._sheet.labels
            every = np.arange(len(labels))
            self._show(every if wanted == EVERY else np.flatnonzero(labels == wanted))

    def _on_number(self, value: float, gesture: str) -> None:
        if self._sheet is not None:
            self._show(np.arange(round(value), len(self._sheet.labels)))

    def _on_clicked(self, place: int) -> None:
        if self._sheet is not None and place < len(self._shown):
            index = int(self._shown[place])
            true = self._sheet.classes[self._sheet.labels[index]]
            name = _("{name}, picture {number}").format(name=true, number=index)
            self.picture_chosen.emit(self._sheet.pictures[index], name)
            self.accept()


def _about(sheet: DataSheet) -> str:
    """Say how many pictures there are, and which."""
    count = len(sheet.labels)
    sample = ngettext(
        "{n} picture, made as those to learn from.",
        "{n} pictures, made as those to learn from.",
        count,
    )
    whole = ngettext(
        "{n} picture to learn from; those for validation and for the test are not shown.",
        "{n} pictures to learn from; those for validation and for the test are not shown.",
        count,
    )
    return (sample if sheet.is_sample else whole).format(n=count_text(count))
