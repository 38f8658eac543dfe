"""Render the icon of the program: `python -m tests.artwork.app_icon`."""

import os
import sys

from PySide6.QtGui import QGuiApplication

from cnnviz.resources import folder

SIDE = 256  # pixels


def rendered(side=SIDE):
    """The icon as a picture."""
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        QSvgRenderer(str(folder() / "desktop" / "cnnviz.svg")).render(
            painter, QRectF(0, 0, side, side)
        )
    return image


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv)
    rendered().save(str(folder() / "desktop" / "cnnviz.png"))
