"""The Network page as a table of its layers."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cnnviz.cnn.network import Network
from cnnviz.explain.layer_table import HEADS, LayerFacts, layer_rows
from cnnviz.language import _
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.look.theme import Look

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FIRST_NUMBER = 2  # from this column on they are numbers
_DISPLAY, _ALIGN = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole


class LayerTableModel(QAbstractTableModel):
    """The rows of the table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[LayerFacts] = []

    def show(self, rows: list[LayerFacts]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many nodes there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many things are told of each."""
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Return what stands in a cell."""
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return self.rows[index.row()].texts[index.column()]
        return _side(index.column()) if role == _ALIGN else None

    def headerData(self, section: int, way: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Return what a column is called."""
        if way == Qt.Orientation.Vertical:
            return None
        if role == _DISPLAY:
            return _(HEADS[section]).replace(" ", "\n")  # numbers are narrower than their names
        return _side(section) if role == _ALIGN else None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column >= _FIRST_NUMBER else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class LayerTable(QTableView):
    """Shows the layers; the row of the current one is chosen, and another row goes there."""

    def __init__(self, document: Document, cursor: Cursor, look: Look) -> None:
        super().__init__()
        self._document, self._cursor, self._look = document, cursor, look
        self._shown: Network | None = None
        self.layers = LayerTableModel()
        self.layers.setParent(self)
        self.setModel(self.layers)
        self.setObjectName("layer-table")
        self.setAccessibleName(_("Layers of the network"))
        self.setProperty("steps", True)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(0)
        header.setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentRowChanged.connect(self._on_row_changed)
        document.changed.connect(self._on_document_changed)
        cursor.changed.connect(self._show)
        look.changed.connect(self._on_look_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while the table was hidden."""
        super().showEvent(event)
        self._show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns the room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Share the room among the columns; where it is little, words take more than a line."""
        header, columns = self.horizontalHeader(), range(len(HEADS))
        needed = [max(self.sizeHintForColumn(c), header.sectionSizeHint(c)) for c in columns]
        spare = self.viewport().width() - sum(needed)
        words = sum(needed[:_FIRST_NUMBER])
        for column in columns:
            share = spare // len(needed)
            if spare < 0:  # numbers stay whole
                share = spare * needed[column] // words if column < _FIRST_NUMBER else 0
            header.resizeSection(column, max(needed[column] + share, 1))
        self.resizeRowsToContents()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Explain the layer with Enter; up and down go to another."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._cursor.open()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self._show()

    def _on_look_changed(self) -> None:
        self._show()
        if self.isVisible():
            self._fit()

    def _show(self) -> None:
        if not self.isVisible():
            return
        trace = self._document.forward.trace
        shapes = None if self._shown is None else self._shown.shapes
        if shapes != trace.network.shapes or self._is_other(trace.network):
            self._shown = trace.network
            self.layers.show(layer_rows(trace))
            self._fit()
        self.selectRow(trace.network.number(self._cursor.step))

    def _is_other(self, network: Network) -> bool:
        """Return whether something else than a weight differs."""
        assert self._shown is not None  # it has the shapes of another one
        before = [(layer.kind, layer.options()) for layer in self._shown.layers.values()]
        return before != [(layer.kind, layer.options()) for layer in network.layers.values()]

    def _on_row_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        if not now.isValid():
            return
        node = self.layers.rows[now.row()].node
        if node != self._cursor.step:
            self._cursor.go_to(node)
