"""The actions of training, in the menu and by key, wherever the window is."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from cnnviz.state.training import Training
    from cnnviz.state.training_run import TrainingRun
    from cnnviz.views.window.main_window import MainWindow

NOTHING = "Nothing is training"


class TrainCommands(QObject):
    """Connects the actions with the run, and keeps them enabled or explained."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._actions = window, window.actions_
        self._training: Training | None = None  # before the Train page is first needed
        for name, slot in (
            ("train-start", self._on_start),
            ("train-stop", self._on_stop),
            ("train-step", self._on_step),
            ("train-use", self._on_use),
            ("train-open", self._on_open),
        ):
            self._actions[name].triggered.connect(slot)
        self.refresh()

    def listen_to(self, training: "Training") -> None:
        """Follow the runs of the window from now on."""
        self._training = training
        training.run_changed.connect(self._on_run_changed)

    @property
    def _run(self) -> "TrainingRun | None":
        return None if self._training is None else self._training.run

    def _on_run_changed(self) -> None:
        if self._run is not None:
            self._run.changed.connect(self.refresh)
            self._run.ended.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be done now."""
        run = self._run
        is_ours = run is not None and run.is_ours
        for name in ("train-stop", "train-step"):
            self._actions.enable(name, is_ours, NOTHING)
        has_weights = run is not None and bool(run.history.snapshots)
        self._actions.enable("train-use", has_weights, "No run is open")
        is_paused = is_ours and run is not None and run.history.state == "paused"
        text = "&Continue training" if is_paused else "&Pause training" if is_ours else "&Train"
        if self._actions["train-start"].text() != text:
            self._actions["train-start"].setText(text)

    def _on_start(self) -> None:
        self._window.centre.show_page("train")
        self._window.centre.train.controls.main.click()

    def _on_stop(self) -> None:
        if self._run is not None:
            self._run.stop()

    def _on_step(self) -> None:
        if self._run is not None:
            self._run.step()

    def _on_use(self) -> None:
        self._window.tell(self._window.training.use_weights(None))

    def _on_open(self) -> None:
        name = QFileDialog.getExistingDirectory(self._window, "Open a run")
        if name:
            self._window.centre.show_page("train")
            self._window.training.open(Path(name))
