"""What the Help menu does: find an action, show the keys, tell what the program is."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from cnnviz.language import _
from cnnviz.views.controls.actions import Actions
from cnnviz.views.look.theme import Look
from cnnviz.views.window.file_commands import FileCommands
from cnnviz.views.window.help import about_text, keys_text

if TYPE_CHECKING:  # imported when they open: the window starts sooner
    from cnnviz.views.window.catalogue import Catalogue
    from cnnviz.views.window.help_dialog import HelpDialog


class HelpCommands(QObject):
    """Opens the dialogs of the menu."""

    def __init__(
        self,
        actions: Actions,
        files: FileCommands,
        look: Look,
        window: QWidget,
        catalogue: "Callable[[], Catalogue]",
    ) -> None:
        """Join the actions to their dialogs; the palette finds what stands in the catalogue."""
        super().__init__(actions)
        self._catalogue, self._files = catalogue, files
        self._look, self._window = look, window
        self._help: HelpDialog | None = None  # while it is open
        actions["help"].triggered.connect(self._on_help)
        actions["palette"].triggered.connect(self._on_palette)
        actions["shortcuts"].triggered.connect(self._on_shortcuts)
        actions["about"].triggered.connect(self._on_about)

    def _on_help(self) -> None:
        from cnnviz.views.window.help_dialog import HelpDialog

        if self._help is None:
            self._help = HelpDialog(self._look, self._window)
            self._help.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._help.finished.connect(self._on_help_closed)
        self._help.show()  # it may lie under the window by now
        self._help.raise_()
        self._help.activateWindow()

    def _on_help_closed(self) -> None:
        self._help = None

    def _on_palette(self) -> None:
        from cnnviz.views.window.command_palette import CommandPalette

        palette = CommandPalette(self._catalogue().entries(), self._look, self._window)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open()

    def _on_shortcuts(self) -> None:
        self._files.dialogs.show_text(_("Keys"), keys_text())

    def _on_about(self) -> None:
        self._files.dialogs.show_text(_("About cnnviz"), about_text())
