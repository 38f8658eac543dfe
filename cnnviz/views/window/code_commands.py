"""The network as code for other programs, from the File menu."""

from pathlib import Path

from PySide6.QtCore import QObject

from cnnviz.files.atomic_file import write_together
from cnnviz.files.reasons import writing_reason
from cnnviz.language import _
from cnnviz.project.network_title import unchanged
from cnnviz.state.document import Document
from cnnviz.state.settings import Settings
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.actions import Actions
from cnnviz.views.window.file_commands import FileCommands
from cnnviz.views.window.status_line import StatusLine

SUFFIXES = (".py", ".R", ".r", ".onnx", ".safetensors")  # the first where none is typed


class CodeCommands(QObject):
    """Writes what the ending of a name says: PyTorch, keras in Python or R, ONNX, the weights."""

    def __init__(
        self,
        actions: Actions,
        document: Document,
        settings: Settings,
        files: FileCommands,
        status: StatusLine,
    ) -> None:
        super().__init__(actions)
        self._document, self._settings = document, settings
        self._files, self._status = files, status
        actions["export-code"].triggered.connect(self.ask)

    def ask(self) -> None:
        """Ask for a name and write the file, and what belongs beside it."""
        network = self._document.project.network
        kind = _("PyTorch .py, keras _keras.py, R .R, ONNX, weights")
        stem = unchanged(network.name).replace("/", "-") or "network"
        path = self._files.dialogs.file_to_save(Path(f"{stem}.py"), kind, SUFFIXES)
        if path is None:
            return
        try:
            names = self._write(path)
        except OSError as error:
            text = _("{name} cannot be written: {reason}.")
            name = shown_name(path.name)
            self._files.dialogs.tell(text.format(name=name, reason=writing_reason(error)))
        except ValueError as error:
            self._files.dialogs.tell(str(error))
        else:
            if names:
                self._status.tell(_("Written: {names}").format(names=", ".join(names)))

    def _write(self, path: Path) -> list[str]:
        """Write the files; return their names, none where the user keeps what is there."""
        from cnnviz.figures.code.targets import code_files  # late: the window starts sooner
        from cnnviz.runs.code_choices import choices_of
        from cnnviz.state.training import remembered

        choices = choices_of(remembered(self._settings))
        files = code_files(self._document.project.network, path.name, choices)
        beside = [path.with_name(name) for name in files if name != path.name]
        if any(each.exists() and not self._files.dialogs.may_replace(each) for each in beside):
            return []
        write_together({path.with_name(name): content for name, content in files.items()})
        return [shown_name(name) for name in files]
