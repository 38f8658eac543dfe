"""Nothing tells a value that is still to be found: on no page, with no panel, in no way."""

import re

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from cnnviz.project import shipped
from cnnviz.project.picture import blank_drawing
from cnnviz.project.place import Position
from cnnviz.project.project import with_picture
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.maps.view import MapView
from cnnviz.views.network.page import NetworkPage
from cnnviz.views.sheets.sheet_view import SheetView
from tests.journeys.test_every_text import painted, texts_of  # noqa: F401  (a fixture)

CTRL = Qt.KeyboardModifier.ControlModifier
PAGES = ("filter", "network", "train")
SECRET = {"57", "40", "19", "14"}  # results of Activity 2 that stand nowhere in its input
KINDS = ("layer", "network", "value", "filter")  # what Present mode shows
FIRST = Position("conv1", 0, 1, 0)
AT = [None, FIRST, Position("relu1", 0, 2, 0), Position("max_pool1", 0, 0, 0)]
POINTED = (CellGrid, MapView, NetworkPage, SheetView)  # where the pointer is told something


@pytest.fixture
def tips(monkeypatch):
    """What tool tips say; offscreen none can be raised."""
    found = set()
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, *rest: found.add(text))
    return found


@pytest.fixture
def told(app, painted, tips):  # noqa: F811
    """Return every text that a widget and those on it show, tell, say and give away."""

    def told(top):
        QApplication.processEvents()
        for texts in (painted, tips):
            texts.clear()
        top.render(QImage(top.size(), QImage.Format.Format_RGB32), QPoint())
        found = dict.fromkeys(painted, "painted")
        for widget in (top, *top.findChildren(QWidget)):
            if not widget.isVisible():
                continue
            name = widget.objectName() or type(widget).__name__
            found |= dict.fromkeys(texts_of(widget), name)
            found |= dict.fromkeys(heard(widget), f"{name}, heard")
            found |= dict.fromkeys(copied(widget), f"{name}, copied")
            tips.clear()
            pointed = list(pointed_at(app, widget))
            found |= dict.fromkeys((*tips, *pointed), f"{name}, pointed at")
        return found

    return told


def heard(widget):
    """What a screen reader says of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value):
        if interface is not None:
            yield interface.text(kind)


def copied(widget):
    """What a widget puts into the clipboard."""
    if not isinstance(widget, POINTED):
        return
    QGuiApplication.clipboard().clear()
    QTest.keyClick(widget, Qt.Key.Key_C, CTRL)
    yield QGuiApplication.clipboard().text()


def pointed_at(app, widget):
    """What the status line says where the pointer is; tool tips are asked for on the way."""
    shown = widget.visibleRegion()
    if not widget.hasMouseTracking() or not isinstance(widget, POINTED):
        return
    for x in range(20, widget.width(), 67):
        for y in range(20, widget.height(), 67):
            if not shown.contains(QPoint(x, y)):
                continue
            at, far = QPoint(x, y), widget.mapToGlobal(QPoint(x, y))
            QTest.mouseMove(widget, at)
            QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, far))
            yield app.status.value.text()
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def wrong_in(found, secret):
    """Where a text tells one of some numbers, and what it says."""
    whole = re.compile(rf"(?<![\d.,])({'|'.join(map(re.escape, secret))})(?![\d]|[.,]\d)")
    plain = ((re.sub("<[^>]*>", "", text), where) for text, where in found.items())
    return {f"{where}: {text}" for text, where in plain if whole.search(text)}


@pytest.fixture
def asked(app):
    """The window with Activity 2, its answers hidden, and the comparison in its inspector."""
    app.window.resize(1600, 1000)
    app.files.open_path(shipped.project_file("activity-2"))
    app.exercise.set_on(is_on=True)
    QApplication.processEvents()
    return app


@pytest.mark.sweep(2)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("at", AT, ids=lambda at: "nothing" if at is None else f"at{at.node}")
def test_no_page_tells_a_hidden_result(asked, told, page, at):
    asked.cursor.close()
    asked.cursor.select(at)
    asked.cursor.show_page(page)
    QApplication.processEvents()
    compare = asked.inspector.findChild(QWidget, "kernel-compare")
    if compare is not None and compare.isVisible():
        compare.click()
    wrong = wrong_in(told(asked.window), SECRET)
    if page != "train" and at == FIRST:  # the terms of later values are earlier results
        asked.cursor.open()
        wrong |= wrong_in(told(asked.window), SECRET)
    assert not wrong


@pytest.mark.sweep(3)
@pytest.mark.parametrize("at", AT, ids=lambda at: "nothing" if at is None else f"at{at.node}")
def test_present_mode_tells_no_hidden_result(asked, told, at):
    asked.cursor.close()
    asked.cursor.go_to("conv1" if at is None else at.node)
    asked.cursor.select(at)
    asked.actions["present"].trigger()
    view, wrong = asked.presenter.view, set()
    for kind in KINDS if at == FIRST else ("layer", "network"):
        view.show_kind(kind)
        wrong |= wrong_in(told(view), SECRET)
    asked.actions["present"].trigger()
    assert not wrong


def test_every_hidden_result_is_told_when_it_may_be(asked, told):
    """The walk really sees what it looks for."""
    asked.exercise.set_on(is_on=False)
    asked.cursor.close()
    asked.cursor.show_page("filter")
    seen = " ".join(told(asked.window))
    assert {number for number in SECRET if re.search(rf"\b{number}\b", seen)} == SECRET


@pytest.mark.parametrize("channel", [None, 1])
@pytest.mark.parametrize("is_open", [False, True])
def test_without_ink_nothing_tells_what_the_classes_would_get(app, told, channel, is_open):
    """Also not beside the drawing, where the layer is told of, and with its explanation open."""
    output = app.document.project.network.output
    app.document.edit("Clear", with_picture(app.document.project, blank_drawing()))
    shares = app.document.forward.trace.values[output]
    secret = {f"{100 * share:.1f}" for share in shares if share > 0.05}
    assert len(secret) > 1
    app.cursor.select(None if channel is None else Position(output, channel))
    if is_open:
        app.cursor.open()
        assert app.cursor.selected.channel == (channel or 0)
    found = told(app.window)
    assert not wrong_in(found, secret)
    said = [where for text, where in found.items() if "No ink yet" in text]
    assert is_open or {"step-sentence, heard", "inspector-facts, heard"} <= {*said}
    app.actions["present"].trigger()
    assert not wrong_in(told(app.presenter.view), secret)
    app.actions["present"].trigger()
