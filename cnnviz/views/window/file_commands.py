"""New, open, save: the commands about files, and the question before changes are lost."""

from pathlib import Path

from PySide6.QtCore import QObject

from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.opened_kinds import ONNX, PROJECT, WHOLE
from cnnviz.project.picture import FILE_SUFFIXES
from cnnviz.project.project import new_project
from cnnviz.state.beside import GivenUpError
from cnnviz.state.document import Document
from cnnviz.state.picture_opener import PictureOpener
from cnnviz.state.project_on_disk import ProjectOnDisk
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.dialogs import Dialogs, kinds_text

FIRST_NETWORK = "lecture-cnn"
PROJECT_SUFFIXES = (PROJECT,)


class FileCommands(QObject):
    """Does what the File menu offers; every failure is told in a sentence, and nothing is lost."""

    def __init__(
        self,
        document: Document,
        disk: ProjectOnDisk,
        opener: PictureOpener,
        dialogs: Dialogs,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._disk, self._opener = document, disk, opener
        self.dialogs = dialogs

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
            self.tell(self._document.open(new_project(shipped.network(FIRST_NETWORK)), None))

    def open(self) -> None:
        """Ask for a file and open it."""
        path = self.dialogs.file_to_open(_kinds_to_open())
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a project, or use a picture in the project that is open."""
        if path.suffix.lower() in PROJECT_SUFFIXES:
            self._open_project(path)
            return
        self._disk.keep_folder(path)
        if path.suffix.lower() == ONNX:
            self._open_onnx(path)
        else:
            self._opener.open_path(path)

    def _open_project(self, path: Path) -> None:
        try:
            saved = self._disk.read(path)
        except ValueError as error:
            self.dialogs.tell(str(error))
            return
        is_own = not self._disk.is_open_elsewhere(path)
        if not is_own and not self.dialogs.may_open_copy(path.name):
            return
        if self.may_lose():
            self.tell(self._disk.show(saved, path, is_own=is_own))

    def _open_onnx(self, path: Path) -> None:
        """Open the network of an ONNX file as a project that is in no file yet."""
        from cnnviz.project.onnx_project import open_onnx  # late: the window starts sooner

        words = _("Reading {name}…").format(name=shown_name(path.name))
        try:
            project = self._document.beside.run(
                words, lambda _wanted: open_onnx(path), may_stop=True
            )
        except GivenUpError:  # the user knows
            return
        except ValueError as error:
            self.dialogs.tell(str(error))
            return
        if self.may_lose():
            self.tell(self._document.open(project, None))

    def stop_waiting(self) -> None:
        """Give up what is being waited for: the program ends."""
        self._document.beside.give_up()

    def save(self) -> bool:
        """Save under the name the project has, or ask for one; return whether it was saved."""
        path = self._document.path
        if path is None:
            return self.save_as()
        answer = self.dialogs.save_over(path.name) if self._disk.is_changed() else "save"
        if answer == "save-as":
            return self.save_as()
        return answer == "save" and self._save_to(path)

    def save_as(self) -> bool:
        """Ask for a name and save; return whether it was saved."""
        proposed = self._document.path or Path("lesson.cnnviz")
        path = self.dialogs.file_to_save(proposed, _("cnnviz projects"), PROJECT_SUFFIXES)
        return path is not None and self._save_to(path)

    def _save_to(self, path: Path) -> bool:
        try:
            self._disk.save(path)
        except GivenUpError:  # the user knows
            return False
        except ValueError as error:
            self.dialogs.tell(str(error))
            return False
        return True

    def revert(self) -> None:
        """Bring back what the file holds; that can be undone."""
        self.tell(self._disk.revert())

    def tell(self, problem: str) -> None:
        """Tell a problem in a dialog; "" is none."""
        if problem:
            self.dialogs.tell(problem)


def _kinds_to_open() -> str:
    """Return the kinds of files that the Open dialog offers."""
    kinds = (
        (_("All cnnviz opens"), (*WHOLE, *FILE_SUFFIXES)),
        (_("cnnviz projects"), PROJECT_SUFFIXES),
        (_("ONNX networks"), (ONNX,)),
        (_("Pictures and numbers"), FILE_SUFFIXES),
    )
    return ";;".join(kinds_text(title, endings) for title, endings in kinds)
