"""Starts and ends Present mode: the window fills its screen, and is then as it was before."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QWidget,
)
from shiboken6 import isValid

from cnnviz.views.present.shown import Shown

if TYPE_CHECKING:  # imported when something is presented: the window starts sooner
    from cnnviz.views.present.presenter_window import PresenterWindow
    from cnnviz.views.present.view import PresentView

_STATES = Qt.WindowState


class _Before(NamedTuple):
    """How the window was."""

    state: Qt.WindowState
    geometry: QRect
    panels: QByteArray
    focus: QWidget | None


class Presenter(QObject):
    """Puts the present view in the place of the whole page. It is made anew for each time."""

    started = Signal()
    ended = Signal()

    def __init__(
        self,
        window: QMainWindow,
        whole: QStackedWidget,
        panels: QSplitter,
        focus_page: Callable[[], None],
        shown: Shown,
    ) -> None:
        """Present in a window.

        Args:
            window: Fills the screen, without its menus and its status bar.
            whole: All that the window shows: first the page with its panels.
            panels: The panels beside the page, which get their widths back.
            focus_page: Gives the keys to the page, where none had them before.
            shown: What is presented.
        """
        super().__init__(window)
        self._window, self._whole, self._panels = window, whole, panels
        self._focus_page, self._shown = focus_page, shown
        self._before: _Before | None = None
        self._wanted: tuple[QSize, QByteArray] | None = None  # panels once the window has a size
        self._own: PresenterWindow | None = None  # the presenter's, once there is one
        self.view: PresentView | None = None  # None while nothing is presented

    def toggle(self) -> None:
        """Present, or leave Present mode."""
        self.start() if self.view is None else self.leave()

    def start(self) -> None:
        """Fill the screen that the window is on."""
        if self.view is not None:
            return
        from cnnviz.views.present.view import PresentView

        window = self._window
        focus = QApplication.focusWidget()
        is_ours = focus is not None and window.isAncestorOf(focus)
        self._before = _Before(
            window.windowState(),
            window.geometry(),
            self._panels.saveState(),
            focus if is_ours else None,
        )
        self.view = PresentView(window, self._shown)
        if self._shown.cursor.page == "filter" and not self._shown.cursor.is_open:
            self._shown.cursor.show_scene("filter")  # its maps, as they are seen
        elif self._shown.cursor.page == "filter":
            self.view.show_kind("value")
        elif self._shown.cursor.place.scene == "filter":
            self.view.show_kind("layer" if not self._shown.cursor.is_open else "value")
        self.view.left.connect(self.leave)
        self._keep_room_of_page(is_on=False)  # which may be more than a small screen has
        window.menuBar().hide()
        window.statusBar().hide()
        self._whole.addWidget(self.view)
        self._whole.setCurrentWidget(self.view)
        window.setWindowState(window.windowState() | _STATES.WindowFullScreen)
        self.view.setFocus()
        self._join_own()
        self.started.emit()

    @property
    def is_presenting(self) -> bool:
        """Whether something is presented."""
        return self.view is not None

    def follow(self, own: "PresenterWindow") -> None:
        """Let the presenter's window tell what is presented, and its keys move that."""
        self._own = own
        self._join_own()

    def _join_own(self) -> None:
        if self._own is not None and self.view is not None:
            self.view.take_keys_of(self._own)
            self._own.tell(self.view.words)
            self.view.said.connect(self._own.refresh)

    def move_to(self, room: QRect) -> None:
        """Fill another screen, or stand on it as large as its room allows.

        Args:
            room: The room for windows on that screen.
        """
        window = self._window
        state = window.windowState()
        filling = _STATES.WindowFullScreen | _STATES.WindowMaximized
        window.setWindowState(state & ~filling)
        size = window.size().boundedTo(room.size())
        screen, handle = QGuiApplication.screenAt(room.center()), window.windowHandle()
        if screen is not None and handle is not None:
            handle.setScreen(screen)  # else some systems fill the screen it was on
        window.setGeometry(QRect(room.topLeft(), size))
        window.setWindowState(state)
        if self._before is not None:  # where it stood may be gone
            place = QRect(self._before.geometry)
            place.setSize(place.size().boundedTo(room.size()))
            place.moveTopLeft(room.topLeft())
            self._before = self._before._replace(geometry=place)

    def leave(self) -> None:
        """Show the window as it was."""
        window, view, before = self._window, self.view, self._before
        if view is None or before is None:
            return
        self.view = self._before = None
        view.end()
        if self._own is not None:
            self._own.tell_nothing()
        self._keep_room_of_page(is_on=True)
        window.menuBar().show()
        window.statusBar().show()
        self._whole.setCurrentIndex(0)
        self._whole.removeWidget(view)
        view.deleteLater()
        self._wanted = (before.geometry.size(), before.panels)
        window.setWindowState(before.state)
        if not before.state & (_STATES.WindowMaximized | _STATES.WindowFullScreen):
            window.setGeometry(before.geometry)
        self.restore_panels()
        self._restore_focus(before.focus)
        self.ended.emit()

    def focus_shown(self) -> None:
        """Give the keys to what is presented, else to the page."""
        if self.view is None:
            self._focus_page()
        else:
            self.view.setFocus()

    def _keep_room_of_page(self, *, is_on: bool) -> None:
        """Let the least size of the page with its panels count for the window, or not."""
        policy = QSizePolicy.Policy.Preferred if is_on else QSizePolicy.Policy.Ignored
        page = self._whole.widget(0)
        assert page is not None  # the window puts it there
        page.setSizePolicy(policy, policy)

    def restore_panels(self) -> None:
        """Give the panels their widths back once the window has its size; systems take a while."""
        if self._wanted is not None and self._window.size() == self._wanted[0]:
            self._panels.restoreState(self._wanted[1])
            self._wanted = None

    def _restore_focus(self, focus: QWidget | None) -> None:
        if focus is not None and isValid(focus) and focus.isVisible():
            focus.setFocus()
        else:
            self._focus_page()
