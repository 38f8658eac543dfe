"""The present view: a title, what matters now, and the transport, all of it large."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Conv2d
from cnnviz.language import _
from cnnviz.project.project import Project
from cnnviz.views.controls.bubble import tell
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.exercise.answer_bar import AnswerBar
from cnnviz.views.explanation.view import ExplanationView
from cnnviz.views.look.style_sheet import style_sheet
from cnnviz.views.look.theme import LargeLook
from cnnviz.views.present.foot import OWN, PresentFoot
from cnnviz.views.present.head import PresentHead
from cnnviz.views.present.keys import KeyMeaning, PresentKeys
from cnnviz.views.present.moves import Moves
from cnnviz.views.present.overlays import Overlays
from cnnviz.views.present.preset_menu import PresetButton
from cnnviz.views.present.scene_choice import SceneChoice
from cnnviz.views.present.scenes import SceneKind, Scenes
from cnnviz.views.present.shown import Shown
from cnnviz.views.present.sizes import LARGE, large_factor
from cnnviz.views.present.verdict_scene import VerdictScene
from cnnviz.views.present.words import PresentWords

_PAGES = {KeyMeaning.NEXT_LAYER: 1, KeyMeaning.LAYER_BEFORE: -1}
_STEPS = {**_PAGES, KeyMeaning.NEXT: 1, KeyMeaning.BACK: -1}
_SCENES: dict[KeyMeaning, SceneKind] = {  # a second time, the key brings the layer back
    KeyMeaning.NETWORK: "network",
    KeyMeaning.VERDICT: "verdict",
    KeyMeaning.TRAIN: "train",
    KeyMeaning.HIERARCHY: "hierarchy",
    KeyMeaning.PAIR: "pair",
}
_OF_VIEW = (KeyMeaning.LEAVE, KeyMeaning.VALUE, KeyMeaning.PRESETS, *_SCENES)
_ON_PAPER = ("layer", "input", *OWN)


class PresentView(QWidget):
    """Shows what matters now: a layer, one value, the network, or the Filter page."""

    left = Signal()  # asks to leave Present mode
    said = Signal()  # other words may stand around the scene

    def __init__(self, window: QWidget, shown: Shown) -> None:
        """Make the view of one presentation.

        Args:
            window: The window that shows it, whose keys it takes.
            shown: What it shows and moves.
        """
        super().__init__(window)
        self._shown = shown
        self._document, self._cursor = shown.document, shown.cursor
        self.look = LargeLook(shown.look, LARGE)
        self.setObjectName("present")
        self.setAccessibleName(_("Present mode"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scenes = Scenes(shown, self.look)
        self._choice = SceneChoice(shown, self.scenes)
        self._foot = PresentFoot(shown, self.look)
        self.presets = PresetButton(shown.document, self._kernel_at, self.look)
        self._head = PresentHead(self.presets, self.look)
        self.title, self.place = self._head.title, self._head.place
        self._moves = Moves(self._cursor, shown.teller)
        self._words = PresentWords(shown)
        self._arrange()
        self._keys: list[PresentKeys] = []  # of this window, and of the presenter's
        self._take_keys(window, self)
        self._overlays = Overlays(self, self.look)
        self._answer: AnswerBar | None = None  # of the explanation
        self._connect()
        self._on_look_changed()

    def _arrange(self) -> None:
        self._around = QVBoxLayout()
        self._around.addWidget(self.scenes)
        self._body = QVBoxLayout()
        self._body.addLayout(self._head)
        self._body.addLayout(self._around, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._body, stretch=1)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self._overlays.covered.connect(self._on_covered)
        self._foot.switch.chosen.connect(self.show_kind)
        self._foot.next.stepped.connect(self._step)
        self._shown.exercise.reveal.changed.connect(self._show_next)
        self.scenes.explanation_made.connect(self._on_explanation_made)
        self._cursor.changed.connect(self.refresh)
        self._document.changed.connect(self._on_document_changed)
        self._shown.exercise.changed.connect(self.refresh)
        self.look.changed.connect(self._on_look_changed)

    def end(self) -> None:
        """Give the keys back; the view is not used again."""
        for keys in self._keys:
            keys.end()
        self.look.blockSignals(True)  # it lives as long as the look it was made of
        self._shown.look.changed.disconnect(self.look.changed)
        self.destroyed.connect(self.look.deleteLater)

    # What is shown

    @property
    def kind(self) -> SceneKind:
        """Which view is shown."""
        return self._choice.kind

    def show_kind(self, kind: SceneKind) -> None:
        """Show the layer, the network, one value, or another view."""
        self._choice.show(kind)
        self.refresh()

    def scene(self, kind: SceneKind) -> QWidget:
        """Return the view of a kind; it is made when it is first looked at."""
        return self.scenes.scene(kind)

    def _on_explanation_made(self, view: ExplanationView) -> None:
        self._head.take_tools(view)
        self._answer = view.answer_bar
        self._answer.listen_to(self)
        view.bar.hide_answer.clicked.connect(self._answer.begin)
        # Its words are the title: they are taken over once it has followed a change itself.
        view.explained.connect(self._show_texts)
        self._cursor.changed.connect(self._show_texts)
        self._shown.exercise.changed.connect(self._show_texts)
        self._document.changed.connect(self._on_explained_edited)

    def refresh(self) -> None:
        """Show the step or the value as it is now."""
        kind = self.kind
        scene = self.scene(kind)
        is_on_paper = kind in _ON_PAPER
        margin = self.look.px(20 if is_on_paper or kind == "verdict" else 4)
        self._around.setContentsMargins(margin, 0, margin, 0)
        if self.scenes.currentWidget() is not scene:
            self.scenes.setCurrentWidget(scene)
            self.setFocus()
            self.update()
        has_presets = kind == "layer" and isinstance(self._layer_shown, Conv2d)
        self._head.show_parts(has_tools=kind == "value", has_presets=has_presets)
        self._show_next()
        self._show_texts()

    @property
    def _layer_shown(self) -> Layer | None:
        """The layer that is told of; None at the input."""
        return self._document.project.network.layers.get(self._cursor.step)

    def _show_next(self) -> None:
        self._foot.show_kind(self.kind, self.width())
        self._head.fit(is_narrow=self._foot.is_narrow)
        self.said.emit()

    def _show_texts(self) -> None:
        self.title.set_text(self._title(self.kind))
        self.place.setText(self._place())
        self.said.emit()

    def _on_explained_edited(self, before: Project, after: Project) -> None:
        self._show_texts()

    def _title(self, kind: SceneKind) -> str:
        if (own := self._foot.own.get(kind)) is not None:
            return own.steps.title
        return self._words.title(kind, self.scenes.currentWidget())

    def _place(self) -> str:
        if (own := self._foot.own.get(self.kind)) is not None:
            return f"{own.steps.number} / {own.steps.count}"
        return self._words.place(self.kind, is_narrow=self._foot.is_narrow)

    def words(self) -> tuple[str, str]:
        """Return what is shown, and what comes next, for the presenter's own window."""
        shown, place = self.title.text, self.place.text()
        if place:
            shown = _("{title} ({place})").format(title=shown, place=place)
        if (own := self._foot.own.get(self.kind)) is None:
            return shown, self._words.following(self.kind)
        following = own.steps.following
        return shown, _("Next: {what}").format(what=following) if following else ""

    # Keys

    def take_keys_of(self, window: QWidget) -> None:
        """Let the keys of another window move this view, too."""
        self._take_keys(window, window)

    def _take_keys(self, window: QWidget, part: QWidget) -> None:
        keys = PresentKeys(window, part, self._is_asked)
        keys.setParent(self)
        keys.pressed.connect(self._on_key)
        self._keys.append(keys)

    def _on_key(self, meaning: KeyMeaning) -> None:
        self._shown.playback.pause()
        if self._overlays.took(meaning):
            return
        if meaning in _OF_VIEW:
            self._do(meaning)
        elif (own := self._foot.own.get(self.kind)) is not None:
            own.steps.do(meaning)
        elif meaning in _PAGES or (self.kind == "verdict" and meaning in _STEPS):
            self._step(_STEPS[meaning])
        else:
            self._moves.do(meaning, self.scene(self.kind))

    def _step(self, way: int) -> None:
        """Do what Page Down or Page Up does."""
        self._shown.playback.pause()
        scene = self.scene(self.kind)
        if isinstance(scene, VerdictScene):
            scene.step(way)
        else:
            self._moves.tell(way, is_whole=self.kind == "filter")

    def _do(self, meaning: KeyMeaning) -> None:
        if meaning is KeyMeaning.LEAVE:
            self.left.emit()
        elif meaning is KeyMeaning.PRESETS:
            self._show_presets()
        elif meaning in _SCENES:
            kind = _SCENES[meaning]
            if refusal := self._choice.refusal(kind):
                tell(self.look, self.title, refusal)
            elif kind == self.kind == "hierarchy":
                self._choice.enter()  # back to where one was, a value or a layer
            else:
                self.show_kind("layer" if self.kind == kind else kind)
        elif self.kind == "train":
            self._start_training()
        elif self._answer is None or not self._answer.begin():  # what is asked is answered first
            self._choice.enter()

    def _kernel_at(self) -> tuple[str, int, int] | None:
        """Return the filter whose kernel is looked at, and the slice."""
        pair = self._shown.pair()
        return (pair.conv, pair.channels[0], pair.slice) if pair.conv else None

    def _show_presets(self) -> None:
        """Offer presets for the kernel that is looked at, in its layer, from wherever one is."""
        kernel = self._kernel_at()
        if kernel is None:
            tell(self.look, self.title, _("This network has no kernel to put a preset into."))
            return
        if not self.presets.isVisible():
            self.show_kind("layer")
            self._cursor.go_to(kernel[0])
        self.presets.showMenu()
        self.setFocus()

    def _start_training(self) -> None:
        """Start a run, pause it or go on, where its curves are shown."""
        if self._cursor.place.topic == "curves":
            self._shown.actions["train-start"].trigger()

    def _on_covered(self, is_covered: bool) -> None:
        for keys in self._keys:
            keys.takes_all = is_covered

    def _is_asked(self) -> bool:
        """Return whether the next digit begins an answer."""
        return self._answer is not None and self._answer.isVisible()

    # Signals and sizes

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self.refresh()

    def _fit_look(self) -> None:
        self.look.set_factor(large_factor(self.size(), self._shown.look.scale))

    def _on_look_changed(self) -> None:
        self._fit_look()
        px, colors = self.look.px, self.look.colors
        own = (
            f"QPushButton, QToolButton, QLineEdit, QComboBox, #present-bottom QLabel {{"
            f" font-size: {px(13)}px; }}"
        )
        self.setFont(self.look.font())
        self.setStyleSheet(style_sheet(colors, px) + self._foot.style_text() + own)
        self._head.on_look_changed()
        self._body.setContentsMargins(0, px(12), 0, px(8))
        self._body.setSpacing(px(8))
        self.refresh()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the ground: paper below maps, the colour of the page below what has its own."""
        colors = self.look.colors
        is_on_paper = self.kind in _ON_PAPER
        painter.fillRect(event.rect(), QColor(colors.surface if is_on_paper else colors.ground))

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size: what needs more is made smaller, or scrolls."""
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make everything as large as the room allows."""
        self._fit_look()
        self._show_next()
        self._show_texts()
        self._overlays.fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give the keys back to the presentation."""
        self.setFocus()
