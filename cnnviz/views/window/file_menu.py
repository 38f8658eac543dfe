"""What the File menu offers, joined to who does it; the list of recent files."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from cnnviz.project import shipped
from cnnviz.state.settings import Settings
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.actions import Actions
from cnnviz.views.window.file_commands import FileCommands


class FileMenu(QObject):
    """Opens what is chosen in the menu, and keeps its list of recent files."""

    def __init__(self, actions: Actions, files: FileCommands, settings: Settings) -> None:
        super().__init__(actions)
        self._actions, self._files, self._settings = actions, files, settings
        actions["new"].triggered.connect(files.new)
        actions["open"].triggered.connect(files.open)
        actions["activity-2"].triggered.connect(self._on_activity_2)
        actions["save"].triggered.connect(files.save)
        actions["save-as"].triggered.connect(files.save_as)
        actions["forget-recent"].triggered.connect(settings.forget_recent_files)
        actions.recent.triggered.connect(self._on_recent_triggered)
        settings.changed.connect(self._show_recent)
        self._show_recent()

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
