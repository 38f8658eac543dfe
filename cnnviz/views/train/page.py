"""The Train page: configure, compile, train; and what comes of it, live."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnviz.cnn import architectures
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.plan import CHANGED, is_possible
from cnnviz.project.project import with_network, with_picture
from cnnviz.state.data_choice import sources
from cnnviz.state.document import Document
from cnnviz.state.runs import History
from cnnviz.state.training import Training
from cnnviz.state.training_presets import Preset
from cnnviz.state.training_run import TrainingRun
from cnnviz.views.controls.card import heading
from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.look.theme import Look
from cnnviz.views.train.curve_plot import CurvePlot
from cnnviz.views.train.data_part import DataPart
from cnnviz.views.train.drawing_card import DrawingCard
from cnnviz.views.train.layer_list import LayerList
from cnnviz.views.train.progress_card import ProgressCard
from cnnviz.views.train.results_card import ResultsCards
from cnnviz.views.train.run_controls import RunControls
from cnnviz.views.train.runs_card import RunsCard
from cnnviz.views.train.setup_form import SetupForm
from cnnviz.views.train.shift_card import ShiftCard
from cnnviz.views.train.snapshot_card import SnapshotCard
from cnnviz.views.train.turning import turn

STACKED = 640  # pixels at 100 %: in less room, cards stand below each other
LEFT, LEFT_NARROW, NARROW = 400, 348, 1180  # pixels at 100 %
FRAME = 100  # ms: the page is renewed at most so often while a run reports


class TrainPage(QWidget):
    """Joins the three steps at the left with the run at the right; keeps no state of its own."""

    sent_to_input = Signal()

    def __init__(self, document: Document, training: Training, look: Look) -> None:
        super().__init__()
        self._document, self._training, self._look = document, training, look
        self.setObjectName("train-page")
        self.setAccessibleName("Train")
        self._make_left()
        self._make_right()
        self._arrange()
        self._renew = QTimer(self, singleShot=True, interval=FRAME)
        self._renew.timeout.connect(self._on_renew)
        self._rest = QTimer(self, singleShot=True, interval=FRAME // 3)
        self._rest.timeout.connect(self._show_rest)
        self._every_second = QTimer(self, interval=1000)
        self._every_second.start()
        self._others: tuple[Path, ...] = ()  # runs whose curves stand beside
        self._connect()
        self._on_look_changed()
        self._on_run_changed()
        self._on_setup_changed()
        self._on_document_changed(None, None)

    def _make_left(self) -> None:
        self.layers = LayerList(self._document, self._look)
        self.setup = SetupForm(self._training, sources(), self._look)
        self.data = DataPart(self._document, self._training, self.setup, self._look)
        self.controls = RunControls(self._training, self._look)

    def _make_right(self) -> None:
        look = self._look
        self.progress = ProgressCard(look)
        self.loss = CurvePlot(look, "loss", "Loss", is_share=False)
        self.accuracy = CurvePlot(look, "accuracy", "Accuracy", is_share=True)
        self.snapshot = SnapshotCard(self._training, look)
        self.drawing = DrawingCard(self._document, look)
        self.results = ResultsCards(self._training, self.drawing, look)
        self.runs = RunsCard(self._training, look)
        self.shift = ShiftCard(self._document, look)

    def _arrange(self) -> None:
        steps, foot = QWidget(), QWidget()
        self._steps, self._foot = QVBoxLayout(steps), QVBoxLayout(foot)
        _add(self._steps, "1 · Configure the layers", self.layers)
        _add(self._steps, "2 · Compile", self.setup)
        self._steps.addStretch(1)
        self._foot.addLayout(self._make_foot_head())
        self._foot.addWidget(self.controls)
        self.left = QWidget()
        self.left.setObjectName("train-left")
        self.left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self.left)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._left_area = scroll_area(steps, "train-left-area", sideways=False)
        whole.addWidget(self._left_area, stretch=1)
        whole.addWidget(foot)  # always in sight
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left)
        row.addWidget(self._arrange_right(), stretch=1)

    def _make_foot_head(self) -> QHBoxLayout:
        """Return the title of step 3, and step 2 in short: it may be out of sight."""
        self.compiled = QPushButton()
        self.compiled.setObjectName("train-compiled")
        self.compiled.setProperty("role", "flat")
        self.compiled.setToolTip("Step 2, compile: go there to change data and settings")
        self.compiled.clicked.connect(self._on_compiled)
        head = QHBoxLayout()
        head.addWidget(heading("3 · Train"), stretch=1)
        head.addWidget(self.compiled)
        return head

    def _arrange_right(self) -> QWidget:
        right = QWidget()
        self._right_column = QVBoxLayout(right)
        plots = QHBoxLayout()
        plots.addWidget(self.loss)
        plots.addWidget(self.accuracy)
        self._plots = plots
        self._right_column.addWidget(self.progress)
        self._right_column.addLayout(plots, stretch=3)
        self._right_column.addWidget(self.snapshot)
        self._right_column.addWidget(self.results, stretch=2)
        self._right_column.addWidget(self.runs)
        self._right_column.addWidget(self.shift)
        return scroll_area(right, "train-right-area", sideways=False)

    def _connect(self) -> None:
        self.setup.preset_chosen.connect(self._on_preset)
        self._training.setup_changed.connect(self._on_setup_changed)
        self.data.told.connect(self.controls.tell)
        self.data.picture_chosen.connect(self._on_picture)
        self.controls.start_asked.connect(self.start)
        self.controls.resume_asked.connect(self._on_resume)
        self.results.picture_chosen.connect(self._on_picture)
        self.snapshot.shipped.clicked.connect(self._on_shipped)
        self.snapshot.another.clicked.connect(self._on_another)
        self.snapshot.changed.connect(self._on_snapshot)
        self.runs.opened.connect(self._training.open)
        self.runs.compared.connect(self._on_compared)
        self._every_second.timeout.connect(self._on_second)
        self._training.run_changed.connect(self._on_run_changed)
        self._document.changed.connect(self._on_document_changed)
        self._look.changed.connect(self._on_look_changed)

    # What is shown

    def refresh(self) -> None:
        """Show the run as it is now; while the page is hidden, only what follows it."""
        if self.isVisible():
            self._show_first()
            self._show_rest()
        elif self.snapshot.follow.isChecked():
            self.snapshot.refresh()

    def _on_renew(self) -> None:
        """Show what is new in two halves: neither takes the window a frame."""
        if self.isVisible():
            self._show_first()
            self._rest.start()
        else:
            self.refresh()

    def _show_first(self) -> None:
        self.progress.show_run(self._training.run)
        self.controls.refresh()
        self._show_loss()

    def _show_rest(self) -> None:
        self.snapshot.refresh()
        self._show_accuracy()
        self.results.show_epoch(self._epoch())
        self.drawing.show_network(self.snapshot.network, self.snapshot.layer_index)

    def _show_curves(self) -> None:
        self._show_loss()
        self._show_accuracy()

    def _show_loss(self) -> None:
        run = self._training.run
        if run is None:
            self.loss.show_curves({}, "")
            return
        history = run.history
        curves = {
            "training": history.losses,
            "validation": [(e.step, e.val_loss) for e in history.epochs],
        }
        for name, other in self._others_of(run):
            curves[name] = [(e.step, e.val_loss) for e in other.epochs]
        self.loss.show_curves(curves, "training")

    def _show_accuracy(self) -> None:
        run = self._training.run
        if run is None:
            self.accuracy.show_curves({}, "")
            return
        history = run.history
        curves = {
            "training": history.accuracies,
            "validation": [(e.step, e.val_accuracy) for e in history.epochs],
        }
        for name, other in self._others_of(run):
            curves[name] = [(e.step, e.val_accuracy) for e in other.epochs]
        self.accuracy.show_curves(curves, "validation")

    def _others_of(self, run: TrainingRun) -> list[tuple[str, History]]:
        """Return the runs that are compared with one, by their names."""
        return [(p.name, self.runs.history(p)) for p in self._others if p != run.directory.path]

    def _epoch(self) -> int | None:
        """Return the epoch whose answers are shown: the last one before the chosen snapshot."""
        run = self._training.run
        if run is None or not run.history.epochs:
            return None
        number = self.snapshot.number
        snapshots = {s.number: s.step for s in run.history.snapshots}
        step = snapshots.get(number, 0) if number is not None else 0
        is_last = self.snapshot.slider.value() == self.snapshot.slider.maximum()
        done = [e.epoch for e in run.history.epochs if is_last or e.step <= step]
        return done[-1] if done else run.history.epochs[0].epoch

    # Signals

    def start(self) -> None:
        """Train the network as it is configured."""
        if not is_possible(self._document.project):
            self.controls.tell("The layers do not fit yet: mend the marked one, then train.")
            return
        if problem := self.data.problem():
            self.controls.tell(problem)
            return
        self._try(self._training.start)

    def _try(self, start: Callable[[], object]) -> bool:
        """Start a run; return whether that was possible, and say why not."""
        try:
            start()
        except (OSError, ValueError) as error:
            self.controls.tell(f"The run could not be started: {error}")
            return False
        return True

    def _on_setup_changed(self) -> None:
        short = self.setup.in_short()
        self.compiled.setText(f"with {short}")
        self.compiled.setAccessibleName(f"Step 2: {short}")
        self.controls.tell("")  # what could not be trained may fit now

    def _on_compiled(self) -> None:
        """Bring step 2 into sight, and the keys there."""
        area, px = self._left_area, self._look.px
        area.ensureWidgetVisible(self.setup, 0, px(8))
        area.ensureWidgetVisible(self.setup.presets, 0, px(40))  # its beginning, if all has no room
        self.setup.presets.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_another(self) -> None:
        """Train from another start, beside the run that is shown."""
        before = self._training.run
        if before is None:
            return
        path = before.directory.path
        if not self._try(self._training.start_another):
            return
        self.runs.compare(path)
        if self.snapshot.other.findData(path) < 0:  # it is from elsewhere
            self.snapshot.offer((*self._others, path))
        self.snapshot.put_beside(path)

    def _on_resume(self) -> None:
        self._training.resume()
        self.refresh()

    def _on_run_changed(self) -> None:
        run = self._training.run
        if run is not None:
            run.changed.connect(self._on_progress)
            run.ended.connect(self.refresh)
        for plot in (self.loss, self.accuracy):
            plot.see_all()  # what was looked at closely is another run's
        self.controls.tell("")
        self.refresh()

    def _on_progress(self) -> None:
        if not self._renew.isActive():
            self._renew.start()

    def _on_snapshot(self) -> None:
        """Show what belongs to another snapshot."""
        if self.isVisible():
            self.results.show_epoch(self._epoch())
            self.drawing.show_network(self.snapshot.network, self.snapshot.layer_index)

    def _on_compared(self, paths: tuple[Path, ...]) -> None:
        """Show the curves of other runs beside those of this one."""
        self._others = paths
        self.snapshot.offer(paths)
        self._show_curves()

    def _on_second(self) -> None:
        """Look whether other processes have written anything."""
        if self.isVisible():
            self.runs.refresh()
            if self._others:
                self._show_curves()

    def _on_document_changed(self, before: object, after: object) -> None:
        self.snapshot.shipped.setEnabled(self._shipped_name in architectures.NAMES)
        self.controls.tell("")  # what could not be trained may fit now

    @property
    def _shipped_name(self) -> str:
        """The name of the network that ships and that this one was made from."""
        return self._document.project.network.name.removesuffix(CHANGED)

    def _on_preset(self, preset: Preset) -> None:
        if preset.filters:
            self.layers.set_filters(preset.filters)

    def _on_picture(
        self, pixels: "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]", name: str
    ) -> None:
        values = pixels.astype(np.float32) / 255
        picture = Picture("drawing" if len(values) == 1 else "image", values, name)
        after = with_picture(self._document.project, picture)
        refusal = self._document.edit(f"Send {name} to the input", after)
        self.controls.tell(refusal)
        if not refusal:
            self.sent_to_input.emit()

    def _on_shipped(self) -> None:
        network = shipped.network(self._shipped_name)
        after = with_network(self._document.project, network)
        self.controls.tell(self._document.edit("Bring the shipped weights back", after))

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._steps.setContentsMargins(px(14), px(12), px(14), px(6))
        self._foot.setContentsMargins(px(14), px(8), px(14), px(12))
        for column in (self._steps, self._foot):
            column.setSpacing(px(8))
        self._right_column.setContentsMargins(px(16), px(14), px(16), px(14))
        self._right_column.setSpacing(px(12))
        self._plots.setSpacing(px(12))
        self._set_left_width()

    def _set_left_width(self) -> None:
        narrow = self.width() < self._look.px(NARROW)
        width = min(self._look.px(LEFT_NARROW if narrow else LEFT), round(0.45 * self.width()))
        if self.left.width() != width:
            self.left.setFixedWidth(width)
        is_narrow = self.width() - width < self._look.px(STACKED)
        for row in (self._plots, self.results.row, self.shift.row):
            turn(row, is_narrow=is_narrow)

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        """Show what happened while the page was hidden; ask what can train."""
        super().showEvent(event)
        self._training.ask_for_devices()
        self.runs.refresh()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the left column its share."""
        super().resizeEvent(event)
        self._set_left_width()


def _add(column: QVBoxLayout, title: str, part: QWidget) -> None:
    column.addWidget(heading(title))
    column.addWidget(part)
