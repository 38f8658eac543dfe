"""The file of the document: read, written, known again, and claimed by this window."""

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cnnviz.files.atomic_file import IsWanted
from cnnviz.files.fingerprint import Fingerprint
from cnnviz.files.process_lock import ProcessLock
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.project import Project
from cnnviz.project.project_change import arrays_in
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.settings import Settings
from cnnviz.text.shown_name import shown_name

if TYPE_CHECKING:  # imported when a file is opened or saved: the window starts sooner
    from cnnviz.project.place import Place
    from cnnviz.project.project_file import SavedProject


QUICK_BYTES = 2_000_000  # of arrays that are written within a frame


class ProjectOnDisk(QObject):
    """Opens and saves the document; one window at a time may save over a file."""

    def __init__(
        self, document: Document, cursor: Cursor, settings: Settings, claims: Path
    ) -> None:
        """Serve a document.

        Args:
            document: What is opened and saved.
            cursor: Where the learner looks, which is saved with it.
            settings: Remember the files.
            claims: The folder that tells which files are open, beside the settings: that of the
                file may be write-protected.
        """
        super().__init__(document)
        self._document, self._cursor, self._settings = document, cursor, settings
        self._claims = claims
        self._claim: ProcessLock | None = None  # of the file of the document
        document.opened.connect(self._on_document_opened)

    def read(self, path: Path) -> "SavedProject":
        """Return what a file holds.

        Raises:
            ValueError: If it cannot be read; why, in a sentence.
        """
        from cnnviz.files.leftovers import sweep
        from cnnviz.project.project_file import read_project

        saved = read_project(path)
        sweep(path.parent)
        return saved

    def is_open_elsewhere(self, path: Path) -> bool:
        """Return whether another window has the file, and may save over what is done here."""
        if self._is_ours(path):
            return False
        claim = self._claim_of(path)
        is_free = _take(claim)
        claim.free()
        return not is_free

    def show(self, saved: "SavedProject", path: Path, *, is_own: bool) -> str:
        """Show what was read from a file.

        Args:
            saved: What is shown.
            path: The file.
            is_own: Whether *Save* shall save over it; else it is only what one starts from.

        Returns:
            "" where it was done, else why it cannot be computed, in a sentence.
        """
        is_own = is_own and not shipped.is_shipped(path)
        file, known = (path, saved.fingerprint) if is_own else (None, None)
        refusal = self._document.open(saved.project, file, known)
        if refusal:
            text = _("{name} cannot be opened: {reason}")
            return text.format(name=path.name, reason=refusal)
        if saved.place is not None:
            self._cursor.look(saved.place)
        if is_own:
            self._settings.add_recent_file(path)
        return ""

    def keep_folder(self, path: Path) -> None:
        """Let the next dialog begin beside a file of another kind that was opened."""
        self._settings.keep_folder(path)

    def is_changed(self) -> bool:
        """Return whether another program has changed the file of the document meanwhile."""
        path, known = self._document.path, self._document.fingerprint
        if path is None or known is None or not path.exists():
            return False
        return not known.is_of(path)

    def save(self, path: Path) -> None:
        """Write the document; a large one beside the window, and the user may give it up.

        Raises:
            GivenUpError: If the user did; nothing was changed.
            ValueError: If it cannot be written; why, in a sentence.
        """
        project = self._document.project
        written = self._written(path, project, self._cursor.place)
        self._document.mark_saved(path, written, project)
        self._settings.add_recent_file(path)

    def save_copy(self, path: Path, place: "Place") -> None:
        """Write the document into a file for others, where it opens at a place of its own.

        Raises:
            GivenUpError: If the user gave it up; nothing was changed.
            ValueError: If it cannot be written; why, in a sentence.
        """
        own = self._document.path
        if own is not None and own.exists() and path.exists() and own.samefile(path):
            text = _("{name} is the project itself; choose another name for what is handed out.")
            raise ValueError(text.format(name=shown_name(path.name)))
        self._written(path, self._document.project, place)

    def _written(self, path: Path, project: Project, place: "Place") -> Fingerprint:
        from cnnviz.project.project_file import save_project

        if self.is_open_elsewhere(path):
            text = _("{name} is open in another window; save under another name.")
            raise ValueError(text.format(name=path.name))

        def write(is_wanted: IsWanted) -> Fingerprint:
            return save_project(path, project, place, is_wanted)

        if _size_of(project) <= QUICK_BYTES:
            return write(lambda: True)
        words = _("{name} is being saved…").format(name=shown_name(path.name))
        return self._document.beside.run(words, write, may_stop=True)

    def revert(self) -> str:
        """Bring back what the file of the document holds, as an edit that can be undone.

        Returns:
            "" where it was done, else why it cannot be, in a sentence.
        """
        path = self._document.path
        if path is None:
            return ""
        try:
            saved = self.read(path)
        except ValueError as error:
            return str(error)
        refusal = self._document.edit(_("Revert to the saved file"), saved.project)
        if not refusal:
            self._document.mark_saved(path, saved.fingerprint)
        return refusal

    def close(self) -> None:
        """Let others have the file."""
        self._let_go()

    def _on_document_opened(self) -> None:
        path = self._document.path
        if path is not None and self._is_ours(path):
            return
        self._let_go()
        if path is not None:
            claim = self._claim_of(path)
            if _take(claim):
                self._claim = claim

    def _let_go(self) -> None:
        claim, self._claim = self._claim, None
        if claim is not None:
            claim.free()

    def _is_ours(self, path: Path) -> bool:
        return self._claim is not None and self._claim.path == self._claim_of(path).path

    def _claim_of(self, path: Path) -> ProcessLock:
        """Return the lock of a file, however its name is written."""
        import hashlib  # late, as for every digest: the window starts sooner

        name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
        return ProcessLock(self._claims / f"{name}.lock")


def _size_of(project: Project) -> int:
    """Return how many bytes the arrays of a project take, each counted once."""
    return sum({id(array): array.nbytes for array in arrays_in(project)}.values())


def _take(claim: ProcessLock) -> bool:
    """Return whether a file is free; where that cannot be known, nobody is kept from it."""
    with contextlib.suppress(OSError):
        claim.path.parent.mkdir(parents=True, exist_ok=True)
        return claim.take()
    return True
