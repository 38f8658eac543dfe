"""The present view: a title, what matters now, and the transport, all of it large."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnviz.cnn.network import INPUT
from cnnviz.explain.present import present_title
from cnnviz.language import _
from cnnviz.project.project import Project
from cnnviz.text.shown_name import shown_name
from cnnviz.views.bars.transport_bar import TransportBar
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.explanation.view import ExplanationView
from cnnviz.views.look.style_sheet import style_sheet
from cnnviz.views.look.theme import LargeLook, Look
from cnnviz.views.present.blank import Blank
from cnnviz.views.present.keys import KeyMeaning, PresentKeys
from cnnviz.views.present.layer_scene import shown_position
from cnnviz.views.present.moves import Moves
from cnnviz.views.present.next_bar import NextBar
from cnnviz.views.present.scenes import SceneKind, Scenes
from cnnviz.views.present.shown import Shown
from cnnviz.views.present.sizes import LARGE, large_factor
from cnnviz.views.present.switch import Switch
from cnnviz.views.present.texts import CAPTION, Title
from cnnviz.views.present.topics import TOPICS, topic_number, topic_title
from cnnviz.views.present.verdict_scene import VerdictScene

if TYPE_CHECKING:  # imported when training is presented
    from cnnviz.views.present.train_part import TrainPart

_OF_VIEW = (
    KeyMeaning.VERDICT,
    KeyMeaning.LEAVE, KeyMeaning.BLANK, KeyMeaning.NETWORK, KeyMeaning.TRAIN, KeyMeaning.VALUE,
)  # fmt: skip
_STEPS = {
    KeyMeaning.NEXT_LAYER: 1, KeyMeaning.NEXT: 1,
    KeyMeaning.LAYER_BEFORE: -1, KeyMeaning.BACK: -1,
}  # fmt: skip
_SCENES: dict[KeyMeaning, SceneKind] = {  # a second time, the key brings the layer back
    KeyMeaning.NETWORK: "network",
    KeyMeaning.VERDICT: "verdict",
    KeyMeaning.TRAIN: "train",
}
TIGHT = 960  # pixels for text of 100 %: with fewer nothing but buttons stands there
NARROW = 1120  # pixels for text of 100 %: with fewer only what is needed stands in the bottom bar
_ON_PAPER = ("layer", "input", "train")


class PresentView(QWidget):
    """Shows what matters now: a layer, one value, the network, or the Filter page."""

    left = Signal()  # asks to leave Present mode

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
        self.title = Title(self.look)
        self.place = QLabel()
        self.place.setObjectName("present-place")
        self.scenes = Scenes(shown, self.look)
        self._tools: QWidget | None = None  # the buttons of the explanation
        self.transport = _transport(shown, self.look)
        self._next = NextBar(shown.teller, self.look)
        self._moves = Moves(self._cursor, shown.teller)
        self._arrange()
        self._keys = PresentKeys(window, self)
        self._blank = Blank(self)
        self._connect()
        self._on_look_changed()

    def _arrange(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, stretch=1)
        self._head.addWidget(self.place, alignment=Qt.AlignmentFlag.AlignTop)
        self._around = QVBoxLayout()
        self._around.addWidget(self.scenes)
        self._body = QVBoxLayout()
        self._body.addLayout(self._head)
        self._body.addLayout(self._around, stretch=1)
        self._bottom = QWidget()
        self._bottom.setObjectName("present-bottom")
        self._bottom.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self._bottom)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._next)
        self._row.addWidget(self.transport, stretch=1)
        self._topics: TrainPart | None = None  # once training was presented
        self._switch = Switch(self)
        for button in self._switch.buttons.values():
            self._row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._body, stretch=1)
        column.addWidget(self._bottom)

    def _connect(self) -> None:
        self._keys.pressed.connect(self._on_key)
        self._blank.clicked.connect(self._on_blank_clicked)
        self._switch.chosen.connect(self.show_kind)
        self._next.stepped.connect(self._step)
        self._shown.exercise.reveal.changed.connect(self._show_next)
        self.scenes.explanation_made.connect(self._on_explanation_made)
        self._cursor.changed.connect(self.refresh)
        self._document.changed.connect(self._on_document_changed)
        self._shown.exercise.changed.connect(self.refresh)
        self.look.changed.connect(self._on_look_changed)

    def end(self) -> None:
        """Give the keys back; the view is not used again."""
        self._keys.end()
        self.look.blockSignals(True)  # it lives as long as the look it was made of
        self._shown.look.changed.disconnect(self.look.changed)
        self.destroyed.connect(self.look.deleteLater)

    # What is shown

    @property
    def kind(self) -> SceneKind:
        """Which view is shown: input, layer, value, network, filter or train."""
        if self._cursor.page == "train":
            return "train"
        scene = self._cursor.place.scene
        if scene == "filter":
            return "filter"
        if self._cursor.is_open:
            return "value"
        if scene == "layer" and self._cursor.step == INPUT:
            return "input"
        return scene

    def show_kind(self, kind: SceneKind) -> None:
        """Show the layer, the network, one value, or the Filter page where there is one."""
        if kind == "train":
            self._cursor.show_page("train")
            self.refresh()
            return
        if self._cursor.page == "train":
            self._cursor.show_page("network")
        if kind == "value":
            if self._cursor.place.scene == "filter":
                self._cursor.show_scene("layer")
            if not self._cursor.is_open:
                self._open()
        elif kind == "filter":
            self._cursor.show_scene("filter")
            self.scenes.filter_page().enter(self._cursor.page)
        else:
            self._cursor.close_here()
            self._cursor.show_scene("layer" if kind == "input" else kind)
        self.refresh()

    def scene(self, kind: SceneKind) -> QWidget:
        """Return the view of a kind; it is made when it is first looked at."""
        return self.scenes.scene(kind)

    def _on_explanation_made(self, view: ExplanationView) -> None:
        """Put the title and the buttons of an explanation beside the place: height is scarce."""
        view.bar.title_room.hide()
        self._tools = QWidget()
        self._tool_row = QHBoxLayout(self._tools)
        self._tool_row.setContentsMargins(0, 0, 0, 0)
        for button in view.bar.buttons:
            is_needed = button is not view.bar.close  # Enter closes, and the switch below
            if is_needed:
                self._tool_row.addWidget(button)
            button.setVisible(is_needed)
        self._head.insertWidget(1, self._tools, alignment=Qt.AlignmentFlag.AlignTop)
        self._tool_row.setSpacing(self.look.px(8))
        # Its words are the title: they are taken over once it has followed a change itself.
        self._cursor.changed.connect(self._show_texts)
        self._shown.exercise.changed.connect(self._show_texts)
        self._document.changed.connect(self._on_explained_edited)

    def refresh(self) -> None:
        """Show the step or the value as it is now."""
        kind = self.kind
        scene = self.scene(kind)
        if self._tools is not None:
            self._tools.setVisible(kind == "value")
        is_on_paper = kind in _ON_PAPER
        margin = self.look.px(20 if is_on_paper or kind == "verdict" else 4)
        self._around.setContentsMargins(margin, 0, margin, 0)
        if self.scenes.currentWidget() is not scene:
            self.scenes.setCurrentWidget(scene)
            self.setFocus()
            self.update()
        self._show_texts()
        self._switch.show_kind(kind)
        self._show_transport(kind)

    def _show_transport(self, kind: SceneKind) -> None:
        """Show what moves the view: of training its topics, else layers and positions."""
        if kind == "train" and self._topics is None:
            from cnnviz.views.present.train_part import TrainPart  # late: training may not be shown

            self._topics = TrainPart(self._cursor, self._shown.training(), self.look)
            self._row.insertWidget(0, self._topics.bar, stretch=1)
        if self._topics is not None:
            self._topics.bar.setVisible(kind == "train")
        self.transport.setVisible(kind != "train")
        self._next.setVisible(kind != "train")
        self._show_next()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < NARROW * self.look.scale / LARGE

    def _show_next(self) -> None:
        kind, is_narrow = self.kind, self._is_narrow
        self._next.show_next(kind, is_narrow=is_narrow)
        is_still = kind == "verdict"
        is_tight = self.width() < TIGHT * self.look.scale / LARGE
        self.transport.show_parts(
            is_played=not is_narrow and not is_still,
            is_timed=not is_narrow,
            is_long=not is_tight and not is_still,
        )

    def _show_texts(self) -> None:
        self.title.set_text(self._title(self.kind))
        self.place.setText(self._place())

    def _on_explained_edited(self, before: Project, after: Project) -> None:
        self._show_texts()

    def _title(self, kind: str) -> str:
        trace, cursor = self._document.forward.trace, self._cursor
        scene = self.scenes.currentWidget()
        if isinstance(scene, ExplanationView):
            return scene.accessibleName()
        if kind == "verdict":
            return self._verdict_title()
        if kind == "train":
            return topic_title(cursor.place.topic)
        if kind == "filter":
            return _("One kernel slides over the picture")
        if kind == "network" and cursor.step == cursor.last:
            return _("From the picture to the answer")
        return present_title(trace, cursor.step)

    def _verdict_title(self) -> str:
        name = self._document.project.picture.name
        if self._cursor.place.second is None:
            return _("From the picture to the answer")
        if not name:
            return _("One picture, and two networks")
        return _("{picture}, and two networks").format(picture=shown_name(name))

    def _place(self) -> str:
        cursor = self._cursor
        if cursor.place.scene == "verdict" and not cursor.is_open:
            return ""
        if cursor.page == "train":
            return f"{topic_number(cursor.place.topic)} / {len(TOPICS)}"
        if cursor.is_open:
            text = _("Position {number} / {count}")
            if self._is_narrow:
                return f"{cursor.index + 1} / {cursor.count}"
            return text.format(number=cursor.index + 1, count=cursor.count)
        return f"{cursor.number} / {cursor.last_number}"

    # Keys

    def _on_key(self, meaning: KeyMeaning) -> None:
        self._shown.playback.pause()
        if self._blank.isVisible():
            self.blank(is_on=False)
        elif meaning in _OF_VIEW:
            self._do(meaning)
        elif self.kind == "train" and self._topics is not None:
            self._topics.moves.do(meaning)
        elif self.kind == "verdict" and meaning in _STEPS:
            self._step(_STEPS[meaning])
        else:
            self._moves.do(meaning, self.scene(self.kind))

    def _step(self, way: int) -> None:
        """Do what Page Down or Page Up does."""
        self._shown.playback.pause()
        scene = self.scene(self.kind)
        if isinstance(scene, VerdictScene):
            scene.step(way)
        elif way > 0:
            self._shown.teller.go_on()
        else:
            self._shown.teller.go_back()

    def _do(self, meaning: KeyMeaning) -> None:
        if meaning is KeyMeaning.LEAVE:
            self.left.emit()
        elif meaning is KeyMeaning.BLANK:
            self.blank(is_on=True)
        elif meaning in _SCENES:
            kind = _SCENES[meaning]
            self.show_kind("layer" if self.kind == kind else kind)
        elif self.kind == "train":
            self._start_training()
        elif self.kind == "filter":
            self.show_kind("value")
        elif self._cursor.is_open:
            self._cursor.close_here()
        else:
            self._open()

    def _open(self) -> None:
        if self._cursor.place.scene in ("verdict", "filter"):
            self._cursor.show_scene("layer")
        self._cursor.open(shown_position(self._cursor, self._document.forward.trace))

    def _start_training(self) -> None:
        """Start a run, pause it or go on, where its curves are shown."""
        if self._cursor.place.topic == "curves":
            self._shown.actions["train-start"].trigger()

    # Blank

    def blank(self, *, is_on: bool) -> None:
        """Make the screen black, so that everybody looks at the speaker; or bring it back."""
        self._keys.takes_all = is_on
        self._blank.setGeometry(self.rect())
        self._blank.setVisible(is_on)
        self._blank.raise_()

    def _on_blank_clicked(self) -> None:
        self.blank(is_on=False)

    # Signals and sizes

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self.refresh()

    def _fit_look(self) -> None:
        self.look.set_factor(large_factor(self.size(), self._shown.look.scale))

    def _on_look_changed(self) -> None:
        self._fit_look()
        px, colors = self.look.px, self.look.colors
        own = (
            f"#present-bottom {{ background: {colors.surface};"
            f" border-top: 1px solid {colors.line}; }}"
            f"#present-transport-bar {{ background: {colors.surface}; }}"
            f"QPushButton, QToolButton, QLineEdit, QComboBox, #present-bottom QLabel {{"
            f" font-size: {px(13)}px; }}"
        )
        self.setFont(self.look.font())
        self.setStyleSheet(style_sheet(colors, px) + own)
        self._head.setContentsMargins(px(20), 0, px(20), 0)
        self._body.setContentsMargins(0, px(12), 0, px(8))
        self._body.setSpacing(px(8))
        self._row.setContentsMargins(0, 1, px(6), 0)  # below the line
        self._row.setSpacing(0)
        self._head.setSpacing(px(16))
        size = f"font-size: {px(CAPTION)}px; color: {colors.muted};"
        self.place.setStyleSheet(size + f" padding-top: {px(4)}px;")
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
        self._blank.setGeometry(self.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give the keys back to the presentation."""
        self.setFocus()


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
