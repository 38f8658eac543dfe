"""A fault anywhere in the program: the window lives on, and the user is told once."""

import ast
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, QSize, Qt, QThread, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from cnnviz import log
from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import with_network
from cnnviz.state.latest_job import LatestJob
from cnnviz.views.controls import safe_painting
from tests.deep_network import deep_network
from tests.runs_on_disk import made_run

PACKAGE = Path(__file__).parents[2] / "cnnviz"


PAINTING_ARGUMENTS = (  # of paintEvent, and of a delegate's paint
    ["self", "event"],
    ["self", "painter", "event"],
    ["self", "painter", "option", "index"],
)


def painting_classes():
    """The classes that paint themselves or the items of a list, by module and name."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
                found += [
                    (module, node.name, part)
                    for part in node.body
                    if isinstance(part, ast.FunctionDef)
                    and part.name in ("paintEvent", "paint")
                    and [a.arg for a in part.args.args] in PAINTING_ARGUMENTS
                ]
    return found


def test_whoever_paints_a_widget_lets_the_painter_be_ended():
    """By `painted`; or it leaves the painting to Qt, or to a part that is `painted`."""
    for module, name, part in painting_classes():
        if part.decorator_list:
            assert ast.unparse(part.decorator_list[0]) in ("painted", "painted_item"), (
                module,
                name,
            )
        else:
            assert "QPainter" not in ast.unparse(part.body), (module, name)
            assert "super().paintEvent(event)" in ast.unparse(part.body), (module, name)


def test_a_painter_is_made_only_where_it_ends():
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        ended = [item.context_expr for node in ast.walk(tree) if isinstance(node, ast.With)
                 for item in node.items]  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("QPainter", "QStylePainter") or node in ended, path
                assert not called.endswith("painter.save"), path


class Fault:
    """Fails once it is armed, each time with an error that was never seen before."""

    made = 0

    def __init__(self):
        Fault.made += 1
        self.kind = type(f"Fault{Fault.made}Error", (RuntimeError,), {})
        self.failed = 0

    def __call__(self, *arguments, **named):
        self.failed += 1
        raise self.kind("Injected at ", Path.home() / "secret" / "lesson.cnnviz")


@pytest.fixture
def logged(tmp_path):
    files = log.start(tmp_path / "log")
    yield tmp_path / "log" / log.NAME
    files.close()


@pytest.fixture
def fault(app, logged):
    """Something that fails, while the program hears of faults."""
    fault, fault.kept = Fault(), []
    app.faults.before_telling(lambda: bool(fault.kept.append(app.fault_box.dialog)) or True)
    app.faults.install()
    yield fault
    app.faults.uninstall()
    for dialog in dialogs():
        dialog.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def dialogs():
    return [each for each in QApplication.topLevelWidgets() if each.objectName() == "fault"]


def check_told_once(app, fault, logged, qtbot):
    """See that it was told once, after the work was kept, and logged; and that the window lives."""
    qtbot.waitUntil(lambda: app.fault_box.dialog is not None, timeout=2000)
    assert fault.failed
    assert [dialog.isVisible() for dialog in dialogs()] == [True]
    assert fault.kept == [None]  # before anybody was told, and once
    app.fault_box.dialog.copy.click()
    for text in (QGuiApplication.clipboard().text(), logged.read_text(encoding="utf-8")):
        assert fault.kind.__name__ in text
        assert "~" in text
        assert str(Path.home()) not in text
    app.fault_box.dialog.go_on.click()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert app.fault_box.dialog is None
    check_it_answers(app)
    assert not dialogs()


def check_it_answers(app):
    """See that the window does what it is asked to."""
    app.cursor.close()
    app.pages.show_page("network")
    app.cursor.go_to_number(0)
    app.actions["forward"].trigger()
    assert app.cursor.number == 1
    app.document.edit("Another", shipped_project())
    app.actions["undo"].trigger()
    app.window.repaint()
    QApplication.processEvents()


def shipped_project():
    from cnnviz.project.project import new_project

    return new_project(shipped.network("mlp"))


def soon(slot):
    """Let Qt call something, as it calls every slot."""
    QTimer.singleShot(0, slot)
    QApplication.processEvents()


# In slots, events, timers, threads


def slot(app, fault, monkeypatch):
    monkeypatch.setattr("cnnviz.cnn.architectures.randomised", fault)
    soon(app.actions["randomise"].trigger)


def undo(app, fault, monkeypatch):
    app.document.edit("Another", shipped_project())
    monkeypatch.setattr(app.document, "_show", fault)
    soon(app.actions["undo"].trigger)


def listener(app, fault, monkeypatch):
    app.document.changed.connect(fault)
    soon(lambda: app.document.edit("Another", shipped_project()))
    app.document.changed.disconnect(fault)


def saving(app, fault, monkeypatch):
    app.answers.path = Path(app.settings._store.fileName()).parent / "lesson.cnnviz"
    monkeypatch.setattr("cnnviz.project.project_file.save_project", fault)
    soon(app.actions["save-as"].trigger)


def opening(app, fault, monkeypatch):
    monkeypatch.setattr("cnnviz.project.project_file.read_project", fault)
    soon(app.actions["activity-2"].trigger)


def dropping(app, fault, monkeypatch):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/lesson.cnnviz")])
    monkeypatch.setattr(type(app.files), "open_path", fault)
    copies, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), copies, data, Qt.MouseButton.LeftButton, none)
    soon(lambda: app.window.dropEvent(event))


def pressing(app, fault, monkeypatch):
    monkeypatch.setattr(type(app.network_page), "position_at", fault)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(9, 9)
    kind = QEvent.Type.MouseButtonPress
    QApplication.postEvent(
        app.network_page, QMouseEvent(kind, place, place, left, left, none)
    )  # fmt: skip
    QApplication.processEvents()


def typing(app, fault, monkeypatch):
    monkeypatch.setattr("cnnviz.views.window.main_window.is_kept", fault)
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Right, none)
    QApplication.postEvent(app.window, event)
    QApplication.processEvents()


def resizing(app, fault, monkeypatch):
    app.window.resized.connect(fault)
    QApplication.postEvent(app.window, QResizeEvent(QSize(1200, 700), app.window.size()))
    QApplication.processEvents()
    app.window.resized.disconnect(fault)


def theme(app, fault, monkeypatch):
    monkeypatch.setattr(type(app.look), "set_style_sheet", fault)
    soon(app.actions["theme-dark"].trigger)


def presenting(app, fault, monkeypatch):
    monkeypatch.setattr("cnnviz.views.present.view.PresentView.__init__", fault)
    soon(app.actions["present"].trigger)


def page(app, fault, monkeypatch):
    monkeypatch.setattr("cnnviz.views.train.page.TrainPage.__init__", fault)
    soon(app.actions["page-train"].trigger)


def palette(app, fault, monkeypatch):
    monkeypatch.setattr("cnnviz.views.window.command_palette.CommandPalette.__init__", fault)
    soon(app.actions["palette"].trigger)


def explaining(app, fault, monkeypatch):
    monkeypatch.setattr("cnnviz.views.explanation.view.ExplanationView.__init__", fault)
    soon(lambda: app.cursor.open(Position("conv1", 0)))


def export(app, fault, monkeypatch):
    monkeypatch.setattr("cnnviz.views.exercise.sheet_dialog.AnswerSheetDialog.__init__", fault)
    soon(app.actions["answer-sheet"].trigger)


def settings(app, fault, monkeypatch):
    app.settings.changed.connect(fault)
    soon(lambda: app.settings.set_text_size(125))
    app.settings.changed.disconnect(fault)


def picture(app, fault, monkeypatch):
    """In a job, in another thread; the input waits no more."""
    monkeypatch.setattr("cnnviz.state.picture_opener.PictureSource.read", fault)
    soon(lambda: app.input.opener.open_path(Path("/picture.png")))


def data_set(app, fault, monkeypatch):
    app.pages.show_page("train")
    monkeypatch.setattr("cnnviz.state.data_jobs.read_sheet", fault)
    soon(lambda: app.pages.train().data._jobs.read(app.pages.train().data._wanted("strokes:60")))


def job(app, fault, monkeypatch):
    LatestJob(app.document).start(fault)


def thread(app, fault, monkeypatch):
    threading.Thread(target=fault).start()


def qt_thread(app, fault, monkeypatch):
    made = QThread(app.document)
    monkeypatch.setattr(made, "run", fault, raising=False)
    made.started.connect(fault)
    made.start()
    made.quit()
    made.wait()


def timer(app, fault, monkeypatch):
    made = QTimer(app.window, interval=1)
    made.timeout.connect(fault)
    made.start()
    while fault.failed < 30:  # it fails again and again
        QApplication.processEvents()
    made.stop()


def run_events(app, fault, monkeypatch):
    app.pages.show_page("train")
    app.training.open(made_run(Path(app.settings._store.fileName()).parent / "run"))
    monkeypatch.setattr(app.training.run._events, "look", fault)
    soon(app.training.run._look)


def accessible(app, fault, monkeypatch):
    app.inspector.hovered.connect(fault)
    soon(lambda: app.inspector.hovered.emit(None))
    app.inspector.hovered.disconnect(fault)


def question(app, fault, monkeypatch):
    """While a dialog is open."""
    box = QMessageBox(app.window)
    box.open()
    soon(fault)
    box.close()
    box.deleteLater()


PLACES = (
    slot, undo, listener, saving, opening, dropping, pressing, typing, resizing, theme,
    presenting, page, palette, explaining, export, settings, picture, data_set,
    job, thread, qt_thread, timer, run_events, accessible, question,
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_fault_is_told_once_and_the_window_lives(app, fault, logged, qtbot, place):
    with pytest.MonkeyPatch.context() as monkeypatch:
        place(app, fault, monkeypatch)
        QApplication.processEvents()
    check_told_once(app, fault, logged, qtbot)


# In painting


def shown_widget(app, module, name):
    """Bring a class that paints onto the screen; return one of its kind."""
    app.answers.save_first_answer = "discard"
    kind = getattr(__import__(module, fromlist=[name]), name)
    shows = (
        show_network, show_explanation, show_filter, show_boxes, show_train, show_large,
        show_present, show_units,
    )  # fmt: skip
    for show in shows:
        show(app)
        QApplication.processEvents()
        for widget in app.window.findChildren(QWidget):
            view = widget if isinstance(widget, kind) else None
            delegate = getattr(widget, "itemDelegate", None)
            if view is None and delegate is not None and isinstance(delegate(), kind):
                view = widget
            if view is not None and view.isVisible() and not view.visibleRegion().isEmpty():
                return kind, view
    pytest.fail(f"{name} is nowhere to be seen")


def show_network(app):
    app.pages.show_page("network")
    app.cursor.go_to_number(app.cursor.last_number)
    app.cursor.select(Position("conv2", 0, 0, 0))


def show_explanation(app):
    app.cursor.open(Position("conv2", 0, 3, 3))


def show_filter(app):
    app.pages.show_page("filter")


def show_boxes(app):
    app.settings.set_network_view("boxes")
    app.pages.show_page("network")


def show_train(app):
    app.pages.show_page("train")


def show_large(app):
    app.pages.show_page("network")
    app.settings.set_network_view("maps")
    app.document.edit("Large", with_network(app.document.project, deep_network()))


def show_present(app):
    app.document.history.undo()  # the small one again
    app.pages.show_page("network")
    app.actions["present"].trigger()


def show_units(app):
    app.cursor.go_to_layer("fc1")


def failing_in(code, fault):
    """A trace that lets a function fail once it is in its middle, whoever calls it.

    Another function cannot be put in its place: Qt goes on calling the one it knows.
    """
    lines = []

    def in_function(frame, event, argument):
        lines.append(frame.f_lineno)
        if len(lines) > 2 or event == "return":
            fault()
        return in_function

    return lambda frame, event, argument: in_function if frame.f_code is code else None


ELSEWHERE = (  # seen only after some training or keys, at one layer, or in a list that is open
    "_Entries", "Magnifier", "MapView", "MapStrip", "SheetView", "ClassBars", "KernelGallery",
    "PictureDelegate", "PushedPicture", "HistogramView", "ValueRow", "FocusRing", "Rows", "Wall",
    "StepMarks", "PatchStrip", "Pointer", "VerdictColumn", "ClassRows",
)  # fmt: skip
PAINTING = [
    pytest.param((module, name, part.name), id=f"{module.rpartition('.')[2]}-{name}")
    for module, name, part in painting_classes()
    if part.decorator_list and name not in ELSEWHERE
]


@pytest.mark.parametrize("painting", PAINTING)
def test_a_fault_in_painting_leaves_a_calm_sign(app, fault, logged, qtbot, painting, monkeypatch):
    module, name, method = painting
    kind, widget = shown_widget(app, module, name)

    signs = []
    paint_sign = safe_painting._paint_sign
    monkeypatch.setattr(
        safe_painting, "_paint_sign", lambda *told: signs.append(told) or paint_sign(*told)
    )
    sys.settrace(failing_in(getattr(kind, method).__wrapped__.__code__, fault))
    area = widget.viewport() if hasattr(widget, "viewport") else widget
    area.update()
    QApplication.processEvents()
    sys.settrace(None)
    assert len(signs) == 1  # the next time it is painted as ever
    check_told_once(app, fault, logged, qtbot)
