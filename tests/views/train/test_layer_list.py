import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea

from cnnviz.cnn.branch_layers import Add, SelectChannels
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.project import shipped
from cnnviz.project.project import new_project, with_network
from cnnviz.state.document import Document
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.train.layer_list import LayerList

LEFT, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def made(qtbot):
    document = Document(new_project(shipped.network("lecture-cnn")))
    settings = Settings()
    area = QScrollArea()
    area.setWidgetResizable(True)
    made = LayerList(document, Look(settings))
    made.settings, made.document = settings, document
    area.setWidget(made)
    qtbot.addWidget(area)
    area.resize(400, 700)
    area.show()
    yield made
    document.close()


def kinds(made):
    return [layer.kind for layer in made.document.project.network.layers.values()]


def weight(made, row):
    return made.document.project.network.nodes[row].layer.parameters().get("weight")


def choose(qtbot, made, index):
    qtbot.mouseClick(made.rows.viewport(), LEFT, pos=made.rows.row_rect(index).center())
    assert made.rows.current == index
    QApplication.processEvents()  # new fields appear


def enter(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_rows_tell_name_options_shape_and_parameters(made):
    first = made.rows.rows[0]
    assert (first.name, first.detail) == ("Convolution 1", "8 filters, 5×5, pad 2")
    assert (first.shape, first.parameters) == ("28×28×8", "208")
    assert "8 filters × (5×5 weights × 1 input map) + 8 biases = 208" in made.rows.told(0)
    assert made.total.text() == "54\u202f314 parameters"
    assert "Layer 1 of 11: Convolution 1" in made.rows.accessibleDescription()


def test_a_layer_is_dragged_to_another_place_and_undo_brings_it_back(made, qtbot):
    before = made.document.project.network
    rows = made.rows
    start = rows.row_rect(1).center()  # the first ReLU, below the pooling
    qtbot.mousePress(rows.viewport(), LEFT, pos=start)
    qtbot.mouseMove(rows.viewport(), start + QPoint(0, 20))
    qtbot.mouseMove(rows.viewport(), rows.row_rect(2).center() + QPoint(0, 4))
    qtbot.mouseRelease(rows.viewport(), LEFT, pos=rows.row_rect(2).center() + QPoint(0, 4))
    assert kinds(made)[:3] == ["conv2d", "max_pool2d", "relu"]
    assert made.rows.current == 2
    made.document.history.undo()
    assert made.document.project.network is before


def test_keys_move_remove_and_walk(made, qtbot):
    choose(qtbot, made, 1)
    qtbot.keyClick(made.rows, Qt.Key.Key_Down, ALT)
    assert kinds(made)[:3] == ["conv2d", "max_pool2d", "relu"]
    qtbot.keyClick(made.rows, Qt.Key.Key_Delete)
    assert kinds(made)[:3] == ["conv2d", "max_pool2d", "conv2d"]
    qtbot.keyClick(made.rows, Qt.Key.Key_Home)
    assert made.rows.current == 0
    qtbot.keyClick(made.rows, Qt.Key.Key_End)
    assert made.rows.current == len(made.rows.rows) - 1
    assert made.document.history.count() == 2


def test_a_layer_is_added_after_the_chosen_one(made, qtbot):
    choose(qtbot, made, 2)
    made.add_kind("dropout")
    assert kinds(made)[3] == "dropout"
    assert made.rows.current == 3
    enter(qtbot, made.fields.fields["p"], "0.25")
    assert made.document.project.network.layers["dropout1"].p == 0.25


@pytest.mark.parametrize(
    ("row", "field", "typed", "option", "value"),
    [
        (0, "outputs", "12", "outputs", 12),
        (0, "kernel_size_rows", "3", "kernel_size", (3, 5)),
        (0, "kernel_size_columns", "3", "kernel_size", (5, 3)),
        (0, "stride", "2", "stride", (2, 2)),
        (0, "stride", "2x1", "stride", (2, 1)),
        (0, "padding", "0*1", "padding", (0, 1)),
        (0, "padding", "1", "padding", (1, 1)),
        (0, "dilation", "2", "dilation", (2, 2)),
        (3, "groups", "2", "groups", 2),
        (2, "kernel_size", "3", "kernel_size", (3, 3)),
        (2, "kernel_size", "2 3", "kernel_size", (2, 3)),
        (2, "dilation", "2", "dilation", (2, 2)),
        (7, "outputs", "20", "outputs", 20),
    ],
)
def test_every_option_is_a_field_and_one_edit(  # noqa: PLR0913 - a table
    made, qtbot, row, field, typed, option, value
):
    choose(qtbot, made, row)
    enter(qtbot, made.fields.fields[field], typed)
    layer = made.document.project.network.nodes[row].layer
    found = {
        "outputs": lambda: len(layer.weight),
        "kernel_size": lambda: layer.kernel_size,
    }.get(option, lambda: getattr(layer, option))()
    assert found == value
    assert made.document.history.count() == 1
    made.document.history.undo()
    project = made.document.project
    assert project.network.nodes[row].layer is project.original.nodes[row].layer


@pytest.mark.parametrize(
    ("row", "option", "before", "after"),
    [
        (0, "bias", "8 filters, 5×5, pad 2", "8 filters, 5×5, pad 2, no bias"),
        (0, "flipped", "8 filters, 5×5, pad 2", "8 filters, 5×5, pad 2, strict"),
        (2, "ceil_mode", "2×2", "2×2, ceil"),
        (7, "bias", "64 units", "64 units, no bias"),
    ],
)
def test_switches_are_edits_that_keep_the_weights(made, qtbot, row, option, before, after):
    choose(qtbot, made, row)
    assert made.rows.rows[row].detail == before
    weights = weight(made, row)
    box = made.fields.switches[option]
    was = box.isChecked()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert box.isChecked() is not was
    assert made.rows.rows[row].detail == after
    assert weight(made, row) is weights
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert made.rows.rows[row].detail == before
    assert weight(made, row) is weights


def test_a_broken_shape_is_told_at_its_layer_and_mended(made, qtbot):
    choose(qtbot, made, 9)
    enter(qtbot, made.fields.fields["outputs"], "12")
    assert "give its last fully connected layer 10 units" in made.rows.rows[10].problem
    height = made.rows.row_rect(10).height()
    enter(qtbot, made.fields.fields["outputs"], "10")
    assert not made.rows.rows[10].problem
    assert made.rows.row_rect(10).height() < height  # the sentence had room of its own


def test_another_architecture_is_one_edit(made, qtbot):
    place = made.start.findData("mlp")
    made.start.setCurrentIndex(place)
    made.start.activated.emit(place)
    assert made.document.project.network.name == "mlp"
    made.document.history.undo()
    assert made.start.currentData() == "lecture-cnn"


def test_large_text_needs_more_height_and_nothing_overlaps(made, qtbot):
    before = made.rows.sizeHint().height()
    made.settings.set_text_size(200)
    assert made.rows.sizeHint().height() > 1.8 * before
    rects = [made.rows.row_rect(i) for i in range(len(made.rows.rows))]
    assert all(a.bottom() < b.top() for a, b in itertools.pairwise(rects))


def test_enter_reaches_the_options_of_the_chosen_layer(made, qtbot):
    choose(qtbot, made, 7)
    qtbot.keyClick(made.rows, Qt.Key.Key_Return)
    assert made.window().focusWidget() is made.fields.fields["outputs"]


def test_the_options_of_a_layer_stand_beside_its_row_until_another_thing_is_clicked(made, qtbot):
    assert made.options.isHidden()
    choose(qtbot, made, 3)
    window = made.window()
    assert made.options.isVisible()
    assert window.rect().contains(made.options.geometry())
    assert made.options.title.text().startswith("Convolution 2")
    qtbot.mouseClick(made.fields.fields["outputs"], LEFT)
    assert made.options.isVisible()
    choose(qtbot, made, 1)  # a ReLU has none
    assert made.options.isHidden()
    choose(qtbot, made, 0)
    qtbot.mouseClick(made.remove, LEFT)
    assert made.options.isHidden()


def test_esc_closes_the_options_from_the_rows_and_from_their_fields(made, qtbot):
    made.window().activateWindow()
    made.rows.setFocus()
    choose(qtbot, made, 0)
    qtbot.waitUntil(made.rows.hasFocus)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert made.options.isHidden()
    choose(qtbot, made, 0)
    field = made.fields.fields["outputs"]
    field.setFocus()
    qtbot.keyClicks(field, "5")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)  # takes back what was typed
    assert (field.text(), made.options.isVisible()) == ("8", True)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert made.options.isHidden()
    assert made.rows.hasFocus()


