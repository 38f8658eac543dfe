"""A project whose every name is hostile: letter by letter on the screen, nowhere taken for HTML."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QInputDialog,
    QLabel,
    QMessageBox,
    QTabBar,
    QToolTip,
    QWidget,
)

from cnnviz.cnn.network import chain
from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import new_project
from cnnviz.project.project_file import save_project
from cnnviz.text.shown_name import LONGEST, shown_name
from cnnviz.views.controls.dialogs import Dialogs
from cnnviz.views.look.plain_tip import plain_tip
from tests.runs_on_disk import made_run

VIEWS = Path(__file__).parents[2] / "cnnviz" / "views"
IMAGE = "<img src=/dev/zero>"
HOSTILE = {
    "image": IMAGE,
    "bold": "<b>Bold</b> & <i>co",
    "lines": f"{IMAGE}\nsecond\r\nthird",
    "long": "<b>" + "m" * 297,
    "direction": f"{IMAGE}\u202egnp.exe\u2066",
}
MARKUP = ("header", "step-sentence", "-told")  # the labels that are HTML of our own


def hostile_project(text):
    network = shipped.network("lecture-cnn")
    layers = tuple(node.layer for node in network.nodes)
    classes = tuple(f"{text}{number}" for number in range(10))
    return new_project(chain(text, text, network.input_shape, layers, classes, network.treatment))


def is_rich(text, form):
    """Whether Qt takes a text for HTML."""
    auto = form == Qt.TextFormat.AutoText and "<" in text
    return auto or form in (Qt.TextFormat.RichText, Qt.TextFormat.MarkdownText)


def check_labels(root):
    for label in root.findChildren(QLabel):
        label.ensurePolished()
        text = label.text()
        if is_rich(text, label.textFormat()):
            assert label.property("markup"), (label.objectName(), text)
            check_markup(text)


def check_markup(text):
    """Whatever of a file stands in HTML of ours is escaped."""
    assert "<img" not in text
    assert "<b>Bold" not in text
    assert "<b>m" not in text


def check_tips(root):
    for widget in root.findChildren(QWidget):
        check_markup(widget.toolTip())
        if isinstance(widget, QTabBar):
            for place in range(widget.count()):
                check_markup(widget.tabToolTip(place))
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            is_list = isinstance(model, QAbstractListModel)
            columns = 1 if is_list else model.columnCount(QModelIndex())
            for row in range(model.rowCount(QModelIndex())):
                for column in range(columns):
                    tip = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
                    check_markup(tip or "")
        for place in places_in(widget):
            check_hovering(widget, place)


def places_in(widget):
    if not widget.isVisible():
        return []
    steps = range(1, 8)
    return [QPoint(widget.width() * x // 8, widget.height() * y // 8) for x in steps for y in steps]


def check_hovering(widget, place):
    """See what is told of a place of a view that tells each part."""
    if not hasattr(widget, "told_at"):
        return
    event = QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def hostile(app, request, tmp_path):
    path = tmp_path / "<b>lesson&co[*]\u202e.cnnviz"
    save_project(path, hostile_project(request.param))
    app.files.open_path(path)
    assert not app.answers.told
    assert app.document.project.network.title == request.param
    return app


def pages_of(app):
    app.pages.show_page("network")
    yield
    app.cursor.select(Position("fc1", 0))
    yield
    app.cursor.open(Position("softmax1", 0))
    yield
    app.cursor.open(Position("conv1", 0, 3, 3))
    yield
    app.cursor.close()
    app.pages.show_page("filter")
    yield
    app.pages.show_page("train")
    app.training.open(made_run(Path(app.document.path).parent / "<b>run", hostile_network(app)))
    yield
    app.pages.show_page("network")
    app.actions["present"].trigger()
    yield


def hostile_network(app):
    return app.document.project.network


@pytest.mark.sweep(2)
def test_names_of_a_file_are_shown_letter_by_letter_on_every_page(hostile, monkeypatch):
    monkeypatch.setattr(QToolTip, "showText", lambda at, text, *told: check_markup(text))
    app = hostile
    least = app.window.minimumSizeHint()
    for _ in pages_of(app):
        for _ in range(3):
            QApplication.processEvents()
        check_labels(app.window)
        check_tips(app.window)
        assert app.window.minimumSizeHint().width() <= max(least.width(), 1280)
    assert "\u202e" not in app.window.windowTitle()
    assert "[*][*]" in app.window.windowTitle()
    menu = [action.text() for action in app.actions.recent.actions()]
    assert any("&&co" in text for text in menu)


@pytest.mark.parametrize("name", HOSTILE)
def test_boxes_show_what_they_are_told_letter_by_letter(app, name, monkeypatch):
    seen = []

    def look(box):
        box.ensurePolished()
        check_labels(box)
        seen.append(box.objectName())
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "exec", look)
    dialogs = Dialogs(app.pages, app.settings)
    dialogs.tell(HOSTILE[name])
    dialogs.save_first(HOSTILE[name])
    assert seen == ["problem", "save-first"]


def test_any_label_is_plain_also_those_of_boxes_that_qt_makes(app):
    box = QMessageBox(app.window)
    box.setText(IMAGE)
    box.setInformativeText(IMAGE)
    asked = QInputDialog(app.window)
    asked.setLabelText(IMAGE)
    for dialog in (box, asked):
        dialog.open()
        labels = [label for label in dialog.findChildren(QLabel) if label.text() == IMAGE]
        assert labels
        assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
        dialog.close()
        dialog.deleteLater()


# The mechanism


def is_safe_tip(node):
    """Whether a tool tip is a sentence of ours, or made plain."""
    if isinstance(node, ast.IfExp):
        return is_safe_tip(node.body) and is_safe_tip(node.orelse)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in ("_", "plain_tip")
    is_tip = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".toolTip")
    return is_tip or isinstance(node, ast.Constant)


@pytest.mark.parametrize(
    "file", sorted(p.relative_to(VIEWS).as_posix() for p in VIEWS.rglob("*.py"))
)
def test_every_tool_tip_passes_through_what_makes_it_plain(file):
    for node in ast.walk(ast.parse((VIEWS / file).read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, tip = node.func.attr, None
        if name == "setToolTip":
            tip = node.args[0]
        elif name == "showText" and "QToolTip" in ast.unparse(node.func):
            tip = node.args[1]
        if tip is not None and ast.unparse(tip) != "text if is_own else plain_tip(text)":
            assert is_safe_tip(tip), ast.unparse(node)


def test_a_tip_that_looks_like_html_is_escaped():
    assert plain_tip("1 + 1 = 2") == "1 + 1 = 2"
    assert IMAGE not in plain_tip(IMAGE)
    assert IMAGE not in plain_tip(plain_tip(IMAGE))
    assert "<b>" not in plain_tip("<b>", wraps=True)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("lesson.cnnviz", "lesson.cnnviz"),
        ("ñandú 🐤.png", "ñandú 🐤.png"),
        ("a\nb", "a�b"),
        ("\u202egnp.exe", "�gnp.exe"),
        ("bad\udcff.png", "bad�.png"),
        ("a" * 250 + ".png", "a" * 29 + "…" + "a" * 26 + ".png"),
        ("\u0646\u200c\u0645.png", "\u0646\u200c\u0645.png"),
    ],
)
def test_a_name_stands_in_one_line(name, shown):
    assert shown_name(name) == shown
    assert len(shown_name(name)) <= LONGEST


def test_no_title_of_a_network_makes_the_window_wider(app, qtbot):
    narrow = {}
    for title in ("Own", "Wm" * 200):
        network = replace(shipped.network("lecture-cnn"), name="own", title=title)
        app.document.open(new_project(network), None)
        for page in ("network", "filter", "train"):
            app.cursor.show_page(page)
            QApplication.processEvents()
            least = app.window.minimumSizeHint().width()
            assert least <= narrow.setdefault(page, max(least, 1024))
