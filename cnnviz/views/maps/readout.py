"""What a map tells of its cells in words: on hovering, to screen readers, in the clipboard."""

from cnnviz.cnn.ops import Pair
from cnnviz.language import _
from cnnviz.text.matrix_text import matrix_text
from cnnviz.text.numbers import exact_text
from cnnviz.views.maps.shown import MapShown, Write


def cell_tip(shown: MapShown, cell: Pair) -> str:
    """Return where a cell stands and what is in it, exactly."""
    value = cell_value(shown, cell, exact_text)
    if shown.is_padding(*cell):
        return _("Padding: {value}").format(value=value)
    text = _("Row {row}, column {column}: {value}")
    return text.format(row=cell[0] + 1, column=cell[1] + 1, value=value)


def map_description(shown: MapShown, current: Pair | None) -> str:
    """Return the size of a map, and what is in the cell where we are."""
    size = _("{rows}×{columns}").format(rows=shown.size[0], columns=shown.size[1])
    if current is None:
        return size
    text = _("{size}, row {row} column {column}: {value}")
    value = cell_value(shown, current, shown.pictures.decimals(shown).full)
    return text.format(size=size, row=current[0] + 1, column=current[1] + 1, value=value)


def cell_value(shown: MapShown, cell: Pair, write: Write) -> str:
    """Return what is in a cell, in words and numbers."""
    if not shown.is_shown(*cell):
        return _("not reached yet")
    if not shown.is_picture:
        return write(shown.value(*cell))
    if shown.is_padding(*cell):
        return "0"
    red, green, blue = (write(value) for value in shown.values[:, cell[0], cell[1]].tolist())
    return _("red {red}, green {green}, blue {blue}").format(red=red, green=green, blue=blue)


def reached_text(shown: MapShown) -> str:
    """Return the numbers that are reached, with tabs between the columns; none of hidden cells."""
    values, reached = shown.values, shown.reached
    if shown.hidden is not None and shown.hidden.any():
        return _text_of_cells(shown)
    if reached is None or reached >= values.size:
        return matrix_text(values)
    row, column = divmod(reached, values.shape[1])
    parts = [values[:row], values[row : row + 1, :column]]
    return "\n".join(matrix_text(part) for part in parts if part.size)


def _text_of_cells(shown: MapShown) -> str:
    rows, columns = shown.size
    cells = (
        [
            matrix_text(shown.values[row : row + 1, column : column + 1])
            if shown.is_shown(row, column)
            else ""
            for column in range(columns)
        ]
        for row in range(rows)
    )
    return "\n".join("\t".join(texts) for texts in cells)
