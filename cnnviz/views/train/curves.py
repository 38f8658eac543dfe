"""Loss and accuracy of the run that is shown, and of those that are compared with it."""

from cnnviz.language import _
from cnnviz.runs.history import History
from cnnviz.state.training import WindowTraining
from cnnviz.views.look.theme import Look
from cnnviz.views.train.curve_plot import CurvePlot


class RunCurves:
    """Two plots, which the page puts beside each other."""

    def __init__(self, training: WindowTraining, look: Look) -> None:
        self._training = training
        self.loss = CurvePlot(look, "loss", _("Loss"), is_share=False)
        self.accuracy = CurvePlot(look, "accuracy", _("Accuracy"), is_share=True)

    def see_all(self) -> None:
        """Show the whole curves: what was looked at closely is another run's."""
        for plot in (self.loss, self.accuracy):
            plot.see_all()

    def show_loss(self) -> None:
        """Show the losses as they are now."""
        run = self._training.run
        if run is None:
            self.loss.show_curves({}, "")
            return
        training, history = _("training"), run.history
        curves = {
            training: history.losses,
            _("validation"): [(e.step, e.val_loss) for e in history.epochs],
        }
        for name, other in self._others():
            curves[name] = [(e.step, e.val_loss) for e in other.epochs]
        self.loss.show_curves(curves, training)

    def show_accuracy(self) -> None:
        """Show the accuracies as they are now."""
        run = self._training.run
        if run is None:
            self.accuracy.show_curves({}, "")
            return
        validation, history = _("validation"), run.history
        curves = {
            _("training"): history.accuracies,
            validation: [(e.step, e.val_accuracy) for e in history.epochs],
        }
        for name, other in self._others():
            curves[name] = [(e.step, e.val_accuracy) for e in other.epochs]
        self.accuracy.show_curves(curves, validation)

    def _others(self) -> list[tuple[str, History]]:
        """Return the runs that are compared with the one that is shown, by their names."""
        runs = self._training.runs
        paths = (p for p in self._training.comparison.paths if not self._training.shows(p))
        return [(path.name, runs.history(path)) for path in paths]
