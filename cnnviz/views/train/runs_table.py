"""The table of runs, sorted by any of its columns."""

from pathlib import Path

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cnnviz.language import _
from cnnviz.state.comparison import Comparison
from cnnviz.state.run_list import RunList
from cnnviz.views.look.theme import Look
from cnnviz.views.train.runs_model import NAME, SORT, RunsModel

ROOMS = ((900, (5, 6)), (760, (3, 8)), (640, (4,)))  # below a width at 100 %: columns left out
WIDTHS = (66, 220, 76, 110, 100, 56, 50, 74, 72, 76)  # pixels at 100 %
NETWORK = 3


class RunsTable(QTableView):
    """Shows the runs; the chosen one stays chosen wherever its row goes."""

    def __init__(self, runs: RunList, comparison: Comparison, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows = RunsModel(runs, comparison)
        self._rows.setParent(self)
        self._chosen: Path | None = None  # remembered while the rows are made anew
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSortRole(SORT)
        self.sorted.setSourceModel(self._rows)
        self.setModel(self.sorted)
        self._set_up()
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.sorted.modelReset.connect(self._on_reset)
        runs.renamed.connect(self._on_renamed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _set_up(self) -> None:
        self.setObjectName("runs")
        self.setAccessibleName(_("Runs"))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        for column in (NAME, NETWORK):  # names take what room there is
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setHighlightSections(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # the latest first
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)

    @property
    def chosen(self) -> Path | None:
        """The run whose row is selected."""
        return self._chosen

    def choose(self, path: Path) -> None:
        """Select the row of a run."""
        for row in range(self.sorted.rowCount()):
            if self._path(row) == path:
                self.selectRow(row)

    def _path(self, row: int) -> Path:
        return self._rows.path(self.sorted.mapToSource(self.sorted.index(row, 0)).row())

    def _on_selected(self) -> None:
        rows = self.selectionModel().selectedRows()
        self._chosen = self._path(rows[0].row()) if rows else None

    def _on_reset(self) -> None:
        """Choose the same run again, if it is still there: another one may stand in its row."""
        chosen = self._chosen
        self.clearSelection()
        self._chosen = None
        if chosen is not None:
            self.choose(chosen)

    def _on_renamed(self, before: Path, after: Path) -> None:
        if self._chosen == before:
            self._chosen = after

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what matters least where there is little room."""
        super().resizeEvent(event)
        for room, columns in ROOMS:
            for column in columns:
                self.setColumnHidden(column, self.width() < self._look.px(room))

    def fit_height(self) -> None:
        """Be as high as the runs, some at least and at most."""
        rows = min(max(self.sorted.rowCount(), 2), 7)
        self.setFixedHeight(self._look.px(32 + 26 * rows))

    def _on_look_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.px(26))
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, self._look.px(width))
        self.fit_height()
