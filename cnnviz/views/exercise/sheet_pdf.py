"""A sheet of paper made from HTML: a PDF of A4 pages."""

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
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

from cnnviz.views.look.text_form import give_form

MARGIN = 18  # millimetres
PIXELS = 96  # an inch, of the text document
FONT = 14  # pixels of these


def pdf_of(html: str, title: str) -> bytes:
    """Return a PDF; what is wider than a page is printed smaller."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("cnnviz")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    _paint(writer, html)
    buffer.close()
    return bytes(buffer.data().data())


def _paint(writer: QPdfWriter, html: str) -> None:
    scale = writer.resolution() / PIXELS
    page = QSizeF(writer.width() / scale, writer.height() / scale)
    document = _document(html)
    document.setTextWidth(page.width())
    smaller = min(1.0, page.width() / document.size().width())
    page /= smaller
    document.setPageSize(page)
    with QPainter(writer) as painter:
        painter.scale(scale * smaller, scale * smaller)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))  # ink in every theme
        for number in range(document.pageCount()):
            if number:
                writer.newPage()
            seen = QRectF(0, number * page.height(), page.width(), page.height())
            with QPainterStateGuard(painter):
                painter.translate(0, -seen.top())
                painter.setClipRect(seen)
                context.clip = seen
                document.documentLayout().draw(painter, context)


def _document(html: str) -> QTextDocument:
    document = QTextDocument()
    font = QFont("Inter")
    font.setPixelSize(FONT)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setHtml(html)
    give_form(document, QColor("black"))
    return document
