"""Nothing that matters is ever cut: every explanation lies inside its room, in every window."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar

from cnnviz.cnn.architectures import NAMES
from cnnviz.cnn.layers import Conv2d, Flatten, Linear, Softmax
from cnnviz.cnn.network import chain
from cnnviz.explain.layer_decimals import value_text
from cnnviz.explain.values import WindowSum
from cnnviz.project.kernel_edits import with_kernel_size
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_picture
from cnnviz.project.shipped import network
from cnnviz.views.explanation.arrangement import WHERES, Arrangement, Layouts
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.explanation.result_panel import result_forms
from cnnviz.views.network.output_list import fitted_name
from cnnviz.views.sheets.item_id import What
from cnnviz.views.sheets.items import DIGITS, Drawing, Numbers, Text
from tests.views.explanation.layout_checks import place_of, show

SIZES = ((800, 600), (1024, 768), (1280, 720), (1920, 1080), (3840, 2160))
TEXTS = (75, 100, 150, 200, 300)
FEW_NETWORKS = ("lecture-cnn", "tiny-vgg", "swan-cnn")
FEW = ((800, 600, 100), (1024, 768, 100), (1280, 720, 150))


@pytest.fixture
def rooms(thorough):
    """The windows that are tried: width, height, text size, whether the inspector is wanted."""
    if thorough:
        return [(*size, text, wanted) for size, text, wanted in product(SIZES, TEXTS, (0, 1))]
    return [(*each, wanted) for each, wanted in zip(FEW, (1, 0, 0), strict=True)]


def resized(app, width, height, text, wanted):
    app.settings.set_text_size(text)
    app.window.resize(width, height)
    app.panels._wants_inspector = bool(wanted)
    app.panels.follow_window()
    for _ in range(3):  # a layout may ask for another one
        QApplication.processEvents()
    assert (app.window.width(), app.window.height()) == (width, height)


def open_network(app, net):
    app.cursor.close()
    assert app.document.edit("Open", with_network(app.document.project, net)) == ""
    shape = net.input_shape
    values = np.random.default_rng(4).random(shape).astype(np.float32)
    app.document.edit("Draw", with_picture(app.document.project, Picture("matrix", values, "N")))
    QApplication.processEvents()


def check(view, text):
    """Everything lies inside, nothing overlaps, digits are legible, twins are alike."""
    assert not [bar for bar in view.findChildren(QScrollBar) if bar.isVisible()]
    for sheet in (view.rows, view.result):
        place = QRectF(sheet.geometry()).translated(sheet.parentWidget().pos())
        assert QRectF(view.rect()).adjusted(-1, -1, 1, 1).contains(place), (view.rect(), place)
        check_items(sheet, view.scene.look, text)
    if isinstance(view.scene.about, WindowSum):
        grids = [each for each in view.rows.sheet.all_items() if isinstance(each, Numbers)]
        for number in {each.id.number for each in grids}:
            if len({each.cell for each in grids if each.id.number == number}) > 1:
                check_narrow(view.scene)


def check_narrow(scene):
    """Cells of twins differ only where numbers in alike ones have no room."""
    layouts, kind = Layouts(scene), kind_of(scene.about)
    alike = [
        form
        for form in kind.forms(scene, scene.about)
        if form.has_factors and form.has_grids and not form.least and not form.is_narrow
    ]
    results = result_forms(is_card=scene.is_card)
    for each in product(alike, results, WHERES):
        assert not layouts.made(Arrangement(*each)).fits(scene.room), each


def check_items(sheet, look, text):
    solid = []
    for each in sheet.sheet.all_items():
        at = place_of(each, look)
        assert at.right() <= sheet.width() + 3, (show(each), at, sheet.size())
        assert at.bottom() <= sheet.height() + 3, (show(each), at, sheet.size())
        if not isinstance(each, Drawing) and not at.isEmpty():
            solid.append((each, at.adjusted(1, 3, -1, -3)))
        if isinstance(each, Numbers):
            legible(each, look, text)
        elif isinstance(each, Text) and each.exact is not None:
            assert look.px(each.size) >= floor(text), show(each)
    for index, (one, at) in enumerate(solid):
        for other, its in solid[index + 1 :]:
            assert at.intersected(its).isEmpty(), (show(one), show(other))


def floor(text):
    return int(DIGITS * min(1, text / 100))


def legible(item, look, text):
    font, shown = item.cells.digits(look, item.cell)
    assert font is not None, item.id
    assert shown == list(item.texts), item.id
    assert font.pixelSize() >= floor(text), item.id


def explained(app):
    """Every value to be explained: the middle of every node, and the first of some."""
    shapes = app.document.forward.trace.shapes
    for node, shape in shapes.items():
        place = [n // 2 for n in shape]
        yield Position(node, place[0], *place[1:])


def check_everything(app, rooms):
    problems = []
    for room in rooms:
        resized(app, *room)
        for position in explained(app):
            app.cursor.open(position)
            QApplication.processEvents()
            view = app.pages.explanation()
            try:
                check(view, room[2])
                if room == (1024, 768, 100, 0):
                    check_unfolded(view)
            except AssertionError as error:
                problems.append(f"{room}, {position}: {str(error).splitlines()[0]}")
    assert not problems, "\n".join(problems)


def check_unfolded(view):
    """At least one channel's products and all channel sums stand there."""
    about = view.scene.about
    if not isinstance(about, WindowSum):
        return
    ids = [item.id for item in view.rows.sheet.all_items() if item.id is not None]
    products = [i for i in view.rows.sheet.all_items() if i.id and i.id.what is What.PRODUCTS]
    assert any(each.values.shape == about.window.shape[1:] for each in products)
    if len(about.channels) > 1:
        sums = {each.number for each in ids if each.what is What.SUBTOTAL}
        assert sums == set(range(len(about.channels)))


