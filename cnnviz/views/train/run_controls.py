"""Step 3, train: where, start, pause, stop, one batch, and another rate in mid-run."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QWidget,
)

from cnnviz.language import N_, _
from cnnviz.state.training import WindowTraining
from cnnviz.state.training_run import TrainingRun
from cnnviz.text.numbers import significant_text
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.train.end_questions import MemoryQuestion, other_data_question

AUTO = N_("Quickest that is here")


class RunControls(Panel):
    """Starts and commands the run that is shown."""

    start_asked = Signal()

    def __init__(self, training: WindowTraining, look: Look) -> None:
        super().__init__(look)
        self._training = training
        self.question: QMessageBox | None = None  # the last one
        self._started: object = None  # the start whose rates are shown
        self._ended = self._refused = ""  # why the run ended; why none could start
        self.setObjectName("run-controls")
        self.device = ChoiceBox(12)
        self.device.setObjectName("train-device")
        self.device.setAccessibleName(_("Device"))
        self.device.setToolTip(_("What computes; asked for in the background"))
        self.device.addItem(_(AUTO), "auto")
        self.device.activated.connect(self._on_device_activated)
        self.main = _button("train-start", _("Train"), "main")
        self.stop = _button("train-stop", _("Stop"))
        self.step = _button("train-step", _("One batch"))
        self.step.setToolTip(_("Learn from one batch, then pause"))
        self.resume = _button("train-resume", _("Resume"))
        self.resume.setToolTip(_("Go on from the last checkpoint of this run"))
        self.lr = NumberField(look, 0.01, 1e-7, 1e7, step=0.001, name=_("Peak rate from now on"))
        self.lr.setObjectName("train-lr")
        self.decay = NumberField(look, 0, 0, 1e3, step=0.0001, name=_("Weight decay from now on"))
        self.decay.setObjectName("train-decay")
        self.problem = label("train-problem", "problem")
        self._arrange()
        self._connect()
        self.refresh()

    def _arrange(self) -> None:
        where = QHBoxLayout()
        title = QLabel(_("Device"))
        title.setProperty("role", "muted")
        title.setBuddy(self.device)
        where.addWidget(title)
        where.addWidget(self.device, stretch=1)
        self.column.addLayout(where)
        self._change = QWidget()
        grid = QGridLayout(self._change)
        grid.setContentsMargins(0, 0, 0, 0)
        fields = (_("Peak rate"), self.lr), (_("Decay now"), self.decay)
        for column, (text, field) in enumerate(fields):
            name = QLabel(text)
            name.setProperty("role", "muted")
            name.setBuddy(field)
            grid.addWidget(name, 0, 2 * column)
            grid.addWidget(field, 0, 2 * column + 1)
        self.now = label("train-rate-now", "muted")
        grid.addWidget(self.now, 1, 0, 1, 4)
        self.column.addWidget(self.problem)
        self.column.addWidget(self._change)  # above the buttons: they stay where they were
        row = QHBoxLayout()
        row.addWidget(self.main, stretch=1)
        for button in (self.resume, self.step, self.stop):
            row.addWidget(button)
        self.column.addLayout(row)

    def _connect(self) -> None:
        self.main.clicked.connect(self.start_or_pause)
        self.stop.clicked.connect(self._on_stop)
        self.step.clicked.connect(self._on_step)
        self.resume.clicked.connect(self._on_resume)
        self.lr.edited.connect(self._on_changed)
        self.decay.edited.connect(self._on_changed)
        self._training.devices.changed.connect(self._show_devices)
        self._training.run_changed.connect(self.refresh)
        self._training.run_reported.connect(self.refresh)
        self._training.run_ended.connect(self._on_run_ended)

    def refresh(self) -> None:
        """Show what can be done with the run now."""
        run = self._training.run
        is_ours = run is not None and run.is_ours
        self._show_main(run)
        is_ending = run is not None and run.is_ending
        for button in (self.stop, self.step):
            button.setEnabled(is_ours and not is_ending)
        self.main.setEnabled(not is_ending)
        self.stop.setText(_("Stopping…") if is_ending else _("Stop"))
        self.stop.setToolTip(
            _("End; what was learnt is kept") if is_ours else _("Nothing is training")
        )
        self.resume.setVisible(run is not None and run.can_resume)
        self._show_rates()
        has_rates = run is not None and run.history.started is not None  # not while it starts
        self._change.setVisible(is_ours and has_rates)
        self._ended = "" if run is None else run.problem or run.halted
        if run is not None and not is_ours and run.is_running:
            self._ended = _("Another process trains this run: it can be watched, not commanded.")
        self._show_problem()

    def _show_main(self, run: TrainingRun | None) -> None:
        """Show what the large button does now."""
        if run is not None and run.is_ending:
            text, tip = _("Pause"), _("The run is ending; what it learnt is being saved")
        elif run is not None and run.is_paused:
            text, tip = _("Continue"), _("End the pause")
        elif run is not None and run.is_ours:
            text, tip = _("Pause"), _("Pause after this batch")
        else:
            text, tip = _("Train"), _("Train this network with these settings (Ctrl+R)")
        self.main.setText(text)
        self.main.setAccessibleName(text)
        self.main.setToolTip(plain_tip(tip))

    def _show_rates(self) -> None:
        """Show the rate and the decay that a run begins with, or goes on with."""
        run = self._training.run
        if run is None:
            return
        started = run.history.started
        self._show_rate_now(run)
        if run.is_ours:
            for field in (self.lr, self.decay):
                field.setEnabled(started is not None)  # not while PyTorch is still being loaded
        if started is not None and started is not self._started and (rates := run.rates()):
            self._started = started
            self.lr.show_value(rates[0])
            self.decay.show_value(rates[1])

    def _show_rate_now(self, run: TrainingRun) -> None:
        """Tell the rate of the last step: the schedule makes it of the peak."""
        progress = run.history.progress
        text = _("The schedule makes {rate} of it now.")
        self.now.setText(
            "" if progress is None else text.format(rate=significant_text(progress.lr, 3))
        )

    def tell(self, sentence: str) -> None:
        """Say why a run could not start, until it is told otherwise; "" for no reason."""
        if sentence != self._refused:
            self._refused = sentence
            self._show_problem()

    def _show_problem(self) -> None:
        problem = self._refused or self._ended
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _show_devices(self) -> None:
        with QSignalBlocker(self.device):
            self.device.clear()
            self.device.addItem(_(AUTO), "auto")
            for device in self._training.devices.found:
                self.device.addItem(device.title, device.name)
            self.device.setCurrentIndex(max(0, self.device.findData(self._training.config.device)))

    def _on_device_activated(self, place: int) -> None:
        self._training.change(device=self.device.itemData(place))

    def start_or_pause(self) -> None:
        """Ask for a run; pause the one that trains, or end its pause."""
        run = self._training.run
        if run is not None and run.is_ending:
            return
        if run is None or not run.is_ours:
            self.start_asked.emit()
        elif run.is_paused:
            run.go_on()
        else:
            run.pause()

    def _on_resume(self) -> None:
        self._training.resume()

    def _on_run_ended(self) -> None:
        """Ask what to do where the data is not what the run began with, or memory did not do."""
        run = self._training.run
        failed = None if run is None else run.failed
        if run is None or failed is None:
            return
        if failed.is_other_data and run.can_resume:
            self.question = other_data_question(self, run.problem)
            self.question.accepted.connect(self._on_other_data)
            self.question.open()
        elif failed.half_batch or failed.is_card_full:
            question = MemoryQuestion(self, failed)
            question.chosen.connect(self._on_less_memory)
            self.question = question
            question.open()

    def _on_other_data(self) -> None:
        self._training.resume(takes_other_data=True)

    def _on_less_memory(self, settings: dict[str, object]) -> None:
        """Train anew with settings that take less memory."""
        self._training.change(**settings)
        self._show_devices()
        self.start_asked.emit()

    def _on_stop(self) -> None:
        if self._training.run is not None:
            self._training.run.stop()
            self.refresh()  # at once: the process may need a second to save

    def _on_step(self) -> None:
        if self._training.run is not None:
            self._training.run.step()

    def _on_changed(self, value: float, gesture: str) -> None:
        if self._training.run is not None:
            self._training.run.change(self.lr.value, self.decay.value)


def _button(name: str, text: str, role: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setProperty("role", role)
    return button
