"""The bar over an explanation: what is explained, and the buttons that change how."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.positions import place_text
from cnnviz.explain.steps import step_title
from cnnviz.explain.values import WeightedSum, WindowSum
from cnnviz.language import N_, _
from cnnviz.project.kernel_edits import convolution, strictness_sentence
from cnnviz.state.cursor import Cursor
from cnnviz.state.exercise import Exercise
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.fixed_label import FixedLabel
from cnnviz.views.controls.panel import IconButton
from cnnviz.views.explanation.convolution_forms import MANY
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.sources_menu import SourcesMenu
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

COPY = N_("Copy every term as text, exact numbers")
COPY_HIDDEN = N_("The text would tell the answer: find it first, then copy")


class Bar(QHBoxLayout):
    """A title that never widens the window, and the buttons beside it."""

    def __init__(
        self, view: QWidget, cursor: Cursor, exercise: Exercise, look: Look, *, is_card: bool
    ) -> None:
        """Make the bar of a view; a card names the position instead of the layer."""
        super().__init__()
        self._view, self._cursor, self._exercise = view, cursor, exercise
        self._look, self._is_card = look, is_card
        self.title = QLabel(view)
        self.title.setObjectName("explanation-title")
        self.title.setProperty("role", "heading" if is_card else "title")
        self.title_room = FixedLabel(self.title)
        self._make_choices()
        self.hide_answer = _choice(
            _("Hide answer"), "hide-answer", _("Hide the result, to find it")
        )
        self.copy = IconButton(look, "explanation-copy", _("Copy"), "copy", _(COPY))
        self.close = IconButton(
            look, "explanation-close", _("Close"), "close", _("Show the page again (Esc)")
        )
        self.addWidget(self.title_room, stretch=1)
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.addWidget(button)

    def _make_choices(self) -> None:
        self.sources = SourcesMenu()
        order = _("Show every term in the order of the inputs, not the largest")
        self.by_index = _choice(_("By index"), "explanation-order", order)
        self.untry = QPushButton(_("Back to the network's scores"))
        self.untry.setObjectName("explanation-untry")
        self.untry.setAccessibleName(self.untry.text())
        tip = _("Show the scores that the network gives, not the tried ones")
        self.untry.setToolTip(plain_tip(tip))
        self.strict = _choice(_("Strict"), "explanation-strict", strictness_sentence(False))
        self.strict.setAccessibleName(_("Strict convolution"))

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons, from left to right."""
        choices = (self.sources, self.untry, self.by_index, self.strict)
        return *choices, self.hide_answer, self.copy, self.close

    def show_scene(self, scene: ExplanationScene) -> None:
        """Say what is explained, and offer what can be changed of it."""
        about = scene.about
        self._show_title(scene)
        is_long = isinstance(about, WindowSum) and len(about.channels) > MANY
        self.by_index.setVisible(is_long or isinstance(about, WeightedSum | PlacedSum))
        self.by_index.setChecked(scene.order == "index")  # `clicked` tells of the user only
        self.strict.setVisible(isinstance(about, WindowSum))
        self.untry.setVisible(bool(scene.tried))
        self.sources.show_scene(scene)
        if isinstance(about, WindowSum):
            is_flipped = convolution(scene.forward.project, about.node).flipped
            self.strict.setChecked(is_flipped)  # `clicked` tells of the user only
            what = strictness_sentence(is_flipped)
            self.strict.setToolTip(plain_tip(what, wraps=True))
        self.hide_answer.setChecked(self._exercise.is_on and scene.is_hidden)  # not once told
        self.hide_answer.setVisible(not self._cursor.has_put_away("answers"))
        self.copy.setEnabled(not scene.is_hidden)
        self.copy.setToolTip(_(COPY_HIDDEN if scene.is_hidden else COPY))

    def _show_title(self, scene: ExplanationScene) -> None:
        number, count = count_text(self._cursor.index + 1), count_text(self._cursor.count)
        place = place_text(scene.forward.trace, scene.about)
        words = _("Position {number} of {count}, {place}")
        self._view.setAccessibleDescription(words.format(number=number, count=count, place=place))
        if self._is_card:
            title = _("Position {number} of {count}").format(number=number, count=count)
            title, shorter = f"{title} · {place}", title
        else:
            title, shorter = long_title(scene), _short_title(scene)
        self._view.setAccessibleName(title)
        self.title_room.show_line(title, shorter)

    def fit(self, width: int) -> None:
        """Leave the title its room: where there is little, well-known buttons are icons alone."""
        if self.title_room.isHidden():
            return  # its buttons stand elsewhere
        shown = [button for button in self.buttons if not button.isHidden()]
        names = {button: button.accessibleName() for button in (self.copy, self.close)}
        gaps = self.spacing() * len(shown)
        needed = self.title.fontMetrics().horizontalAdvance(self._view.accessibleName()) + gaps
        needed += sum(button.sizeHint().width() for button in shown)
        saved = sum(
            button.fontMetrics().horizontalAdvance(name)
            for button, name in names.items()
            if not button.text()
        )
        is_tight = needed + saved > width
        for button, name in names.items():
            text = "" if is_tight else name
            if button.text() != text:
                button.setText(text)


def long_title(scene: ExplanationScene) -> str:
    """Return which value is explained, with its number unless that is hidden or tried."""
    trace, about = scene.forward.trace, scene.about
    text = _("{layer}, {channel}: where the value comes from")
    if not scene.is_hidden and not scene.tried:
        text = _("{layer}, {channel}: where {value} comes from")
    return text.format(
        layer=step_title(trace, about.node),
        channel=channel_name(trace, about.node, about.place[0]),
        value=scene.decimals.full(float(about.value)),
    )


def _short_title(scene: ExplanationScene) -> str:
    """Return which value is explained, in few words."""
    trace, about = scene.forward.trace, scene.about
    return _("{layer}, {channel}").format(
        layer=step_title(trace, about.node),
        channel=channel_name(trace, about.node, about.place[0]),
    )


def _choice(text: str, name: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setCheckable(True)
    button.setToolTip(plain_tip(tip))
    return button
