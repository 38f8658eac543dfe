"""What the File menu offers, joined to who does it; the list of recent files."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.state.document import Document
from cnnviz.state.settings import Settings
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.actions import Actions
from cnnviz.views.window.file_commands import FileCommands


class FileMenu(QObject):
    """Opens what is chosen in the menu, and keeps its list of recent files."""

    def __init__(
        self, actions: Actions, document: Document, files: FileCommands, settings: Settings
    ) -> None:
        super().__init__(actions)
        self._actions, self._document = actions, document
        self._files, self._settings = files, settings
        actions["new"].triggered.connect(files.new)
        actions["open"].triggered.connect(files.open)
        actions["activity-2"].triggered.connect(self._on_activity_2)
        actions["save"].triggered.connect(files.save)
        actions["save-as"].triggered.connect(files.save_as)
        actions["revert"].triggered.connect(files.revert)
        actions["forget-recent"].triggered.connect(settings.forget_recent_files)
        actions.recent.triggered.connect(self._on_recent_triggered)
        settings.changed.connect(self._show_recent)
        document.opened.connect(self._show_revert)
        document.history.cleanChanged.connect(self._on_clean_changed)
        self._show_recent()
        self._show_revert()

    def _on_activity_2(self) -> None:
        self._files.open_path(shipped.project_file("activity-2"))

    def _on_recent_triggered(self, action: QAction) -> None:
        file = action.data()
        if isinstance(file, str):
            self._files.open_path(Path(file))

    def _show_recent(self) -> None:
        menu, files = self._actions.recent, self._settings.recent_files
        menu.clear()
        for file in files:
            shown = shown_name(file).replace("&", "&&")  # one alone marks a key
            menu.addAction(shown).setData(file)
        if files:
            menu.addSeparator()
            menu.addAction(self._actions["forget-recent"])
        menu.setEnabled(bool(files))

    def _on_clean_changed(self, clean: bool) -> None:
        self._show_revert()

    def _show_revert(self) -> None:
        has_file, is_clean = self._document.path is not None, self._document.history.isClean()
        why = _("Nothing was changed since it was saved") if has_file else _("It is in no file yet")
        self._actions.enable("revert", has_file and not is_clean, why)
