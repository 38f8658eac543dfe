"""What the actions do: each is joined here to the state or the part that does it."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout

from cnnviz.cnn import architectures
from cnnviz.project import shipped
from cnnviz.project.picture import blank_drawing
from cnnviz.project.project import Project, with_original, with_picture, with_weights
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.playback import Playback
from cnnviz.state.settings import Settings, ThemeName
from cnnviz.views.controls.actions import PAGES, TRANSPORT
from cnnviz.views.look.theme import Look

if TYPE_CHECKING:
    from cnnviz.views.window.main_window import MainWindow

ZOOM = 1.25


class _Level(NamedTuple):
    """What the buttons of the transport do on one level."""

    word: str
    tips: tuple[str, ...]


_LAYERS = _Level(
    "step",
    (
        "Show the input only",
        "Show one layer less",
        "Show the layers one after another",
        "Show the next layer",
        "Show every layer",
    ),
)
_POSITIONS = _Level(
    "position",
    (
        "Go to the first position",
        "Go to the position before",
        "Go through the positions",
        "Go to the next position",
        "Go to the last position",
    ),
)

KEYS = """<table cellpadding="3">
<tr><td><b>Right, Left</b></td><td>next, previous layer; in an explanation: position</td></tr>
<tr><td><b>Page Down, Page Up</b></td><td>next, previous layer (presenter remotes)</td></tr>
<tr><td><b>Home, End</b></td><td>first, last layer or position</td></tr>
<tr><td><b>Space</b></td><td>play, pause</td></tr>
<tr><td><b>+, −</b></td><td>faster, slower</td></tr>
<tr><td><b>Up, Down</b></td><td>another map; in an explanation: a row up, down</td></tr>
<tr><td><b>Shift and arrows</b></td><td>select a map of another layer</td></tr>
<tr><td><b>Ctrl, Alt and Up, Down</b></td><td>in an explanation: another input map; scroll</td></tr>
<tr><td><b>Enter, Esc</b></td><td>open the explanation, close it</td></tr>
<tr><td><b>F5, F11</b></td><td>present on the whole screen, and leave (Esc); there N shows the
network, a full stop or B blanks the screen</td></tr>
<tr><td><b>Ctrl+1, Ctrl+2, Ctrl+3</b></td><td>the Filter, Network and Train page</td></tr>
<tr><td><b>Ctrl+R</b></td><td>train, pause, continue</td></tr>
<tr><td><b>Wheel, drag</b></td><td>zoom at the pointer, move the network</td></tr>
<tr><td><b>Double click</b></td><td>look closely; on the ground: whole network</td></tr>
<tr><td><b>[ and ]</b></td><td>thinner, thicker brush</td></tr>
<tr><td><b>In a kernel</b></td><td>type; Enter and Tab move; the wheel changes by 0.1
(Shift 1, Ctrl 0.01); dragging up and down changes a weight</td></tr>
<tr><td><b>With the answer hidden</b></td><td>type it; Enter checks it and goes on; Esc leaves
the field</td></tr>
<tr><td><b>Ctrl+Z, Ctrl+Shift+Z</b></td><td>undo, redo</td></tr>
<tr><td><b>Ctrl+plus, minus, 0</b></td><td>size of text and controls</td></tr>
<tr><td><b>Ctrl+Shift+P</b></td><td>find any action by its name</td></tr>
</table>"""

ABOUT = """<h3>cnnviz</h3>
<p>Shows where every number of a convolutional neural network comes from.</p>
<p>The numbers are computed with NumPy and are those that PyTorch computes; the tests compare
them operation by operation.</p>
<p>It stands on Qt and PySide6 (LGPL 3), NumPy (BSD), Pillow (MIT-CMU), safetensors (Apache 2.0),
msgspec (BSD) and, for training, PyTorch (BSD). The font is Inter (SIL Open Font License 1.1).
The network was trained on MNIST (Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0).</p>"""


class WindowCommands(QObject):
    """Connects the actions of a window, and keeps them enabled or explained."""

    def __init__(
        self,
        window: "MainWindow",
        document: Document,
        cursor: Cursor,
        playback: Playback,
        settings: Settings,
        look: Look,
    ) -> None:
        super().__init__(window)
        self._window, self._actions = window, window.actions_
        self._document, self._cursor, self._playback = document, cursor, playback
        self._settings, self._look = settings, look
        self._shows_playing = False
        self._shown_history: tuple[object, ...] = ()
        self._connect_files()
        self._connect_steps()
        self._connect_look()
        document.history.indexChanged.connect(self._on_history_changed)
        document.opened.connect(self._show_history)
        cursor.changed.connect(self._show_steps)
        playback.changed.connect(self._show_steps)
        settings.changed.connect(self._show_settings)
        look.changed.connect(self._on_look_changed)
        self._show_history()
        self._show_steps()
        self._show_settings()

    def _connect(self, name: str, slot: object) -> None:
        self._actions[name].triggered.connect(slot)

    def _connect_files(self) -> None:
        files = self._window.files
        self._connect("new", files.new)
        self._connect("open", files.open)
        self._connect("activity-2", self._on_activity_2)
        self._connect("save", files.save)
        self._connect("save-as", files.save_as)
        self._connect("quit", self._window.close)
        self._connect("forget-recent", self._settings.forget_recent_files)
        self._connect("undo", self._document.history.undo)
        self._connect("redo", self._document.history.redo)
        self._connect("history", self._on_history)
        self._connect("paste", self._on_paste)
        self._connect("clear-drawing", self._on_clear_drawing)
        self._connect("reset-network", self._on_reset_network)
        self._connect("randomise", self._on_randomise)
        self._actions.recent.triggered.connect(self._on_recent_triggered)

    def _connect_steps(self) -> None:
        self._connect("first", self._on_first)
        self._connect("back", self._on_back)
        self._connect("play", self._playback.toggle)
        self._connect("forward", self._on_forward)
        self._connect("last", self._on_last)
        self._connect("layer-back", self._on_layer_back)
        self._connect("layer-forward", self._on_layer_forward)
        self._connect("explain", self._on_explain)
        self._connect("close-explanation", self._cursor.close)
        self._connect("faster", self._on_faster)
        self._connect("slower", self._on_slower)

    def _connect_look(self) -> None:
        self._connect("zoom-in", self._on_zoom_in)
        self._connect("zoom-out", self._on_zoom_out)
        self._connect("fit", self._window.centre.fit)
        self._connect("page-filter", self._on_page_filter)
        self._connect("present", self._window.presenter.toggle)
        self._connect("page-network", self._on_page_network)
        self._connect("page-train", self._on_page_train)
        self._connect("toggle-inspector", self._window.toggle_inspector)
        self._window.centre.page_changed.connect(self._show_page)
        self._show_page()
        self._connect("text-larger", self._on_text_larger)
        self._connect("text-smaller", self._on_text_smaller)
        self._connect("text-normal", self._on_text_normal)
        self._connect("theme-light", self._on_theme)
        self._connect("theme-dark", self._on_theme)
        self._connect("theme-contrast", self._on_theme)
        self._connect("reset-layout", self._on_reset_layout)
        self._connect("palette", self._on_palette)
        self._connect("shortcuts", self._on_shortcuts)
        self._connect("about", self._on_about)

    # Edits

    def _edit(self, text: str, after: Project) -> None:
        """Edit the document; the status bar tells why an edit cannot be."""
        self._window.tell(self._document.edit(text, after))

    def _on_paste(self) -> None:
        self._window.input.accept_mime(QApplication.clipboard().mimeData())

    def _on_history(self) -> None:
        from PySide6.QtWidgets import QUndoView

        dialog = QDialog(self._window)
        dialog.setObjectName("history-dialog")
        dialog.setWindowTitle("History")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        edits = QUndoView(self._document.history)
        edits.setObjectName("history-list")
        edits.setEmptyLabel("As it was opened")
        QVBoxLayout(dialog).addWidget(edits)
        dialog.resize(self._look.px(300), self._look.px(360))
        dialog.open()

    def _on_clear_drawing(self) -> None:
        self._edit("Clear the drawing", with_picture(self._document.project, blank_drawing()))

    def _on_reset_network(self) -> None:
        self._edit("Reset all weights", with_original(self._document.project))

    def _on_randomise(self) -> None:
        project = self._document.project
        seed = self._document.history.index() + 1
        random = architectures.randomised(project.network, seed)
        self._edit("Random weights", with_weights(project, random.parameters()))

    def _on_recent_triggered(self, action: QObject) -> None:
        name = action.property("file")
        if isinstance(name, str):
            self._window.files.open_path(Path(name))

    # Steps

    def _on_first(self) -> None:
        self._go(-self._cursor.count if self._cursor.is_open else -self._cursor.step)

    def _on_back(self) -> None:
        self._playback.pause()
        self._go(-1)

    def _on_forward(self) -> None:
        self._playback.pause()
        self._go(1)

    def _on_last(self) -> None:
        self._go(self._cursor.count if self._cursor.is_open else self._cursor.last_step)

    def _go(self, steps: int) -> None:
        """Go on by layers, or by positions while an explanation is open."""
        if self._cursor.is_open:
            self._cursor.go_to_index(self._cursor.index + steps)
        else:
            self._cursor.go_to(self._cursor.step + steps)

    def _on_layer_back(self) -> None:
        self._playback.pause()
        self._cursor.go_to_layer(self._layer - 1)

    def _on_layer_forward(self) -> None:
        self._playback.pause()
        self._cursor.go_to_layer(self._layer + 1)

    def _on_explain(self) -> None:
        self._cursor.open()

    @property
    def _layer(self) -> int:
        """The step that is looked at, or explained."""
        selected = self._cursor.selected
        return selected.step if self._cursor.is_open and selected else self._cursor.step

    def _on_faster(self) -> None:
        self._playback.set_speed(self._playback.speed * 2**0.5)

    def _on_slower(self) -> None:
        self._playback.set_speed(self._playback.speed / 2**0.5)

    # Look

    def _on_page_filter(self) -> None:
        self._window.centre.show_page("filter")
        self._show_page()

    def _on_page_network(self) -> None:
        self._window.centre.show_page("network")
        self._show_page()

    def _on_page_train(self) -> None:
        self._window.centre.show_page("train")
        self._show_page()

    def _show_page(self) -> None:
        for name in PAGES:
            self._actions[name].setChecked(name == f"page-{self._window.centre.page}")

    def _on_activity_2(self) -> None:
        self._window.files.open_path(shipped.project_file("activity-2"))

    def _on_zoom_in(self) -> None:
        self._window.centre.zoom_by(ZOOM)

    def _on_zoom_out(self) -> None:
        self._window.centre.zoom_by(1 / ZOOM)

    def _on_text_larger(self) -> None:
        self._settings.step_text_size(up=True)

    def _on_text_smaller(self) -> None:
        self._settings.step_text_size(up=False)

    def _on_text_normal(self) -> None:
        self._settings.set_text_size(100)

    def _on_theme(self) -> None:
        sender = self.sender()
        names: tuple[ThemeName, ...] = ("light", "dark", "contrast")
        for name in names:
            if sender is self._actions[f"theme-{name}"]:
                self._settings.set_theme(name)
        self._show_settings()

    def _on_reset_layout(self) -> None:
        self._settings.reset()
        self._window.reset_panels()
        self._window.page.fit()

    def _on_palette(self) -> None:
        from cnnviz.views.window.command_palette import CommandPalette

        palette = CommandPalette(self._actions.all(), self._look, self._window)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open()

    def _on_shortcuts(self) -> None:
        self._window.files.questions.show_text("Keys", KEYS)

    def _on_about(self) -> None:
        self._window.files.questions.show_text("About cnnviz", ABOUT)

    # What can be done now

    def _on_history_changed(self, index: int) -> None:
        self._show_history()

    def _show_history(self) -> None:
        history, enable = self._document.history, self._actions.enable
        project = self._document.project
        edited = project.network.layers != project.original.layers
        now = (history.canUndo(), history.undoText(), history.canRedo(), history.redoText(), edited)
        if now == self._shown_history:  # a drag: the same edit goes on
            return
        self._shown_history = now
        enable("undo", history.canUndo(), "Nothing to undo yet")
        enable("redo", history.canRedo(), "Nothing to redo: no edit was undone")
        if history.canUndo():
            self._actions.explain("undo", f"Undo: {history.undoText()}")
        if history.canRedo():
            self._actions.explain("redo", f"Redo: {history.redoText()}")
        enable("reset-network", edited, "No weight differs from how the network was opened")

    def _show_steps(self) -> None:
        cursor, enable = self._cursor, self._actions.enable
        level = _POSITIONS if cursor.is_open else _LAYERS
        now, last = (
            (cursor.index, cursor.count - 1) if cursor.is_open else (cursor.step, cursor.last_step)
        )
        tips = dict(zip(TRANSPORT, level.tips, strict=True))
        for name in ("first", "back"):
            enable(name, now > 0, f"This is the first {level.word}", tips[name])
        for name in ("forward", "last"):
            enable(name, now < last, f"This is the last {level.word}", tips[name])
        self._actions.explain("play", tips["play"])
        enable("layer-back", self._layer > 0, "This is the first layer")
        enable("layer-forward", self._layer < cursor.last_step, "This is the last layer")
        enable("explain", not cursor.is_open, "The explanation is open")
        enable("close-explanation", cursor.is_open, "No explanation is open")
        if self._playback.is_playing != self._shows_playing:
            self._show_playing()

    def _show_playing(self) -> None:
        self._shows_playing = self._playback.is_playing
        self._actions["play"].setText("&Pause" if self._shows_playing else "&Play")
        self._actions.set_icon("play", "pause" if self._shows_playing else "play")

    def _show_settings(self) -> None:
        for name in ("light", "dark", "contrast"):
            self._actions[f"theme-{name}"].setChecked(self._settings.theme == name)
        menu = self._actions.recent
        menu.clear()
        for file in self._settings.recent_files:
            menu.addAction(file).setProperty("file", file)
        if self._settings.recent_files:
            menu.addSeparator()
            menu.addAction(self._actions["forget-recent"])
        menu.setEnabled(bool(self._settings.recent_files))

    def _on_look_changed(self) -> None:
        self._actions.show_icons()
        self._show_playing()
