"""The contact sheet, large: some pictures of each class that a network learns from."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout

from cnnviz.language import _
from cnnviz.state.data_sheet import DataSheet
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.text.shown_name import shown_name
from cnnviz.views.look.theme import Look
from cnnviz.views.present.topic_scene import TopicScene
from cnnviz.views.present.topics import topic_title
from cnnviz.views.present.wall import Wall
from cnnviz.views.train.picture_grid import picture_image

MOST = 40  # pictures


class PicturesTopic(TopicScene):
    """Asks for the data when it is looked at; shows it once it is read."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__(document, training, look)
        self.wall = Wall(look, "present-pictures")
        self._sheet: DataSheet | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.wall)

    def refresh(self) -> None:
        """Show what is read; ask for it where it is not."""
        self.training.look_at_data()
        sheet = self.training.data_look.sheet
        if sheet is not self._sheet:
            self._sheet = sheet
            self._show(sheet)

    def _show(self, sheet: DataSheet | None) -> None:
        if sheet is None:
            self.wall.show_images((), (), topic_title("pictures"))
            return
        part = sheet.parts[0]
        labels = sheet.labels(part)
        numbers = _of_every_class(labels, MOST)
        pictures = sheet.pictures(part, numbers)
        self.wall.show_images(
            [picture_image(picture, is_light=sheet.is_light) for picture in pictures],
            [shown_name(sheet.classes[labels[number]]) for number in numbers],
            topic_title("pictures"),
            len(labels),
        )

    def sentence(self) -> str:
        """Return how many pictures there are, or why there are none."""
        look = self.training.data_look
        if look.sheet is None:
            return look.problem or _("The pictures are being read …")
        return look.sheet.about


def _of_every_class(labels: NDArray[np.uint8], most: int) -> NDArray[np.intp]:
    """Return pictures in turn of each class: the first of each, then the second of each."""
    turn = np.zeros(len(labels), np.intp)
    for label in np.unique(labels):
        chosen = np.flatnonzero(labels == label)
        turn[chosen] = np.arange(len(chosen))
    return np.lexsort((labels, turn))[:most]