@pytest.mark.parametrize("name", NAMES)
def test_every_explanation_of_every_network_lies_inside_its_window(app, rooms, thorough, name):
    if not thorough and name not in FEW_NETWORKS:
        pytest.skip("with --thorough")
    open_network(app, network(name))
    check_everything(app, rooms)


@pytest.mark.parametrize("name", ["lecture-cnn", "one-filter", "one-filter-rgb"])
def test_large_kernels_fold_and_are_not_cut(app, rooms, name):
    open_network(app, network(name))
    convs = [n for n, x in app.document.project.network.layers.items() if isinstance(x, Conv2d)]
    edited = with_kernel_size(app.document.project, convs[-1], (11, 11))
    assert app.document.edit("size", edited) == ""
    for room in rooms:
        resized(app, *room)
        for row, column in ((0, 0), (3, 4)):
            app.cursor.open(Position(convs[-1], 0, row, column))
            QApplication.processEvents()
            check(app.pages.explanation(), room[2])


def check_filter_page(app, text):
    page = app.pages.filter()
    check(page.card, text)
    card, whole = page.card, page.rect()
    assert whole.contains(card.geometry())
    if page.is_photo:
        return
    strip = page.strip
    if strip.isHidden():  # folded away: it comes back when the card is closed
        return
    assert whole.contains(strip.geometry()), (whole, strip.geometry())
    assert strip.geometry().bottom() <= card.geometry().top()
    assert strip.sheet.height <= strip.height()
    for each in strip.sheet.all_items():
        at = place_of(each, strip._look)
        assert at.right() <= page.width(), show(each)
        assert at.bottom() <= strip.height() + 3, show(each)


def products_seen(view):
    """The input maps whose window, weights and products stand there with every number."""
    found = [each for each in view.rows.sheet.all_items() if isinstance(each, Numbers)]
    whole = [each for each in found if each.values.shape == view.scene.about.window.shape[1:]]
    by_map = {
        number: {each.id.what for each in whole if each.id.number == number}
        for number in {each.id.number for each in whole}
    }
    terms = {What.WINDOW, What.WEIGHTS, What.PRODUCTS}
    return {number for number, what in by_map.items() if terms <= what}


