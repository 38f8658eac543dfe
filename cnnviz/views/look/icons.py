"""Icons of the project, drawn from SVG in the colour and size of the theme."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cnnviz import resources

_SIDES = (20, 40)  # pixels; Qt takes the best one for the screen


def program_icon() -> QIcon:
    """Return the icon of the program, as the desktop shows it."""
    return QIcon(str(resources.folder() / "desktop" / "cnnviz.png"))


def icon(name: str, color: str, disabled: str | None = None) -> QIcon:
    """Return an icon of resources/icons in one colour, and in another while disabled."""
    made = QIcon()
    svg = (resources.folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    modes = {QIcon.Mode.Normal: color}
    if disabled is not None:
        modes[QIcon.Mode.Disabled] = disabled
    for mode, paint in modes.items():
        renderer = QSvgRenderer(QByteArray(svg.replace("#5b6672", paint).encode()))
        for side in _SIDES:
            pixmap = QPixmap(side, side)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as painter:
                renderer.render(painter, QRectF(0, 0, side, side))
            made.addPixmap(pixmap, mode)
    return made
