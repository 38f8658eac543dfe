"""Keys of Present that open something do so from every view, or say why there is nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cnnviz.project import shipped
from cnnviz.project.project import with_network
from cnnviz.views.controls.bubble import told

KEY = Qt.Key
KINDS = ("layer", "network", "value", "verdict", "filter", "train")


def presented(app, name):
    """What is presented of a network that ships."""
    network = shipped.network(name)
    app.document.edit("Open", with_network(app.document.project, network))
    app.presenter.start()
    QApplication.processEvents()
    return app.presenter.view


def press(qtbot, view, kind, key):
    view.show_kind(kind)
    QApplication.processEvents()
    qtbot.keyClick(QApplication.focusWidget() or view, key)
    QApplication.processEvents()


def test_k_offers_presets_from_every_view(app, qtbot, monkeypatch):
    view = presented(app, "lecture-cnn")
    offered = []
    monkeypatch.setattr(
        type(view.presets), "showMenu", lambda button: offered.append(button.isVisible())
    )
    for kind in KINDS:
        press(qtbot, view, kind, KEY.Key_K)
        assert offered.pop(), kind
        assert (view.kind, app.cursor.step) == ("layer", "conv1"), kind


@pytest.mark.parametrize("key", [KEY.Key_2, KEY.Key_K, KEY.Key_H])
def test_what_a_network_does_not_have_is_said(app, qtbot, key):
    view = presented(app, "mlp")
    for kind in KINDS:
        if (kind, key) == ("value", KEY.Key_H):
            continue  # a value that is selected sees something of the input
        press(qtbot, view, kind, key)
        assert view.kind == kind
        assert told(view.title).startswith(("This network has no", "No value of this network"))


def test_a_single_filter_has_no_second_one(app, qtbot):
    view = presented(app, "one-filter")
    for kind in KINDS:
        press(qtbot, view, kind, KEY.Key_2)
        assert view.kind == kind
        assert told(view.title) == "This network has no second filter to put beside the first."
