"""The right of the Train page: the run that is shown, live, and what is compared with it."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.views.look.theme import Look
from cnnviz.views.train.curves import RunCurves
from cnnviz.views.train.drawing_card import DrawingCard
from cnnviz.views.train.layer_card import LayerCard
from cnnviz.views.train.progress_card import ProgressCard
from cnnviz.views.train.results_card import ResultsCards
from cnnviz.views.train.runs_card import RunsCard
from cnnviz.views.train.shift_card import ShiftCard
from cnnviz.views.train.snapshot_card import SnapshotCard

WIDE = 1100  # pixels at 100 %: from here on there is room for three plots in a row
HALF = 33  # ms between the two halves in which the column is renewed: neither takes a frame


class RunColumn(QWidget):
    """Cards below each other; while the column is hidden, nothing is shown anew."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__()
        self._training, self._look = training, look
        self.progress = ProgressCard(look)
        self.curves = RunCurves(training, look)
        self.snapshot = SnapshotCard(document, training, look)
        self.layer = LayerCard(training, look)
        self.drawing = DrawingCard(document, training, look)
        self.results = ResultsCards(training, self.drawing, look)
        self.runs = RunsCard(training, look)
        self.shift = ShiftCard(document, training.pushed, look)
        self._rest = QTimer(self, singleShot=True, interval=HALF)
        self._rest.timeout.connect(self._show_rest)
        self._arrange()
        self._connect()
        self._on_look_changed()

    def _arrange(self) -> None:
        self._plots, self._all_plots = QHBoxLayout(), QHBoxLayout()
        self._plots.addWidget(self.curves.loss, stretch=1)
        self._plots.addWidget(self.curves.accuracy, stretch=1)
        self._all_plots.addLayout(self._plots, stretch=3)
        self._all_plots.addWidget(self.curves.rate, stretch=1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.progress)
        self._column.addLayout(self._all_plots, stretch=3)
        self._column.addWidget(self.snapshot)
        self._column.addWidget(self.results, stretch=2)
        self._column.addWidget(self.layer)
        self._column.addWidget(self.runs)
        self._column.addWidget(self.shift)

    def _connect(self) -> None:
        self._training.run_changed.connect(self._on_run_changed)
        self._training.run_reported.connect(self._on_run_reported)
        self._training.run_ended.connect(self.refresh)
        self._training.looked_changed.connect(self._on_looked_changed)
        self._training.plots.changed.connect(self._on_plots_changed)
        self._training.runs.changed.connect(self._on_others_changed)
        self._training.comparison.changed.connect(self._on_others_changed)
        self._look.changed.connect(self._on_look_changed)

    def stand(self, *, is_narrow: bool) -> None:
        """Let the parts of each row stand below each other, or beside each other again."""
        ways = QBoxLayout.Direction
        is_wide = self.width() >= self._look.px(WIDE)
        self._all_plots.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)
        self.progress.stand(is_narrow=is_narrow)
        for row in (self._plots, self.results.row, self.shift.row):
            row.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)

    # What is shown

    def refresh(self) -> None:
        """Show the run as it is now; nothing while the column is hidden."""
        if self.isVisible():
            self._show_first()
            self._show_rest()

    def _show_first(self) -> None:
        self.progress.show_run(self._training.run)
        self.curves.show_loss()

    def _show_rest(self) -> None:
        self.curves.show_accuracy()
        self._show_looked_at()

    def _show_looked_at(self) -> None:
        self.snapshot.refresh()
        self.results.refresh()
        self.layer.refresh()
        self.drawing.refresh()

    # Signals

    def _on_run_changed(self) -> None:
        self.curves.see_all()
        self.refresh()

    def _on_run_reported(self) -> None:
        if self.isVisible():
            self._show_first()
            self._rest.start()

    def _on_looked_changed(self) -> None:
        if self.isVisible():
            self._show_looked_at()

    def _on_plots_changed(self) -> None:
        self.curves.draw_as_chosen()

    def _on_others_changed(self) -> None:
        """Show the curves of the runs that are compared."""
        if self.isVisible():
            self.curves.show_loss()
            self.curves.show_accuracy()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what happened while the column was hidden; watch what other processes write."""
        super().showEvent(event)
        self._training.runs.watch(True)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Watch no more."""
        super().hideEvent(event)
        self._training.runs.watch(False)

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(16), px(14), px(16), px(14))
        self._column.setSpacing(px(12))
        for row in (self._plots, self._all_plots):
            row.setSpacing(px(12))
