"""What a second network makes of the same picture: by its name or file, read-only."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnviz.cnn import architectures
from cnnviz.cnn.network import Network
from cnnviz.files.atomic_file import IsWanted
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.project import ForwardPass, Project, forward_pass, new_project
from cnnviz.project.project_file import open_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.latest_job import LatestJob

_Wish = tuple[str, Picture]
_Found = tuple[str, Network, ForwardPass]


class SecondNetwork(QObject):
    """Computes beside the window, for as long as somebody looks; the newest picture counts."""

    changed = Signal()

    def __init__(self, document: Document, cursor: Cursor, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._cursor = document, cursor
        self._known: tuple[str, Network] | None = None  # read once
        self._wish: _Wish | None = None
        self._is_looked_at = False
        self.forward: ForwardPass | None = None  # None: there is none, or it is not computed yet
        self.problem = ""  # why there is none, in a sentence
        self._job = LatestJob(self)
        self._job.done.connect(self._on_done)
        self._job.failed.connect(self._on_failed)
        cursor.changed.connect(self._ask)
        document.changed.connect(self._on_document_changed)

    @property
    def name(self) -> str | None:
        """The name or file of the network."""
        return self._cursor.place.second

    def look(self, *, is_on: bool) -> None:
        """Compute from now on, or no more."""
        self._is_looked_at = is_on
        self._ask()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self._ask()

    def _ask(self) -> None:
        name = self.name if self._is_looked_at else None
        wish = None if name is None else (name, self._document.project.picture)
        if _is_same(wish, self._wish):
            return
        is_other = wish is None or self._wish is None or wish[0] != self._wish[0]
        self._wish = wish
        if is_other and (self.forward is not None or self.problem):
            self.forward, self.problem = None, ""
            self.changed.emit()
        if wish is None:
            self._job.drop()
            return
        known = self._known if self._known is not None and self._known[0] == wish[0] else None
        self._job.start(partial(_found, wish, known))

    def _on_done(self, found: _Found) -> None:
        name, network, self.forward = found
        self._known, self.problem = (name, network), ""
        self.changed.emit()

    def _on_failed(self, problem: str) -> None:
        self.forward, self.problem = None, problem
        self.changed.emit()


def _is_same(one: _Wish | None, other: _Wish | None) -> bool:
    """Return whether two wishes are the same; pictures are told apart by identity."""
    if one is None or other is None:
        return one is other
    return one[0] == other[0] and one[1] is other[1]


def _found(wish: _Wish, known: tuple[str, Network] | None, is_wanted: IsWanted) -> _Found:
    """Read the network, unless it is known, and compute; in another thread."""
    name, picture = wish
    network = _read(name) if known is None else known[1]
    if not network.classes:
        raise ValueError(_("The second network names no classes, so it cannot say what it sees."))
    return name, network, forward_pass(new_project(network, picture))


def _read(name: str) -> Network:
    """Return a network that ships, or that of a project file."""
    if name in architectures.NAMES:
        return shipped.network(name)
    return open_project(Path(name)).network
