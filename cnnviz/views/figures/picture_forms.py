"""A figure as PNG, SVG or PDF."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from cnnviz.language import _
from cnnviz.views.figures.figure import NoFigureError, ViewFigure
from cnnviz.views.figures.svg_text import with_fonts, without_empty

INCH = 96  # pixels at 100 %
POINTS = 72  # of an inch, in PDF
FINE = 1200  # dots an inch: what a PDF counts its places in
MOST_PIXELS = 60_000_000  # of a picture: 240 MB while it is painted


def image_of(figure: ViewFigure, factor: float = 1, *, is_clear: bool = False) -> QImage:
    """Return a figure as pixels, `factor` times as many each way as at 100 %.

    Raises:
        NoFigureError: If these were too many.
    """
    size = QSize(round(figure.width * factor), round(figure.height * factor))
    if size.width() * size.height() > MOST_PIXELS:
        text = _("A picture of {width}×{height} pixels is too large; choose a smaller scale.")
        raise NoFigureError(text.format(width=size.width(), height=size.height()))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDotsPerMeterX(round(INCH * factor / 0.0254))
    image.setDotsPerMeterY(round(INCH * factor / 0.0254))
    image.fill(Qt.GlobalColor.transparent if is_clear else Qt.GlobalColor.white)
    with QPainter(image) as painter:
        painter.scale(factor, factor)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        figure.paint(painter)
    return image


def as_png(figure: ViewFigure, factor: float = 1, *, is_clear: bool = False) -> bytes:
    """Return a figure as a PNG; see `image_of`."""
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    image_of(figure, factor, is_clear=is_clear).save(content, "PNG")  # type: ignore[call-overload] # its stub has bytes
    return bytes(content.data().data())


def as_svg(figure: ViewFigure, *, is_clear: bool = False) -> bytes:
    """Return a figure as an SVG whose texts are texts, with their font in the file."""
    return with_fonts(plain_svg(figure, is_clear=is_clear)).encode()


def plain_svg(figure: ViewFigure, *, is_clear: bool = False) -> str:
    """Return the same without the font: it is where the drawing goes."""
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(content)
    generator.setSize(QSize(figure.width, figure.height))
    generator.setViewBox(QRect(0, 0, figure.width, figure.height))
    generator.setResolution(INCH)
    generator.setTitle(figure.title)
    generator.setDescription("cnnviz")
    with QPainter(generator) as painter:
        _paint(painter, figure, is_clear=is_clear)
    return without_empty(bytes(content.data().data()).decode())


def as_pdf(figure: ViewFigure, *, is_clear: bool = False) -> bytes:
    """Return a figure as a PDF of one page of its size."""
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(content)
    writer.setResolution(FINE)
    writer.setTitle(figure.title)
    writer.setCreator("cnnviz")
    size = QSizeF(figure.width, figure.height) * POINTS / INCH
    writer.setPageSize(
        QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
    with QPainter(writer) as painter:
        painter.scale(FINE / INCH, FINE / INCH)
        _paint(painter, figure, is_clear=is_clear)
    return bytes(content.data().data())


def _paint(painter: QPainter, figure: ViewFigure, *, is_clear: bool) -> None:
    if not is_clear:
        page = QRect(QPoint(0, 0), QSize(figure.width, figure.height))
        painter.fillRect(page, QColor("white"))
    figure.paint(painter)


PICTURE_FORMS: dict[str, Callable[..., bytes]] = {".png": as_png, ".svg": as_svg, ".pdf": as_pdf}
