"""The whole program in a language of its own: no text is left out, and none is cut into pieces."""

import gettext as catalogues
from dataclasses import astuple

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QSpinBox,
    QWidget,
)

from cnnviz import language
from cnnviz.__main__ import main
from cnnviz.cnn import architectures
from cnnviz.cnn.network import INPUT
from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import with_network
from cnnviz.state.training import runs_folder
from cnnviz.views.cells.texts import CellTexts
from cnnviz.views.window.licences import used_licences
from tests.loud_language import Loud, problem
from tests.runs_on_disk import made_run, with_answers

NAMES = ("MNIST", "Fashion-MNIST", "Kuzushiji-MNIST", "CIFAR-10", "separator")  # the last is Qt's
KEYS = ("Ctrl", "Shift", "Alt", "Home", "End", "PgDown", "PgUp", "Space", "Return", "Esc", "Del")


@pytest.fixture(autouse=True)
def loud():
    """Speak the language, from before the window is made until after it is gone."""
    language.use(Loud())
    yield
    language.use(catalogues.NullTranslations())


@pytest.fixture
def app(loud, app):
    """The window, made while the language was spoken."""
    return app


@pytest.fixture
def painted(monkeypatch):
    """Every text that is painted, in order."""
    texts = []
    draw, laid = QPainter.drawText, CellTexts.laid

    def draw_text(painter, *arguments):
        texts.extend(part for part in arguments if isinstance(part, str))
        return draw(painter, *arguments)

    def laid_text(self, font, text, **how):
        texts.append(text)
        return laid(self, font, text, **how)

    monkeypatch.setattr(QPainter, "drawText", draw_text)
    monkeypatch.setattr(CellTexts, "laid", laid_text)
    return texts


GETTERS = {  # of what kind of widget, and what it shows
    QWidget: ("toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription"),
    QDialog: ("windowTitle",),
    QLabel: ("text",),
    QAbstractButton: ("text",),
    QLineEdit: ("placeholderText",),
    QGroupBox: ("title",),
    QMenu: ("title",),
    QSpinBox: ("prefix", "suffix"),
}


def texts_of(widget):
    """Every text that a widget shows or tells, its actions and entries included."""
    for kind, getters in GETTERS.items():
        if isinstance(widget, kind):
            yield from (getattr(widget, getter)() for getter in getters)
    model = getattr(widget, "model", None)
    if callable(model) and isinstance(model(), QAbstractItemModel):
        yield from entries(model())
    for action in widget.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly):
        yield from (action.text(), action.toolTip(), action.statusTip())


ROLES = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)  # fmt: skip


def entries(model):
    """Every text of a list or table."""
    root = QModelIndex()  # a list keeps the count of its columns to itself
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(root)
    for row in range(model.rowCount(root)):
        for column in range(columns):
            for role in ROLES:
                text = model.data(model.index(row, column), role)
                if isinstance(text, str):
                    yield text
    for column in range(columns):
        head = model.headerData(column, Qt.Orientation.Horizontal)
        if isinstance(head, str):
            yield head


def is_out_of_reach(widget):
    """Whether a widget belongs to a menu that pyqtgraph makes for each plot, and we never show."""
    menu = widget
    while menu is not None and not isinstance(menu, QMenu):
        menu = menu.parentWidget()
    return menu is not None and menu.title() in ("Plot Options", *PLOT_OPTIONS)


PLOT_OPTIONS = ("Transforms", "Downsample", "Average", "Alpha", "Grid", "Points")


def wrong_in(top, painted, known):
    """Render a widget, and return what is wrong with the texts on it and below it."""
    QApplication.processEvents()
    painted.clear()
    image = QImage(top.size(), QImage.Format.Format_RGB32)
    top.render(image, QPoint())
    found = dict.fromkeys(painted, "painted")
    for widget in (top, *top.findChildren(QWidget)):
        if is_out_of_reach(widget):
            continue
        where = widget.objectName() or type(widget).__name__
        if not where.startswith("qt_"):
            found |= dict.fromkeys(texts_of(widget), where)
    wrong = {(where, problem(text, known)) for text, where in found.items() if text}
    return {f"{where}: {what}" for where, what in wrong if what}


def known_of(network):
    """The names that are no text of the program; of a node's name its end may stand alone."""
    parts = [name.split(".") for name in network.names[1:] if network.has_own_names]
    nodes = [".".join(each[at:]) for each in parts for at in range(len(each))]
    return (*nodes, *network.classes, *KEYS, *NAMES, *OURS, *TYPES)


OURS = ("cnnviz", "cnn", "viz", "Inter")
RUNS = ("shown", "other", "strokes:60")
TYPES = (".cnnviz", ".png", ".csv", ".npy")


