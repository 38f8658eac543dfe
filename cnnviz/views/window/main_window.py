"""The window around its parts: menus, body, status line; what is dropped on it, how it closes."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from cnnviz.state.settings import Settings
from cnnviz.views.controls.actions import Actions
from cnnviz.views.input.panel import InputPanel
from cnnviz.views.window.body import Body
from cnnviz.views.window.file_commands import FileCommands
from cnnviz.views.window.kept_keys import is_needed
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
        """Leave the keys of the transport to a control that has the focus and needs them."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and is_needed(event):
            event.accept()
            return True
        return super().event(event)

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
        else:
            self._input.accept_mime(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before changes are lost; remember where the window stood."""
        if not self._files.may_lose():
            event.ignore()
            return
        self._settings.set_layout("window", self.saveGeometry())
        event.accept()


def _project_file(event: QDropEvent) -> Path | None:
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((file for file in files if file.suffix.lower() == ".cnnviz"), None)
