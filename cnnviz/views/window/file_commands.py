"""New, open, save: the commands about files, and the question before changes are lost."""

from pathlib import Path

from PySide6.QtCore import QObject

from cnnviz.files.os_reasons import sentence_about
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.picture import FILE_SUFFIXES
from cnnviz.project.project import new_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.picture_opener import PictureOpener
from cnnviz.state.settings import Settings
from cnnviz.views.controls.dialogs import Dialogs, kinds_text

FIRST_NETWORK = "lecture-cnn"
PROJECT_SUFFIXES = (".cnnviz",)


class FileCommands(QObject):
    """Does what the File menu offers; every failure is told in a sentence, and nothing is lost."""

    def __init__(
        self,
        document: Document,
        cursor: Cursor,
        settings: Settings,
        opener: PictureOpener,
        dialogs: Dialogs,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._opener = opener
        self._document, self._cursor = document, cursor
        self._settings, self.dialogs = settings, dialogs

    def may_lose(self) -> bool:
        """Return whether the project may be left: it is saved, or the user says so."""
        if self._document.history.isClean():
            return True
        path = self._document.path
        answer = self.dialogs.save_first(path.name if path else "")
        if answer == "save":
            return self.save()
        return answer == "discard"

    def new(self) -> None:
        """Start again with an empty canvas and the lecture's network."""
        if self.may_lose():
            self._document.open(new_project(shipped.network(FIRST_NETWORK)), None)

    def open(self) -> None:
        """Ask for a file and open it."""
        path = self.dialogs.file_to_open(_kinds_to_open())
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a project, or use a picture in the project that is open."""
        if path.suffix.lower() in PROJECT_SUFFIXES:
            self._open_project(path)
        else:
            self._opener.open_path(path)

    def _open_project(self, path: Path) -> None:
        from cnnviz.project.project_file import open_saved  # when it is needed: a quicker start

        try:
            project, place = open_saved(path)
        except (ValueError, OSError) as error:
            self.dialogs.tell(sentence_about(error))
            return
        if not self.may_lose():
            return
        is_own = not shipped.is_shipped(path)  # else to start from, not to save over
        refusal = self._document.open(project, path if is_own else None)
        if refusal:
            self.dialogs.tell(
                _("{name} cannot be opened: {reason}").format(name=path.name, reason=refusal)
            )
            return
        if place is not None:
            self._cursor.look(place)
        if is_own:
            self._settings.add_recent_file(path)

    def save(self) -> bool:
        """Save under the name the project has, or ask for one; return whether it was saved."""
        path = self._document.path
        return self._save_to(path) if path else self.save_as()

    def save_as(self) -> bool:
        """Ask for a name and save; return whether it was saved."""
        proposed = self._document.path or Path.home() / "lesson.cnnviz"
        path = self.dialogs.file_to_save(proposed, _("cnnviz projects"), PROJECT_SUFFIXES)
        return path is not None and self._save_to(path)

    def _save_to(self, path: Path) -> bool:
        from cnnviz.project.project_file import save_project

        try:
            save_project(path, self._document.project, self._cursor.place)
        except (ValueError, OSError) as error:
            self.dialogs.tell(sentence_about(error))
            return False
        self._document.mark_saved(path)
        self._settings.add_recent_file(path)
        return True


def _kinds_to_open() -> str:
    """Return the kinds of files that the Open dialog offers."""
    kinds = (
        (_("All cnnviz opens"), (*PROJECT_SUFFIXES, *FILE_SUFFIXES)),
        (_("cnnviz projects"), PROJECT_SUFFIXES),
        (_("Pictures and numbers"), FILE_SUFFIXES),
    )
    return ";;".join(kinds_text(title, endings) for title, endings in kinds)
