"""A value of an activation: a point on its curve."""

from PySide6.QtCore import QRectF

from cnnviz.cnn.activation_layers import LeakyReLU, PReLU, ReLU
from cnnviz.explain.activation_words import activation_fact, general_formula, negative_facts
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.values import Curve
from cnnviz.language import _
from cnnviz.views.explanation.activation_curve import curve_items
from cnnviz.views.explanation.activation_formula import (
    curve_of,
    formula_with_numbers,
    point_texts,
    sign_before_value,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm, pair, result
from cnnviz.views.explanation.summary import Summary, value_line
from cnnviz.views.sheets.formula import Word, formula
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sum_lines import SumLine
from cnnviz.views.sheets.texts import HEADING

WIDEST = 600  # pixels at 100 %
FORMULA, MAP, GAP, PLOT = 38, 196, 10, 190  # the heights of what stands below each other
LEAST_SHARE = 0.55  # of them: smaller ones show too little, and scroll instead


def summary(scene: ExplanationScene, about: Curve) -> Summary:
    """Return what the result panel says of an activation."""
    before, value = point_texts(scene, about)
    equals = sign_before_value(scene, about)
    lines = (SumLine(_("Value before"), before, ItemId(What.VALUE_BEFORE), float(about.before)),)
    equation = (
        "".join(word.text for word in formula_with_numbers(scene, about)),
        f"{equals} {value}",
    )
    equations = () if scene.is_hidden else (equation,)
    shown = value_line(scene, about)
    return Summary(lines, shown, _facts(scene, about), equations, has_map=False)


def _facts(scene: ExplanationScene, about: Curve) -> tuple[str, ...]:
    """Return what became of the values, and what was learnt."""
    layer, channel = scene.layer, about.place[0]
    if isinstance(layer, PReLU):
        text = _("The slope {slope} of {channel} was learnt.")
        slope = decimals_of_parameter(layer, "weight").full(layer.slope(channel))
        name = channel_name(scene.forward.trace, scene.node, channel)
        learnt = text.format(slope=slope, channel=name)
    else:
        learnt = _(NOTHING_LEARNT)
    if isinstance(layer, ReLU | LeakyReLU | PReLU):
        name = channel_name(scene.forward.trace, scene.node, channel)
        before = scene.values_before
        return (*negative_facts(layer, before[channel], name, before), learnt)
    return activation_fact(curve_of(scene)), learnt


def forms(scene: ExplanationScene, about: Curve) -> list[PlainForm]:
    """Return the one way to lay out formula, maps and curve."""
    return [PlainForm(scene.look.px(440))]


def rows_sheet(scene: ExplanationScene, about: Curve, form: PlainForm, width: int) -> Sheet:
    """Lay out the formula with its numbers, the maps before and after, and the curve."""
    look = scene.look
    width = min(width, look.px(WIDEST))
    words = [
        Word(f"{general_formula(curve_of(scene))}   ", ink="muted"),
        *formula_with_numbers(scene, about),
        Word(f" {sign_before_value(scene, about)} "),
        result(scene, about),
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
