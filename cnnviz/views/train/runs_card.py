"""The runs so far: opened, compared in the plots, renamed, thrown away, exported."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QInputDialog,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)

from cnnviz.language import _
from cnnviz.state import runs
from cnnviz.state.runs import History, RunSummary
from cnnviz.state.training import Training, runs_folder
from cnnviz.views.controls.card import Card
from cnnviz.views.controls.dialogs import ask_to_save
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look

NARROW, LEAST = 860, (3, 5, 6)  # pixels at 100 %; columns: network, epochs, rate
HEADINGS = ("Compare", "Run", "State", "Network", "Data", "Epochs", "Rate", "Validation", "Test")


class RunsCard(Card):
    """A table of the runs in the folder of runs."""

    opened = Signal(object)  # Path
    compared = Signal(object)  # tuple of Paths whose curves are wanted beside the run's

    def __init__(self, training: Training, look: Look) -> None:
        super().__init__(look, "runs-card", "Runs")
        self._training = training
        self._runs = runs.Runs()
        self._paths: list[Path] = []
        self._texts: list[tuple[str, ...]] = []
        self._checked: set[Path] = set()
        self._compared: tuple[Path, ...] = ()  # as it was told last
        self.table = _table()
        self.table.itemChanged.connect(self._on_item_changed)
        self.table.itemDoubleClicked.connect(self._on_open)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self.problem = label("runs-problem", "problem")
        self.problem.hide()
        self._make_buttons()
        self._arrange()
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_buttons(self) -> None:
        self.open = _button("runs-open", "Open", "Show this run (Enter)")
        self.open.clicked.connect(self._on_open)
        self.rename = _button("runs-rename", "Rename…", "Give this run another name (F2)")
        self.rename.clicked.connect(self._on_rename)
        self.delete = _button("runs-delete", "Delete…", "Move this run to the trash (Delete)")
        self.delete.clicked.connect(self._on_delete)
        self.export = _button("runs-export", "Export CSV…", "Write its epochs as a table")
        self.export.clicked.connect(self._on_export)
        self.other = _button("runs-other", "Open a folder…", "Show a run from anywhere")
        self.other.clicked.connect(self._on_other)

    def _arrange(self) -> None:
        buttons = FlowLayout(self._look)
        for button in (self.open, self.rename, self.export, self.delete, self.other):
            buttons.addWidget(button)
        self.column.addLayout(buttons)
        self.column.addWidget(self.table)
        self.column.addWidget(self.problem)

    # What is shown

    def refresh(self) -> None:
        """Read the folder again; the table changes where a run did."""
        found = self._runs.look(runs_folder())
        paths, texts = [run.path for run in found], [_texts(run) for run in found]
        if paths != self._paths or texts != self._texts:
            self._fill(paths, texts)
            for row, run in enumerate(found):
                self._item(row, len(HEADINGS) - 1).setToolTip(_test_tip(run))
        self._show_buttons()

    def _fill(self, paths: list[Path], texts: list[tuple[str, ...]]) -> None:
        chosen = self.chosen
        self._paths, self._texts = paths, texts
        self._checked &= set(paths)
        self.table.blockSignals(True)
        self.table.setRowCount(len(paths))
        for row, (path, columns) in enumerate(zip(paths, texts, strict=True)):
            check = QTableWidgetItem()
            flags = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled
            check.setFlags(flags | Qt.ItemFlag.ItemIsSelectable)
            states = Qt.CheckState
            check.setCheckState(states.Checked if path in self._checked else states.Unchecked)
            check.setToolTip("Show its curves in the plots")
            self.table.setItem(row, 0, check)
            for column, text in enumerate(columns, start=1):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        self.table.blockSignals(False)
        self.table.clearSelection()  # another run may stand in that row now
        if chosen in paths:
            self.table.selectRow(paths.index(chosen))
        self._tell_compared()

    def compare(self, path: Path) -> None:
        """Tick a run of the list: its curves stand beside."""
        self.refresh()
        if path in self._paths:
            self._item(self._paths.index(path), 0).setCheckState(Qt.CheckState.Checked)

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.table.item(row, column)
        assert item is not None  # each cell of a row that is there has one
        return item

    def history(self, path: Path) -> History:
        """Return what the events of a run of the list add up to."""
        return self._runs.history(path)

    @property
    def chosen(self) -> Path | None:
        """The run whose row is selected."""
        row = self.table.currentRow()
        is_selected = bool(self.table.selectedItems())
        return self._paths[row] if is_selected and 0 <= row < len(self._paths) else None

    def _show_buttons(self) -> None:
        for button in (self.open, self.rename, self.delete, self.export):
            button.setEnabled(self.chosen is not None)
        rows = min(max(len(self._paths), 2), 7)
        self.table.setFixedHeight(self._look.px(32 + 26 * rows))

    def _tell(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    # What is asked for

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            path = self._paths[item.row()]
            is_checked = item.checkState() == Qt.CheckState.Checked
            (self._checked.add if is_checked else self._checked.discard)(path)
            self._tell_compared()

    def _tell_compared(self) -> None:
        compared = tuple(path for path in self._paths if path in self._checked)
        if compared != self._compared:
            self._compared = compared
            self.compared.emit(compared)

    def _on_open(self) -> None:
        if self.chosen is not None:
            self.opened.emit(self.chosen)

    def _on_rename(self) -> None:
        if (path := self.chosen) is None:
            return
        name, is_ok = QInputDialog.getText(self, "Rename the run", "Name:", text=path.name)
        if is_ok:
            self._try(lambda: self._give_name(path, name))

    def _give_name(self, path: Path, name: str) -> None:
        after = runs.renamed(path, name)
        self._paths = [after if known == path else known for known in self._paths]
        if path in self._checked:
            self._checked = self._checked - {path} | {after}
        if self._training.shows(path):
            self._training.open(after)

    def _on_delete(self) -> None:
        if (path := self.chosen) is None:
            return
        buttons = QMessageBox.StandardButton
        text = f"Move the run “{path.name}” with all its snapshots to the trash?"
        asked = QMessageBox.question(
            self, "Delete the run", text, buttons.Yes | buttons.Cancel, buttons.Cancel
        )
        if asked == buttons.Yes:
            self._try(lambda: self._throw_away(path))

    def _throw_away(self, path: Path) -> None:
        runs.thrown_away(path)
        self._training.forget(path)

    def _on_export(self) -> None:
        if (path := self.chosen) is None:
            return
        proposed = Path(f"{path.name}.csv")
        file = ask_to_save(self, _("Export the epochs"), proposed, "", (".csv",))
        if file is not None:
            self._try(partial(runs.export_csv, path, file))

    def _on_other(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Open a run")
        if name:
            self.opened.emit(Path(name))

    def _try(self, what: Callable[[], None]) -> None:
        try:
            what()
        except (OSError, ValueError) as error:
            self._tell(str(error))
        else:
            self._tell("")
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, rename with F2, throw away with Delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_open()
        elif event.key() == Qt.Key.Key_F2:
            self._on_rename()
        elif event.key() == Qt.Key.Key_Delete:
            self._on_delete()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what matters least where there is little room."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._look.px(NARROW)
        for column in LEAST:
            self.table.setColumnHidden(column, is_narrow)

    def _on_look_changed(self) -> None:
        px = self._look.px
        self.table.verticalHeader().setDefaultSectionSize(px(26))
        widths = (66, 190, 80, 100, 110, 56, 50, 76, 150)
        for column, width in enumerate(widths):
            self.table.setColumnWidth(column, px(width))
        self._show_buttons()


def _table() -> QTableWidget:
    table = QTableWidget(0, len(HEADINGS))
    table.setObjectName("runs")
    table.setAccessibleName("Runs")
    table.setHorizontalHeaderLabels(HEADINGS)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    table.horizontalHeader().setHighlightSections(False)
    return table


def _texts(run: RunSummary) -> tuple[str, ...]:
    config = run.config
    return (
        run.path.name,
        run.state,
        run.network,
        "" if config is None else ", ".join(config.data),
        "" if config is None else str(config.epochs),
        "" if config is None else f"{config.lr:g}",
        "" if run.val_accuracy is None else f"{100 * run.val_accuracy:.1f} %",
        " · ".join(f"{100 * accuracy:.1f}" for _, accuracy in run.tests) + " %" * bool(run.tests),
    )


def _test_tip(run: RunSummary) -> str:
    """Return which test set got which accuracy."""
    return "\n".join(f"{name}: {100 * accuracy:.1f} %" for name, accuracy in run.tests)


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.rstrip("…"))
    button.setToolTip(tip)
    return button
