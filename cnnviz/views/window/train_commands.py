"""The actions of training, in the menu and by key, wherever the window is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cnnviz.language import N_, _
from cnnviz.views.train.run_opener import RunOpener

if TYPE_CHECKING:
    from cnnviz.state.training import WindowTraining
    from cnnviz.state.training_run import TrainingRun
    from cnnviz.views.window.main_window import MainWindow

NOTHING = N_("Nothing is training")


class TrainCommands(QObject):
    """Connects the actions with the run, and keeps them enabled or explained."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._actions = window, window.actions_
        self._training: WindowTraining | None = None  # before the Train page is first needed
        for name, slot in (
            ("train-start", self._on_start),
            ("train-stop", self._on_stop),
            ("train-step", self._on_step),
            ("train-use", self._on_use),
            ("train-open", self._on_open),
        ):
            self._actions[name].triggered.connect(slot)
        self.refresh()

    def listen_to(self, training: "WindowTraining") -> None:
        """Follow the runs of the window from now on."""
        self._training = training
        training.run_changed.connect(self.refresh)
        training.run_reported.connect(self.refresh)

    @property
    def _run(self) -> "TrainingRun | None":
        return None if self._training is None else self._training.run

    def refresh(self) -> None:
        """Enable what can be done now."""
        run = self._run
        is_ours = run is not None and run.is_ours
        for name in ("train-stop", "train-step"):
            self._actions.enable(name, is_ours, _(NOTHING))
        has_weights = run is not None and bool(run.history.snapshots)
        self._actions.enable("train-use", has_weights, _("No run is open"))
        self._actions["train-start"].setText(_start_text(run))

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
        self._window.training.use_weights(None)

    def _on_open(self) -> None:
        if RunOpener(self._window.training, self._window).choose():
            self._window.centre.show_page("train")


def _start_text(run: "TrainingRun | None") -> str:
    """Return what the action that starts a run does now."""
    if run is not None and run.is_paused:
        return _("&Continue training")
    return _("&Train") if run is None or not run.is_ours else _("&Pause training")
