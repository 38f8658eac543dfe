"""Keeps what was not saved, in the background, so that a crash costs some seconds at most."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cnnviz.files.atomic_file import IsWanted
from cnnviz.project.network_title import shown_title
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.latest_job import LatestJob

if TYPE_CHECKING:  # imported when there is something to keep: the window starts sooner
    from cnnviz.project.recovery_file import Base, Work
    from cnnviz.project.recovery_folder import RecoveryFolder

QUIET = 2000  # ms after the last change
LATEST = 4000  # ms after the first one: it is on the disk before 5 s are over
PATIENCE = 2.0  # seconds that the end of the program waits for what is being written


class Recovery(QObject):
    """Writes the work of this window beside the settings; never the user's file."""

    kept = Signal()  # the work is on the disk
    failed = Signal(str)  # it is not, and why, in a sentence; told once until it works again

    def __init__(self, document: Document, cursor: Cursor, home: Path) -> None:
        """Follow a document.

        Args:
            document: What is kept as long as it is not saved.
            cursor: Where the learner looks, which is kept with it.
            home: The folder that holds one folder for each window.
        """
        super().__init__(document)
        self._document, self._cursor, self.home = document, cursor, home
        self._folder: RecoveryFolder | None = None
        self._base: Base | None = None  # the file of the document
        self._has_failed = False
        self._job = LatestJob(self)
        self._job.done.connect(self._on_done)
        self._job.failed.connect(self._on_failed)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET)
        self._latest = QTimer(self, singleShot=True, interval=LATEST)
        for timer in (self._quiet, self._latest):
            timer.timeout.connect(self._keep)
        document.changed.connect(self._on_document_changed)
        document.opened.connect(self._on_document_opened)
        document.history.cleanChanged.connect(self._on_clean_changed)

    @property
    def folder(self) -> "RecoveryFolder":
        """Where the work of this window is kept."""
        if self._folder is None:
            from cnnviz.project.recovery_folder import new_folder

            self._folder = new_folder(self.home)
        return self._folder

    def write_now(self) -> bool:
        """Write what is not saved at once; return whether the work is safe now."""
        self._stop()
        if self._document.history.isClean():
            return True
        self._job.drop()
        try:
            self.folder.write(self._work(), self._base_now(), _always)
        except ValueError:
            self._latest.start()  # there may be room again
            return False
        return True

    def close(self, *, is_kept: bool = False) -> None:
        """End with the program: it is left in order, so nothing is kept for the next start.

        Args:
            is_kept: Whether what is not saved is kept all the same: nobody could be asked.
        """
        self._stop()
        self._job.drop()
        is_wanted = is_kept and not self._document.history.isClean()
        if self._folder is not None and not is_wanted:
            self._folder.remove(patience=PATIENCE)

    def _on_document_changed(self, before: object, after: object) -> None:
        """Wait for more, but not for long; whether it is saved is known when the wait is over."""
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def _on_document_opened(self) -> None:
        """Throw away what was kept of another project, or before it was saved."""
        self._keep()

    def _on_clean_changed(self, is_clean: bool) -> None:
        if is_clean:
            self._keep()

    def _keep(self) -> None:
        """Write what is not saved, or throw away what was written before it was."""
        self._stop()
        if not self._document.history.isClean():
            folder, work, base = self.folder, self._work(), self._base_now()

            def write(is_wanted: IsWanted) -> bool:
                folder.write(work, base, is_wanted)
                return True

            self._job.start(write)
        elif self._folder is not None:
            self._job.start(self._folder.remove)

    def _stop(self) -> None:
        self._quiet.stop()
        self._latest.stop()

    def _work(self) -> "Work":
        from cnnviz.project.recovery_file import Work

        document = self._document
        project, path = document.project, document.path
        name = path.name if path else shown_title(project.network)
        return Work(project, self._cursor.place, name, path, document.fingerprint)

    def _base_now(self) -> "Base | None":
        """Return the project as it lies in its file; its arrays are looked at in the background."""
        from cnnviz.project.recovery_file import Base

        path, known, saved = (
            self._document.path,
            self._document.fingerprint,
            self._document.saved_project,
        )
        if path is None or known is None or saved is None:
            return None
        if self._base is None or self._base.project is not saved:
            self._base = Base(path, known.digest, saved)
        return self._base

    def _on_done(self, is_kept: object) -> None:
        if is_kept:
            self._has_failed = False
            self.kept.emit()

    def _on_failed(self, problem: str) -> None:
        self._latest.start()  # there may be room again
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(problem)


def _always() -> bool:
    return True
