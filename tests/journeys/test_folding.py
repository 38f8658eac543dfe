"""Blocks of a large network in the whole window: key, menu, palette, and the saved file."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_network
from cnnviz.project.project_file import open_saved
from cnnviz.project.shipped import network
from cnnviz.views.bars.transport_bar import TransportBar
from tests.deep_network import deep_network


@pytest.fixture
def deep(app):
    ink = np.random.default_rng(1).random((1, 8, 8), np.float32)
    assert app.document.open(new_project(deep_network(), Picture("matrix", ink)), None) == ""
    return app


def test_a_key_unfolds_and_folds_the_block_that_is_looked_at(deep):
    cursor, window = deep.cursor, deep.window
    cursor.go_to("layer2.0.relu_1")
    assert deep.actions["fold-block"].isEnabled()
    deep.network_page.setFocus()
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert cursor.unfolded == ("layer2.0",)
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert cursor.unfolded == ()
    cursor.go_to("fc")
    assert not deep.actions["fold-block"].isEnabled()


def test_what_lies_under_the_pointer_may_be_folded_away_by_a_key(deep):
    """A value that has no place any more was asked for its place while the page was painted."""
    deep.actions["unfold-all"].trigger()
    page, cursor = deep.network_page, deep.cursor
    inner = "layer1.0.conv1"
    cursor.go_to(deep.document.project.network.output)
    QTest.mouseMove(page, page.cell_rect(inner, 0).center().toPoint())
    over = page.position_at(page.cell_rect(inner, 0).center())
    page._set_hover(over)
    assert page.hover.node == inner
    deep.actions["fold-all"].trigger()
    assert page.hover is None
    page.grab()


def test_all_blocks_unfold_and_fold(deep):
    deep.actions["unfold-all"].trigger()
    assert deep.cursor.folded == ()
    assert deep.cursor.last_number == len(deep.document.project.network.nodes)
    assert not deep.actions["unfold-all"].isEnabled()
    deep.actions["fold-all"].trigger()
    assert deep.cursor.unfolded == ()
    assert not deep.actions["fold-all"].isEnabled()


@pytest.mark.parametrize(
    ("text", "kind", "node"),
    [("layer2.1", "block", "layer2.1.conv1"), ("layer3.1.add", "layer", "layer3.1.add")],
)
def test_the_palette_finds_a_block_and_the_layers_in_it(deep, find, text, kind, node):
    deep.actions["palette"].trigger()
    dialog = find("command-palette")
    QTest.keyClicks(dialog.field, text)
    rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    dialog.list.setCurrentRow(rows.index(f"{text} · {kind}"))
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert deep.cursor.node == node
    assert deep.cursor.block not in deep.cursor.folded


def test_what_is_folded_is_kept_in_the_file(deep, tmp_path):
    path = tmp_path / "deep.cnnviz"
    deep.cursor.fold(["layer1.0", "layer3.3"], is_folded=False)
    deep.disk.save(path)
    project, place = open_saved(path)
    assert place.folded == deep.cursor.place.folded
    assert {*project.network.blocks} - {*place.folded} == {"layer1.0", "layer3.3"}
    deep.cursor.fold(project.network.blocks, is_folded=True)
    deep.document.history.setClean()
    deep.files.open_path(path)
    assert deep.cursor.unfolded == ("layer1.0", "layer3.3")


def test_the_step_is_told_by_the_name_of_the_block(deep):
    deep.cursor.go_to("layer1.1.relu_1")
    told = deep.network_page.accessibleDescription()
    assert told == "Step 3 of 16, layer1.1"
    words = deep.window.findChild(TransportBar).sentence.text()
    assert "layer1.1" in words
    assert "5 layers, folded into one column" in words
    kinds = replace(deep.document.project.network, block_kinds={"layer1.1": "BasicBlock"})
    deep.document.edit("Open", with_network(deep.document.project, kinds))
    deep.cursor.go_to("layer1.1.relu_1")
    words = deep.window.findChild(TransportBar).sentence.text()
    assert "BasicBlock: 5 layers, folded" in words


def test_the_overview_stands_above_a_large_network_alone(app, deep, find):
    overview = app.overview
    assert overview.isVisible()
    deep.cursor.open()
    assert not overview.isVisible()
    deep.cursor.close()
    assert overview.isVisible()
    deep.document.open(new_project(network("lecture-cnn")), None)
    assert not overview.isVisible()


def test_many_maps_are_sorted_by_the_menu_and_stay_so_in_the_file(deep, tmp_path):
    node, path = "layer3.0.relu_1", tmp_path / "deep.cnnviz"
    place = deep.network_page.scene().place
    assert deep.actions["sort-strength"].isChecked()
    deep.actions["sort-number"].trigger()
    assert [*deep.network_page.scene().place.channels(node)] == [*range(64)]
    assert [*place.channels(node)] != [*range(64)]
    deep.disk.save(path)
    deep.actions["sort-mean"].trigger()
    deep.document.history.setClean()
    deep.files.open_path(path)
    assert deep.cursor.place.sorting == "number"
    assert deep.actions["sort-number"].isChecked()
    deep.document.open(new_project(network("lecture-cnn")), None)
    assert not deep.actions["sort-number"].isEnabled()
    assert "more than 64 maps" in deep.actions["sort-number"].statusTip()


def test_steps_go_by_blocks_or_layers_by_keys_and_stay_so_in_the_file(deep, tmp_path):
    cursor, window, path = deep.cursor, deep.window, tmp_path / "deep.cnnviz"
    shifted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    assert deep.actions["step-shown"].isChecked()
    cursor.fold(["layer1.1"], is_folded=False)
    deep.network_page.setFocus()
    QTest.keyClick(window, Qt.Key.Key_B, shifted)
    assert deep.actions["step-blocks"].isChecked()
    cursor.go_to("layer1.0.relu_1")
    QTest.keyClick(deep.network_page, Qt.Key.Key_Right)
    assert cursor.node == "layer1.1.relu_1"
    words = window.findChild(TransportBar).sentence.text()
    assert words.startswith("Step 3 of 16 · layer1.1. 5 layers in one step")
    deep.disk.save(path)
    QTest.keyClick(window, Qt.Key.Key_L, shifted)
    QTest.keyClick(deep.network_page, Qt.Key.Key_Right)
    assert cursor.node == "layer1.2.conv1"
    assert cursor.unfolded == ("layer1.1", "layer1.2")
    deep.document.history.setClean()
    deep.files.open_path(path)
    assert deep.actions["step-blocks"].isChecked()
    deep.document.open(new_project(network("lecture-cnn")), None)
    assert not deep.actions["step-blocks"].isEnabled()


def test_present_steps_as_it_was_chosen(deep):
    cursor = deep.cursor
    cursor.fold(["layer1.1"], is_folded=False)
    cursor.step_by("blocks")
    cursor.go_to("layer1.0.relu_1")
    deep.actions["present"].trigger()
    QTest.keyClick(deep.window, Qt.Key.Key_PageDown)
    assert cursor.node == "layer1.1.relu_1"
    QTest.keyClick(
        deep.window,
        Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    QTest.keyClick(deep.window, Qt.Key.Key_Right)
    assert cursor.node == "layer1.2.conv1"
    deep.actions["present"].trigger()


def test_a_value_that_is_told_goes_on_to_the_end_of_the_next_block(deep):
    cursor = deep.cursor
    cursor.step_by("blocks")
    cursor.open(Position("layer1.0.relu_1", 0, 7, 7))  # the last value of its map
    while cursor.selected.node == "layer1.0.relu_1":
        before = cursor.place
        deep.actions["layer-forward"].trigger()
        assert cursor.place != before
    assert cursor.selected.node == "layer1.1.relu_1"
