"""The presenter's own window: what is shown, what comes next, notes and a clock."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from cnnviz.language import _
from cnnviz.project.notes import note_of, subject_of, with_note
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.panel import label
from cnnviz.views.look.theme import Look

SECOND = 1000  # ms
TITLE, CLOCK = 22, 30  # pixels at 100 %


def _no_words() -> tuple[str, str]:
    return "", ""


class NotesField(QPlainTextEdit):
    """Text whose edits are those of the project: the keys of undo are the window's."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("presenter-notes")
        self.setAccessibleName(_("Notes on what is shown"))
        self.setPlaceholderText(_("What you want to say here. It is saved with the project."))
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the project."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if any(event.matches(key) for key in keys):
                event.ignore()
                return False
        return super().event(event)


class PresenterWindow(QWidget):
    """A window beside the one that the room sees; it shows the same place."""

    closed = Signal()  # by its user

    def __init__(
        self,
        window: QWidget,
        document: Document,
        cursor: Cursor,
        actions: Actions,
        look: Look,
        now: Callable[[], float] = monotonic,
    ) -> None:
        """Make the window, hidden.

        Args:
            window: The one that the room sees; this one goes with it.
            document: Keeps the notes.
            cursor: Where one is.
            actions: Undo, redo, and to end.
            look: Fonts and colours.
            now: Seconds, for the time that was spoken.
        """
        super().__init__(window, Qt.WindowType.Window)
        self._document, self._cursor, self._look, self._now = document, cursor, look, now
        self._began = now()
        self._words: Callable[[], tuple[str, str]] = _no_words
        self.setObjectName("presenter-window")
        self.setWindowTitle(_("cnnviz: presenter's window"))
        self.shown = label("presenter-shown")
        self.following = label("presenter-next", "muted")
        self.notes = NotesField()
        self.clock, self.spoken = QLabel(), QLabel()
        self.clock.setObjectName("presenter-clock")
        self.spoken.setObjectName("presenter-spoken")
        self.restart = QPushButton(_("Time from 0"))
        self.restart.setObjectName("presenter-restart")
        self.restart.setToolTip(_("Count the minutes from now on"))
        self.exchange = QPushButton(_("Exchange screens"))
        self.exchange.setObjectName("presenter-exchange")
        self.exchange.setToolTip(_("Show the room what is here, and here what the room sees"))
        self._timer = QTimer(self, interval=SECOND)
        self._timer.timeout.connect(self.show_time)
        self._arrange()
        self.addActions([actions["undo"], actions["redo"], actions["save"], actions["present"]])
        self._connect()
        self._on_look_changed()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.clock)
        head.addStretch(1)
        head.addWidget(self.spoken)
        head.addWidget(self.restart)
        head.addWidget(self.exchange)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.shown)
        self._column.addWidget(self.following)
        self._column.addWidget(self.notes, stretch=1)

    def _connect(self) -> None:
        self.notes.textChanged.connect(self._on_typed)
        self.restart.clicked.connect(self.count_from_now)
        self._cursor.changed.connect(self.refresh)
        self._document.changed.connect(self._on_document_changed)
        self._look.changed.connect(self._on_look_changed)

    def tell(self, words: Callable[[], tuple[str, str]]) -> None:
        """Say from now on what is shown and what comes next, by what a function returns."""
        self._words = words
        self.refresh()

    def tell_nothing(self) -> None:
        """Say no longer what is shown: nothing is presented any more."""
        self.tell(_no_words)

    def refresh(self) -> None:
        """Show what is so now; nothing while the window is hidden."""
        if not self.isVisible():
            return
        shown, following = self._words()
        self.shown.setText(shown)
        self.following.setText(following)
        note = note_of(self._document.project, subject_of(self._cursor.place))
        if note != self.notes.toPlainText():
            with QSignalBlocker(self.notes):
                self.notes.setPlainText(note)

    def count_from_now(self) -> None:
        """Count the time that was spoken from now on."""
        self._began = self._now()
        self.show_time()

    def show_time(self) -> None:
        """Show the time of day, and for how long the presenter has spoken."""
        self.clock.setText(QTime.currentTime().toString("HH:mm"))
        minutes, seconds = divmod(max(0, int(self._now() - self._began)), 60)
        self.spoken.setText(_("{minutes}:{seconds} min").format(
            minutes=minutes, seconds=f"{seconds:02d}"
        ))  # fmt: skip

    def _on_typed(self) -> None:
        text, subject = self.notes.toPlainText(), subject_of(self._cursor.place)
        after = with_note(self._document.project, subject, text)
        self._document.edit(_("Write a note"), after, gesture=f"note on {subject}")

    def _on_document_changed(self, before: object, after: object) -> None:
        self.refresh()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(12))
        self.shown.setFont(self._look.font(TITLE, bold=True))
        self.shown.setStyleSheet(f"font-size: {px(TITLE)}px; font-weight: 600;")
        self.following.setStyleSheet(f"font-size: {px(TITLE - 4)}px;")
        self.notes.setStyleSheet(f"font-size: {px(TITLE - 4)}px;")
        for text in (self.clock, self.spoken):
            text.setStyleSheet(f"font-size: {px(CLOCK)}px;")

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed meanwhile; let the clock go."""
        super().showEvent(event)
        self.count_from_now()
        self._timer.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the clock."""
        super().hideEvent(event)
        self._timer.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that its user closed it."""
        super().closeEvent(event)
        self.closed.emit()
