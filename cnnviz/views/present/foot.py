"""The line below a scene: what goes on and back, plays, and switches between scenes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnviz.views.bars.transport_bar import TransportBar
from cnnviz.views.look.theme import Look
from cnnviz.views.present.next_bar import NextBar
from cnnviz.views.present.scenes import SceneKind
from cnnviz.views.present.shown import Shown
from cnnviz.views.present.sizes import LARGE
from cnnviz.views.present.switch import Switch

if TYPE_CHECKING:  # imported when it is needed
    from cnnviz.views.present.own_steps import OwnSteps

TIGHT = 960  # pixels for text of 100 %: with fewer nothing but buttons stands there
NARROW = 1120  # pixels for text of 100 %: with fewer only what is needed stands here
OWN: tuple[SceneKind, ...] = ("train", "hierarchy", "pair")  # told in steps of their own


class PresentFoot(QWidget):
    """Moves a scene by its own steps, or else by layers and positions."""

    def __init__(self, shown: Shown, look: Look) -> None:
        super().__init__()
        self._shown, self._look = shown, look
        self.is_narrow = False
        self.own: dict[SceneKind, OwnSteps] = {}  # of what is told in steps of its own
        self.next = NextBar(shown.document, shown.teller, look)
        self.transport = _transport(shown, look)
        self.switch = Switch(self)
        self.setObjectName("present-bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 1, look.px(6), 0)  # below the line
        self._row.setSpacing(0)
        self._row.addWidget(self.next)
        self._row.addWidget(self.transport, stretch=1)
        for button in self.switch.buttons.values():
            self._row.addWidget(button)
        look.changed.connect(self._on_look_changed)

    def show_kind(self, kind: SceneKind, width: int) -> None:
        """Show what moves a scene of a kind, as much as has room in so many pixels."""
        self.is_narrow = width < NARROW * self._look.scale / LARGE
        is_tight = width < TIGHT * self._look.scale / LARGE
        if kind in OWN and kind not in self.own:
            from cnnviz.views.present.own_steps import own_steps  # late: for these alone

            self.own[kind] = own_steps(kind, self._shown, self._look)
            self._row.insertWidget(0, self.own[kind].bar, stretch=1)
        for each, own in self.own.items():
            own.bar.setVisible(each == kind)
        for part in (self.transport, self.next):
            part.setVisible(kind not in self.own)
        self.switch.show_kind(kind)
        for button in self.switch.buttons.values():
            button.setMinimumWidth(button.sizeHint().width())  # its word is never cut
        is_timed = not self.is_narrow and kind not in ("value", "filter")
        for is_named, has_speed in ((True, is_timed), (True, False), (False, is_timed)):
            self._show_steps(kind, is_named=is_named, has_speed=has_speed, is_tight=is_tight)
            if self._row.minimumSize().width() <= width:
                break
        self._row.invalidate()  # at once: longer words stand in no button that was narrower
        self._row.activate()

    def _show_steps(
        self, kind: SceneKind, *, is_named: bool, has_speed: bool, is_tight: bool
    ) -> None:
        """Show what goes on: with the name of what comes, or the speed, where there is room."""
        is_still = kind == "verdict"
        self.next.show_next(kind, is_narrow=not is_named)
        if kind in self.own:
            self.own[kind].bar.stand(is_narrow=not is_named)
        self.transport.show_parts(
            is_played=not self.is_narrow and not is_still,
            is_timed=has_speed,
            is_long=not is_tight and not is_still,
        )
        for part in (self.next, self.transport, *(own.bar for own in self.own.values())):
            part.updateGeometry()  # else the row would know of it later
        self._row.invalidate()

    def style_text(self) -> str:
        """Return what is added to the style sheet of the view."""
        colors = self._look.colors
        return (
            f"#present-bottom {{ background: {colors.surface};"
            f" border-top: 1px solid {colors.line}; }}"
            f"#present-transport-bar {{ background: {colors.surface}; }}"
        )

    def _on_look_changed(self) -> None:
        self._row.setContentsMargins(0, 1, self._look.px(6), 0)  # below the line


def _transport(shown: Shown, look: Look) -> TransportBar:
    """Return a transport whose sentence stands elsewhere, and whose buttons leave keys alone."""
    bar = TransportBar(
        shown.document, shown.playback, shown.cursor, shown.exercise, shown.actions, look
    )
    bar.words.hide()
    for part in (bar, *bar.findChildren(QWidget)):
        if part.objectName() and not part.objectName().startswith("qt_"):  # those are Qt's own
            part.setObjectName(f"present-{part.objectName()}")
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return bar
