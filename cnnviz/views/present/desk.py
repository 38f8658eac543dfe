"""Where the two windows of a presentation stand: the room's, and the presenter's own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QSize
from PySide6.QtWidgets import QMainWindow

from cnnviz.views.present.presenter import Presenter
from cnnviz.views.present.screens import Screens, room_of
from cnnviz.views.present.shown import Shown

if TYPE_CHECKING:  # imported when it is needed
    from cnnviz.views.present.presenter_window import PresenterWindow

FIRST_SIZE = 720, 480  # of the presenter's window, in pixels at 100 %


class Desk(QObject):
    """Opens the presenter's window on a second screen; brings both back where one is pulled out."""

    def __init__(
        self, window: QMainWindow, presenter: Presenter, shown: Shown, screens: Screens
    ) -> None:
        super().__init__(window)
        self._window, self._presenter, self._shown = window, presenter, shown
        self.own: PresenterWindow | None = None  # once it was needed
        self.follow(screens)
        presenter.started.connect(self._on_started)
        presenter.ended.connect(self._on_ended)
        shown.actions["presenter-window"].triggered.connect(self.toggle)

    def follow(self, screens: Screens) -> None:
        """Stand on other screens from now on."""
        self.screens, self._count = screens, len(screens.rooms())
        screens.changed.connect(self._on_screens_changed)

    def toggle(self) -> None:
        """Show the presenter's window, or hide it."""
        own = self._made()
        if own.isVisible():
            own.hide()
        else:
            self._show()

    def _made(self) -> "PresenterWindow":
        if self.own is None:
            from cnnviz.views.present.presenter_window import PresenterWindow

            shown = self._shown
            self.own = PresenterWindow(
                self._window, shown.document, shown.cursor, shown.actions, shown.look
            )
            self.own.exchange.clicked.connect(self.exchange)
            self._presenter.follow(self.own)
        return self.own

    # Screens

    def _show(self) -> None:
        """Show the presenter's window: on another screen than the room's, where there is one."""
        own, rooms = self._made(), self.screens.rooms()
        room = room_of(rooms, self._window.geometry())
        others = [each for number, each in enumerate(rooms) if number != room]
        own.exchange.setVisible(bool(others))
        own.setGeometry(_inside(others[0] if others else rooms[room], self._size()))
        own.show()
        own.raise_()

    def _size(self) -> QSize:
        px = self._shown.look.px
        return QSize(px(FIRST_SIZE[0]), px(FIRST_SIZE[1]))

    def exchange(self) -> None:
        """Let each window fill the screen of the other."""
        if self.own is None or len(self.screens.rooms()) < 2:
            return
        rooms = self.screens.rooms()
        room, its = (room_of(rooms, each.geometry()) for each in (self._window, self.own))
        self._presenter.move_to(rooms[its])
        self.own.setGeometry(_inside(rooms[room], self.own.size()))

    def _on_started(self) -> None:
        if len(self.screens.rooms()) > 1:
            self._show()

    def _on_ended(self) -> None:
        if self.own is not None:
            self.own.hide()

    def _on_screens_changed(self) -> None:
        """Bring windows back that lie on no screen; one screen has room for what is presented."""
        rooms, before = self.screens.rooms(), self._count
        self._count = len(rooms)
        if not rooms:
            return  # the last screen comes back, or the session ends
        if not any(room.intersects(self._window.geometry()) for room in rooms):
            self._presenter.move_to(rooms[0])
        if self.own is None or not self._presenter.is_presenting:
            return
        is_lost = not any(room.contains(self.own.geometry().center()) for room in rooms)
        if len(rooms) == 1:
            self.own.hide()
        elif len(rooms) > before or is_lost:
            self._show()


def _inside(room: QRect, size: QSize) -> QRect:
    """Return a place of a size in the middle of a room, or as much of it as has room."""
    fitted = size.boundedTo(room.size())
    left = (room.width() - fitted.width()) // 2
    top = (room.height() - fitted.height()) // 2
    return QRect(room.topLeft() + QPoint(left, top), fitted)
