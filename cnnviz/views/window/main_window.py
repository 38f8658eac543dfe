"""The window: header, input at the left, the page, the inspector at the right, transport."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnviz.explain.steps import channel_name, step_title
from cnnviz.project.place import Position
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.playback import Playback
from cnnviz.state.settings import Settings
from cnnviz.text.numbers import exact_text, number_text
from cnnviz.views.bars.network_bar import NetworkBar
from cnnviz.views.bars.scale_bar import ScaleBar
from cnnviz.views.bars.transport_bar import TransportBar
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.dialogs import Questions
from cnnviz.views.controls.scroll_area import scrolled
from cnnviz.views.input.panel import InputPanel
from cnnviz.views.inspector.panel import Inspector
from cnnviz.views.look.theme import Look
from cnnviz.views.network.page import NetworkPage
from cnnviz.views.present.presenter import Presenter, Shown
from cnnviz.views.window.exercise_commands import ExerciseCommands
from cnnviz.views.window.file_commands import FileCommands
from cnnviz.views.window.header import Header
from cnnviz.views.window.pages import Centre
from cnnviz.views.window.train_commands import TrainCommands
from cnnviz.views.window.window_commands import WindowCommands

if TYPE_CHECKING:  # imported when it is made
    from cnnviz.state.training import WindowTraining
    from cnnviz.views.explanation.view import ExplanationView
    from cnnviz.views.filter.page import FilterPage
    from cnnviz.views.train.page import TrainPage

INPUT_WIDTH, INSPECTOR_WIDTH = 238, 304  # pixels at 100 %, where there is room
NARROW_INPUT, NARROW_INSPECTOR = 226, 270  # in windows narrower than NARROW
NARROW = 1180
SINGLE_FILTERS = ("one-filter", "one-filter-rgb")
WIDE = 1680  # from here on the inspector stays beside an open explanation

_OWN_ARROWS = (QAbstractSlider, QComboBox, QLineEdit)
_STEP_KEYS = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space,
    Qt.Key.Key_Plus, Qt.Key.Key_Minus,
}  # fmt: skip


class MainWindow(QMainWindow):
    """Puts the parts together. It keeps no state but where its parts stand."""

    def __init__(  # noqa: PLR0913 - what the window shows
        self,
        document: Document,
        cursor: Cursor,
        playback: Playback,
        exercise: Exercise,
        make_training: Callable[[], "WindowTraining"],
        settings: Settings,
        look: Look,
    ) -> None:
        super().__init__()
        self._document, self._settings, self._look = document, settings, look
        self._cursor, self._make_training = cursor, make_training
        self._wants_inspector: bool | None = None  # None: as there is room
        self.setObjectName("main-window")
        self.setAcceptDrops(True)
        self.actions_ = Actions(self, look)
        self.input = InputPanel(document, look)
        opener = self.input.opener
        self.files = FileCommands(document, settings, opener, Questions(self), self)
        self.network_bar = NetworkBar(document, self.actions_, look)
        self.scale_bar = ScaleBar(document, cursor, look)
        self.page = NetworkPage(document, cursor, look)
        self._exercise = exercise
        self.header = Header(document, self.actions_, look)
        self.transport = TransportBar(document, playback, cursor, exercise, self.actions_, look)
        self._arrange()
        self._make_status_bar()
        self.presenter = Presenter(
            self, Shown(document, cursor, playback, exercise, self.actions_, look)
        )
        self._commands = WindowCommands(self, document, cursor, playback, settings, look)
        self._train_commands = TrainCommands(self)
        self._connect()
        self._on_look_changed()
        self._show_title()
        self.page.setFocus()

    def _connect(self) -> None:
        self.page.hovered.connect(self._on_page_hovered)
        self.inspector.hovered.connect(self._value.setText)
        self._document.refused.connect(self._on_refused)
        self._document.opened.connect(self._show_title)
        self._document.opened.connect(self._on_opened)
        self.centre.page_changed.connect(self._on_page_changed)
        self._document.history.cleanChanged.connect(self._on_clean_changed)
        self._document.changed.connect(self._on_document_changed)
        self._look.changed.connect(self._on_look_changed)

    def _arrange(self) -> None:
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.addWidget(self.input)
        column.addStretch()
        self._left_layout = column
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("panels")
        self._left_area = scrolled(self._left, "input-panel")
        self.centre = Centre(
            self._cursor,
            (self.network_bar, self.scale_bar),
            self.page,
            self._make_explanation,
            self._make_filter,
            self._make_train,
        )
        # After the centre: while an explanation opens, the inspector is hidden before it refreshes.
        self.inspector = Inspector(self._document, self._cursor, self._look)
        self._right_area = scrolled(self.inspector, "inspector-panel")
        self._exercise.changed.connect(self._show_inspector)
        # First the room, then what stands in it: so it is laid out once.
        self.centre.about_to_show.connect(self._show_inspector)
        for part in (self._left_area, self.centre, self._right_area):
            self._splitter.addWidget(part)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setHandleWidth(1)
        central = QWidget()
        central.setObjectName("page")
        whole = QVBoxLayout(central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self._splitter, stretch=1)
        whole.addWidget(self.transport)
        self.whole = QStackedWidget()  # the page with its panels; over it what is presented
        self.whole.addWidget(central)
        self.setCentralWidget(self.whole)
        self.actions_.fill(self.menuBar())
        parts = (self._document, self._cursor, self._exercise, self._look)
        self._exercises = ExerciseCommands(self, *parts)

    @property
    def panels(self) -> QSplitter:
        """The page between its two panels."""
        return self._splitter

    @property
    def explanation(self) -> "ExplanationView":
        """Where the selected value comes from, over the Network page."""
        return self.centre.explanation

    def _make_explanation(self) -> "ExplanationView":
        from cnnviz.views.explanation.view import ExplanationView

        made = ExplanationView(self._document, self._cursor, self._exercise, self._look)
        made.told.connect(self._value.setText)
        made.answer_bar.offer(self.actions_["new-exercise"], self.actions_["answer-sheet"])
        return made

    def _make_filter(self) -> "FilterPage":
        from cnnviz.views.filter.page import FilterPage

        parts = (self._document, self._cursor, self._exercise, self.actions_, self._look)
        made = FilterPage(*parts)
        made.told.connect(self._value.setText)
        made.stages_changed.connect(self._show_stages)
        made.card.answer_bar.offer(self.actions_["new-exercise"], self.actions_["answer-sheet"])
        return made

    @cached_property
    def training(self) -> "WindowTraining":
        """The settings and the run of the Train page; made when it is first needed."""
        made = self._make_training()
        self._train_commands.listen_to(made)
        return made

    def _make_train(self) -> "TrainPage":
        from cnnviz.views.train.page import TrainPage

        made = TrainPage(self._document, self.training, self._look)
        made.sent_to_input.connect(self._on_sent_to_input)
        return made

    def _on_sent_to_input(self) -> None:
        self.centre.show_page("network")

    def _show_stages(self) -> None:
        """Show the stages of the Filter page in the inspector."""
        if self.centre.page != "filter" or self.centre.filter.stages is None:
            self.inspector.show_stages(None)
        else:
            self.inspector.show_stages((self.centre.filter.stages, *self.centre.filter.place))

    def _on_page_changed(self) -> None:
        is_training = self.centre.page == "train"  # it needs all the room
        for part in (self._left_area, self.transport):
            part.setVisible(not is_training)
        self._show_inspector()
        self._show_stages()

    def _on_opened(self) -> None:
        """Show a single filter on its page, at its first value; all else as a network."""
        if self._document.project.network.name not in SINGLE_FILTERS:
            self._cursor.close()
            self.centre.show_page("network")
            return
        self._cursor.select(Position(1, 0))
        self.centre.show_page("filter")
        self.centre.filter.enter()

    def _make_status_bar(self) -> None:
        self._value, self._about, self._device = QLabel(), QLabel(), QLabel("NumPy on the CPU")
        self._value.setObjectName("status-value")
        self._about.setObjectName("status-network")
        self._device.setObjectName("status-device")
        self._device.setToolTip("Where the numbers of the window are computed")
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self._value, stretch=1)
        bar.addPermanentWidget(self._about)
        bar.addPermanentWidget(self._device)
        self._show_network()

    # What the status bar tells

    def _on_page_hovered(self, position: Position | None) -> None:
        self._value.setText(self._value_text(position) if position else "")

    def _value_text(self, position: Position) -> str:
        trace = self._document.forward.trace
        values = trace.values[position.step]
        where = f"{step_title(trace, position.step)} · "
        where += channel_name(trace, position.step, position.channel)
        if values.ndim == 1:
            value = float(values[position.channel])
        else:
            value = float(values[position.channel, position.row, position.column])
            where += f" · row {position.row + 1}, column {position.column + 1}"
        shown, exact = number_text(value, 4), exact_text(value)
        return f"{where}: {shown}" + (f"   (exactly {exact})" if exact != shown else "")

    def _on_refused(self, sentence: str) -> None:
        self.statusBar().showMessage(sentence, 15_000)

    def _show_network(self) -> None:
        network = self._document.project.network
        self._about.setText(f"{network.title}, {len(network.layers)} layers")

    def _on_document_changed(self, before: object, after: object) -> None:
        self._show_network()
        self._show_title()
        if self.centre.page == "filter":
            self._show_stages()
        if self.statusBar().currentMessage():
            self.statusBar().clearMessage()  # why an edit could not be; another one could
        if self.page.hover is not None:
            self._on_page_hovered(self.page.hover)

    # Title, look, size

    def _show_title(self) -> None:
        path = self._document.path
        name = path.name if path else self._document.project.network.title
        self.setWindowTitle(f"{name}[*] — cnnviz")
        self.setWindowModified(not self._document.history.isClean())

    def _on_clean_changed(self, clean: bool) -> None:
        self.setWindowModified(not clean)

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._left_layout.setContentsMargins(px(12), px(12), px(12), px(12))
        self._left_layout.setSpacing(px(12))
        self.reset_panels()

    def reset_panels(self) -> None:
        """Give the panels the widths they have at first."""
        px = self._look.px
        self._is_narrow = self.width() < px(NARROW)
        left = px(NARROW_INPUT if self._is_narrow else INPUT_WIDTH)
        right = px(NARROW_INSPECTOR if self._is_narrow else INSPECTOR_WIDTH)
        left, right = min(left, round(0.33 * self.width())), min(right, round(0.37 * self.width()))
        self._splitter.setSizes([left, max(px(200), self.width() - left - right), right])

    def _show_inspector(self) -> None:
        """Give the room of the inspector to an open explanation where the window is not wide."""
        is_training = self.centre.page == "train"
        is_asked = self._cursor.is_open and self._exercise.is_on
        has_scale = not (is_asked or is_training)  # its ends tell the largest answer
        if self.scale_bar.isHidden() == has_scale:
            self.scale_bar.setVisible(has_scale)
        is_filter = self.centre.page == "filter"
        is_wide = self.width() >= self._look.px(NARROW if is_filter else WIDE)
        is_shown = (is_wide or not (is_filter or self._cursor.is_open)) and not is_asked
        if self._wants_inspector is not None:
            is_shown = self._wants_inspector and not is_asked
        is_shown = is_shown and not is_training
        if self._right_area.isHidden() == is_shown:
            self._right_area.setVisible(is_shown)
            QApplication.sendPostedEvents(self._splitter, QEvent.Type.LayoutRequest)

    def toggle_inspector(self) -> None:
        """Show the inspector where there is little room for it, or hide it."""
        self._wants_inspector = self._right_area.isHidden()
        self._show_inspector()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the panels less room in a narrow window."""
        super().resizeEvent(event)
        if self.presenter.view is not None:
            return  # the panels are out of sight, and wait for the size the window had
        self._show_inspector()
        if self._is_narrow != (event.size().width() < self._look.px(NARROW)):
            self.reset_panels()
        self.presenter.restore_panels()

    # Keys, drops, closing

    def event(self, event: QEvent) -> bool:
        """Leave the keys of the transport to a control that has the focus and needs them."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and _is_needed(event):
            event.accept()
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and pictures wherever they are dropped."""
        if _project_file(event) or self.input.can_accept(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        event.acceptProposedAction()
        project = _project_file(event)
        if project:
            self.files.open_path(project)
        else:
            self.input.accept_mime(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before changes are lost; remember where the window stood."""
        if not self.files.may_lose():
            event.ignore()
            return
        self._settings.set_layout("window", self.saveGeometry())
        event.accept()


def _is_needed(event: QKeyEvent) -> bool:
    key = event.key()
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractButton):  # one that was clicked does not keep Space
        by_keys = focus.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return bool(key == Qt.Key.Key_Space and by_keys)
    return key in _STEP_KEYS and isinstance(focus, _OWN_ARROWS)  # painted views accept their own


def _project_file(event: QDropEvent) -> Path | None:
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((file for file in files if file.suffix.lower() == ".cnnviz"), None)
