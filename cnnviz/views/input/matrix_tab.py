"""Matrix: a small matrix to type, paste and change number by number."""

from typing import Final

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.language import _
from cnnviz.project.picture import Picture
from cnnviz.project.project import Project
from cnnviz.state.document import Document
from cnnviz.state.picture_opener import PictureOpener
from cnnviz.text.decimals import decimals_of_values
from cnnviz.text.numbers import exact_text, is_whole
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.controls.factor_label import FactorLabel
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import IconButton, Panel, label
from cnnviz.views.input.network_input import LARGEST_MATRIX
from cnnviz.views.input.picture_images import picture_image
from cnnviz.views.input.picture_view import PictureView
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

FIRST_SIDE = 6  # of the zeros to start from
ACTIVITY_2: Final = np.array(
    [
        [4, 5, 1, 0, 0, 0],
        [9, 2, 3, 1, 0, 0],
        [7, 1, 1, 1, 1, 0],
        [3, 1, 1, 1, 0, 0],
        [2, 2, 1, 1, 1, 0],
        [1, 0, 0, 0, 0, 0],
    ],
    np.float32,
)  # X of the lecture's Activity 2


class MatrixTab(Panel):
    """Shows the picture of the project where it is a matrix; else zeros that can become one."""

    def __init__(self, document: Document, opener: PictureOpener, look: Look) -> None:
        super().__init__(look)
        self._document, self._opener = document, opener
        self.rows = self._side_field("matrix-rows", _("Rows"), _("Rows of the matrix, 1 to {most}"))
        tip = _("Columns of the matrix, 1 to {most}")
        self.columns = self._side_field("matrix-columns", _("Columns"), tip)
        self.grid = CellGrid(look, _("Matrix"))
        self.grid.setObjectName("matrix-grid")
        self.factor = FactorLabel("matrix-factor")
        self.large = PictureView(look, _("Matrix"))
        self.value = label("matrix-value", "muted")
        self.column.addLayout(self._sizes())
        for widget in (self.factor, self.grid, self.large, self.value):
            self.column.addWidget(widget)
        self.column.addLayout(self._buttons())
        self._connect()
        self._show()

    def _side_field(self, name: str, title: str, tip: str) -> NumberField:
        field = NumberField(
            self._look, FIRST_SIDE, 1, LARGEST_MATRIX, step=1, whole=True, name=title
        )
        field.setObjectName(name)
        field.setToolTip(plain_tip(tip.format(most=LARGEST_MATRIX)))
        return field

    def _sizes(self) -> FlowLayout:
        fields = QWidget()
        row = QHBoxLayout(fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.rows, label("", "muted", " × "), self.columns):
            row.addWidget(widget)
        title = label("matrix-size-label", "muted", _("Rows × columns"))
        title.setWordWrap(False)
        sizes = FlowLayout(self._look)
        sizes.addWidget(title)
        sizes.addWidget(fields)
        return sizes

    def _buttons(self) -> FlowLayout:
        look = self._look
        self.paste = IconButton(
            look,
            "matrix-paste",
            _("Paste"),
            "",
            _("Paste numbers, from a spreadsheet too (Ctrl+V)"),
        )
        self.copy = IconButton(look, "matrix-copy", _("Copy"), "", _("Copy the numbers (Ctrl+C)"))
        self.clear = IconButton(look, "matrix-clear", _("Clear"), "", _("Set all numbers to 0"))
        self.example = IconButton(
            look,
            "matrix-activity-2",
            _("Activity 2"),
            "",
            _("The 6×6 matrix of the lecture's exercise"),
        )
        buttons = FlowLayout(look)
        for button in (self.paste, self.copy, self.clear, self.example):
            buttons.addWidget(button)
        return buttons

    def _connect(self) -> None:
        self.grid.cell_edited.connect(self._on_cell_edited)
        self.grid.pasted.connect(self._on_pasted)
        self.grid.cell_hovered.connect(self._on_cell_hovered)
        self.grid.current_changed.connect(self._show_value)
        self.rows.edited.connect(self._on_rows_edited)
        self.columns.edited.connect(self._on_columns_edited)
        self.paste.clicked.connect(self.grid.paste)
        self.copy.clicked.connect(self.grid.copy)
        self.clear.clicked.connect(self._on_clear_clicked)
        self.example.clicked.connect(self._on_example_clicked)
        self._document.changed.connect(self._on_document_changed)

    # Edits

    @property
    def _picture(self) -> Picture | None:
        picture = self._document.project.picture
        return picture if picture.kind == "matrix" else None

    def _put(self, text: str, values: Array, gesture: str = "", name: str = "") -> None:
        name = name or _("Matrix")
        if not self._opener.put(text, Picture("matrix", values[None], name), gesture=gesture):
            self._show()  # what was there before

    def _on_cell_edited(self, row: int, column: int, value: float, gesture: str) -> None:
        values = self.grid.values.copy()
        values[row, column] = value
        name = self._picture.name if self._picture else ""
        self._put(_("Change number"), values, gesture, name)

    def _on_pasted(self, values: Array) -> None:
        self._put(_("Paste matrix"), values)

    def _on_rows_edited(self, rows: float, gesture: str) -> None:
        self._resize((int(rows), self.grid.values.shape[1]), gesture)

    def _on_columns_edited(self, columns: float, gesture: str) -> None:
        self._resize((self.grid.values.shape[0], int(columns)), gesture)

    def _resize(self, size: tuple[int, int], gesture: str) -> None:
        old, values = self.grid.values, np.zeros(size, np.float32)
        rows, columns = np.minimum(old.shape, size)
        values[:rows, :columns] = old[:rows, :columns]
        self._put(_("Resize matrix"), values, gesture)

    def _on_clear_clicked(self) -> None:
        if self._picture is None or self.grid.values.any():
            self._put(_("Clear matrix"), np.zeros_like(self.grid.values))

    def _on_example_clicked(self) -> None:
        self._put(_("Activity 2"), ACTIVITY_2, name=_("Activity 2"))

    # What is shown

    def _on_document_changed(self, before: Project, after: Project) -> None:
        is_concerned = "matrix" in (before.picture.kind, after.picture.kind)
        if before.picture is not after.picture and is_concerned:
            self._show()

    def _show(self) -> None:
        picture = self._picture
        values = picture.values if picture else np.zeros((1, FIRST_SIDE, FIRST_SIDE), np.float32)
        is_small = len(values) == 1 and max(values.shape) <= LARGEST_MATRIX
        if is_small:
            decimals = decimals_of_values(values)
            self.grid.show_values(
                values[0],
                largest(values),
                whole=is_whole(values),
                texts=decimals.texts(values[0]),
                factor=decimals.factor,
            )
            self.factor.show_factor(decimals)
        elif picture:
            self.large.show_image(picture_image(picture))
        self.rows.show_value(values.shape[1])  # also of one that is too large to be edited
        self.columns.show_value(values.shape[2])
        for widget in (self.grid, self.rows, self.columns, self.copy, self.clear):
            widget.setEnabled(is_small)
        self.grid.setVisible(is_small)
        self.large.setVisible(not is_small)
        if not is_small:
            self.factor.hide()
        self._show_value()

    def _show_value(self, row: int = -1, column: int = -1) -> None:
        if not self.large.isHidden():
            sentence = _("Too large to be edited by hand: one channel, up to {most} × {most}.")
            self.value.setText(sentence.format(most=LARGEST_MATRIX))
            return
        if row < 0:
            row, column = self.grid.current
        value = exact_text(float(self.grid.values[row, column]))
        self.value.setText(
            _("Row {row}, column {column}: {value}").format(
                row=row + 1, column=column + 1, value=value
            )
        )

    def _on_cell_hovered(self, row: int, column: int) -> None:
        self._show_value(row, column)