def test_a_wide_room_shows_the_products_of_several_maps_with_the_chosen_one(app):
    open_network(app, network("lecture-cnn"))
    app.cursor.open(Position("conv2", 2, 6, 8))
    resized(app, 1920, 1080, 100, 1)
    view = app.pages.explanation()
    for chosen, seen in ((0, {0, 1}), (1, {0, 1}), (4, {4, 5}), (7, {6, 7})):
        app.cursor.choose_slice(chosen)
        QApplication.processEvents()
        check(view, 100)
        assert products_seen(view) == seen
    assert view.rows.geometry().bottom() > 0.8 * view.height()


def test_in_the_smallest_window_the_numbers_of_a_small_kernel_are_seen(app):
    """Window and weights, too: not as pictures without numbers."""
    open_network(app, network("tiny-vgg"))
    app.cursor.open(Position("conv2", 2, 6, 8))
    resized(app, 800, 600, 100, 0)
    view = app.pages.explanation()
    check(view, 100)
    assert products_seen(view) == {0}


def test_in_the_smallest_window_with_large_text_the_digits_of_a_unit_keep_their_size(app):
    open_network(app, network("tiny-vgg"))
    app.cursor.open(Position("fc1", 5))
    for text in (150, 300):
        resized(app, 800, 600, text, 1)
        check(app.pages.explanation(), text)


def test_activity_2_and_its_card_lie_inside(app, rooms, find):
    find("activity-2").trigger()
    QApplication.processEvents()
    for room in rooms:
        resized(app, *room)
        for index in (0, 4, 15):
            app.cursor.go_to_index(index)
            QApplication.processEvents()
            check_filter_page(app, room[2])
            said = app.pages.filter().card.result.sheet.texts()
            assert any(item is not None and item.what is What.VALUE for item, _text in said)


@pytest.mark.parametrize("side", [3, 11])
def test_a_photo_and_its_card_lie_inside(app, rooms, find, side):
    open_network(app, network("one-filter-rgb"))
    values = np.random.default_rng(1).random((3, 120, 160)).astype(np.float32)
    app.document.edit("p", with_picture(app.document.project, Picture("image", values, "P")))
    app.document.edit("s", with_kernel_size(app.document.project, "conv1", (side, side)))
    app.pages.show_page("filter")
    app.cursor.open(Position("conv1", 0, 40, 50))
    for room in rooms:
        resized(app, *room)
        check_filter_page(app, room[2])


@pytest.mark.parametrize(
    ("name", "side", "rooms"),
    [
        ("one-filter-rgb", 3, ((800, 600, 0), (1024, 768, 0), (1024, 768, 1), (1280, 720, 1))),
        ("tiny-vgg", 3, ((1024, 768, 0), (1024, 768, 1), (1280, 720, 1))),
        ("one-filter", 5, ((1024, 768, 0), (1024, 768, 1), (1280, 720, 0), (1280, 720, 1))),
        ("one-filter-rgb", 5, ((1024, 768, 0), (1280, 720, 0))),
        ("lecture-cnn", 5, ((1024, 768, 0), (1280, 720, 0))),
    ],
)
def test_the_products_of_a_photo_stand_whole_on_the_filter_page(app, name, side, rooms):
    """All numbers of one input map, and the sums of all."""
    open_network(app, network(name))
    if name.startswith("one"):
        values = np.random.default_rng(1).random((3, 120, 160)).astype(np.float32)
        values = values[: app.document.project.network.input_shape[0]]
        app.document.edit("p", with_picture(app.document.project, Picture("image", values, "P")))
    app.document.edit("s", with_kernel_size(app.document.project, "conv1", (side, side)))
    app.pages.show_page("filter")
    app.cursor.open(Position("conv1", 0, 10, 12))
    for width, height, wanted in rooms:
        resized(app, width, height, 100, wanted)
        view = app.pages.filter().card
        check_filter_page(app, 100)
        check_unfolded(view)
        assert products_seen(view) == {0}, (width, height, wanted)


def test_the_window_never_outgrows_its_size_and_comes_back(app, qtbot):
    app.window.resize(1280, 720)
    before = app.look.scale, app.window.size()
    for _ in range(9):
        app.actions["text-larger"].trigger()
        QApplication.processEvents()
        assert app.window.size() == before[1]
    assert before[0] < app.look.scale < 2  # as far as there is room
    app.actions["text-normal"].trigger()
    QApplication.processEvents()
    assert (app.look.scale, app.window.size()) == before