def test_the_options_of_a_layer_have_their_room_and_a_whole_title(made, qtbot):
    made.window().resize(900, 700)
    for place in (0, 2, 7, 0, 9):
        choose(qtbot, made, place)
        options, title = made.options, made.options.title
        assert title.height() >= title.heightForWidth(title.width())
        words = title.fontMetrics().horizontalAdvance(max(title.text().split(), key=len))
        assert words <= title.width()
        needed = options.layout().totalHeightForWidth(options.width())
        assert options.height() == needed


def test_a_long_list_scrolls_alone(made):
    made.area.resize(made.area.width(), 150)
    assert made.minimumSizeHint().height() < made.rows.sizeHint().height()
    assert made.rows.height() >= made.rows.sizeHint().height()


def test_overshooting_by_one_filter_loses_no_trained_weights(made, qtbot):
    before = made.document.project.network.parameters()
    choose(qtbot, made, 0)
    for typed in ("9", "8"):
        enter(qtbot, made.fields.fields["outputs"], typed)
    after = made.document.project.network.parameters()
    assert all((before[name] == after[name]).all() for name in before)
    assert made.document.project.network.title == "Lecture CNN"


def test_while_a_layer_does_not_fit_nothing_is_counted(made, qtbot):
    choose(qtbot, made, 6)
    qtbot.keyClick(made.rows, Qt.Key.Key_Delete)
    assert made.total.text() == "A layer does not fit"