@pytest.mark.sweep(3)
@pytest.mark.parametrize("name", architectures.NAMES)
def test_every_layer_of_every_network_is_told_and_explained_in_it(app, painted, thorough, name):
    """Of several layers of a kind, which differ in their numbers, the last; all where thorough."""
    network = shipped.network(name)
    of_kinds = {network.layers[node].kind: node for node in network.names[1:]}
    app.document.edit("Open", with_network(app.document.project, network))
    known, wrong = known_of(network), set()
    for node in network.names if thorough else (INPUT, *of_kinds.values()):
        app.cursor.close()
        app.cursor.go_to(node)
        shape = app.document.forward.trace.shapes[node]
        place = [n // 2 for n in shape]
        app.cursor.select(Position(node, *place))
        wrong |= wrong_in(app.window, painted, known)
        app.cursor.open()
        wrong |= wrong_in(app.window, painted, known)
    assert not wrong


@pytest.mark.parametrize("page", ["filter", "network", "train"])
@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_every_page_speaks_it(app, painted, page, size):
    app.window.resize(*size)
    app.cursor.show_page(page)
    assert not wrong_in(app.window, painted, known_of(app.document.project.network))


def test_the_train_page_speaks_it_of_its_runs(app, qtbot, painted):
    """Of one that is shown with its mistakes, of one beside it, of the list, of each snapshot."""
    network = shipped.network("nine-steps")
    shown, other = (made_run(runs_folder() / name, network) for name in ("shown", "other"))
    app.window.resize(1920, 1400)
    training = app.training
    with qtbot.waitSignal(training.devices.changed, timeout=60_000):  # a process names them
        app.cursor.show_page("train")
    results = app.pages.train().right.results
    training.open(with_answers(shown))
    training.runs.look()
    training.comparison.tick(other, is_ticked=True)
    training.comparison.put_beside(other)
    devices = [each.title for each in training.devices.found]
    known, wrong = (*known_of(network), *RUNS, *devices, str(runs_folder())), set()
    for snapshot in range(4):
        training.run.look_at(snapshot)
        wrong |= wrong_in(app.window, painted, known)
    assert results.pictures.captions  # its mistakes
    for cell in ((0, 1), (1, 1), (0, 2)):  # a mistake, right answers, nothing
        results.confusion.chosen.emit(*cell)
        wrong |= wrong_in(app.window, painted, known)
        told = results.confusion.told_at(results.confusion.cell_rect(*cell).center())
        assert told
        wrong |= {problem(told, known)} - {""}
    assert not wrong


def test_present_mode_speaks_it(app, find, painted):
    network = app.document.project.network
    app.actions["present"].trigger()
    view, wrong = app.presenter.view, set()
    for node in network.names:
        app.cursor.go_to(node)
        wrong |= wrong_in(view, painted, known_of(network))
    for kind in ("network", "value", "filter"):
        view.show_kind(kind)
        wrong |= wrong_in(view, painted, known_of(network))
    app.actions["present"].trigger()
    assert not wrong


def test_an_exercise_and_its_verdicts_speak_it(app, painted):
    app.files.open_path(shipped.project_file("activity-2"))
    app.exercise.set_on(is_on=True)
    known, wrong = known_of(app.document.project.network), set()
    for answer in ("57", "28", "12", "56.9"):
        app.exercise.take(answer)
        wrong |= wrong_in(app.window, painted, known)
    assert not wrong


@pytest.mark.parametrize("name", ["about", "shortcuts"])
def test_every_text_of_the_help_speaks_it(app, name):
    app.actions[name].trigger()
    (told,) = app.answers.told
    packages = [name for used in used_licences() for name in astuple(used)]
    assert not problem(told, (*packages, *known_of(app.document.project.network)))


def test_every_edit_has_a_name_in_it(app, find):
    """Of what the menus do, and of the fields of the inspector."""
    app.cursor.select(Position("conv1", 0, 4, 4))
    for name in ("randomise", "reset-network", "clear-drawing", "activity-2"):
        app.actions[name].trigger()
    app.document.edit("", with_network(app.document.project, shipped.network("lecture-cnn")))
    app.cursor.select(Position("conv1", 0, 4, 4))
    for name in ("kernel-negate", "kernel-rotate", "kernel-transpose", "kernel-reset"):
        find(name).click()
    history = app.document.history
    names = [history.text(i) for i in range(history.count())]
    assert len(names) > 3
    assert not {problem(name) for name in names} - {""}


@pytest.mark.parametrize(
    "name", ["history", "new-exercise", "answer-sheet", "hand-out", "export", "palette"]
)
def test_every_dialog_speaks_it(app, find, painted, name):
    wrong, known = {"no dialog came"}, known_of(app.document.project.network)

    def look():
        dialog = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if dialog is not None:
            wrong.clear()
            wrong.update(wrong_in(dialog, painted, known))
            dialog.close()

    QTimer.singleShot(200, look)
    app.actions[name].trigger()
    look()
    assert not wrong


PRINTED = [
    ["networks"],
    ["explain", "activity-2", "--layer", "1", "--at", "0,1,0"],
    ["explain", "activity-2", "--layer", "2", "--at", "0,0,0"],
    ["data", "list"],
    *([name, "--help"] for name in ("networks", "predict", "explain", "trace", "train", "data")),
    ["--help"],
]
WRONG = [
    ["nothing-of-that-name"],
    ["predict", "lecture-cnn", "nothing.png"],
    ["predict", "nothing", "nothing.png"],
    ["explain", "activity-2", "--layer", "99", "--at", "0,0,0"],
    ["explain", "activity-2", "--layer", "1", "--at", "0,99,0"],
]


def spoken(text):
    """A text without its lines that are commands, names and usage."""
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("words", PRINTED, ids=" ".join)
def test_every_command_speaks_it(capsys, words):
    assert main(words) == 0
    assert "⟦" in capsys.readouterr().out


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_every_refusal_speaks_it(capsys, words):
    assert main(words) == 2
    said = capsys.readouterr().err.removeprefix("cnnviz: ").strip()
    names = {name for word in words for name in (word, repr(word))} | set(architectures.NAMES)
    assert not problem(said, tuple(names))
