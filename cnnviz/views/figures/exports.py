"""What of the window can be taken along now, by name, and each in which forms."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.explain.values import WindowSum, explain
from cnnviz.figures.animation import ANIMATIONS
from cnnviz.figures.npz import npz
from cnnviz.figures.table import TEXT_FORMS, Table, as_npy
from cnnviz.figures.tables import TableError, kernel_table, map_table, product_table, term_table
from cnnviz.figures.views import OF_A_RUN, PICTURES, TABLES
from cnnviz.language import N_, _
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.figure_look import FigureLook
from cnnviz.views.figures.figures import FIGURES
from cnnviz.views.figures.picture_forms import PICTURE_FORMS
from cnnviz.views.figures.sequence import FigureSequence, moving_window, told_window, walk
from cnnviz.views.figures.subject import Subject
from cnnviz.views.look.theme import Look

if TYPE_CHECKING:  # a run is only there on the Train page
    from cnnviz.state.training_run import TrainingRun
    from cnnviz.views.figures.run_figures import RunSubject

TITLES = {
    "network": N_("The whole network"),
    "map": N_("The map that is looked at"),
    "explanation": N_("Where the value comes from"),
    "kernel": N_("The kernel"),
    "present": N_("What Present mode shows"),
    "matrix": N_("The input"),
    "products": N_("The products of the window"),
    "trace": N_("The values of every layer"),
    "curves": N_("Curves of the training"),
    "confusion": N_("Confusion matrix"),
    "sheet": N_("Pictures and mistakes"),
    "learning": N_("The kernels over the training"),
    "report": N_("Report of the training"),
}
HIDDEN = N_("This would tell the answer: find it first, or show the answers.")
_TABLE_ENDINGS = (*TEXT_FORMS, ".npy", ".npz")


class Exports:
    """Makes figures, tables and sequences of what the window shows; it changes nothing there."""

    def __init__(
        self,
        document: Document,
        cursor: Cursor,
        exercise: Exercise,
        look: Look,
        run: "Callable[[], TrainingRun | None]",
    ) -> None:
        self._run = run
        self._subject = Subject(document, cursor, exercise, FigureLook(look))
        self._of_pdf = FigureLook(look, ".pdf")

    @property
    def document(self) -> Document:
        """The project that is looked at."""
        return self._subject.document

    def views(self) -> list[str]:
        """Return the names of all that there is now; first what is looked at."""
        found = ["network", "map", "explanation", "present", "matrix", "trace"]
        position, trace = self._subject.position, self._subject.forward.trace
        layer = trace.network.layers.get(position.node)
        if isinstance(layer, Conv2d | Linear):
            found.insert(3, "kernel")
        if isinstance(layer, Conv2d):
            found.insert(4, "products")
        run = self._run()
        if run is not None and run.history.epochs:
            found += [*OF_A_RUN, "learning", "report"]
        first = self.looked_at()
        return sorted(found, key=lambda name: name != first)

    def looked_at(self) -> str:
        """Return the name of what the window shows."""
        cursor, run = self._subject.cursor, self._run()
        if cursor.page == "train" and run is not None and run.history.epochs:
            return "curves"
        if cursor.is_open:
            return "explanation"
        return "map" if cursor.page == "filter" or cursor.selected is not None else "network"

    def endings(self, view: str) -> list[str]:
        """Return the endings of the files that a view can be."""
        found = list(PICTURE_FORMS) if view in PICTURES else []
        if view in ("explanation", "network", "learning"):
            found += ANIMATIONS
        if view == "trace":
            found.append(".npz")
        elif view in TABLES:
            found += _TABLE_ENDINGS
        return found if view != "report" else [".html"]

    def figure(self, view: str, ending: str = ".png") -> ViewFigure:
        """Return a view as a figure for some file; who asks lets go of it with `end`.

        Raises:
            ValueError: If there is none; why, in a sentence.
        """
        self.document.complete()
        look = self._of_pdf if ending == ".pdf" else self._subject.look
        if view in OF_A_RUN:
            from cnnviz.views.figures.run_figures import RUN_FIGURES  # late: it needs the plots

            return RUN_FIGURES[view](self._run_subject()._replace(look=look))
        return FIGURES[view](self._subject._replace(look=look))

    def sequence(self, view: str, *, in_stages: bool = False) -> FigureSequence:
        """Return a view as it moves.

        Args:
            view: Its name.
            in_stages: Whether each value of an explanation is told in stages.

        Raises:
            ValueError: If there is none; why, in a sentence.
        """
        self.document.complete()
        if view == "learning":
            from cnnviz.runs.kernels_over_time import kernels_over_time
            from cnnviz.views.figures.learning_figure import learning

            run = self._needed_run()
            then = kernels_over_time(run.directory, run.history)
            return learning(run.name, then, self._subject.look)
        if view == "network":
            return walk(self._subject)
        if not in_stages:
            return moving_window(self._subject)
        if self._subject.exercise.reveal.is_hiding:
            raise TableError(_(HIDDEN))
        return told_window(self._subject)

    def table(self, view: str) -> Table:
        """Return a view as a table.

        Raises:
            ValueError: If there is none, or it would tell the answer; why, in a sentence.
        """
        self.document.complete()
        if view in OF_A_RUN:
            return self._table_of_run(view)
        subject, trace = self._subject, self._subject.forward.trace
        position = subject.position
        node, channel = position.node, position.channel
        if view == "matrix":
            return map_table(trace, trace.network.names[0], 0)
        if view == "kernel":
            return kernel_table(trace, node, (channel, subject.cursor.place.slice))
        hidden = subject.hidden(node, channel)
        if hidden is not None and hidden.any():
            raise TableError(_(HIDDEN))
        if view == "map":
            return map_table(trace, node, channel)
        if subject.exercise.reveal.hides_inputs(position):
            raise TableError(_(HIDDEN))
        about = explain(trace, node, position.place(trace.shapes[node]))
        if view == "products" and isinstance(about, WindowSum):
            return product_table(about)
        return term_table(trace, about)

    def file(self, view: str, ending: str) -> bytes:
        """Return the content of a file that is no picture.

        Raises:
            ValueError: If there is none; why, in a sentence.
        """
        self.document.complete()
        if view == "report":
            from cnnviz.views.figures.run_report import run_report

            return run_report(self._run_subject(), self._needed_run().directory).encode()
        if view == "trace":
            if self._subject.exercise.reveal.is_hiding:
                raise TableError(_(HIDDEN))
            return npz(self._subject.forward.trace.values)
        table = self.table(view)
        if ending == ".npy":
            return as_npy(table.values)
        if ending == ".npz":
            return npz({view: table.values})
        return TEXT_FORMS[ending](table).encode()

    def _table_of_run(self, view: str) -> Table:
        from cnnviz.runs.tables import confusion_table, curve_table

        subject = self._run_subject()
        if view == "curves":
            return curve_table(subject.history)
        if subject.answers is None:
            raise TableError(_("The answers to the validation pictures are not kept."))
        return confusion_table(subject.answers)

    def _needed_run(self) -> "TrainingRun":
        run = self._run()
        if run is None:
            raise TableError(_("No run is open"))
        return run

    def _run_subject(self) -> "RunSubject":
        from cnnviz.views.figures.run_figures import RunSubject

        run = self._needed_run()
        epochs = run.history.epochs
        answers = run.answers(epochs[-1].epoch) if epochs else None
        return RunSubject(run.name, run.history, answers, self._subject.look)
