"""Loss, accuracy and rate of the run that is shown, and of those that are compared with it."""

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QToolButton

from cnnviz.language import N_, _
from cnnviz.runs.history import History
from cnnviz.state.curve_words import lesson, why_validation_is_better
from cnnviz.state.training import WindowTraining
from cnnviz.state.training_run import TrainingRun
from cnnviz.text.numbers import significant_text
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look
from cnnviz.views.train.curve_plot import EPOCH, STEP, CurvePlot, Mark
from cnnviz.views.train.curve_values import Points

_TOOLS = {
    "is_logarithmic": (N_("log"), N_("Logarithmic axis: every factor of ten is as high")),
    "is_smooth": (N_("smooth"), N_("The mean over the last batches, with their own values pale")),
    "in_epochs": (N_("epochs"), N_("Below the curves: epochs instead of steps")),
}  # fmt: skip


class RunCurves:
    """Plots which the page puts beside and below each other."""

    def __init__(self, training: WindowTraining, look: Look) -> None:
        self._training = training
        self.loss = CurvePlot(look, "loss", _("Loss"), is_share=False)
        self.accuracy = CurvePlot(look, "accuracy", _("Accuracy"), is_share=True)
        self.rate = CurvePlot(look, "rate", _("Learning rate"), is_share=False, height=92)
        self.notes = {name: label(f"{name}-lesson", "muted") for name in ("loss", "accuracy")}
        self._tools = {name: _tool(name) for name in _TOOLS}
        for name, tool in self._tools.items():
            plot = self.accuracy if name == "in_epochs" else self.loss
            plot.tools.addWidget(tool)
            tool.toggled.connect(partial(training.plots.choose, name))
        for plot, note in (
            (self.loss, self.notes["loss"]),
            (self.accuracy, self.notes["accuracy"]),
        ):
            plot.add_below(note)
            note.hide()
        self._draw_so()

    def show_tools(self, *, is_shown: bool) -> None:
        """Show how the curves are drawn, to be chosen; or leave the room to the curves."""
        for tool in self._tools.values():
            tool.setVisible(is_shown)

    def draw_as_chosen(self) -> None:
        """Draw the curves as the options say."""
        self._draw_so()
        self.show_loss()
        self.show_accuracy()

    def _draw_so(self) -> None:
        options = self._training.plots
        for name, tool in self._tools.items():
            with QSignalBlocker(tool):
                tool.setChecked(getattr(options, name))
        bottom = _("epochs") if options.in_epochs else _("steps (batches)")
        for plot in (self.loss, self.accuracy, self.rate):
            plot.told_at = EPOCH if options.in_epochs else STEP
            plot.draw_so(
                is_logarithmic=options.is_logarithmic and plot is self.loss,
                is_smooth=options.is_smooth and plot is not self.rate,
                bottom=bottom,
            )

    def see_all(self) -> None:
        """Show the whole curves: what was looked at closely is another run's."""
        for plot in (self.loss, self.accuracy, self.rate):
            plot.see_all()

    def show_loss(self) -> None:
        """Show the losses as they are now."""
        run = self._training.run
        if run is None:
            self.loss.show_curves({}, "")
            return
        training, history = _("training"), run.history
        validation = _("validation")
        curves = {
            training: self._placed(history.losses, history),
            validation: self._of_epochs(history, "val_loss"),
        }
        for name, other in self._others():
            curves[name] = self._of_epochs(other, "val_loss")
        headline = validation if curves[validation] else training  # as of the accuracy
        self.loss.show_curves(
            curves, headline, marks=self._marks(history), best=self._best(history, validation)
        )
        self._note("loss", lesson(run.config(), run.network, "loss"))

    def show_accuracy(self) -> None:
        """Show the accuracies, and the rate, as they are now."""
        run = self._training.run
        if run is None:
            self.accuracy.show_curves({}, "")
            self.rate.show_curves({}, "")
            return
        validation, history = _("validation"), run.history
        curves = {
            _("training"): self._placed(history.accuracies, history),
            validation: self._of_epochs(history, "val_accuracy"),
        }
        for name, other in self._others():
            curves[name] = self._of_epochs(other, "val_accuracy")
        self.accuracy.show_curves(
            curves, validation, marks=self._marks(history), best=self._best(history, validation)
        )
        self._note("accuracy", _accuracy_note(run))
        now = _("rate")
        rates = {now: self._placed(history.rates, history)}
        self.rate.show_curves(rates, now, marks=self._marks(history))

    def _note(self, name: str, text: str) -> None:
        note = self.notes[name]
        if note.text() != text:
            note.setText(text)
            note.setVisible(bool(text))
            (self.loss if name == "loss" else self.accuracy).grow()

    # Where the points stand

    def _per(self, history: History) -> float:
        """Return how many steps one unit of the lower axis is."""
        if not self._training.plots.in_epochs or history.started is None:
            return 1.0
        return float(max(1, history.started.steps_per_epoch))

    def _placed(self, points: Points, history: History) -> Points:
        per = self._per(history)
        return points if per == 1 else [(step / per, value) for step, value in points]

    def _of_epochs(self, history: History, name: str) -> Points:
        return self._placed([(e.step, getattr(e, name)) for e in history.epochs], history)

    def _best(self, history: History, name: str) -> tuple[str, float] | None:
        best = history.best
        return None if best is None else (name, best.step / self._per(history))

    def _marks(self, history: History) -> list[Mark]:
        """Return where rate or weight decay were changed."""
        per, text = self._per(history), _("peak rate {rate}")
        return [
            Mark(c.step / per, text.format(rate=significant_text(c.lr, 6))) for c in history.changes
        ]

    def _others(self) -> list[tuple[str, History]]:
        """Return the runs that are compared with the one that is shown, by their names."""
        runs = self._training.runs
        paths = (p for p in self._training.comparison.paths if not self._training.shows(p))
        return [(path.name, runs.history(path)) for path in paths]


def _accuracy_note(run: TrainingRun) -> str:
    config, network = run.config(), run.network
    notes = (
        lesson(config, network, "accuracy"),
        why_validation_is_better(run.history, config, network),
    )
    return "\n".join(note for note in notes if note)


def _tool(name: str) -> QToolButton:
    title, tip = _TOOLS[name]
    made = QToolButton()
    made.setObjectName(f"plot-{name.replace('_', '-')}")
    made.setText(_(title))
    made.setAccessibleName(_(tip))
    made.setToolTip(_(tip))
    made.setCheckable(True)
    made.setProperty("role", "small")
    return made
