"""What the Step menu does: go from layer to layer, or from position to position, and play."""

from typing import NamedTuple

from PySide6.QtCore import QObject

from cnnviz.language import N_, _, ngettext
from cnnviz.state.cursor import Cursor
from cnnviz.state.playback import Playback
from cnnviz.state.teller import Teller
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.action_table import TRANSPORT
from cnnviz.views.controls.actions import Actions
from cnnviz.views.look.theme import Look

FASTER = 2**0.5


class _Level(NamedTuple):
    """What the actions of the transport do on one level, and why they cannot at its ends."""

    tips: tuple[str, ...]
    is_first: str
    is_last: str


_LAYERS = _Level(
    (
        N_("Show the input only"),
        N_("Show one layer less"),
        N_("Show the layers one after another"),
        N_("Show the next layer"),
        N_("Show every layer"),
    ),
    N_("This is the first step"),
    N_("This is the last step"),
)
_POSITIONS = _Level(
    (
        N_("Go to the first position"),
        N_("Go to the position before"),
        N_("Go through the positions"),
        N_("Go to the next position"),
        N_("Go to the last position"),
    ),
    N_("This is the first position"),
    N_("This is the last position"),
)


class StepCommands(QObject):
    """Moves the cursor for the menu; keeps the actions enabled or explained."""

    def __init__(
        self, actions: Actions, cursor: Cursor, teller: Teller, playback: Playback, look: Look
    ) -> None:
        super().__init__(actions)
        self._actions, self._cursor, self._playback = actions, cursor, playback
        self._teller = teller
        self._shows_playing = False
        for name, slot in (
            ("first", self._on_first),
            ("back", self._on_back),
            ("play", playback.toggle),
            ("forward", self._on_forward),
            ("last", self._on_last),
            ("layer-back", self._on_layer_back),
            ("layer-forward", self._on_layer_forward),
            ("told-more", self._on_more_told),
            ("told-fewer", self._on_fewer_told),
            ("explain", self._on_explain),
            ("close-explanation", cursor.close),
            ("faster", self._on_faster),
            ("slower", self._on_slower),
        ):
            actions[name].triggered.connect(slot)
        cursor.changed.connect(self._show)
        playback.changed.connect(self._show)
        look.changed.connect(self._show_playing)
        self._show()

    def _on_first(self) -> None:
        if self._teller.is_telling:
            self._teller.begin()
            return
        self._go(-self._cursor.count if self._cursor.is_open else -self._cursor.number)

    def _on_back(self) -> None:
        self._playback.pause()
        self._go(-1)

    def _on_forward(self) -> None:
        self._playback.pause()
        self._go(1)

    def _on_last(self) -> None:
        self._go(self._cursor.count if self._cursor.is_open else self._cursor.last_number)

    def _go(self, steps: int) -> None:
        """Go on by layers, or by positions while an explanation is open."""
        if self._cursor.is_open:
            self._cursor.go_to_index(self._cursor.index + steps)
        else:
            self._cursor.go_by(steps)

    def _on_layer_back(self) -> None:
        self._playback.pause()
        self._teller.go_back()

    def _on_layer_forward(self) -> None:
        self._playback.pause()
        self._teller.go_on()

    def _on_more_told(self) -> None:
        self._teller.set_most(self._teller.most_wanted + 1)
        self._show()

    def _on_fewer_told(self) -> None:
        self._teller.set_most(self._teller.most_wanted - 1)
        self._show()

    def _on_explain(self) -> None:
        self._cursor.open()

    def _on_faster(self) -> None:
        self._playback.set_speed(self._playback.speed * FASTER)

    def _on_slower(self) -> None:
        self._playback.set_speed(self._playback.speed / FASTER)

    # What can be done now

    def _show(self) -> None:
        cursor, enable = self._cursor, self._actions.enable
        level = _POSITIONS if cursor.is_open else _LAYERS
        is_first, is_last = cursor.number == 0, cursor.step == cursor.last
        if cursor.is_open:
            is_first, is_last = cursor.index == 0, cursor.index == cursor.count - 1
        tips = dict(zip(TRANSPORT, map(_, level.tips), strict=True))
        for name in ("first", "back"):
            enable(name, not is_first, _(level.is_first), tips[name])
        for name in ("forward", "last"):
            enable(name, not is_last, _(level.is_last), tips[name])
        self._actions.explain("play", tips["play"])
        teller = self._teller
        enable("layer-back", teller.can_go_back, _("This is the first layer"))
        enable("layer-forward", teller.can_go_on, _("This is the last layer"))
        self._show_told()
        enable("explain", not cursor.is_open, _("The explanation is open"))
        enable("close-explanation", cursor.is_open, _("No explanation is open"))
        self._show_playing_changed()

    def _show_told(self) -> None:
        """Say how many values of a layer are told before the next layer."""
        most = self._teller.most_wanted
        tip = ngettext(
            "Page Down now tells {count} value of a layer, then the next layer",
            "Page Down now tells {count} values of a layer, then the next layer",
            most,
        ).format(count=count_text(most))
        self._actions.explain("told-more", tip)
        self._actions.enable("told-fewer", most > 1, _("One value is the fewest"), tip)

    def _show_playing_changed(self) -> None:
        if self._playback.is_playing != self._shows_playing:
            self._show_playing()

    def _show_playing(self) -> None:
        self._shows_playing = self._playback.is_playing
        self._actions["play"].setText(_("&Pause") if self._shows_playing else _("&Play"))
        self._actions.set_icon("play", "pause" if self._shows_playing else "play")
