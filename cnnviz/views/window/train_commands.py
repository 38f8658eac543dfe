"""What the Train menu does, wherever the window is."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cnnviz.language import N_, _
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.train.run_opener import RunOpener, may_end
from cnnviz.views.window.pages import Pages

if TYPE_CHECKING:  # imported when it is made
    from cnnviz.state.training import WindowTraining
    from cnnviz.state.training_run import TrainingRun

NOTHING = N_("Nothing is training")


class TrainCommands(QObject):
    """Steers the run for the menu; keeps the actions enabled or explained."""

    def __init__(
        self,
        actions: Actions,
        training: "FirstUse[WindowTraining]",
        pages: Pages,
        tell: Callable[[str], None],
    ) -> None:
        """Join the actions to what they do; `tell` says why weights could not be used."""
        super().__init__(actions)
        self._actions, self._training, self._pages = actions, training, pages
        self._tell = tell
        for name, slot in (
            ("train-start", self._on_start),
            ("train-stop", self._on_stop),
            ("train-step", self._on_step),
            ("train-use", self._on_use),
            ("train-open", self._on_open),
        ):
            actions[name].triggered.connect(slot)
        self.refresh()

    def listen_to(self, training: "WindowTraining") -> None:
        """Follow the runs from now on."""
        training.run_changed.connect(self.refresh)
        training.run_reported.connect(self.refresh)

    @property
    def _run(self) -> "TrainingRun | None":
        made = self._training.made
        return None if made is None else made.run

    def refresh(self) -> None:
        """Enable what can be done now."""
        run = self._run
        is_ours = run is not None and run.is_ours and not run.is_ending
        for name in ("train-stop", "train-step"):
            self._actions.enable(name, is_ours, _(NOTHING))
        has_weights = run is not None and bool(run.history.snapshots)
        self._actions.enable("train-use", has_weights, _("No run is open"))
        self._actions["train-start"].setText(_start_text(run))

    def may_quit(self) -> bool:
        """Return whether the program may end: nothing is training, or the user says so."""
        run = self._run
        return run is None or not run.is_ours or may_end(self._pages, run.name, _("Quit"))

    def _on_start(self) -> None:
        self._pages.show_page("train")
        self._pages.train().start_or_pause()

    def _on_stop(self) -> None:
        if self._run is not None:
            self._run.stop()

    def _on_step(self) -> None:
        if self._run is not None:
            self._run.step()

    def _on_use(self) -> None:
        self._tell(self._training().use_weights(None))

    def _on_open(self) -> None:
        if RunOpener(self._training(), self._pages).choose():
            self._pages.show_page("train")


def _start_text(run: "TrainingRun | None") -> str:
    """Return what the action that starts a run does now."""
    if run is not None and run.is_paused:
        return _("&Continue training")
    return _("&Train") if run is None or not run.is_ours else _("&Pause training")
