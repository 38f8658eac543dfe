"""The Filter page: the exercise of the lecture by hand, stages, and photos."""

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.project import shipped
from cnnviz.project.kernel_edits import with_kernel_size, with_window
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_picture
from cnnviz.text.numbers import number_text
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.maps.view import NOWHERE
from cnnviz.views.sheets.item_id import ItemId, What
from tests.views.explanation.sheet_steps import called

LEFT = Qt.MouseButton.LeftButton
RESULT = [[57, 15, 15, 5], [40, 14, 8, 6], [19, 11, 10, 7], [14, 12, 7, 5]]
CONV, RELU, POOL = "conv1", "relu1", "max_pool1"


@pytest.fixture
def page(app, find):
    """The Filter page with Activity 2, opened by its action."""
    find("activity-2").trigger()
    QApplication.processEvents()
    return app.pages.filter()


def press(qtbot, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)
    QApplication.processEvents()


def shown(page, node):
    """Return the numbers that a stage shows; None for a cell that is empty."""
    (item,) = page.strip.sheet.find(ItemId(What.STAGE, node=node))
    rows, columns = item.shown.size
    return [
        [
            number_text(item.shown.value(row, column)) if item.shown.is_shown(row, column) else None
            for column in range(columns)
        ]
        for row in range(rows)
    ]


def cells(stage_map):
    return [cell for row in stage_map for cell in row if cell is not None]


def test_a_value_that_is_told_in_stages_tells_none_that_come_later(app, page, qtbot):
    """Nor does what is made of it, beside the explanation or in Present's value view."""
    told = RESULT[0] + RESULT[1][:2]
    press(qtbot, *[Qt.Key.Key_Right] * 5)
    for _stage in ("window", "products", "sum"):
        press(qtbot, Qt.Key.Key_PageDown)
        assert app.cursor.place.stage is not None
        for node in (CONV, RELU):
            assert cells(shown(page, node)) == [str(value) for value in told]
        assert cells(shown(page, POOL)) == ["57"]
        result = output_map(page.card._scene(app.cursor.selected))[0]
        assert [result.is_shown(*divmod(index, 4)) for index in range(16)] == [
            *[True] * 6, *[False] * 10
        ]  # fmt: skip
    press(qtbot, Qt.Key.Key_PageDown)
    assert cells(shown(page, CONV)) == [str(value) for value in [*told, RESULT[1][2]]]


def test_activity_2_opens_with_one_click_at_its_first_value(app, page):
    assert page.isVisible()
    assert app.cursor.page == "filter"
    assert app.cursor.is_open
    assert shown(page, CONV) == [["57", None, None, None], *[[None] * 4] * 3]
    assert cells(shown(page, POOL)) == []
    assert page.card.isVisible()


def test_activity_2_is_stepped_by_keys_to_the_last_cell(app, page, qtbot):
    seen = []
    for _ in range(16):
        seen.append(cells(shown(page, CONV))[-1])
        values = dict(page.card.result.sheet.texts())
        assert values[called("value")] == seen[-1]
        press(qtbot, Qt.Key.Key_Right)
    assert seen == [str(value) for row in RESULT for value in row]
    assert shown(page, CONV) == [[str(value) for value in row] for row in RESULT]


def test_down_and_end_move_by_rows_and_to_the_last_cell(app, page, qtbot):
    press(qtbot, Qt.Key.Key_Down)
    assert cells(shown(page, CONV)) == ["57", "15", "15", "5", "40"]
    press(qtbot, Qt.Key.Key_End)
    assert len(cells(shown(page, CONV))) == 16
    press(qtbot, Qt.Key.Key_Home)
    assert cells(shown(page, CONV)) == ["57"]


def test_a_pooling_cell_waits_until_its_window_is_there(app, page, qtbot):
    words = [text for _, text in page.strip.sheet.texts()]
    assert "Waits for rows 1 and 2" in words
    app.cursor.go_to_index(5)  # row 2, column 2: the first window of the pooling is whole
    QApplication.processEvents()
    assert cells(shown(page, POOL)) == ["57"]
    press(qtbot, Qt.Key.Key_End)
    assert shown(page, POOL) == [["57", "15"], ["19", "10"]]
    assert not any(text.startswith("Waits") for _, text in page.strip.sheet.texts())


