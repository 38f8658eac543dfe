"""A value of an activation: a point on its curve."""

from PySide6.QtCore import QRectF

from cnnviz.cnn.layers import LeakyReLU, ReLU, Sigmoid
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.steps import channel_name
from cnnviz.explain.values import Curve
from cnnviz.text.numbers import MINUS, count_text
from cnnviz.views.explanation.activation_curve import curve_items
from cnnviz.views.explanation.activation_formula import (
    formula_with_numbers,
    general_formula,
    point_texts,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm, pair, result
from cnnviz.views.explanation.summary import SumLine, Summary, value_line
from cnnviz.views.sheets.formula import Word, formula
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import HEADING

WIDEST = 600  # pixels at 100 %
FORMULA, MAP, GAP, PLOT = 38, 196, 10, 190  # the heights of what stands below each other
LEAST_SHARE = 0.55  # of them: smaller ones show too little, and scroll instead


def summary(scene: ExplanationScene, about: Curve) -> Summary:
    """Return what the result panel says of an activation."""
    before, value = point_texts(scene, about)
    lines = (SumLine("Value before", before, ItemId(What.VALUE_BEFORE), float(about.before)),)
    equation = ("".join(word.text for word in formula_with_numbers(scene, about)), f"= {value}")
    equations = () if scene.is_hidden else (equation,)
    shown = value_line(scene, about, value)
    return Summary(lines, shown, _facts(scene, about), equations, has_map=False)


def _facts(scene: ExplanationScene, about: Curve) -> tuple[str, ...]:
    layer = scene.layer
    if not isinstance(layer, ReLU | LeakyReLU):
        ends = "0 and 1" if isinstance(layer, Sigmoid) else f"{MINUS}1 and 1"
        return f"Every value ends between {ends}.", NOTHING_LEARNT
    became = "became 0" if isinstance(layer, ReLU) else "shrank"
    facts = [_negative(about.negative, about.total, became, _all(scene))]
    if scene.is_map:
        channel = scene.about.place[0]
        values = scene.values_before[channel]
        name = channel_name(scene.forward.trace, scene.step, channel)
        facts.insert(0, _negative(int((values < 0).sum()), values.size, became, name))
    return (*facts, NOTHING_LEARNT)


def _all(scene: ExplanationScene) -> str:
    maps = scene.forward.trace.shapes[scene.step][0]
    return f"all {count_text(maps)} maps" if scene.is_map else "the row"


def _negative(count: int, total: int, became: str, where: str) -> str:
    return (
        f"{count_text(count)} of {count_text(total)} values of {where} were negative and {became}."
    )


def forms(scene: ExplanationScene, about: Curve) -> list[PlainForm]:
    """Return the one way to lay out formula, maps and curve."""
    return [PlainForm(scene.look.px(440))]


def rows_sheet(scene: ExplanationScene, about: Curve, form: PlainForm, width: int) -> Sheet:
    """Lay out the formula with its numbers, the maps before and after, and the curve."""
    look = scene.look
    width = min(width, look.px(WIDEST))
    value = point_texts(scene, about)[1]
    words = [
        Word(f"{general_formula(scene.layer)}   ", ink="muted"),
        *formula_with_numbers(scene, about),
        Word(" = "),
        result(scene, about, value),
    ]
    items = formula(look, words, 0, 0)
    share = _share_of_height(scene)
    made, y = pair(scene, look.px(FORMULA), width, look.px(MAP * share))
    items += made
    y += look.px(GAP)
    place = QRectF(0, y, width, look.px(PLOT * share))
    items += curve_items(scene, about, place)
    return Sheet(tuple(items), width, round(place.bottom()))


def _share_of_height(scene: ExplanationScene) -> float:
    """Return how much smaller maps and curve are, so that the point is seen in a low room."""
    px, room = scene.look.px, scene.room[1]
    around = px(FORMULA) + px(HEADING) + px(GAP) + px(4)
    return min(1.0, max(LEAST_SHARE, (room - around) / (px(MAP) + px(PLOT))))