def test_a_screen_reader_meets_every_layer(made):
    model = made.rows.model()
    assert model.rowCount() == 11
    told = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == ("Layer 1 of 11: Convolution 1, 8 filters, 5×5, pad 2, 28×28×8, 208 parameters")


def test_start_from_the_same_network_gives_up_a_plan_that_is_not_finished(made, qtbot):
    choose(qtbot, made, 6)
    qtbot.keyClick(made.rows, Qt.Key.Key_Delete)
    assert any(row.problem for row in made.rows.rows)
    place = made.start.findData("lecture-cnn")
    made.start.setCurrentIndex(place)
    made.start.activated.emit(place)
    assert len(made.rows.rows) == 11
    assert not any(row.problem for row in made.rows.rows)


# A network with branches


@pytest.fixture
def branched(made):
    """The list of a network with branches, and of one convolution that stands at two nodes."""
    conv = Conv2d(np.ones((1, 1, 3, 3), np.float32), padding=(1, 1))
    nodes = (
        Node("one", conv, (INPUT,)),
        Node("block.two", conv, ("one",)),
        Node("sum", Add(), ("one", "block.two", INPUT)),
        Node("some", SelectChannels((0, 0)), ("sum",)),
    )
    network = Network("own", "Own", (1, 8, 6), nodes)
    assert not made.document.edit("Take", with_network(made.document.project, network))
    return made


def test_nodes_are_shown_with_what_they_take_give_and_have(branched):
    rows = branched.rows.rows
    assert [row[:4] for row in rows] == [
        ("one", "Convolution of input: 1 filter, 3×3, pad 1, no bias", "8×6×1", "9"),
        ("block.two", "Convolution of one: 1 filter, 3×3, pad 1, no bias", "8×6×1", "0"),
        ("sum", "Add of one, block.two, input", "8×6×1", "0"),
        ("some", "Select channels of sum: 2 channels", "8×6×2", "0"),
    ]
    assert branched.rows.told(0).endswith("× 1 input map) = 9")
    assert branched.rows.told(1).endswith("Its weights are those of one: they count once.")
    assert branched.total.text() == "9 parameters"
    assert not any(row.problem for row in rows)


def test_why_nothing_can_be_changed_is_told_and_no_control_is_dead(branched):
    assert branched.branches.isVisible()
    assert "has branches" in branched.branches.text()
    hidden = (branched.add, branched.remove, branched.fields)
    assert not any(part.isVisible() for part in hidden)


def test_neither_keys_nor_mouse_change_it(branched, qtbot):
    before, count = branched.document.project, branched.document.history.count()
    choose(qtbot, branched, 1)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_Return):
        qtbot.keyClick(branched.rows, key)
    qtbot.keyClick(branched.rows, Qt.Key.Key_Down, ALT)
    assert branched.rows.current == 2  # Down alone walks, Alt changes nothing
    rows = branched.rows
    qtbot.mousePress(rows.viewport(), LEFT, pos=rows.row_rect(1).center())
    qtbot.mouseMove(rows.viewport(), rows.row_rect(3).center())
    qtbot.mouseRelease(rows.viewport(), LEFT, pos=rows.row_rect(3).center())
    branched.set_filters(1)
    assert branched.document.project is before
    assert branched.document.history.count() == count


def test_undo_brings_the_list_of_layers_in_a_row_back(branched):
    branched.document.history.undo()
    assert not branched.branches.isVisible()
    assert branched.add.isVisible()
    assert branched.rows.rows[0].name == "Convolution 1"


def test_only_what_can_stand_in_a_row_is_offered(made):
    offered = {action.objectName() for action in made.add.menu().actions()}
    assert "add-conv2d" in offered
    assert offered.isdisjoint({"add-add", "add-mul", "add-cat", "add-index_select"})