def test_the_stages_are_gone_through_at_the_same_place(app, page):
    app.cursor.layers_on(1)
    assert app.cursor.selected.node == RELU
    app.cursor.layers_on(1)
    QApplication.processEvents()
    assert app.cursor.selected.node == POOL
    (before,) = page.strip.sheet.find(ItemId(What.STAGE, node=RELU))
    rows, columns = before.marks.window
    assert (rows.tolist(), columns.tolist()) == ([0, 1], [0, 1])
    assert before.marks.winners[0, 0]
    assert before.marks.winners.sum() == 1


def test_the_window_moves_by_one_cell_where_the_stride_is_one(app, page, qtbot):
    tops = []
    for _ in range(5):
        (item,) = page.strip.sheet.find(called("input map 0"))
        tops.append((int(item.marks.window[0][0]), int(item.marks.window[1][0])))
        press(qtbot, Qt.Key.Key_Right)
    assert tops == [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0)]


def test_a_click_on_a_stage_jumps_there(app, page, qtbot):
    (item,) = page.strip.sheet.find(ItemId(What.STAGE, node=CONV))
    side = item.place.width() // 4
    place = item.place.topLeft() + QPoint(round(2.5 * side), round(1.5 * side))
    qtbot.mouseClick(page.strip, LEFT, pos=place)
    assert app.cursor.selected == Position(CONV, 0, 1, 2)
    assert cells(shown(page, CONV))[-1] == "8"


