"""How texts of our own look, such as the help: with the letters and the lines of the window."""

from PySide6.QtGui import (
    QColor,
    QFont,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextFrameFormat,
    QTextTable,
)


def give_form(document: QTextDocument, line: QColor) -> None:
    """Write bold texts in the bold font that there is, and draw the lines of tables thin and flat.

    Bold of Qt's texts is bolder than the semi-bold font that the program brings: it would be
    smeared from the regular one. Lines of tables would be sunken ones.

    Args:
        document: Changed in place.
        line: The colour of lines.
    """
    cursor = QTextCursor(document)
    semi = QTextCharFormat()
    semi.setFontWeight(QFont.Weight.DemiBold)
    for start, end in _bold_parts(document):
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(semi)
    for table in _tables(document.rootFrame()):
        form = table.format()
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderBrush(line)
        form.setBorderCollapse(True)
        table.setFormat(form)


def _tables(frame: QTextFrame) -> list[QTextTable]:
    """Return the tables in a frame that have lines, also those in cells of others."""
    found = []
    for child in frame.childFrames():
        if isinstance(child, QTextTable) and child.format().border():
            found.append(child)
        found += _tables(child)
    return found


def _bold_parts(document: QTextDocument) -> list[tuple[int, int]]:
    """Return where bold texts begin and end."""
    parts = []
    block = document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            fragment = part.fragment()
            if fragment.charFormat().fontWeight() > QFont.Weight.DemiBold:
                parts.append((fragment.position(), fragment.position() + fragment.length()))
            part += 1
        block = block.next()
    return parts
