"""The window around its parts: menus, body, status line; what is dropped on it, how it closes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from cnnviz.language import _
from cnnviz.project.opened_kinds import WHOLE
from cnnviz.state.settings import Settings
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.focus_return import DONE
from cnnviz.views.input.panel import InputPanel
from cnnviz.views.window.body import Body
from cnnviz.views.window.file_commands import FileCommands
from cnnviz.views.window.focus_keys import is_kept
from cnnviz.views.window.key_places import action_of_place
from cnnviz.views.window.screen_order import neighbour, reach
from cnnviz.views.window.status_line import StatusLine

FIRST_SIZE = QSize(1280, 800)
LEAST_SIZE = QSize(640, 440)  # what stands in it yields before it grows
FRAME = QSize(8, 40)  # pixels that the frame of a window takes about


class MainWindow(QMainWindow):
    """Puts the parts together, and hands on what happens to it as a window."""

    resized = Signal()  # while its own body is shown

    def __init__(
        self,
        body: Body,
        status: StatusLine,
        actions: Actions,
        input_panel: InputPanel,
        files: FileCommands,
        settings: Settings,
    ) -> None:
        """Arrange the parts.

        Args:
            body: All between the menus and the status line.
            status: The line at the bottom.
            actions: What the menus offer; their keys work wherever the focus is.
            input_panel: Takes pictures that are dropped.
            files: Opens projects that are dropped, and asks before changes are lost.
            settings: Remember where the window stood.
        """
        super().__init__()
        self._input, self._files, self._settings = input_panel, files, settings
        self.asked: list[Callable[[], bool]] = []  # whether the window may close; all must say so
        self._actions, self._status = actions, status
        self.focus_page: Callable[[], None] = self.setFocus  # until there is a page
        self.setObjectName("main-window")
        self.setAcceptDrops(True)
        self.whole = QStackedWidget()  # the body; over it what is presented
        self.whole.addWidget(body)
        self.setCentralWidget(self.whole)
        self.setStatusBar(status)
        self.setMinimumSize(LEAST_SIZE)
        actions.put_into(self)

    def restore_place(self) -> None:
        """Stand where the window stood last, else in the first size; never larger than the screen.

        The last screen may have been a larger one.
        """
        place = self._settings.layout("window")
        stood = place is not None and self.restoreGeometry(place)
        if not stood:
            self.resize(FIRST_SIZE)
        if not self.isMaximized() and not self.isFullScreen():
            screen = self.screen().availableGeometry().size() - FRAME
            self.setMinimumSize(LEAST_SIZE.boundedTo(screen))
            self.resize(self.size().boundedTo(screen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of another size, unless the body is out of sight and waits for the one it had."""
        super().resizeEvent(event)
        if self.whole.currentIndex() == 0:
            self.resized.emit()

    def event(self, event: QEvent) -> bool:
        """Leave the keys of the transport to a control that needs them; give them back later."""
        if event.type() == DONE:
            self.focus_page()
            return True
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if isinstance(event, QKeyEvent) and is_shortcut and _is_kept(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what no control took: copy what is looked at, and shortcuts by the place of a key."""
        name = action_of_place(event)
        if name:
            self._actions[name].trigger()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy_hovered()
        else:
            super().keyPressEvent(event)

    def _copy_hovered(self) -> None:
        from cnnviz.views.sheets.sheet_view import SheetView  # late: the window starts sooner

        if not any(sheet.copy_hovered() for sheet in self.findChildren(SheetView)):
            self._actions["copy-view"].trigger()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Go on in the order of the screen; from what was hidden or disabled, to the page."""
        now = QApplication.focusWidget()
        if now is not None and (not now.isEnabled() or not now.isVisible()):
            self.focus_page()
            return True
        target = neighbour(self.whole, now, is_next=is_next)
        if target is None:
            return False
        reach(target, is_next=is_next)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and pictures wherever they are dropped."""
        if _project_file(event) or self._input.can_accept(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        event.acceptProposedAction()
        project = _project_file(event)
        if project:
            self._files.open_path(project)
            self._tell_of_others(project, event)
        else:
            self._input.accept_mime(event.mimeData())

    def _tell_of_others(self, opened: Path, event: QDropEvent) -> None:
        """Say what was dropped along with a project, and was not opened."""
        names = [Path(url.toLocalFile()).name for url in event.mimeData().urls()]
        if len(names) > 1:
            others = ", ".join(shown_name(name) for name in names if name != opened.name)
            sentence = _("{project} was opened; drop by itself what is not opened: {others}.")
            told = sentence.format(project=shown_name(opened.name), others=others)
            self._status.tell(told)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before changes are lost; remember where the window stood."""
        if not (self._files.may_lose() and all(may_close() for may_close in self.asked)):
            event.ignore()
            return
        self._settings.set_layout("window", self.saveGeometry())
        event.accept()


def _is_kept(event: QKeyEvent) -> bool:
    return is_kept(QApplication.focusWidget(), event)


def _project_file(event: QDropEvent) -> Path | None:
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((file for file in files if file.suffix.lower() in WHOLE), None)
