"""Icons of the project, drawn from SVG in the colour and size of the theme."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cnnviz import resources

_SIDES = (20, 40)  # pixels; Qt takes the best one for the screen


def program_icon() -> QIcon:
    """Return the icon of the program, as the desktop shows it."""
    return QIcon(str(resources.folder() / "desktop" / "cnnviz.png"))


def icon(name: str, color: str, disabled: str | None = None, *, side: int = 0) -> QIcon:
    """Return an icon of resources/icons.

    Args:
        name: Its file, without the ending.
        color: Its one colour.
        disabled: Its colour while disabled.
        side: How large it is shown, in pixels; an icon is only ever made smaller.
    """
    made = QIcon()
    svg = (resources.folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    modes = {QIcon.Mode.Normal: color}
    if disabled is not None:
        modes[QIcon.Mode.Disabled] = disabled
    for mode, paint in modes.items():
        renderer = QSvgRenderer(QByteArray(svg.replace("#5b6672", paint).encode()))
        for drawn in (*_SIDES, *([side] if side > _SIDES[-1] else [])):
            pixmap = QPixmap(drawn, drawn)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as painter:
                renderer.render(painter, QRectF(0, 0, drawn, drawn))
            made.addPixmap(pixmap, mode)
    return made
