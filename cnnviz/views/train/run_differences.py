"""The settings of the runs that are compared, side by side: only what differs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from cnnviz.language import N_, _
from cnnviz.runs.config import Config
from cnnviz.state.runs import RunSummary, differing
from cnnviz.state.training import WindowTraining
from cnnviz.text.numbers import significant_text
from cnnviz.views.controls.card import heading
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

_TITLES = {
    "network": N_("Network"), "data": N_("Data"), "epochs": N_("Epochs"),
    "batch_size": N_("Batch"), "optimizer": N_("Optimiser"), "lr": N_("Peak rate"),
    "weight_decay": N_("Weight decay"), "momentum": N_("Momentum"),
    "label_smoothing": N_("Label smoothing"), "averaging": N_("Averaging"),
    "schedule": N_("Schedule"), "augment": N_("Augment"), "seed": N_("Seed"),
    "weights_seed": N_("Seed of the weights"), "threads": N_("Threads"), "device": N_("Device"),
    "start": N_("Start from"), "shuffle": N_("Shuffled"), "limit": N_("Only the first"),
    "early_stop": N_("Early stop"), "snapshots": N_("Snapshots"),
    "side": N_("Side of pictures"), "colours": N_("Colours"), "resize": N_("Resizing"),
    "fine_tune": N_("Only the last layer"), "freeze_to": N_("Frozen up to"),
}  # fmt: skip
_AS_NETWORK = N_("as the network takes them")
_NONE = {  # what 0 stands for
    "limit": N_("all"), "early_stop": N_("never"), "threads": N_("as many as help"),
    "side": _AS_NETWORK,
}  # fmt: skip
_ABSENT = {"weights_seed": N_("that of the run"), "freeze_to": N_("none")}  # what None stands for
SAME = N_("The settings of these runs are the same.")


class RunDifferences(Panel):
    """A row for each setting that differs, a column for each run; hidden below two runs."""

    def __init__(self, training: WindowTraining, look: Look) -> None:
        super().__init__(look, gap=4)
        self._training = training
        self._shown: tuple[object, ...] = ()
        self.setObjectName("run-differences")
        self.table = QTableWidget()
        self.table.setObjectName("run-differences-table")
        self.table.setAccessibleName(_("Settings that differ"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.same = label("run-differences-none", "muted", _(SAME))
        self.column.addWidget(heading(_("Settings that differ")))
        self.column.addWidget(self.same)
        self.column.addWidget(self.table)
        training.comparison.changed.connect(self.refresh)
        training.run_changed.connect(self.refresh)
        training.runs.changed.connect(self.refresh)
        look.changed.connect(self._fit_height)
        self.refresh()

    def _compared(self) -> list[RunSummary]:
        """Return the run that is shown and the ticked ones, as far as the list knows them."""
        shown, comparison = self._training.run, self._training.comparison
        paths = {*comparison.paths} | ({shown.directory.path} if shown is not None else set())
        return [each for each in self._training.runs.summaries if each.path in paths]

    def refresh(self) -> None:
        """Show the compared runs as they are."""
        compared = self._compared()
        now = tuple((each.path, each.config, each.network) for each in compared)
        if now == self._shown and not self.isHidden():
            return
        self._shown = now
        self.setVisible(len(compared) > 1)
        rows = differing(compared)
        self.same.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.setColumnCount(1 + len(compared))
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels([_("Setting"), *(each.path.name for each in compared)])
        for row, (name, values) in enumerate(rows.items()):
            texts = [_(_TITLES.get(name, name)), *(value_text(name, value) for value in values)]
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.table.setItem(row, column, item)
        self._fit_height()

    def _fit_height(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(self._look.px(24))
        self.table.setFixedHeight(self._look.px(34 + 24 * max(1, self.table.rowCount())))


def value_text(name: str, value: object) -> str:
    """Return the value of a setting as people read it."""
    if value is None:
        return _(_ABSENT.get(name, ""))
    if not value and name in _NONE:
        return _(_NONE[name])
    if (name, value) == ("colours", "network"):
        return _(_AS_NETWORK)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return significant_text(value, 6)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def missing_titles() -> set[str]:
    """Return which settings have no title here."""
    return set(Config.__dataclass_fields__) - set(_TITLES)
