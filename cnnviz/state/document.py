"""The open project, its undo history, and the signals that tell views about it."""

from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from cnnviz.files.atomic_file import IsWanted
from cnnviz.files.fingerprint import Fingerprint
from cnnviz.language import _
from cnnviz.project.cost import QUICK_PRODUCTS, costs_alike
from cnnviz.project.first_values import differs_in_weights, first_values, own_products
from cnnviz.project.project import ForwardPass, Project, forward_pass, is_quick
from cnnviz.state.beside import Beside
from cnnviz.state.edit_history import EditHistory
from cnnviz.state.latest_job import LatestJob


class Document(QObject):
    """Holds the current project. Every edit passes through `edit`, so each can be undone.

    Of a network that takes long, an edit of weights shows the maps of its own layer at once. What
    follows is awaited, see `Trace.awaited`; once it is computed `changed` tells of the same edit
    again.
    """

    changed = Signal(object, object)  # (before: Project, after: Project)
    replaced = Signal()  # another project took the place of the one that was open
    saved = Signal()  # it lies in its file as it is now
    opened = Signal()  # the same, or it lies in another file now; follows `changed`

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.history = EditHistory(self._show_again)
        self.history.setParent(self)
        self.path: Path | None = None  # the file it was opened from or saved to
        self.fingerprint: Fingerprint | None = None  # of that file as it was then
        self.saved_project: Project | None = None  # what that file held then
        self.beside = Beside(self)
        self._project = project
        self._is_quick = True
        self._forward = forward_pass(project)
        self._rest = LatestJob(self)  # computes what is awaited
        self._rest.done.connect(self._on_rest_computed)
        self._told = project  # what was shown before the edits that are not computed to the end

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._project

    @property
    def forward(self) -> ForwardPass:
        """What follows from the project: the prepared input and the trace."""
        return self._forward

    def edit(self, text: str, after: Project, *, gesture: str = "") -> str:
        """Replace the project; `text` names the step in the Edit menu.

        Consecutive edits with the same non-empty `gesture`, such as one drag, undo together.

        Returns:
            "" where it was done. A project that cannot be computed, for instance a picture
            smaller than a kernel, changes nothing; then why, in a sentence, for who asked to tell.
        """
        if self.beside.is_computing:
            return _("Another change is being computed. Nothing was changed.")
        try:
            forward = self._computed(after, self._forward)
        except ValueError as error:
            return _("{reason} Nothing was changed.").format(reason=error)
        self.history.add(text, (self._project, after), forward, gesture)
        return ""

    def complete(self) -> None:
        """Wait for what is awaited: who takes numbers along, or judges them, asks for it first."""
        if not self._forward.trace.awaited:
            return
        self._rest.drop()
        work = partial(_whole, self._forward)
        forward = self.beside.run(_("The network is being computed…"), work)
        if forward.project is self._project:
            self._on_rest_computed(forward)

    def open(
        self, project: Project, path: Path | None, fingerprint: Fingerprint | None = None
    ) -> str:
        """Show another project, with an empty history.

        Args:
            project: What is shown.
            path: The file it was read from; None where it shall not be saved over one.
            fingerprint: By what that file is known again.

        Returns:
            "" where it was done, else why it cannot be computed, in a sentence; the project that
            is open stays.
        """
        try:
            forward = self._computed(project, None)
        except ValueError as error:
            return str(error)
        self.history.clear()
        self.path, self.fingerprint = path, fingerprint
        self.saved_project = None if fingerprint is None else project
        self._show(project, forward)
        self.replaced.emit()
        self.opened.emit()
        return ""

    def mark_saved(
        self,
        path: Path,
        fingerprint: Fingerprint | None = None,
        project: Project | None = None,
    ) -> None:
        """Remember that a project lies in a file.

        Args:
            path: The file.
            fingerprint: By what it is known again.
            project: What it holds, which may have been edited meanwhile; None: what is shown.
        """
        self.path, self.fingerprint = path, fingerprint
        self.saved_project = project or self._project
        if self.saved_project is self._project:
            self.history.setClean()
        else:
            self.history.resetClean()
        self.opened.emit()
        self.saved.emit()

    def mark_unsaved(self) -> None:
        """Remember that the project as it was opened is not what lies in its file."""
        self.saved_project = None
        self.history.resetClean()

    def close(self) -> None:
        """Fall silent: the history tells of its own end, when views may be gone already.

        Its edits go first. Where Python collects them before the history, Qt would crash.
        """
        self.history.blockSignals(True)
        self.history.clear()

    def __del__(self) -> None:
        """Close, where nobody did; the collector asks before it takes anything."""
        with suppress(RuntimeError):  # Qt has ended, and took the history along
            self.close()

    def _show(self, project: Project, forward: ForwardPass) -> None:
        before, self._project = self._project, project
        if not self._forward.trace.awaited:
            self._told = before
        self._forward = forward
        self._rest.drop()
        if forward.trace.awaited:
            self._rest.start(partial(_whole, forward))
        self.changed.emit(before, project)

    def _on_rest_computed(self, forward: ForwardPass) -> None:
        self._forward = forward
        self.changed.emit(self._told, self._project)

    def _show_again(self, project: Project, forward: ForwardPass | None) -> None:
        self._show(project, forward or self._computed(project, self._forward))

    def _computed(self, project: Project, before: ForwardPass | None) -> ForwardPass:
        """Compute what follows from a project; beside the window where that may take long.

        Raises:
            ShapeError: If it cannot be computed.
        """
        if before is None or not _cost_alike(before.project, project):
            self._is_quick = is_quick(project)
        if self._is_quick:
            return forward_pass(project, before)
        words, has_jobs = _("The network is being computed…"), QCoreApplication.instance()
        if before is not None and has_jobs and differs_in_weights(before.project, project):
            if own_products(before, project) <= QUICK_PRODUCTS:
                return first_values(project, before)
            return self.beside.run(words, lambda _is_wanted: first_values(project, before))

        def compute(is_wanted: IsWanted) -> ForwardPass:
            return forward_pass(project, before)

        return self.beside.run(words, compute)


def _whole(forward: ForwardPass, is_wanted: IsWanted) -> ForwardPass:
    """Compute what is awaited, until nobody wants it any more."""
    return forward_pass(forward.project, forward, lambda _node: is_wanted())


def _cost_alike(before: Project, after: Project) -> bool:
    """Return whether nothing differs that tells how long a project takes to be computed."""
    return before.picture.pixels.shape == after.picture.pixels.shape and (
        before.network is after.network or costs_alike(before.network, after.network)
    )
