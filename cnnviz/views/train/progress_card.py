"""How far a run is: epoch, batch, speed, time left, and where it is kept."""

from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy

from cnnviz.language import N_, _, ngettext
from cnnviz.runs.events import FinalTest, Progress, Started
from cnnviz.runs.history import History
from cnnviz.state.training_run import TrainingRun
from cnnviz.text.numbers import count_text, significant_text, unbroken
from cnnviz.views.controls.card import Card
from cnnviz.views.controls.progress_line import ProgressLine
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

_ENDS = {
    "finished": N_("Finished"), "stopped": N_("Stopped"), "diverged": N_("Diverged"),
    "failed": N_("Failed"),
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
        self.bar = ProgressLine(look, "train-bar", _("Progress"))
        self._rows = QGridLayout()
        self._rows.addWidget(self.where, 0, 0)
        self._rows.addWidget(self.kept, 0, 2)
        self._rows.setColumnStretch(1, 1)
        self.stand(is_narrow=False)
        self.column.addLayout(self._rows)
        self.column.addWidget(self.bar)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.show_run(None)

    def stand(self, *, is_narrow: bool) -> None:
        """Let the results stand below where the run is, or between that and where it is kept."""
        row, column, columns = (1, 0, 3) if is_narrow else (0, 1, 1)
        self._rows.addWidget(self.what, row, column, 1, columns)

    def show_run(self, run: TrainingRun | None) -> None:
        """Show how far a run is."""
        if run is None:
            self.where.setText(_("Ready to train"))
            self.what.setText(
                _(
                    "Choose data and settings at the left, then Train; or open a run of the list "
                    "below."
                )
            )
            self.kept.setText("")
            self.bar.show_share(0, "")
            return
        history = run.history
        self.where.setText(where_text(run))
        self.what.setText(unbroken(what_text(run)))
        self.kept.setText(_("Saved as {run}").format(run=run.name))
        self.kept.setToolTip(plain_tip(str(run.directory.path)))
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
        return _("Stopped unexpectedly")
    if history.state in _ENDS:
        return _(_ENDS[history.state])
    is_paused = history.state == "paused" or bool(run.halted)
    if history.started is None:
        return _("Paused") if is_paused else _not_started_text(run)
    epoch = 1 if history.progress is None else history.progress.epoch
    paused, going = _("Paused in epoch {epoch}"), _("Epoch {epoch} of {count}")
    text = paused if is_paused else going
    return text.format(epoch=epoch, count=history.started.epochs)


def _not_started_text(run: TrainingRun) -> str:
    if not run.is_running:
        return _("Ended before it began")
    return _("Paused") if run.history.state == "paused" else _("Starting")


def what_text(run: TrainingRun) -> str:
    """Return batch, speed and time left, or the results."""
    history, started = run.history, run.history.started
    if history.tests:
        texts = (*(_test_text(test) for test in history.tests), _validation_text(history))
        return " · ".join(text for text in texts if text)
    if started is None:
        return _("loading PyTorch and the data") if run.is_running else ""
    if history.has_ended or not run.is_running:  # speed and time left are of before
        return _validation_text(history)
    progress = history.progress
    if progress is None:
        count = started.training_pictures
        text = ngettext("{n} picture on {device}", "{n} pictures on {device}", count)
        return text.format(n=count_text(count), device=started.device)
    return " · ".join((*_speed_texts(progress, started), _left(progress.seconds_left)))


def _validation_text(history: History) -> str:
    """Return the best and the last validation."""
    best = history.best
    if best is None:
        return ""
    last = history.epochs[-1]
    text = _("validation {last} % at last, best {best} % in epoch {epoch}")
    return text.format(
        last=f"{100 * last.val_accuracy:.1f}", best=f"{100 * best.val_accuracy:.1f}",
        epoch=best.epoch,
    )  # fmt: skip


def _test_text(test: FinalTest) -> str:
    text = ngettext(
        "{share} % of {n} unseen picture ({test_set})",
        "{share} % of {n} unseen pictures ({test_set})",
        test.pictures,
    )
    share, count = f"{100 * test.accuracy:.1f}", count_text(test.pictures)
    said = text.format(share=share, n=count, test_set=test.test_set)
    best = _("{result} with the weights of epoch {epoch}, the best by validation")
    return best.format(result=said, epoch=test.best_epoch) if test.best_epoch else said


def _speed_texts(progress: Progress, started: Started) -> tuple[str, str, str]:
    batch = _("batch {batch} of {count}")
    speed = _("{count} images/s on {device}")
    return (
        batch.format(batch=count_text(progress.batch), count=count_text(started.steps_per_epoch)),
        _("rate {rate}").format(rate=significant_text(progress.lr, 3)),
        speed.format(count=count_text(round(progress.images_per_second)), device=started.device),
    )


def _left(seconds: float) -> str:
    if seconds < 90:
        return _("about {count} s left").format(count=max(1, round(seconds)))
    if seconds < 5400:
        return _("about {count} min left").format(count=round(seconds / 60))
    return _("about {count} h left").format(count=f"{seconds / 3600:.1f}")
