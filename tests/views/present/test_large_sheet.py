"""A value for the last row: never cut, nothing overlaps, digits of 20 pixels, on every screen."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import LargeLook, Look
from cnnviz.views.present.large_fitting import LargeFitting
from cnnviz.views.present.sizes import large_factor
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import MapItem, Numbers, Text
from cnnviz.views.sheets.texts import text_width
from tests.views.explanation.sheet_steps import forward_of, scene_of

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


MAPS = RANDOM.normal(size=(16, 14, 14)).astype(np.float32)
CASES = {
    "activity": (Conv2d(FILTER, np.zeros(1, np.float32)), ACTIVITY[None], (0, 1, 0)),
    "five": (random_filters(1, 5), MAPS[:1], (1, 5, 6)),
    "sixteen": (random_filters(16, 3), MAPS, (1, 5, 6)),
    "sixteen of five": (random_filters(16, 5), MAPS, (0, 0, 0)),
    "maximum": (MaxPool2d((2, 2)), MAPS, (3, 2, 2)),
    "mean": (AvgPool2d((3, 3)), MAPS, (3, 2, 2)),
    "relu": (ReLU(), MAPS, (3, 2, 2)),
}


def laid(qapp, case, size, **options):
    look = Look(Settings(), is_ready=False)
    large = LargeLook(look, large_factor(QSize(*size), 1.0))
    layer, values, place = CASES[case]
    scene = scene_of(large, forward_of([layer], values), place, room=ROOMS[size], **options)
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


@pytest.mark.parametrize("size", ROOMS)
@pytest.mark.parametrize("case", CASES)
def test_captions_are_whole_and_the_map_is_seen(qapp, case, size):
    scene, sheet, _made = laid(qapp, case, size, is_hidden=True, stage="window")
    texts = [item for item in sheet.all_items() if isinstance(item, Text)]
    assert not [item.text for item in texts if "…" in item.text]
    maps = [item.place for item in sheet.all_items() if isinstance(item, MapItem)]
    assert all(max(*place.size().toTuple()) >= scene.look.px(40) for place in maps)
