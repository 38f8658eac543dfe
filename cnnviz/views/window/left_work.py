"""Offers the work of windows that ended unexpectedly."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.recovery import Recovery
from cnnviz.views.controls.actions import Actions
from cnnviz.views.window.file_commands import FileCommands

if TYPE_CHECKING:  # imported where there is something to offer: the window starts sooner
    from cnnviz.project.recovery_file import Glance
    from cnnviz.project.recovery_folder import RecoveryFolder
    from cnnviz.views.window.recovery_box import RecoveryAnswer

Ask = Callable[["Glance", float], "RecoveryAnswer"]


class LeftWork(QObject):
    """Asks about each copy that was left; nothing goes before it is somewhere else, or refused."""

    def __init__(
        self,
        actions: Actions,
        document: Document,
        cursor: Cursor,
        recovery: Recovery,
        files: FileCommands,
    ) -> None:
        """Offer copies when the program starts, and in the File menu."""
        super().__init__(actions)
        self._document, self._cursor = document, cursor
        self._recovery, self._files = recovery, files
        self.ask: Ask = self._asked
        actions["recover"].triggered.connect(self._on_recover)
        document.saved.connect(self._on_saved)

    def offer(self) -> None:
        """Offer what was left and not refused; at the start of the program."""
        self._offer([folder for folder in self._left() if not _freed_if_refused(folder)])

    def _on_recover(self) -> None:
        """Offer everything that is still there, also what was refused."""
        left = self._left()
        if not left:
            self._files.dialogs.tell(_("There is no work that was not saved."))
        self._offer(left)

    def _left(self) -> "list[RecoveryFolder]":
        if not self._recovery.home.is_dir():
            return []
        from cnnviz.project.recovery_folder import left_folders

        return left_folders(self._recovery.home)

    def _offer(self, left: "list[RecoveryFolder]") -> None:
        """Ask until one is taken; the others stay for later."""
        is_taken = False
        for folder in left:
            is_taken = is_taken or self._is_taken(folder)
            folder.free()

    def _is_taken(self, folder: "RecoveryFolder") -> bool:
        try:
            answer = self.ask(folder.glance(), folder.written)
            if answer == "recover":
                return self._recovered(folder)
        except (OSError, ValueError) as error:
            text = _("Work that was not saved cannot be brought back: {reason}.")
            self._files.dialogs.tell(text.format(reason=error))
            if isinstance(error, OSError | self._base_gone()):
                return False  # kept for later: what it needs may come back
            answer = "discard"
        if answer == "discard":
            folder.refuse()
        return False

    def _base_gone(self) -> type[ValueError]:
        from cnnviz.project.recovery_file import BaseGoneError

        return BaseGoneError

    def _recovered(self, folder: "RecoveryFolder") -> bool:
        """Show the work, unsaved as it was; its copy goes once this window has one of its own."""
        work = folder.read()
        if not self._files.may_lose():
            return False
        refusal = self._document.open(work.project, work.file, work.fingerprint)
        if refusal:
            self._files.dialogs.tell(refusal)
            return False
        self._document.mark_unsaved()
        if work.place is not None:
            self._cursor.look(work.place)
        if self._recovery.write_now():
            folder.remove()
        return True

    def _on_saved(self) -> None:
        """Let go what was refused."""
        for folder in self._left():
            if folder.is_refused:
                with suppress(OSError):
                    folder.remove()
            folder.free()

    def _asked(self, seen: "Glance", written: float) -> "RecoveryAnswer":
        from cnnviz.views.window.recovery_box import ask_about_work

        return ask_about_work(self._files.dialogs.window, seen, written)


def _freed_if_refused(folder: "RecoveryFolder") -> bool:
    if folder.is_refused:
        folder.free()
        return True
    return False
