"""The runs so far: opened, compared in the plots, renamed, thrown away, exported."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QInputDialog, QMessageBox, QPushButton

from cnnviz.files.reasons import writing_reason
from cnnviz.language import _
from cnnviz.state import runs
from cnnviz.state.training import WindowTraining
from cnnviz.views.controls.bubble import hush, tell
from cnnviz.views.controls.card import Card
from cnnviz.views.controls.dialogs import ask_to_save
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.train.run_differences import RunDifferences
from cnnviz.views.train.run_opener import RunOpener
from cnnviz.views.train.runs_table import RunsTable


class RunsCard(Card):
    """A table of the runs in the folder of runs, and what can be done with the chosen one."""

    def __init__(self, training: WindowTraining, look: Look) -> None:
        super().__init__(look, "runs-card", _("Runs"))
        self._training = training
        self._opener = RunOpener(training, self)
        self.table = RunsTable(training.runs, training.comparison, look)
        self.differences = RunDifferences(training, look)
        self._make_buttons()
        self._arrange()
        self.table.doubleClicked.connect(self._on_open)
        self.table.selectionModel().selectionChanged.connect(self._show_buttons)
        training.runs.changed.connect(self._show_buttons)
        self._show_buttons()

    def _make_buttons(self) -> None:
        self.open = _button("runs-open", _("Open"), _("Open"), _("Show this run (Enter)"))
        self.open.clicked.connect(self._on_open)
        tip = _("Give this run another name (F2)")
        self.rename = _button("runs-rename", _("Rename…"), _("Rename"), tip)
        self.rename.clicked.connect(self._on_rename)
        tip = _("Move this run to the trash (Delete)")
        self.delete = _button("runs-delete", _("Delete…"), _("Delete"), tip)
        self.delete.clicked.connect(self._on_delete)
        tip = _("Write its epochs as a table")
        self.export = _button("runs-export", _("Export CSV…"), _("Export CSV"), tip)
        self.export.clicked.connect(self._on_export)
        tip = _("Show a run from anywhere")
        self.other = _button("runs-other", _("Open a folder…"), _("Open a folder"), tip)
        self.other.clicked.connect(self._opener.choose)

    def _arrange(self) -> None:
        buttons = FlowLayout(self._look)
        for button in (self.open, self.rename, self.export, self.delete, self.other):
            buttons.addWidget(button)
        self.column.addLayout(buttons)
        self.column.addWidget(self.table)
        self.column.addWidget(self.differences)

    def _show_buttons(self) -> None:
        for button in (self.open, self.rename, self.delete, self.export):
            button.setEnabled(self.table.chosen is not None)
        self.table.fit_height()

    # What is asked for

    def _on_open(self) -> None:
        if self.table.chosen is not None:
            self._opener.open(self.table.chosen)

    def _on_rename(self) -> None:
        if (path := self.table.chosen) is None:
            return
        title = _("Rename the run")
        name, is_ok = QInputDialog.getText(self, title, _("Name:"), text=path.name)
        if is_ok:
            self._try(self.rename, partial(self._training.rename, path, name))

    def _on_delete(self) -> None:
        if (path := self.table.chosen) is None:
            return
        buttons = QMessageBox.StandardButton
        text = _("Move the run “{run}” with all its snapshots to the trash?")
        asked = QMessageBox.question(
            self,
            _("Delete the run"),
            text.format(run=path.name),
            buttons.Yes | buttons.Cancel,
            buttons.Cancel,
        )
        if asked == buttons.Yes:
            self._try(self.delete, partial(self._training.throw_away, path))

    def _on_export(self) -> None:
        if (path := self.table.chosen) is None:
            return
        proposed = Path(f"{path.name}.csv")
        title, settings = _("Export the epochs"), self._look.settings
        file = ask_to_save(self, settings, title, proposed, _("Tables"), (".csv",))
        if file is not None:
            self._try(self.export, partial(runs.export_csv, path, file))

    def _try(self, button: QPushButton, what: Callable[[], object]) -> None:
        try:
            what()
        except (OSError, ValueError) as error:
            tell(self._look, button, _problem(error))
        else:
            hush(button)
        self._training.runs.look()

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


def _button(name: str, text: str, spoken: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(spoken)
    button.setToolTip(plain_tip(tip))
    return button


def _problem(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.filename:
        text = _("{file}: {reason}.")
        return text.format(file=error.filename, reason=writing_reason(error))
    return str(error)
