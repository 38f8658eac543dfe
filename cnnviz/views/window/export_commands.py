"""Taking along what the window shows: as a file, into the clipboard, by menu and right click."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from cnnviz.language import _
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.look.theme import Look
from cnnviz.views.window.file_commands import FileCommands
from cnnviz.views.window.pages import Pages

if TYPE_CHECKING:  # imported when it is asked for: the window starts sooner
    from cnnviz.views.figures.export_dialog import ExportDialog
    from cnnviz.views.figures.exports import Exports

COPIED_AS = {  # the actions of the menu *Copy as*, and the ending of a file of that form
    "copy-csv": ".csv", "copy-tsv": ".tsv", "copy-latex": ".tex", "copy-markdown": ".md",
    "copy-r": ".R", "copy-numpy": ".txt",
}  # fmt: skip


class ExportCommands(QObject):
    """Opens the dialog, and copies without one."""

    def __init__(
        self,
        actions: Actions,
        exports: "FirstUse[Exports]",
        files: FileCommands,
        pages: Pages,
        look: Look,
        tell: Callable[[str], None],
    ) -> None:
        """Join the actions to what they do; `tell` says what was copied, or why it cannot be."""
        super().__init__(actions)
        self._actions, self._exports, self._files = actions, exports, files
        self._pages, self._look, self._tell = pages, look, tell
        actions["export"].triggered.connect(self.ask)
        actions["copy-view"].triggered.connect(self.copy_picture)
        for name in COPIED_AS:
            actions[name].triggered.connect(self._on_copy_as)
        pages.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        pages.customContextMenuRequested.connect(self._on_menu_asked)

    def ask(self) -> "ExportDialog":
        """Show the dialog."""
        from cnnviz.views.figures.export_dialog import ExportDialog

        dialogs, window = self._files.dialogs, self._pages.window()
        dialog = ExportDialog(self._exports(), dialogs, self._look, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def copy_picture(self) -> None:
        """Put what is looked at into the clipboard, as a picture for a slide."""
        from cnnviz.views.figures.picture_forms import image_of

        exports = self._exports()
        try:
            figure = exports.figure(exports.looked_at())
        except ValueError as error:
            self._tell(str(error))
            return
        QGuiApplication.clipboard().setImage(image_of(figure, _FINE))
        figure.end()
        self._tell(_("Copied as a picture: {title}").format(title=figure.title))

    def _on_copy_as(self) -> None:
        """Put the numbers that are looked at into the clipboard, in a form of the menu."""
        exports = self._exports()
        view = exports.looked_at()
        view = "map" if view == "network" else view
        try:
            text = exports.file(view, COPIED_AS[self.sender().objectName()]).decode()
        except ValueError as error:
            self._tell(str(error))
            return
        QGuiApplication.clipboard().setText(text)
        self._tell(_("Copied as text: paste it into a document or a program."))

    def _on_menu_asked(self, place: QPoint) -> None:
        menu = QMenu(self._pages)
        menu.setObjectName("view-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("copy-view", "export"):
            menu.addAction(self._actions[name])
        menu.addMenu(self._actions.menus["copy-as"])
        menu.popup(self._pages.mapToGlobal(place))


_FINE = 2  # pixels for each of the figure: slides are shown large
