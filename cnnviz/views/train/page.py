"""The Train page: configure, compile, train; and what comes of it, live."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnviz.language import _
from cnnviz.project.picture import Picture
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.look.theme import Look
from cnnviz.views.train.run_column import RunColumn
from cnnviz.views.train.setup_column import SetupColumn

STACKED = 640  # pixels at 100 %: in less room, cards stand below each other
LEFT, LEFT_NARROW, NARROW = 400, 382, 1180  # pixels at 100 %
LEFT_SHARE = 0.48  # of the page at most: of the smallest window, what the fields need


class TrainPage(QWidget):
    """Joins the three steps at the left with the run at the right; keeps no state of its own."""

    sent_to_input = Signal()

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__()
        self._document, self._training, self._look = document, training, look
        self.setObjectName("train-page")
        self.setAccessibleName(_("Train"))
        self.left = SetupColumn(document, training, look)
        self.right = RunColumn(document, training, look)
        self.data, self.controls = self.left.data, self.left.controls  # the window asks for them
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left)
        area = scroll_area(self.right, "train-right-area", sideways=False)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        row.addWidget(area, stretch=1)
        self.left.picture_chosen.connect(self._on_picture)
        self.right.results.picture_chosen.connect(self._on_answered_picture)
        self.right.snapshot.another_asked.connect(self.left.start_another)
        look.changed.connect(self._set_left_width)
        self._set_left_width()

    def start_or_pause(self) -> None:
        """Start a run; pause the one that trains, or end its pause."""
        self.controls.start_or_pause()

    def _on_picture(
        self,
        pixels: "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]",
        name: str,
        is_light: bool = False,
    ) -> None:
        self._send(pixels, name, None, is_light=is_light)

    def _on_answered_picture(
        self,
        pixels: "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]",
        name: str,
        is_light: bool,
    ) -> None:
        """Show a picture with the weights that gave the answer which stands below it."""
        run = self._training.run
        self._send(pixels, name, None if run is None else run.epoch, is_light=is_light)

    def _send(
        self,
        pixels: "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]",
        name: str,
        epoch: int | None,
        *,
        is_light: bool = False,
    ) -> None:
        values = pixels.astype(np.float32) / 255
        is_ink = len(values) == 1 and not is_light
        picture = Picture("drawing" if is_ink else "image", values, name)
        refusal = self._training.show_picture(picture, epoch)
        self.controls.tell(refusal)
        if not refusal:
            self.sent_to_input.emit()

    def _set_left_width(self) -> None:
        narrow = self.width() < self._look.px(NARROW)
        widest = self._look.px(LEFT_NARROW if narrow else LEFT)
        width = min(widest, round(LEFT_SHARE * self.width()))
        if self.left.width() != width:
            self.left.setFixedWidth(width)
        self.right.stand(is_narrow=self.width() - width < self._look.px(STACKED))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask what can train."""
        super().showEvent(event)
        self._training.devices.ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the left column its share."""
        super().resizeEvent(event)
        self._set_left_width()
