"""A sheet as data: what lies at a point, and parts that are made when they are seen."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.items import Numbers, Text
from cnnviz.views.sheets.sheet import Part, Sheet

BIAS, WEIGHTS = ItemId(What.BIAS), ItemId(What.WEIGHTS, 1)


def numbers(top):
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    return Numbers(QPoint(10, top), (20, 10), values, list("012345"), 5.0, WEIGHTS)


def test_a_spot_tells_the_item_and_the_cell():
    words = Text(QRectF(0, 100, 50, 20), "Bias")
    bias = Text(QRectF(50, 100, 50, 20), "3", id=BIAS, exact=3.0)
    sheet = Sheet((numbers(10), words, bias), 100, 120)
    assert sheet.spot_at(QPoint(55, 25)) == Spot(WEIGHTS, 1, 2)
    assert sheet.spot_at(QPoint(60, 110)) == Spot(BIAS, 0, 0)
    assert sheet.spot_at(QPoint(10, 110)) is None  # words stand for nothing
    assert sheet.texts() == [*((WEIGHTS, text) for text in "012345"), (None, "Bias"), (BIAS, "3")]


def test_a_part_is_made_once_and_only_when_it_is_seen():
    made = []

    def make():
        made.append(numbers(1000))
        return [made[-1]]

    sheet = Sheet((), 100, 1100, (Part(QRect(0, 1000, 100, 50), make),))
    assert sheet.seen(QRect(0, 0, 100, 100)) == []
    assert sheet.find(WEIGHTS) == []  # not even by its identity
    assert not made
    assert sheet.seen(QRect(0, 990, 100, 100)) == made
    assert sheet.find(WEIGHTS) == sheet.all_items() == made
    assert len(made) == 1
