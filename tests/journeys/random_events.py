"""Random events as a class makes them: clicks, keys, wheels, drags, menus, files, sizes.

Everything comes from a seed. Every state of the project that was seen is remembered by its digest,
so that undo can be compared with it, to the bit.
"""

import hashlib
import random

import msgspec
import numpy as np
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from cnnviz.cnn import architectures
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project
from cnnviz.project.project_file import save_project
from cnnviz.project.project_parts import parts_of

# These end the window, leave it for a dialog of the system, or start a process for each event.
LEFT_OUT = ("quit", "train-start", "train-step", "train-open", "train-export")
# These give every widget its colours and sizes anew, which takes as long as fifty other events.
RESTYLING = ("text-larger", "text-smaller", "text-normal", "reset-layout")
SELDOM = 0.1  # how often one of them is done where it came up
KEYS = [Qt.Key(code) for code in range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)] + [
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Escape,
    Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
    Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Period, Qt.Key.Key_Comma, Qt.Key.Key_F2,
    Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F11, Qt.Key.Key_E, Qt.Key.Key_N, Qt.Key.Key_B,
    Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight,
]  # fmt: skip
CONTROL_KEYS = [
    Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_A,
    Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_S, Qt.Key.Key_Up, Qt.Key.Key_Down,
]  # fmt: skip
SIZES = [(1024, 768), (1280, 720), (1600, 900), (1920, 1080), (900, 620)]
NO, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class RandomEvents:
    """Does one random thing after the other to a window."""

    def __init__(self, app, folder, seed):
        self._app, self._random = app, random.Random(seed)
        self.files = [*_files(folder)]
        self.done = []  # what was done, as words
        self._seen = {}  # by the number of the edit since the project was opened
        self._known = None, ""  # the last project, which nothing can change, and its digest
        history = app.document.history
        app.document.replaced.connect(self._on_replaced)
        history.indexChanged.connect(self.note)
        self._dialogs = QTimer(interval=15)
        self._dialogs.timeout.connect(self._answer)
        self._dialogs.start()
        self.note()

    def stop(self):
        self._dialogs.stop()

    # What is remembered

    @property
    def _number(self):
        history = self._app.document.history
        return history.forgotten + history.index()

    def _on_replaced(self):
        self._seen.clear()
        self.note()

    def note(self):
        """Remember the state of the project as it is now."""
        history = self._app.document.history
        last = history.forgotten + history.count()
        self._seen = {number: seen for number, seen in self._seen.items() if number <= last}
        self._seen[self._number] = self._digest()

    def _digest(self):
        project = self._app.document.project
        if project is not self._known[0]:
            self._known = project, digest(project)
        return self._known[1]

    def undo_everything(self):
        """Take back every edit; return the numbers of those whose project is not as it was."""
        self.note()
        history = self._app.document.history
        history.indexChanged.disconnect(self.note)
        wrong = []
        while True:
            number = self._number
            if self._seen.get(number, "") not in ("", self._digest()):
                wrong.append(number)
            if not history.canUndo():
                return wrong
            history.undo()

    # What is done

    def step(self):
        """Do one thing."""
        doing = self._random.choices(
            (self._click, self._key, self._wheel, self._drag, self._act, self._open, self._resize),
            (30, 30, 12, 10, 14, 2, 2),
        )[0]
        doing()
        QApplication.processEvents()
        # Outside of the loop of a program nobody else removes what was closed: it would be styled
        # and remembered for ever.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.note()

    def _note(self, *words):
        self.done.append(" ".join(map(str, words)))

    def _place(self):
        """Return a widget that is seen, and a point on it."""
        window = QApplication.activeModalWidget() or self._app.window
        at = QPoint(self._random.randrange(window.width()), self._random.randrange(window.height()))
        widget = window.childAt(at) or window
        return widget, widget.mapFrom(window, at) if widget is not window else at

    def _modifiers(self):
        return self._random.choices((NO, SHIFT, CONTROL, ALT), (8, 1, 1, 1))[0]

    def _click(self):
        widget, at = self._place()
        button = self._random.choices((LEFT, RIGHT), (9, 1))[0]
        click = self._random.choices((QTest.mouseClick, QTest.mouseDClick), (9, 1))[0]
        self._note(click.__name__, widget.objectName() or type(widget).__name__, at.toTuple())
        if not self._is_end(widget):
            click(widget, button, self._modifiers(), at)

    def _is_end(self, widget):
        """Whether a click on a widget starts a training."""
        return "train-start" in widget.objectName()

    def _key(self):
        has_control = self._random.random() < 0.25
        key = self._random.choice(CONTROL_KEYS if has_control else KEYS)
        modifiers = CONTROL if has_control else self._random.choices((NO, SHIFT), (9, 1))[0]
        widget = QApplication.focusWidget() or self._app.window
        self._note("key", key.name, modifiers.name, widget.objectName() or type(widget).__name__)
        QTest.keyClick(widget, key, modifiers)

    def _wheel(self):
        widget, at = self._place()
        angle = QPoint(0, self._random.choice((-360, -120, 120, 360)))
        self._note("wheel", widget.objectName() or type(widget).__name__, angle.y())
        QApplication.sendEvent(
            widget,
            QWheelEvent(
                QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), angle,
                Qt.MouseButton.NoButton, self._modifiers(), Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip

    def _drag(self):
        widget, at = self._place()
        self._note("drag", widget.objectName() or type(widget).__name__, at.toTuple())
        if self._is_end(widget):
            return
        button, modifiers = self._random.choices((LEFT, RIGHT), (9, 1))[0], self._modifiers()
        QTest.mousePress(widget, button, modifiers, at)
        for _ in range(self._random.randrange(1, 8)):
            at += QPoint(self._random.randrange(-40, 41), self._random.randrange(-40, 41))
            moved = QMouseEvent(
                QMouseEvent.Type.MouseMove, QPointF(at), QPointF(widget.mapToGlobal(at)),
                Qt.MouseButton.NoButton, button, modifiers,
            )  # fmt: skip
            QApplication.sendEvent(widget, moved)
        QTest.mouseRelease(widget, button, modifiers, at)

    def _act(self):
        actions = [
            action for action in self._app.actions.all()
            if action.isEnabled() and action.objectName() not in LEFT_OUT
        ]  # fmt: skip
        action = self._random.choice(actions)
        restyles = action.objectName() in RESTYLING or action in self._app.actions.themes.actions()
        if restyles and self._random.random() > SELDOM:
            return
        self._app.answers.path = self._random.choice(self.files)
        self._app.answers.save_first_answer = self._random.choice(("discard", "cancel"))
        if action.objectName().startswith("save"):
            self._app.answers.path = self.files[0].with_name("saved.cnnviz")
        self._note("act", action.objectName())
        action.trigger()

    def _open(self):
        path = self._random.choice(self.files)
        self._note("open", path.name)
        self._app.files.open_path(path)

    def _resize(self):
        size = self._random.choice(SIZES)
        self._note("resize", *size)
        self._app.window.resize(*size)

    def _answer(self):
        """Answer a dialog that waits, and close menus: with a button of it, or by leaving it."""
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            popup.close()
        elif isinstance(dialog, QDialog) and dialog.objectName() != "waiting":
            buttons = [each for each in dialog.findChildren(QPushButton) if each.isVisible()]
            if buttons and self._random.random() < 0.5:
                self._random.choice(buttons).click()
            dialog.reject()


def digest(project):
    """Return the digest of all that a project is."""
    record, arrays = parts_of(project)
    sha = hashlib.sha256(msgspec.json.encode(record))
    for name, array in sorted(arrays.items()):
        sha.update(f"{name} {array.dtype} {array.shape}".encode())
        sha.update(np.ascontiguousarray(array).data)
    return sha.hexdigest()


def _files(folder):
    """Write files of many kinds, good and bad."""
    rng = np.random.default_rng(0)
    for name, shape in (
        ("photo.png", (64, 96, 3)),
        ("grey.png", (28, 28)),
        ("large.png", (900, 700, 3)),
    ):
        Image.fromarray(rng.integers(0, 255, shape, dtype=np.uint8)).save(folder / name)
        yield folder / name
    texts = {
        "numbers.csv": "1,2,3\n4,5,6\n7,8,9\n",
        "odd.csv": "nan,inf,-inf\n1e38,1e-45,0\n",
        "empty.csv": "",
        "words.csv": "a,b\n",
        "broken.png": "PNG?",
        "broken.cnnviz": "PK",
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
        yield folder / name
    matrix = Picture("matrix", rng.random((1, 9, 9), np.float32) * 1e25, "Far")
    for network in ("one-filter", "residual-cnn"):
        picture = (matrix,) if network == "one-filter" else ()
        path = folder / f"{network}.cnnviz"
        save_project(path, new_project(_network(network), *picture))
        yield path


def _network(name):
    return architectures.build(name) if name == "one-filter" else shipped.network(name)
