"""The present view: a title, what matters now, and the transport, all of it large."""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnviz.explain.present import present_title
from cnnviz.project.project import Project
from cnnviz.views.bars.transport_bar import TransportBar
from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.explanation.view import ExplanationView
from cnnviz.views.filter.page import FilterPage
from cnnviz.views.look.style_sheet import style_sheet
from cnnviz.views.look.theme import LargeLook, Look
from cnnviz.views.network.page import NetworkPage
from cnnviz.views.present.blank import Blank
from cnnviz.views.present.input_scene import InputScene
from cnnviz.views.present.keys import PresentKeys
from cnnviz.views.present.layer_scene import LayerScene, shown_position
from cnnviz.views.present.shown import Shown
from cnnviz.views.present.sizes import LARGE, large_factor
from cnnviz.views.present.texts import CAPTION, Title

Kind = Literal["layer", "network", "value", "filter"]
_KINDS: tuple[tuple[Kind, str, str], ...] = (
    ("layer", "Layer", "What the layer does to its input"),
    ("network", "Network", "The whole network (N)"),
    ("value", "Value", "Where one value comes from (Enter)"),
    ("filter", "Filter", "What one kernel does to the picture"),
)
_MOVES = {"down": 1, "up": -1, "next": 1, "back": -1}


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
        self._shown, self._kind = shown, "layer"
        self._document, self._cursor = shown.document, shown.cursor
        self.look = LargeLook(shown.look, LARGE)
        self.setObjectName("present")
        self.setAccessibleName("Present mode")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = Title(self.look)
        self.place = QLabel()
        self.place.setObjectName("present-place")
        self.scenes = QStackedWidget()
        self._made: dict[str, QWidget] = {}
        self._tools: QWidget | None = None  # the buttons of the explanation
        self.transport = _transport(shown, self.look)
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
        self._row.addWidget(self.transport, stretch=1)
        self._switch = self._make_switch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._body, stretch=1)
        column.addWidget(self._bottom)

    def _make_switch(self) -> dict[Kind, QPushButton]:
        group, made = QButtonGroup(self), {}
        for kind, text, tip in _KINDS:
            button = QPushButton(text)
            button.setObjectName(f"present-{kind}-button")
            button.setProperty("role", "tab")
            button.setProperty("kind", kind)
            button.setCheckable(True)
            button.setAccessibleName(f"Present: {text}")
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys go on to the next step
            group.addButton(button)
            self._row.addWidget(button)
            made[kind] = button
        group.buttonClicked.connect(self._on_switch_clicked)
        return made

    def _connect(self) -> None:
        self._keys.pressed.connect(self._on_key)
        self._blank.clicked.connect(self._on_blank_clicked)
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
    def kind(self) -> str:
        """Which view is shown: input, layer, value, network or filter."""
        if self._kind == "filter":
            return "filter"
        if self._cursor.is_open:
            return "value"
        if self._kind == "layer" and self._cursor.step == 0:
            return "input"
        return self._kind

    def show_kind(self, kind: str) -> None:
        """Show the layer, the network, one value, or the Filter page where there is one."""
        if kind == "value":
            self._kind = "layer" if self._kind == "filter" else self._kind
            self._open()
        elif kind == "filter":
            self._kind = kind
            area = self.scene(kind)
            assert isinstance(area, QScrollArea)  # as it is made
            page = area.widget()
            assert isinstance(page, FilterPage)
            page.enter()
        else:
            self._kind = kind
            self._cursor.close()
        self.refresh()

    def scene(self, kind: str) -> QWidget:
        """Return the view of a kind; it is made when it is first looked at."""
        if kind not in self._made:
            made = self._make(kind)
            self._made[kind] = made
            self.scenes.addWidget(made)
        return self._made[kind]

    def _make(self, kind: str) -> QWidget:
        document, cursor, _, exercise, actions, _ = self._shown
        look = self.look
        if kind == "input":
            return InputScene(document, look)
        if kind == "layer":
            return LayerScene(document, cursor, look)
        if kind == "network":
            page = NetworkPage(document, cursor, exercise.reveal, look)
            page.setObjectName("present-network")
            return page
        if kind == "filter":
            filter_page = FilterPage(document, cursor, exercise, actions, look)
            filter_page.setObjectName("present-filter")
            return scroll_area(filter_page, "present-filter-area")
        return self._make_explanation(ExplanationView(document, cursor, exercise, look))

    def _make_explanation(self, view: ExplanationView) -> ExplanationView:
        """Put the title and the buttons of an explanation beside the place: height is scarce."""
        view.setObjectName("present-explanation")
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
        return view

    def refresh(self) -> None:
        """Show the step or the value as it is now."""
        kind = self.kind
        scene = self.scene(kind)
        if self._tools is not None:
            self._tools.setVisible(kind == "value")
        is_on_paper = kind in ("layer", "input")
        margin = self.look.px(20 if is_on_paper else 4)
        self._around.setContentsMargins(margin, 0, margin, 0)
        if self.scenes.currentWidget() is not scene:
            self.scenes.setCurrentWidget(scene)
            self.setFocus()
            self.update()
        self._show_texts()
        button = self._switch["layer" if kind == "input" else kind]  # type: ignore[index]
        button.setChecked(True)

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
        if kind == "filter":
            return "One kernel slides over the picture"
        if kind == "network" and cursor.step == cursor.last_step:
            return "From the picture to the answer"
        return present_title(trace, cursor.step)

    def _place(self) -> str:
        cursor = self._cursor
        if cursor.is_open:
            return f"Position {cursor.index + 1} / {cursor.count}"
        return f"{cursor.step} / {cursor.last_step}"

    # Keys

    def _on_key(self, what: str) -> None:
        self._shown.playback.pause()
        if self._blank.isVisible():
            self.blank(is_on=False)
        elif what in ("leave", "blank", "network", "value"):
            self._do(what)
        elif what.endswith(("map", "map before", "input", "input before")):
            self._choose(what)
        elif what in ("next layer", "layer before"):
            self._go_to_layer(1 if what == "next layer" else -1)
        elif self._cursor.is_open:
            self._move_position(what)
        else:
            self._move_step(what)

    def _do(self, what: str) -> None:
        if what == "leave":
            self.left.emit()
        elif what == "blank":
            self.blank(is_on=True)
        elif what == "network":
            self.show_kind("layer" if self.kind == "network" else "network")
        elif self.kind == "filter":
            self.show_kind("layer")
        elif self._cursor.is_open:
            self._cursor.close()
        else:
            self._open()

    def _open(self) -> None:
        self._cursor.open(shown_position(self._cursor, self._document.forward.trace))

    def _choose(self, what: str) -> None:
        way = 1 if what.startswith("next") else -1
        is_input = "input" in what
        scene = self.scene(self.kind)
        if isinstance(scene, ExplanationView) and is_input:
            key = Qt.Key.Key_Down if way > 0 else Qt.Key.Key_Up
            scene.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, _CTRL))
        elif isinstance(scene, ExplanationView):
            self._cursor.move_channels(way)
        elif isinstance(scene, LayerScene) and is_input:
            scene.move_input(way)
        elif isinstance(scene, LayerScene):
            scene.choose(scene.position.channel + way)
        elif isinstance(scene, NetworkPage) and not is_input:
            scene.move_selection(0, way)

    def _go_to_layer(self, way: int) -> None:
        selected = self._cursor.selected
        is_open = self._cursor.is_open and selected is not None
        step = selected.step if is_open and selected is not None else self._cursor.step
        self._cursor.go_to_layer(step + way)

    def _move_position(self, what: str) -> None:
        cursor = self._cursor
        if what in ("up", "down"):
            cursor.move_rows(_MOVES[what])
        elif what in ("next", "back"):
            cursor.go_to_index(cursor.index + _MOVES[what])
        else:
            cursor.go_to_index(0 if what == "first" else cursor.count - 1)

    def _move_step(self, what: str) -> None:
        cursor = self._cursor
        if what in _MOVES:
            cursor.go_to(cursor.step + _MOVES[what])
        else:
            cursor.go_to(0 if what == "first" else cursor.last_step)

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

    def _on_switch_clicked(self, button: QObject) -> None:
        self.show_kind(str(button.property("kind")))

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
            f"#present-transport {{ background: {colors.surface}; }}"
            f"QPushButton, QToolButton, QLineEdit, #present-bottom QLabel {{"
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground: paper below maps, the colour of the page below what has its own."""
        colors = self.look.colors
        is_on_paper = self.kind in ("layer", "input")
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colors.surface if is_on_paper else colors.ground))
        painter.end()

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size: what needs more is made smaller, or scrolls."""
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make everything as large as the room allows."""
        self._fit_look()
        self._blank.setGeometry(self.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give the keys back to the presentation."""
        self.setFocus()


_CTRL = Qt.KeyboardModifier.ControlModifier


def _transport(shown: Shown, look: Look) -> TransportBar:
    """Return a transport whose sentence stands elsewhere, and whose buttons leave keys alone."""
    document, cursor, playback, exercise, actions, _ = shown
    bar = TransportBar(document, playback, cursor, exercise, actions, look)
    bar.words.hide()
    for part in (bar, *bar.findChildren(QWidget)):
        if part.objectName() and not part.objectName().startswith("qt_"):
            part.setObjectName(f"present-{part.objectName()}".replace("transport-bar", "transport"))
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return bar
