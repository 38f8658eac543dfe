"""A value of an activation: a point on its curve."""

from PySide6.QtCore import QRectF

from cnnviz.cnn.activation_layers import LeakyReLU, PReLU, ReLU
from cnnviz.explain.activation_words import activation_fact, general_formula, negative_facts
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.values import Curve
from cnnviz.language import _
from cnnviz.views.cells.painting import Extent
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
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.formula import Word, formula_lines, right_end
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sum_lines import SumLine
from cnnviz.views.sheets.texts import HEADING

WIDEST = 600  # pixels at 100 %
MAP, GAP, PLOT = 196, 10, 190  # the heights of what stands below each other
LEAST_SHARE = 0.55  # of them: smaller ones show too little


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
    """Return the ways to lay out formula, maps and curve."""
    return [
        PlainForm(),
        PlainForm(4, has_maps=False),
        PlainForm(5, has_more=False),
        PlainForm(9, has_maps=False, has_more=False),
    ]


def rows_sheet(scene: ExplanationScene, about: Curve, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the formula with its numbers, the maps before and after, and the curve."""
    look = scene.look
    width = min(room[0], look.px(WIDEST))
    words = [
        Word(f"{general_formula(curve_of(scene))}   ", ink="muted"),
        *formula_with_numbers(scene, about),
        Word(f" {sign_before_value(scene, about)} "),
        result(scene, about),
    ]
    items, y = formula_lines(look, words, 0, 0, width)
    share = _share_of_height(look, form, room[1] - y)
    if form.has_maps:
        made, y = pair(scene, y + look.px(6), width, look.px(MAP * share))
        items += made
    if form.has_more:
        place = QRectF(0, y + look.px(GAP), width, look.px(PLOT * share))
        items += curve_items(scene, about, place)
        y = round(place.bottom())
    width = max(width if form.has_maps or form.has_more else 0, right_end(items))
    return Sheet(tuple(items), width, y)


def _share_of_height(look: Look, form: PlainForm, height: int) -> float:
    """Return how much smaller maps and curve are, so that both are seen in a low room."""
    px = look.px
    needed, around = px(4), px(4)
    if form.has_maps:
        needed, around = needed + px(MAP), around + px(HEADING + 10)
    if form.has_more:
        needed, around = needed + px(PLOT), around + px(GAP)
    return min(1.0, max(LEAST_SHARE, (height - around) / needed))
