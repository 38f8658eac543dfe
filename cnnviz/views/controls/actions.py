"""Every action of the window: its name, text, shortcut and what it does in a sentence."""

from collections.abc import Iterable
from typing import Final, NamedTuple, get_args

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from cnnviz.project.place import PageName
from cnnviz.state.settings import ThemeName
from cnnviz.views.look.icons import icon
from cnnviz.views.look.theme import Look


class _Row(NamedTuple):
    name: str  # the object name, for tests, lessons and the command palette
    text: str
    shortcuts: str  # separated by spaces
    tip: str
    icon: str = ""


_ROWS: Final = (
    _Row("new", "&New", "Ctrl+N", "Start with an empty canvas and the lecture's network"),
    _Row("open", "&Open…", "Ctrl+O", "Open a project or a picture"),
    _Row("activity-2", "&Activity 2", "", "Open the exercise of the lecture: one filter, by hand"),
    _Row("forget-recent", "&Forget these files", "", "Empty the list of recent files"),
    _Row("save", "&Save", "Ctrl+S", "Save the project"),
    _Row("save-as", "Save &as…", "Ctrl+Shift+S", "Save the project under another name"),
    _Row("new-exercise", "New &exercise…", "", "Compute a result by hand, of chosen sizes"),
    _Row("answer-sheet", "Answer s&heet…", "", "Print the exercise or copy it"),
    _Row("quit", "&Quit", "Ctrl+Q Ctrl+W", "Close the program"),
    _Row("undo", "&Undo", "Ctrl+Z", "Take the last edit back", "undo"),
    _Row("redo", "&Redo", "Ctrl+Shift+Z Ctrl+Y", "Do the edit again", "redo"),
    _Row("history", "&History…", "", "Show every edit, and go back to any of them"),
    _Row("paste", "&Paste picture", "Ctrl+V", "Use the picture from the clipboard"),
    _Row("clear-drawing", "&Clear drawing", "Ctrl+Backspace", "Start an empty drawing"),
    _Row("reset-network", "&Reset all weights", "", "Bring every weight back to how it was opened"),
    _Row("randomise", "Ra&ndom weights", "", "Give the network new random weights, untrained"),
    _Row("first", "&First", "Home", "Show the input only", "first"),
    _Row("back", "Step &back", "Left", "Show one layer less", "back"),
    _Row("play", "&Play", "Space", "Show the layers one after another", "play"),
    _Row("forward", "Step f&orward", "Right", "Show the next layer", "forward"),
    _Row("last", "&Last", "End", "Show every layer", "last"),
    _Row("layer-back", "Pre&vious layer", "PgUp", "Look at the layer before"),
    _Row("layer-forward", "&Next layer", "PgDown", "Look at the next layer"),
    _Row("explain", "&Explain every step", "", "Show where the selected value comes from (Enter)"),
    _Row("close-explanation", "&Close the explanation", "", "Show the page again (Esc)", "close"),
    _Row("faster", "F&aster", "+", "Play faster"),
    _Row("slower", "&Slower", "-", "Play slower"),
    _Row("page-filter", "&Filter page", "Ctrl+1", "What one kernel does to the picture"),
    _Row("page-network", "Net&work page", "Ctrl+2", "What every layer makes of the picture"),
    _Row("page-train", "T&rain page", "Ctrl+3", "How the weights come about"),
    _Row("train-start", "&Train", "Ctrl+R", "Train the network as the Train page says"),
    _Row("train-stop", "&Stop training", "", "End the run; what it learnt is kept"),
    _Row("train-step", "&One batch", "", "Learn from one batch, then pause"),
    _Row("train-use", "&Use the weights of the run", "", "Put its latest weights into the network"),
    _Row("train-open", "O&pen a run…", "", "Show a run from any folder"),
    _Row("toggle-inspector", "&Inspector", "Ctrl+I", "Show or hide the panel at the right"),
    _Row("present", "&Present", "F5 F11", "Show what matters now, large, on the whole screen",
         "present"),
    _Row("zoom-in", "Zoom &in", "", "Draw the network larger (wheel up)", "zoom-in"),
    _Row("zoom-out", "Zoom &out", "", "Draw the network smaller (wheel down)", "zoom-out"),
    _Row("fit", "&Whole network", "Ctrl+Shift+F", "Show the whole network", "fit"),
    _Row("text-larger", "&Larger text", "Ctrl++ Ctrl+=", "Make all text and controls larger"),
    _Row("text-smaller", "&Smaller text", "Ctrl+-", "Make all text and controls smaller"),
    _Row("text-normal", "&Normal text", "Ctrl+0", "Text and controls at 100 %"),
    _Row("theme-light", "&Light theme", "", "Dark text on light ground: best for projectors"),
    _Row("theme-dark", "&Dark theme", "", "Light text on dark ground"),
    _Row("theme-contrast", "&High-contrast theme", "", "White on black with full lines"),
    _Row("reset-layout", "&Reset the layout", "", "Text size, theme and panels as at first start"),
    _Row("palette", "&Find an action…", "Ctrl+Shift+P", "Find any action by its name", "search"),
    _Row("shortcuts", "&Keys", "F1", "Show the keys of the program"),
    _Row("about", "&About cnnviz", "", "What this program is, and what it stands on"),
)  # fmt: skip

