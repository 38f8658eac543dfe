"""A sheet of paper made from HTML: a PDF of A4 pages."""

from collections.abc import Iterable

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterStateGuard,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from cnnviz.exercises.answer_sheet import SheetPart
from cnnviz.views.look.text_form import give_form
from cnnviz.views.look.theme import IN_A_PDF

MARGIN = 18  # millimetres
PIXELS = 96  # an inch, of the text document
FONT = 14  # pixels of these
GAP = 28  # between two parts of a page


def pdf_of(parts: Iterable[SheetPart], title: str) -> bytes:
    """Return a PDF; a part that fits on a page is not broken, one that is wider is made smaller."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("cnnviz")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    with QPainter(writer) as painter:
        scale = writer.resolution() / PIXELS
        painter.scale(scale, scale)
        _paint(painter, writer, QSizeF(writer.width() / scale, writer.height() / scale), parts)
    buffer.close()
    return bytes(buffer.data().data())


def _paint(painter: QPainter, writer: QPdfWriter, page: QSizeF, parts: Iterable[SheetPart]) -> None:
    """Paint the parts below each other, as many on a page as have room."""
    top = 0.0
    for part in parts:
        document = _document(part.html)
        document.setTextWidth(page.width())
        smaller = min(1.0, page.width() / document.size().width())
        high = document.size().height() * smaller
        if top and (part.opens_page or top + high > page.height()):
            writer.newPage()
            top = 0.0
        whole = page / smaller
        if high > page.height():
            document.setPageSize(whole)  # so that no line is cut
        for number in range(document.pageCount()):
            if number:
                writer.newPage()
            with QPainterStateGuard(painter):
                painter.translate(0, top)
                painter.scale(smaller, smaller)
                _paint_page(painter, document, QRectF(QPointF(0, number * whole.height()), whole))
        top = top + high + GAP if document.pageCount() == 1 else page.height()


def _paint_page(painter: QPainter, document: QTextDocument, seen: QRectF) -> None:
    painter.translate(0, -seen.top())
    painter.setClipRect(seen)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))  # ink in every theme
    context.clip = seen
    document.documentLayout().draw(painter, context)


def _document(html: str) -> QTextDocument:
    document = QTextDocument()
    font = QFont("Inter")
    font.setPixelSize(FONT)
    for feature, value in IN_A_PDF.items():
        font.setFeature(QFont.Tag(feature), value)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setHtml(html)
    give_form(document, QColor("black"))
    return document