def wheel(widget, place, notches, modifiers=Qt.KeyboardModifier.NoModifier):
    where = QPointF(place)
    event = QWheelEvent(
        where, widget.mapToGlobal(where), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    QApplication.processEvents()


@pytest.mark.parametrize("where", ["stages", "card"])
def test_a_weight_is_edited_in_mid_explanation(app, page, qtbot, where):
    app.cursor.go_to_index(4)
    QApplication.processEvents()
    sheet = page.strip if where == "stages" else page.card.rows
    grid = sheet.grid(called("weights 0"))
    grid.setFocus()
    wheel(grid, grid.cell_rect(1, 0).center(), 1, Qt.KeyboardModifier.ShiftModifier)
    assert app.document.project.network.layers["conv1"].weight[0, 0, 1, 0] == 5
    assert cells(shown(page, CONV))[-1] == "47"  # 7 more
    assert dict(page.card.result.sheet.texts())[called("value")] == "47"
    app.document.history.undo()
    QApplication.processEvents()
    assert cells(shown(page, CONV))[-1] == "40"


def test_hovering_a_weight_and_an_input_lights_what_they_meet(app, page, qtbot):
    grid = page.strip.grid(called("weights 0"))
    qtbot.mouseMove(grid, grid.cell_rect(0, 0).center())
    QApplication.processEvents()
    lit = page.strip.sheet.find(called("input map 0"))[0].marks.lit
    assert np.argwhere(lit).max() == 3  # the first weight meets the upper left 4×4 cells
    assert lit.sum() == 16
    (item,) = page.strip.sheet.find(called("input map 0"))
    side = item.place.width() // 6
    qtbot.mouseMove(page.strip, item.place.topLeft() + QPoint(side // 2, side // 2))
    QApplication.processEvents()
    lit = page.strip.sheet.find(ItemId(What.STAGE, node=CONV))[0].marks.lit
    assert np.argwhere(lit).tolist() == [[0, 0]]  # only one window contains the corner


def test_esc_closes_the_explanation_and_enter_opens_it(app, page, qtbot):
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.card.isVisible()
    assert len(cells(shown(page, CONV))) == 16  # without positions all is shown
    page.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert page.card.isVisible()


def choose(box, text):
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())
    QApplication.processEvents()


@pytest.mark.parametrize("stage", [CONV, RELU, POOL])
def test_what_the_pointer_lights_stays_lit_while_a_stage_is_changed(app, page, find, qtbot, stage):
    app.cursor.close()  # every cell is there
    QApplication.processEvents()
    (item,) = page.strip.sheet.find(ItemId(What.STAGE, node=stage))
    qtbot.mouseMove(page.strip, item.place.topLeft() + QPoint(3, 3))
    hovered = page.scene(page.stages).lit
    assert hovered.is_on(What.STAGE, node=stage)
    for box, choice in (("activation", "Tanh"), ("pooling", "Average"), ("pooling", "None")):
        choose(find(f"stage-{box}"), choice)
        assert page.scene(page.stages).lit == hovered
    (before,) = page.strip.sheet.find(called("input map 0"))
    assert (before.marks.window is not None) == (stage == CONV)
    network = shipped.network("lecture-cnn")
    app.document.edit("Open", with_network(app.document.project, network))
    app.cursor.select(Position("conv2", 0, 1, 1))
    assert page.stages.conv == "conv2"
    assert page.scene(page.stages).lit is None  # it belonged to another convolution


def test_stages_are_switched_off_changed_and_brought_back(app, page, find):
    choose(find("stage-pooling"), "None")
    assert [layer.kind for layer in app.document.project.network.layers.values()] == [
        "conv2d",
        "relu",
    ]
    assert not page.strip.sheet.find(ItemId(What.STAGE, node=POOL))
    choose(find("stage-activation"), "Tanh")
    assert app.document.project.network.layers["tanh1"].kind == "tanh"
    assert page.card.isVisible()
    app.document.history.undo()
    app.document.history.undo()
    QApplication.processEvents()
    kinds = [layer.kind for layer in app.document.project.network.layers.values()]
    assert kinds == ["conv2d", "relu", "max_pool2d"]
    choose(find("stage-pooling"), "Average")
    app.cursor.open(Position("avg_pool1", 0))
    QApplication.processEvents()
    expected = torch.nn.functional.avg_pool2d(torch.tensor([RESULT], dtype=torch.float32), 2)
    assert float(app.document.forward.trace.values["avg_pool1"][0, 0, 0]) == float(
        expected[0, 0, 0]
    )
    assert dict(page.card.result.sheet.texts())[called("value")] == number_text(
        float(expected[0, 0, 0])
    )


def test_a_stage_that_cannot_be_is_refused_in_words(app, find, qtbot):
    find("page-filter").trigger()
    network = app.document.project.network
    choose(find("stage-pooling"), "None")  # the next convolution would get other maps
    assert app.document.project.network is network
    assert find("stage-pooling").accessibleDescription()
    assert find("stage-pooling").currentText() == "Maximum"


def test_a_filter_is_taken_out_of_its_network(app, find, qtbot):
    app.cursor.select(Position("conv2", 2))
    find("page-filter").trigger()
    QApplication.processEvents()
    kernel = app.document.project.network.layers["conv2"].weight[2, 0]
    assert "filter 3 of Convolution 2" in find("stage-about").text()
    find("filter-alone").click()
    QApplication.processEvents()
    assert app.document.project.network.name == "one-filter"
    np.testing.assert_array_equal(app.document.project.network.layers["conv1"].weight[0, 0], kernel)
    app.document.history.undo()
    assert app.document.project.network.name == "lecture-cnn"


@pytest.fixture
def normed(app, find):
    """The first value of the second filter of a network with a batch norm after it."""
    network = shipped.network("residual-cnn")
    app.document.edit("Open", with_network(app.document.project, network))
    app.cursor.select(Position("conv1", 1))
    find("page-filter").trigger()
    app.cursor.open(Position("conv1", 1))
    QApplication.processEvents()
    return app.pages.filter()


def test_a_batch_norm_is_a_stage_of_its_own(app, normed, find, qtbot):
    ids = [item.id for item in normed.strip.sheet.items if item.id is not None]
    stages = [each.node for each in ids if each.what is What.STAGE]
    assert stages == ["conv1", "bn1", "relu1", "max_pool"]
    values = app.document.forward.trace.values
    for node in stages:
        assert app.cursor.selected == Position(node, 1)
        shown = dict(normed.card.result.sheet.texts())[called("value")]
        assert float(shown.replace("−", "-")) == pytest.approx(values[node][1, 0, 0], abs=1e-2)
        assert find("stage-norm").isVisible()
        app.cursor.layers_on(1)
        QApplication.processEvents()
    app.cursor.open(Position("bn1", 1, 4, 4))
    QApplication.processEvents()
    assert called("scaled") in dict(normed.card.result.sheet.texts())
    arrays = app.document.project.network.layers["bn1"].parameters()
    scale, shift = (number_text(float(arrays[name][1]), 3) for name in ("weight", "bias"))
    assert find("stage-norm").text() == f"Scale {scale}, shift {shift}"


def test_the_window_becomes_smaller_at_once(app, normed):
    app.window.resize(1920, 1080)
    app.cursor.open(Position("block1.conv2", 2, 5, 5))
    QApplication.processEvents()
    QApplication.processEvents()  # the layouts that follow the larger stages
    app.window.resize(1280, 720)
    assert app.window.size() == QSize(1280, 720)
    QApplication.processEvents()
    assert app.window.size() == QSize(1280, 720)
    assert normed.card.geometry().bottom() < normed.height()


def test_a_filter_alone_keeps_its_batch_norm(app, normed, find):
    before = app.document.project.network.layers["bn1"].parameters()
    find("filter-alone").click()
    QApplication.processEvents()
    kinds = [layer.kind for layer in app.document.project.network.layers.values()]
    assert kinds == ["conv2d", "batch_norm2d", "relu", "max_pool2d"]
    kept = app.document.project.network.layers["bn1"].parameters()
    assert {name: array.item() for name, array in kept.items()} == {
        name: float(array[1]) for name, array in before.items()
    }
    assert find("stage-norm").isVisible()


def test_a_network_without_a_batch_norm_shows_no_such_row(app, page, find):
    assert find("stage-activation").isVisible()
    assert not find("stage-norm").isVisible()


def test_a_network_without_a_filter_says_so_and_offers_one(app, find, qtbot):
    app.document.edit("mlp", with_network(app.document.project, shipped.network("mlp")))
    find("page-filter").trigger()
    QApplication.processEvents()
    page = app.pages.filter()
    assert page.empty.isVisible()
    qtbot.mouseClick(find("open-one-filter"), LEFT)
    QApplication.processEvents()
    assert not page.empty.isVisible()
    assert app.document.project.network.name == "one-filter"


@pytest.fixture
def photo(app, find):
    """A colour photo of 96×64 pixels through one filter, on the Filter page."""
    random = np.random.default_rng(0)
    picture = Picture("image", random.random((3, 64, 96), dtype=np.float32), "Photo")
    project = with_picture(app.document.project, picture)
    app.document.edit("photo", with_network(project, shipped.network("one-filter")))
    find("page-filter").trigger()
    QApplication.processEvents()
    return app.pages.filter().photo


def test_the_magnifier_prints_a_value_as_the_inspector_does(app, photo):
    project, node = app.document.project, "conv1"
    small = project.picture.values * np.float32(0.02)  # so that some values need more digits
    app.document.edit("Dark", with_picture(project, Picture("image", small, "Dark")))
    QApplication.processEvents()
    trace = app.document.forward.trace
    magnified = photo.middle.magnifier._shown
    assert magnified.decimals == decimals_of(trace, node)


def test_no_value_of_another_network_stays_in_the_inspector(app, page, qtbot):
    """Hidden while it was being shown, it stayed in sight with the numbers before."""
    press(qtbot, Qt.Key.Key_Escape, Qt.Key.Key_Right)
    short = app.inspector.parts.short()
    assert short.isVisible()
    app.pages.show_page("train")
    QApplication.processEvents()
    lecture = shipped.network("lecture-cnn")
    app.document.edit("Network", with_network(app.document.project, lecture))
    app.pages.show_page("network")
    QApplication.processEvents()
    assert app.cursor.selected is None
    assert not short.isVisible()


def test_a_photo_is_filtered_with_sobel_and_zoomed(app, photo, find, qtbot):
    assert photo.isVisible()
    box = app.inspector.parts.kernel().preset.box
    choose(box, next(t for t in map(box.itemText, range(box.count())) if "Sobel" in t))
    weights = app.document.project.network.layers["conv1"].weight
    image = app.document.forward.trace.values["input"]
    bias = app.document.project.network.layers["conv1"].bias
    expected = torch.nn.functional.conv2d(
        *(torch.tensor(array) for array in (image[None], weights, bias))
    )
    np.testing.assert_allclose(app.document.forward.trace.values["conv1"], expected[0], atol=1e-5)
    np.testing.assert_array_equal(
        photo.after._shown.values, app.document.forward.trace.values[photo.node][0]
    )
    wheel(photo.before, QPoint(40, 40), 5)
    assert photo.viewport.zoom > 2  # both views share it
    assert photo.before._viewport is photo.after._viewport is photo.viewport
    qtbot.mouseDClick(photo.after, LEFT, pos=photo.after.rect().center())
    assert photo.viewport.zoom == 1


def test_a_zoomed_photo_follows_the_position_and_the_number_under_the_pointer(app, photo, qtbot):
    qtbot.mouseClick(photo.after, LEFT, pos=photo.after.cell_rect(2, 2).center())
    pointer = photo.before.rect().center()
    qtbot.mouseMove(photo.before, pointer)
    told = app.status.value.text()
    assert told.startswith("Row ")
    wheel(photo.before, QPoint(5, 5), 8)
    assert app.status.value.text() != told
    last = app.cursor.count - 1
    app.cursor.go_to_index(last)
    size = app.document.forward.trace.shapes[photo.node][1:]
    assert photo.after.rect().contains(photo.after.cell_rect(*divmod(last, size[1])).center())


def told_of(app, photo, find):
    """Which layer the picture, the legend and the sentence each tell of."""
    sentence = find("step-sentence").accessibleName().split(" · ")[-1]
    return photo.titles[1].text().split(" · ")[0], find("scale-of").text(), sentence


def test_picture_legend_and_sentence_tell_of_one_stage(app, photo, find, qtbot):
    network, trace = app.document.project.network, app.document.forward.trace

    def check(node):
        picture, legend, sentence = told_of(app, photo, find)
        title = network.layer_name(node)
        assert picture == network.layers[node].title
        assert legend.startswith(title)
        assert sentence.startswith(f"{title}. ")
        np.testing.assert_array_equal(photo.after._shown.values, trace.values[node][0])
        assert app.scale_bar.legend.limit == app.document.forward.scales.limit(node, 0)

    nodes = app.cursor.stages.nodes
    assert len(nodes) == 3
    check(nodes[0])
    for key, at in (("forward", 1), ("forward", 2), ("back", 1), ("back", 0)):
        app.actions[key].trigger()
        QApplication.processEvents()
        check(nodes[at])
    app.actions["back"].trigger()
    QApplication.processEvents()
    assert app.cursor.step == "input"
    assert photo.after._shown.reached == 0  # nothing is computed of it yet
    assert find("scale-of").text() == "Input"
    app.actions["forward"].trigger()
    app.actions["explain"].trigger()  # and with the explanation open
    QApplication.processEvents()
    assert find("scale-of").text().startswith(network.layer_name(nodes[0]))
    assert photo.titles[1].text().startswith(network.layers[nodes[0]].title)
    app.cursor.close()
    QApplication.processEvents()
    check(nodes[0])


def test_a_photo_that_goes_with_its_network_leaves_no_word_behind(app, photo, qtbot):
    """The pointer leaves a map whose layer is no longer there: found by random events."""
    app.cursor.go_to(app.cursor.stages.pool)
    QApplication.processEvents()
    photo.output_hovered.emit(1, 1)
    assert app.status.value.text().startswith("Row ")
    mlp = with_network(app.document.project, shipped.network("mlp"))
    app.document.edit("another", mlp)
    photo.output_hovered.emit(*NOWHERE)
    assert app.status.value.text() == ""


def test_a_click_on_the_result_explains_that_pixel(app, photo, qtbot):
    place = photo.after.cell_rect(20, 30).center()
    qtbot.mouseClick(photo.after, LEFT, pos=place)
    assert app.cursor.is_open
    assert (app.cursor.selected.row, app.cursor.selected.column) == (20, 30)


def test_grey_and_colour_give_the_same_result_at_first(app, photo, find):
    before = app.document.forward.trace.values["conv1"]
    choose(find("stage-channels"), "Red, green, blue")
    assert app.document.project.network.name == "one-filter-rgb"
    np.testing.assert_allclose(app.document.forward.trace.values["conv1"], before, atol=1e-5)
    assert photo.before._shown.is_picture  # in its colours


def test_above_four_megapixels_a_preview_comes_first_and_the_full_picture_follows(
    app, find, qtbot, tmp_path
):
    from PIL import Image

    random = np.random.default_rng(0)
    path = tmp_path / "large.png"
    Image.fromarray(random.integers(0, 255, (2000, 2400), dtype=np.uint8)).save(path)
    network = shipped.network("one-filter")
    app.document.edit("one filter", with_network(app.document.project, network))
    find("page-filter").trigger()
    with qtbot.waitSignal(app.document.changed, timeout=20_000):
        app.files.open_path(path)
    QApplication.processEvents()
    photo = app.pages.filter().photo
    preview = app.document.forward.trace.values[CONV][0]
    np.testing.assert_array_equal(photo.after._shown.values, preview)
    with qtbot.waitSignal(photo.full.ready, timeout=20_000):
        pass
    QApplication.processEvents()
    assert photo.after._shown.size == (1998, 2398)
    assert "1998×2398" in photo.titles[1].text()
    place = photo.after.cell_rect(999, 1199).center()
    qtbot.mouseClick(photo.after, LEFT, pos=place)
    rows, columns = preview.shape
    assert abs(app.cursor.selected.row - rows / 2) < 6  # positions are those of the preview
    assert abs(app.cursor.selected.column - columns / 2) < 6
    app.inspector.parts.kernel().fields.fields["bias"].edited.emit(0.5, "")
    QApplication.processEvents()
    assert photo.after._shown.size == preview.shape  # at once, and the full picture follows again


@pytest.mark.parametrize("selected", [None, Position(CONV, 0, 2, 1)])
def test_the_page_opens_at_its_value_in_one_move(app, find, selected):
    app.cursor.select(selected)
    moves = []
    app.cursor.changed.connect(lambda: moves.append(app.cursor.place))
    find("page-filter").trigger()
    QApplication.processEvents()
    (place,) = moves
    assert (place.page, place.is_open) == ("filter", True)
    assert place.selected == (selected or Position(CONV, 0))


def test_the_inspector_shows_the_stages_beside_the_page_only(app, page, find):
    stages = find("stages")
    assert stages.isVisible()
    find("page-network").trigger()
    QApplication.processEvents()
    assert not stages.isVisible()
    find("page-filter").trigger()
    QApplication.processEvents()
    assert stages.isVisible()


def test_what_a_later_filter_looks_at_is_called_by_its_name(app, find):
    app.document.edit("Open", with_network(app.document.project, shipped.network("tiny-vgg")))
    app.cursor.select(Position("conv2", 4, 20, 30))
    find("page-filter").trigger()
    app.cursor.choose_slice(2)
    QApplication.processEvents()
    title = app.pages.filter().photo.titles[0]
    assert title.text() == "ReLU 1, map 3 · 62×62"  # no picture
    app.cursor.select(Position("conv1", 4, 20, 30))
    QApplication.processEvents()
    assert title.text() == "Picture · 64×64"


CHANGES = {
    "stride": lambda project: with_window(project, node=CONV, stride=(2, 2), padding=(1, 1)),
    "padding": lambda project: with_window(project, node=CONV, padding=(2, 2)),
    "kernel": lambda project: with_kernel_size(project, CONV, (5, 2)),
    "picture": lambda project: with_picture(
        project, Picture("matrix", np.ones((1, 9, 4), np.float32), "N")
    ),
    "network": lambda project: with_network(project, shipped.network("lecture-cnn")),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("node", [CONV, RELU, POOL])
def test_counts_follow_every_change_of_shape(app, page, find, change, node):
    """The title, the sentence, the bar and the last position belong to the shape that is there."""
    app.cursor.go_to_index(15)
    if node != CONV:
        app.cursor.go_to_layer(node)
    QApplication.processEvents()
    assert app.document.edit("Change", CHANGES[change](app.document.project)) == ""
    QApplication.processEvents()
    shape = app.document.forward.trace.shapes[app.cursor.selected.node]
    count = shape[1] * shape[2]
    assert app.cursor.is_open
    bar, title = find("scrub-bar"), app.pages.filter().card.bar.title
    for index in (None, 0, count - 1):
        if index is not None:  # at first as it is after the change alone
            app.cursor.go_to_index(index)
            QApplication.processEvents()
        index = app.cursor.index if index is None else index
        says = f"Position {index + 1} of {count}"
        assert app.cursor.index == index < count
        assert title.text().startswith(says)
        assert find("step-sentence").text().replace("\u202f", "").startswith(says)
        assert bar.accessibleDescription() == says
        assert round(bar.segment(count).right()) <= bar.width()
