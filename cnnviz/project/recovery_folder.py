"""Folders with work that was not saved, one a window; a lock tells whose window is gone."""

import contextlib
import secrets
import shutil
import threading
from dataclasses import replace
from pathlib import Path

from cnnviz.files.atomic_file import (
    IsWanted,
    OvertakenError,
    write_atomically,
    write_pieces,
)
from cnnviz.files.fingerprint import Fingerprint
from cnnviz.files.held_file import hold_file
from cnnviz.files.process_lock import ProcessLock
from cnnviz.files.reasons import writing_reason
from cnnviz.files.regular_file import read_regular
from cnnviz.language import _
from cnnviz.project.project_file import project_pieces
from cnnviz.project.recovery_file import (
    LARGEST_WHOLE,
    Base,
    Glance,
    Work,
    glance,
    is_small,
    work_bytes,
    work_from_bytes,
)

WORK, COPY, HELD = "work.recovery", "copy", "held"
LARGEST_WORK = 64_000_000  # bytes of what differs, at most; more stands in a copy
_REFUSED = "refused"


class RecoveryFolder:
    """Where one window keeps its work; made when there is something to keep.

    Its methods may be called from several threads: one waits for the other.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = ProcessLock(path.with_name(f"{path.name}.lock"))
        self._writing = threading.Lock()
        self._copy: Base | None = None  # beside the work, of a project that is large
        self._held: Base | None = None  # beside the work, too: the file it was opened from

    def write(self, work: Work, base: Base | None, is_wanted: IsWanted) -> None:
        """Keep work; what was kept before stays until the new one is whole.

        Args:
            work: What is kept.
            base: The file that it was opened from, if it is in one.
            is_wanted: Whether it is still worth the time; else nothing is written.

        Raises:
            ValueError: If it cannot be written; why, in a sentence.
        """
        with self._writing:
            if not is_wanted():
                return
            try:
                self._make()
                with contextlib.suppress(OvertakenError):
                    self._write(work, base, is_wanted)
            except (OSError, ValueError) as error:
                text = _("Should the program end now, your changes are lost: {folder}: {reason}.")
                reason = writing_reason(error) if isinstance(error, OSError) else error
                raise ValueError(text.format(folder=self.path.parent, reason=reason)) from error

    def _make(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock.take()  # before the folder is there, so that nobody takes it for left work
        self.path.mkdir(exist_ok=True, mode=0o700)

    def _write(self, work: Work, base: Base | None, is_wanted: IsWanted) -> None:
        if is_small(work.project):
            write_atomically(self.path / WORK, work_bytes(work, None))
            return
        before = self._copy, self._held
        held = None if base is None else self._held_file(base, work.fingerprint, is_wanted)
        known = [each for each in (self._copy, held) if each is not None]
        contents = (work_bytes(work, each) for each in known)
        data = next((data for data in contents if len(data) <= LARGEST_WHOLE), None)
        if data is None:
            self._copy = self._copied(work, is_wanted)
            data = work_bytes(work, self._copy)
        write_atomically(self.path / WORK, data)
        for old in before:  # the work that needed them is replaced now
            if old is not None and old not in (self._copy, self._held):
                (self.path / old.path).unlink(missing_ok=True)

    def _held_file(self, base: Base, known: Fingerprint | None, is_wanted: IsWanted) -> Base | None:
        """Return the file of the project under a name of our own: it may be renamed or replaced.

        It is a second name of the same file where the disk has such, else a copy. None where the
        file is no longer what was opened: then it is of no use.
        """
        before = self._held
        is_same = before is not None and before.project is base.project
        if before is not None and is_same and (self.path / before.path).exists():
            return before
        name = Path(f"{HELD}-{secrets.token_hex(4)}.cnnviz")
        try:
            hold_file(base.path, self.path / name, is_wanted)
        except (OSError, ValueError):
            return None
        if known is None or not known.is_of(self.path / name):
            (self.path / name).unlink(missing_ok=True)
            return None
        self._held = Base(name, base.digest, base.project)
        return self._held

    def _copied(self, work: Work, is_wanted: IsWanted) -> Base:
        """Write a whole project once, for differences to refer to.

        It is the one with the weights that were opened, if little differs from them: a project
        with both is twice as large.
        """
        name = Path(f"{COPY}-{secrets.token_hex(4)}.cnnviz")
        copied = replace(work.project, network=work.project.original, blueprint=None)
        if len(work_bytes(work, Base(name, "0" * 64, copied))) > LARGEST_WHOLE:
            copied = work.project
        pieces = list(project_pieces(copied))
        need = sum(map(len, pieces))
        written = write_pieces(self.path / name, pieces, need=need, is_wanted=is_wanted)
        return Base(name, written.digest, copied)

    def read(self) -> Work:
        """Return the work.

        Raises:
            OSError: If it cannot be read.
            ValueError: If it is damaged, or what it refers to has changed.
        """
        return work_from_bytes(read_regular(self.path / WORK, LARGEST_WORK), self.path)

    def glance(self) -> Glance:
        """Return what is told of the work before anybody decides about it.

        Raises:
            OSError: If it cannot be read.
            ValueError: If it is damaged.
        """
        return glance(read_regular(self.path / WORK, LARGEST_WORK))

    @property
    def written(self) -> float:
        """When the work was written, in seconds since 1970; 0 where there is none."""
        try:
            return (self.path / WORK).stat().st_mtime
        except OSError:
            return 0.0

    def refuse(self) -> None:
        """Remember that the work was offered and not wanted; it stays until something is saved."""
        with contextlib.suppress(OSError):
            (self.path / _REFUSED).touch()

    @property
    def is_refused(self) -> bool:
        """Whether it was offered and not wanted."""
        return (self.path / _REFUSED).exists()

    def take(self) -> bool:
        """Return whether nobody else has it; from now on nobody else gets it."""
        try:
            return self._lock.take()
        except OSError:
            return False

    def free(self) -> None:
        """Let others have it."""
        self._lock.free()

    def remove(self, is_wanted: IsWanted = lambda: True, *, patience: float = -1) -> None:
        """Throw the work away, if that is still wanted.

        Args:
            is_wanted: Asked once nothing is being written any more.
            patience: How long to wait for that, in seconds; -1: as long as it takes.
        """
        if not self._writing.acquire(timeout=patience):
            return
        try:
            if is_wanted() and (self._lock.is_taken or self.path.exists()):
                self._copy = self._held = None
                (self.path / WORK).unlink(missing_ok=True)  # first: without it there is no work
                shutil.rmtree(self.path, ignore_errors=True)
                self._lock.free()
        finally:
            self._writing.release()


def new_folder(home: Path) -> RecoveryFolder:
    """Return a folder for a window; nothing is on the disk yet."""
    return RecoveryFolder(home / secrets.token_hex(6))


def left_folders(home: Path) -> list[RecoveryFolder]:
    """Return those of windows that are gone, the latest work first; they are ours now.

    What is no work any more is thrown away.
    """
    try:
        paths = [path for path in home.iterdir() if path.is_dir() and not path.is_symlink()]
    except OSError:
        return []
    left = []
    for folder in map(RecoveryFolder, paths):
        if not folder.take():
            continue
        if folder.written:
            left.append(folder)
        else:
            folder.remove()
    return sorted(left, key=lambda folder: -folder.written)
