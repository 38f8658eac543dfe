"""How far a run is: epoch, batch, speed, time left, and where it is kept."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy

from cnnviz.state.training_run import TrainingRun
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.card import Card
from cnnviz.views.controls.progress_line import ProgressLine
from cnnviz.views.look.theme import Look

_ENDS = {
    "starting": "Starting", "paused": "Paused", "finished": "Finished", "stopped": "Stopped",
    "diverged": "Diverged", "failed": "Failed",
}  # fmt: skip


class ProgressCard(Card):
    """One line in words over a bar."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "train-progress")
        self.where = QLabel()
        self.where.setObjectName("train-where")
        self.what = QLabel()
        self.what.setObjectName("train-what")
        self.what.setProperty("role", "muted")
        self.what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.what.setWordWrap(True)  # results of several test sets take more than a line
        self.kept = QLabel()
        self.kept.setObjectName("train-kept")
        self.kept.setProperty("role", "muted")
        self.bar = ProgressLine(look, "train-bar", "Progress")
        row = QHBoxLayout()
        row.addWidget(self.where)
        row.addWidget(self.what, stretch=1)
        row.addWidget(self.kept)
        self.column.addLayout(row)
        self.column.addWidget(self.bar)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.show_run(None)

    def show_run(self, run: TrainingRun | None) -> None:
        """Show how far a run is."""
        if run is None:
            self.where.setText("Ready to train")
            self.what.setText(
                "Choose data and settings at the left, then Train; or open a run of the list below."
            )
            self.kept.setText("")
            self.bar.show_share(0, "")
            return
        history = run.history
        self.where.setText(where_text(run))
        self.what.setText(what_text(run))
        self.kept.setText(f"Saved as {run.name}")
        self.kept.setToolTip(str(run.directory.path))
        done = 0 if history.progress is None else history.progress.step
        share = done / history.steps if history.steps else 0
        self.bar.show_share(share, f"{100 * share:.0f} %")

    def _on_look_changed(self) -> None:
        self.where.setFont(self._look.font(bold=True))


def where_text(run: TrainingRun) -> str:
    """Return where a run is: its epoch, or how it ended."""
    history = run.history
    lost = not run.is_running and not history.has_ended
    if lost and history.started is not None:
        return "Stopped unexpectedly"
    if history.started is None or history.state in ("finished", "diverged", "failed", "stopped"):
        return _ENDS.get(history.state, "Starting")
    epoch = 1 if history.progress is None else history.progress.epoch
    text = f"Epoch {epoch} of {history.started.epochs}"
    return f"Paused in epoch {epoch}" if history.state == "paused" else text


def what_text(run: TrainingRun) -> str:
    """Return batch, speed and time left, or the results."""
    history, started = run.history, run.history.started
    if history.tests:
        return " · ".join(
            f"{100 * test.accuracy:.1f} % of {count_text(test.pictures)} unseen pictures "
            f"({test.test_set})" for test in history.tests
        )  # fmt: skip
    if started is None:
        return "loading PyTorch and the data"
    if history.has_ended:
        best = history.best
        return "" if best is None else f"best validation {100 * best.val_accuracy:.1f} %"
    progress = history.progress
    if progress is None:
        return f"{count_text(started.training_pictures)} pictures on {started.device}"
    return (
        f"batch {count_text(progress.batch)} of {count_text(started.steps_per_epoch)} · "
        f"{count_text(round(progress.images_per_second))} images/s on {started.device} · "
        f"{_left(progress.seconds_left)}"
    )


def _left(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s left"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min left"
    return f"about {seconds / 3600:.1f} h left"
