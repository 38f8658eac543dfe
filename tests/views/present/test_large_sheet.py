"""A value for the last row: never cut, nothing overlaps, digits of 20 and words of 24 pixels."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize

from cnnviz.cnn.activation_layers import ReLU, Sigmoid
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, LogSoftmax, Softmax
from cnnviz.cnn.moving_layers import UpsampleNearest
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.norm_layers import GroupNorm, LayerNorm
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.cnn.scale_layers import Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import LargeLook, Look
from cnnviz.views.present.large_fitting import LargeFitting
from cnnviz.views.present.sizes import large_factor
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import MapItem, Numbers, Text
from cnnviz.views.sheets.texts import text_width
from tests.views.explanation.sheet_steps import forward_of, forward_of_graph, scene_of

# What head and foot leave of each screen.
ROOMS = {
    (800, 600): (756, 400),
    (1024, 768): (980, 570),
    (1280, 720): (1236, 510),
    (1920, 1080): (1860, 770),
    (3840, 2160): (3720, 1540),
}
RANDOM = np.random.default_rng(7)
ACTIVITY = np.array(
    [[4, 5, 1, 0, 0, 0], [9, 2, 3, 1, 0, 0], [7, 1, 1, 1, 1, 0], [3, 1, 1, 1, 0, 0],
     [2, 2, 1, 1, 1, 0], [1, 0, 0, 0, 0, 0]], np.float32,
)  # fmt: skip
FILTER = np.array([[[[0, 2, 1], [4, 1, 0], [1, 0, 1]]]], np.float32)


def random_filters(maps, size):
    weights = RANDOM.normal(size=(2, maps, size, size)).astype(np.float32)
    return Conv2d(weights, np.array([-0.3, 0.2], np.float32), padding=(size // 2,) * 2)


def random_units(inputs, units):
    weights = RANDOM.normal(size=(units, inputs)).astype(np.float32)
    return Linear(weights, RANDOM.normal(size=units).astype(np.float32))


def learnt(count):
    return RANDOM.uniform(0.3, 1.3, (count, 4 if count == 4 else 16)).astype(np.float32)


MAPS = RANDOM.normal(size=(16, 14, 14)).astype(np.float32)
CASES = {
    "activity": (Conv2d(FILTER, np.zeros(1, np.float32)), ACTIVITY[None], (0, 1, 0)),
    "five": (random_filters(1, 5), MAPS[:1], (1, 5, 6)),
    "sixteen": (random_filters(16, 3), MAPS, (1, 5, 6)),
    "sixteen of five": (random_filters(16, 5), MAPS, (0, 0, 0)),
    "maximum": (MaxPool2d((2, 2)), MAPS, (3, 2, 2)),
    "mean": (AvgPool2d((3, 3)), MAPS, (3, 2, 2)),
    "relu": (ReLU(), MAPS, (3, 2, 2)),
    "unit": ((Flatten(), random_units(784, 10)), MAPS[:4], (3,)),
    "unit of two": ((Flatten(), random_units(16, 2)), MAPS[:1, :4, :4], (1,)),
    "softmax": ((Flatten(), Softmax()), MAPS[:1, :2, :5], (4,)),
    "softmax of many": ((Flatten(), Softmax()), MAPS[:10, :10, :10], (777,)),
    "flatten": ((MaxPool2d((2, 2)), Flatten()), MAPS, (222,)),
    "flatten of means": (
        (AvgPool2d((2, 2)), Flatten()),
        5 + 5 * RANDOM.random((32, 2, 2), np.float32),
        (11,),
    ),
    "flatten of numbers": ((AvgPool2d((14, 14)), Flatten()), MAPS, (9,)),
    "batch norm": (BatchNorm2d(*learnt(4)), MAPS[:4], (3, 5, 6)),
    "layer norm": (LayerNorm(*learnt(2)), MAPS, (3, 5, 6)),
    "group norm": (GroupNorm(*learnt(2), num_groups=4), MAPS, (3, 5, 6)),
    "scale": (Scale(*learnt(2)), MAPS, (3, 5, 6)),
    "log-softmax": ((Flatten(), LogSoftmax()), MAPS[:1, :2, :5], (4,)),
    "dropout": (Dropout(), MAPS, (3, 5, 6)),
    "nearest": (UpsampleNearest(), MAPS, (3, 5, 6)),
    "bilinear": (UpsampleBilinear(), MAPS, (3, 5, 6)),
    "transposed": (ConvTranspose2d(RANDOM.normal(size=(16, 3, 3, 3)).astype(np.float32)), MAPS,
                   (2, 5, 6)),
}  # fmt: skip
GRAPHS = {"sum of three": (Add(), 3), "gate": (Multiply(), 2), "join": (Concatenate(), 2)}
CASES |= {name: (layer, MAPS[:4], (3, 5, 6)) for name, (layer, _inputs) in GRAPHS.items()}


def forward_in(case):
    """The values of a case: of layers in a row, or of branches that meet."""
    layer, values, _place = CASES[case]
    if case not in GRAPHS:
        return forward_of(layer if isinstance(layer, tuple) else (layer,), values)
    branches = [f"branch{number}" for number in range(GRAPHS[case][1])]
    nodes = [(name, Sigmoid(), (INPUT,)) for name in branches]
    return forward_of_graph([*nodes, ("meet", layer, tuple(branches))], values)


def laid(qapp, case, size, **options):
    look = Look(Settings(), is_ready=False)
    large = LargeLook(look, large_factor(QSize(*size), 1.0))
    scene = scene_of(large, forward_in(case), CASES[case][2], room=ROOMS[size], **options)
    shown, made = LargeFitting(large).fitted(scene)
    return shown, made.rows, made


def rects(sheet, look):
    for item in sheet.all_items():
        if isinstance(item, Numbers):
            yield QRectF(item.outline)
        elif isinstance(item, MapItem):
            yield QRectF(item.place)
        elif isinstance(item, Text) and not item.wraps and item.id is None:
            place = QRectF(item.place)
            place.setWidth(text_width(look, item.text, item.size, bold=item.bold))
            yield place.adjusted(0, place.height() / 4, 0, -place.height() / 4)


@pytest.mark.sweep(3)
@pytest.mark.parametrize("size", ROOMS)
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("stage", ["window", "value"])
def test_nothing_is_cut_and_nothing_overlaps(qapp, case, size, stage):
    hides = {} if stage == "value" else {"is_hidden": True, "stage": stage}
    scene, sheet, made = laid(qapp, case, size, **hides)
    assert made.fits(ROOMS[size])
    whole = QRectF(0, 0, sheet.width + 2, sheet.height + 2)
    found = list(rects(sheet, scene.look))
    assert all(whole.contains(place) for place in found)
    assert not [(a, b) for a, b in combinations(found, 2) if a.intersects(b)]
    for item in sheet.all_items():
        if isinstance(item, Numbers):
            font, _texts = item.cells.digits(scene.look, item.cell)
            assert font is not None
            assert font.pixelSize() >= 19  # whole pixels of a font of 20
        elif isinstance(item, Text) and (case, size) != ("sixteen of five", (800, 600)):
            least = 24 if item.id is None and not is_number(item.text) else 20
            assert scene.look.font(item.size).pixelSize() >= least, item.text


@pytest.mark.parametrize("size", ROOMS)
def test_digits_grow_with_their_cells(qapp, size):
    scene, sheet, _made = laid(qapp, "activity", size)
    for item in sheet.all_items():
        if isinstance(item, Numbers):
            font, _texts = item.cells.digits(scene.look, item.cell)
            assert font.pixelSize() >= 0.4 * item.cell[1]


def told(sheet, what):
    return [text for item, text in sheet.texts() if item in (ItemId(what, 0), ItemId(what))]


def test_each_stage_tells_a_little_more(qapp):
    size = (1280, 720)
    seen = []
    for stage in ("window", "products", "sum", "value"):
        hides = {} if stage == "value" else {"is_hidden": True, "stage": stage}
        _scene, sheet, _made = laid(qapp, "activity", size, **hides)
        words = " ".join("".join(text for item, text in sheet.texts() if item is None).split())
        has_sum = "0 + 4 + 3 + 28 + 1 + 0 + 3 + 0 + 1" in words
        seen.append((told(sheet, What.PRODUCTS), has_sum, told(sheet, What.VALUE)))
    products = ["0", "4", "3", "28", "1", "0", "3", "0", "1"]
    assert [each[0] for each in seen] == [[""] * 9, products, products, products]
    assert [each[1] for each in seen] == [False, False, True, True]
    assert [each[2] for each in seen] == [[], [], ["?"], ["40"]]


@pytest.mark.sweep(3)
@pytest.mark.parametrize("size", ROOMS)
@pytest.mark.parametrize("case", CASES)
def test_captions_are_whole_and_the_map_is_seen(qapp, case, size):
    scene, sheet, _made = laid(qapp, case, size, is_hidden=True, stage="window")
    texts = [item for item in sheet.all_items() if isinstance(item, Text)]
    assert not [item.text for item in texts if "…" in item.text]
    maps = [item.place for item in sheet.all_items() if isinstance(item, MapItem)]
    assert all(max(*place.size().toTuple()) >= scene.look.px(40) for place in maps)


def is_number(text):
    return not text.strip("0123456789.−,")


def rows_of(sheet, what):
    """The text of each row that stands for one number of a kind, by its number."""
    found = [item for item in sheet.all_items() if isinstance(item, Numbers)]
    return {item.id.number: item.texts[0] for item in found if item.id.what is what}


@pytest.mark.parametrize("size", ROOMS)
def test_a_unit_tells_its_largest_terms_and_their_sum(qapp, size):
    shown = []
    for stage in ("window", "products", "sum", "value"):
        hides = {} if stage == "value" else {"is_hidden": True, "stage": stage}
        scene, sheet, _made = laid(qapp, "unit of two", size, **hides)
        products = [text for text in rows_of(sheet, What.PRODUCT).values() if text]
        assert rows_of(sheet, What.INPUT).keys() == rows_of(sheet, What.WEIGHT).keys()
        shown.append((bool(products), bool(told(sheet, What.SUM)), told(sheet, What.VALUE)))
    value = scene.decimals.full(float(scene.about.value))
    assert shown == [
        (False, False, []), (True, False, []), (True, True, ["?"]), (True, True, [value]),
    ]  # fmt: skip
    largest = np.argsort(-np.abs(scene.about.products))
    rows = list(rows_of(sheet, What.PRODUCT))
    assert rows == largest[: len(rows)].tolist()
    assert len(rows) >= 4


@pytest.mark.parametrize("size", ROOMS)
def test_a_softmax_tells_scores_then_exponentials_then_shares(qapp, size):
    shown = []
    for stage in ("window", "exponentials", "value"):
        hides = {} if stage == "value" else {"is_hidden": True, "stage": stage}
        scene, sheet, _made = laid(qapp, "softmax of many", size, **hides)
        texts = [[text for text in rows_of(sheet, what).values() if text]
                 for what in (What.EXP, What.SHARE)]  # fmt: skip
        shown.append((*map(bool, texts), told(sheet, What.VALUE)))
        assert 777 in sheet.order  # the class that is explained has a row
    value = scene.decimals.full(float(scene.about.value))
    assert shown == [(False, False, []), (True, False, ["?"]), (True, True, [value])]


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1920, 1080)])
def test_each_of_many_maps_of_one_value_has_its_number(qapp, size):
    _scene, sheet, _made = laid(qapp, "flatten of means", size, is_hidden=True, stage="window")
    cells = [item for item in sheet.all_items()
             if isinstance(item, Numbers) and item.id.what is What.MAP]  # fmt: skip
    assert len(cells) == 32
    assert all("".join(item.texts) for item in cells)
    fonts = [item.cells.digits(_scene.look, item.cell)[0] for item in cells]
    assert all(font is not None and font.pixelSize() >= 19 for font in fonts)


def test_where_a_value_stood_is_not_told_before_it_is(qapp):
    _scene, sheet, _made = laid(qapp, "flatten", (1280, 720), is_hidden=True, stage="window")
    maps = [item for item in sheet.all_items() if isinstance(item, MapItem)]
    assert len(maps) == 16
    assert not [item for item in maps if item.marks.current is not None]
    assert "?" in told(sheet, What.VALUE)
    _scene, sheet, _made = laid(qapp, "flatten", (1280, 720))
    (shown,) = [item for item in sheet.all_items() if isinstance(item, MapItem)]
    assert shown.id == ItemId(What.MAP, 222 // 49)
    assert shown.marks.current == divmod(222 % 49, 7)


@pytest.mark.parametrize("stage", ["window", "sum", "value"])
@pytest.mark.parametrize("room", [(756, 316), (756, 340), (756, 400)])
def test_small_maps_show_their_numbers_in_the_smallest_room(qapp, stage, room, monkeypatch):
    monkeypatch.setitem(ROOMS, (800, 600), room)
    hides = {} if stage == "value" else {"is_hidden": True, "stage": stage}
    scene, sheet, _made = laid(qapp, "activity", (800, 600), **hides)
    maps = [item for item in sheet.all_items() if isinstance(item, MapItem)]
    assert [item.id.what for item in maps] == [What.INPUT_MAP, What.OUTPUT]
    for item, least in zip(maps, (1.3, 1.55), strict=True):  # one digit, and two
        assert item.place.width() / item.shown.size[1] >= least * scene.look.px(14)