def test_the_first_window_fits_the_screen(app):
    screen = app.window.screen().availableGeometry().size()
    assert app.window.width() > screen.width()  # as the tests want it
    app.window.restore_place()
    assert app.window.frameSize().width() <= screen.width()
    assert app.window.frameSize().height() <= screen.height()


@pytest.mark.parametrize("name", ["lecture-cnn", "residual-cnn"])
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_the_three_steps_of_training_are_seen_with_data_and_train(app, find, size, name):
    open_network(app, network(name))
    app.window.resize(*size)
    app.pages.show_page("train")
    QApplication.processEvents()
    left = app.pages.train().left
    whole = left.rect()
    headings = [each for each in left.findChildren(QLabel) if each.text()[:1] in "123"]
    headings = [each for each in headings if each.text()[1:3] == " ·"]
    assert [each.text() for each in headings] == ["1 · Configure", "2 · Compile", "3 · Train"]
    for each in (*headings, left.setup.data, left.setup.presets, left.controls.main):
        assert whole.contains(each.rect().translated(each.mapTo(left, QPoint(0, 0)))), each
        assert each.visibleRegion().boundingRect() == each.rect(), each


LONG = tuple(
    f"a class whose long name has sixty letters, and is number {k:03d}" for k in range(100)
)


@pytest.mark.parametrize("size", [(800, 600), (1280, 720)])
@pytest.mark.parametrize("names", [("swan", "no swan"), LONG[:10]])
def test_names_of_classes_are_whole_on_the_page_and_beside_their_shares(app, size, names):
    net = network("swan-cnn" if len(names) == 2 else "tiny-vgg")
    open_network(app, replace(net, classes=names))
    app.window.resize(*size)
    QApplication.processEvents()
    page, node = app.network_page, app.document.project.network.output
    look = app.look
    for channel, name in enumerate(names):
        rect = page.cell_rect(node, channel)
        value = value_text(app.document.forward.trace, node, 1.0)
        room = rect.width() - look.px(4), 0.62 * rect.height() - look.px(2)
        lines, text = fitted_name(look, (name, value), room, 13, is_bold=True)
        assert "".join("".join(lines).split()) == "".join(name.split())
        metrics = look.metrics(text, bold=True)
        ends = [metrics.horizontalAdvance(line) for line in lines]
        assert max(ends) <= room[0]
        assert ends[-1] + metrics.horizontalAdvance(value) <= rect.width()
        assert len(lines) * metrics.ascent() <= rect.height()


def test_of_a_hundred_classes_the_best_opens_and_every_name_is_whole(app):
    weights = np.zeros((100, 784), np.float32)
    weights[32] = 0.01
    layers = (Flatten(), Linear(weights, np.zeros(100, np.float32)), Softmax())
    open_network(app, chain("many", "Many", (1, 28, 28), layers, classes=LONG))
    app.window.resize(1280, 720)
    QApplication.processEvents()
    app.cursor.go_to(app.cursor.last)
    app.cursor.open()
    QApplication.processEvents()
    assert app.cursor.selected.channel == 32
    view = app.pages.explanation()
    check(view, 100)
    said = "".join("".join(text for _item, text in view.rows.sheet.texts()).split())
    for channel in view.rows.sheet.order:
        assert "".join(LONG[channel].split()) in said
    assert 32 in view.rows.sheet.order
    assert len(view.rows.sheet.order) < 100


@pytest.mark.parametrize("size", [(800, 600), (1024, 768), (1280, 720)])
def test_the_way_to_the_explanation_is_always_seen_in_the_inspector(app, find, size):
    app.window.resize(*size)
    app.panels._wants_inspector = True
    area, button = find("inspector-panel"), find("explain-button")
    for node in ("conv1", "conv2", "relu1", "fc1", "softmax1"):
        app.cursor.select(Position(node, 1))
        QApplication.processEvents()
        for end in (0, area.verticalScrollBar().maximum()):
            area.verticalScrollBar().setValue(end)
            assert button.visibleRegion().boundingRect() == button.rect()
            assert not button.geometry().isEmpty()
    button.click()
    assert app.cursor.is_open
    QApplication.processEvents()
    assert not button.isVisible()
