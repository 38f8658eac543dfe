"""The runs as rows of a table: what stands in each column, and what it is sorted by."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cnnviz.language import N_, _
from cnnviz.state.comparison import Comparison
from cnnviz.state.run_list import RunList
from cnnviz.state.runs import RunSummary
from cnnviz.text.numbers import significant_text
from cnnviz.views.look.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex
Roles = Qt.ItemDataRole
SORT = Roles.UserRole  # what a column is sorted by: a number or a text
COMPARE, NAME = 0, 1  # columns
NOWHERE = QModelIndex()  # the root: rows of a table have no parent
_STATES = {
    "starting": N_("starting"), "running": N_("running"), "paused": N_("paused"),
    "finished": N_("finished"), "stopped": N_("stopped"), "diverged": N_("diverged"),
    "failed": N_("failed"), "damaged": N_("damaged"),
    "stopped unexpectedly": N_("stopped unexpectedly"),
}  # fmt: skip


class TableColumn(NamedTuple):
    """A column: its title, marked for translation; what it says of a run, and sorts it by."""

    title: str
    text: Callable[[RunSummary], str]
    key: Callable[[RunSummary], float | str]


def _state(run: RunSummary) -> str:
    return _(_STATES[run.state])


def _data(run: RunSummary) -> str:
    return "" if run.config is None else ", ".join(run.config.data)


def _epochs(run: RunSummary) -> str:
    return "" if run.config is None else str(run.config.epochs)


def _rate(run: RunSummary) -> str:
    return "" if run.config is None else significant_text(run.config.lr, 6)


def _validation(run: RunSummary) -> str:
    return "" if run.val_accuracy is None else f"{100 * run.val_accuracy:.1f} %"


def _last_validation(run: RunSummary) -> str:
    return "" if run.last_accuracy is None else f"{100 * run.last_accuracy:.1f} %"


def _tests(run: RunSummary) -> str:
    shares = " · ".join(f"{100 * accuracy:.1f}" for _name, accuracy in run.tests)
    return f"{shares} %" if run.tests else ""


def test_tip(run: RunSummary) -> str:
    """Return which test set got which accuracy."""
    return "\n".join(f"{name}: {100 * accuracy:.1f} %" for name, accuracy in run.tests)


COLUMNS = (
    TableColumn(N_("Compare"), lambda run: "", lambda run: 0),
    TableColumn(N_("Run"), lambda run: run.path.name, lambda run: run.path.name),
    TableColumn(N_("State"), _state, _state),
    TableColumn(N_("Network"), lambda run: run.network, lambda run: run.network),
    TableColumn(N_("Data"), _data, _data),
    TableColumn(N_("Epochs"), _epochs, lambda run: run.config.epochs if run.config else -1),
    TableColumn(N_("Rate"), _rate, lambda run: run.config.lr if run.config else -1),
    TableColumn(
        N_("Best val."), _validation,
        lambda run: -1 if run.val_accuracy is None else run.val_accuracy,
    ),
    TableColumn(
        N_("Last val."), _last_validation,
        lambda run: -1 if run.last_accuracy is None else run.last_accuracy,
    ),
    TableColumn(N_("Test"), _tests, lambda run: run.tests[0][1] if run.tests else -1),
)  # fmt: skip


class RunsModel(QAbstractTableModel):
    """Shows the list of runs; a tick in the first column compares a run."""

    def __init__(self, runs: RunList, comparison: Comparison) -> None:
        super().__init__()
        self._runs, self._comparison = runs, comparison
        self._shown: tuple[RunSummary, ...] = runs.summaries
        runs.changed.connect(self._on_runs_changed)
        comparison.changed.connect(self._on_ticked)

    def _on_runs_changed(self) -> None:
        """Show the list as it is now; rows stay what they are while the runs are the same."""
        before, after = self._shown, self._runs.summaries
        if [run.path for run in before] == [run.path for run in after]:
            self._shown = after
            self._tell_all()
            return
        self.beginResetModel()
        self._shown = after
        self.endResetModel()

    def _on_ticked(self) -> None:
        self._tell_all()

    def _tell_all(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def path(self, row: int) -> Path:
        """Return which run stands in a row."""
        return self._shown[row].path

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many runs there are."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Roles.DisplayRole
    ) -> Any:  # noqa: ANN401 - whatever the role asks for
        """Return the title of a column."""
        if role == Roles.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _(COLUMNS[section].title)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that runs can be chosen, and ticked in the first column."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == COMPARE else flags

    def data(self, index: Index, role: int = Roles.DisplayRole) -> Any:  # noqa: ANN401 - by role
        """Return what a cell says, is sorted by, and tells a screen reader."""
        run, column = self._shown[index.row()], COLUMNS[index.column()]
        if role == Roles.CheckStateRole and index.column() == COMPARE:
            is_ticked = self._comparison.is_ticked(run.path)
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        if role == Roles.DisplayRole:
            return column.text(run)
        if role == SORT:
            return column.key(run)
        if role == Roles.ToolTipRole:
            return plain_tip(self._tip(run, index.column()))
        if role == Roles.AccessibleTextRole:
            return _told(run, index.column())
        return None

    def _tip(self, run: RunSummary, column: int) -> str:
        if column == COMPARE:
            return _("Show its curves in the plots")
        return test_tip(run) if column == len(COLUMNS) - 1 else COLUMNS[column].text(run)

    def setData(self, index: Index, value: Any, role: int = Roles.EditRole) -> bool:  # noqa: ANN401
        """Compare a run, or no more."""
        if role != Roles.CheckStateRole or index.column() != COMPARE:
            return False
        is_ticked = Qt.CheckState(value) == Qt.CheckState.Checked
        self._comparison.tick(self.path(index.row()), is_ticked)
        return True


def _told(run: RunSummary, column: int) -> str:
    """Return what a screen reader says of a cell."""
    if column == COMPARE:
        return _("Compare {run}").format(run=run.path.name)
    text = COLUMNS[column].text(run)
    return _("{title}: {text}").format(title=_(COLUMNS[column].title), text=text) if text else ""