_MENUS: Final = (
    ("&File", ("new", "open", "recent", "|", "save", "save-as", "|", "activity-2",
               "new-exercise", "answer-sheet", "|", "quit")),
    ("&Edit", ("undo", "redo", "history", "|", "paste", "clear-drawing", "|", "reset-network",
               "randomise")),
    ("&Step", ("first", "back", "play", "forward", "last", "|", "layer-back", "layer-forward", "|",
               "explain", "close-explanation", "|", "faster", "slower")),
    ("&Train", ("train-start", "train-step", "train-stop", "|", "train-use", "train-open")),
    ("&View", ("present", "page-filter", "page-network", "page-train", "toggle-inspector", "|",
               "zoom-in", "zoom-out", "fit", "|",
               "text-larger", "text-smaller", "text-normal", "|", "theme-light", "theme-dark",
               "theme-contrast", "|", "reset-layout")),
    ("&Help", ("palette", "shortcuts", "about")),
)  # fmt: skip

TRANSPORT: Final = ("first", "back", "play", "forward", "last")


class Actions(QObject):
    """Makes the actions, and the menus that hold them all."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows = {row.name: row for row in _ROWS}
        self._made: dict[str, QAction] = {}
        for row in _ROWS:
            action = QAction(row.text, self)
            action.setObjectName(row.name)
            action.setShortcuts([QKeySequence(keys) for keys in row.shortcuts.split()])
            self._made[row.name] = action
            self.explain(row.name, row.tip)
        self.pages = self._group("page-", get_args(PageName))
        self.themes = self._group("theme-", get_args(ThemeName))
        self.recent = QMenu("Open &recent")
        self.recent.setObjectName("recent")
        look.changed.connect(self.show_icons)
        self.show_icons()

    def _group(self, prefix: str, choices: Iterable[str]) -> QActionGroup:
        """Let one of some actions be checked; the data of each is what it chooses."""
        group = QActionGroup(self)
        for choice in choices:
            action = self[f"{prefix}{choice}"]
            action.setCheckable(True)
            action.setData(choice)
            group.addAction(action)
        return group

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def all(self) -> list[QAction]:
        """Return every action, in the order of the menus."""
        return list(self._made.values())

    @property
    def transport(self) -> list[QAction]:
        """The actions of the transport bar, from first to last."""
        return [self[name] for name in TRANSPORT]

    def explain(self, name: str, tip: str) -> None:
        """Say what an action does, or why it cannot now; the shortcut is added."""
        if self[name].statusTip() == tip:  # buttons are laid out again for each change
            return
        keys = self[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self[name].setToolTip(f"{tip} ({keys})" if keys else tip)
        self[name].setStatusTip(tip)

    def enable(self, name: str, enabled: bool, why_not: str, tip: str = "") -> None:
        """Allow an action, or say why it cannot be done now; `tip` is what it does now."""
        if self[name].isEnabled() != enabled:
            self[name].setEnabled(enabled)
        self.explain(name, (tip or self._rows[name].tip) if enabled else why_not)

    def show_icons(self) -> None:
        """Draw the icons in the colours of the theme."""
        for row in _ROWS:
            if row.icon:
                self.set_icon(row.name, row.icon)

    def set_icon(self, name: str, file: str) -> None:
        """Give an action another icon."""
        colors = self._look.colors
        color = colors.on_accent if name == "play" else colors.text
        self[name].setIcon(icon(file, color, colors.pale))

    def put_into(self, window: QMainWindow) -> None:
        """Put every action into the menus of a window, in which its keys work from now on."""
        self.setParent(window)
        window.addActions(self.all())  # so that a key works wherever the focus is
        bar = window.menuBar()
        self.recent.setParent(bar, self.recent.windowFlags())
        for title, names in _MENUS:
            menu = bar.addMenu(title)
            for name in names:
                if name == "|":
                    menu.addSeparator()
                elif name == "recent":
                    menu.addMenu(self.recent)
                else:
                    menu.addAction(self[name])


def plain_text(action: QAction) -> str:
    """Return the text of an action without the marks of menus: its key, and what asks on."""
    return action.text().replace("&", "").rstrip("…")
