"""A value of a dropout, which acts in training only: it stays as it is."""

import numpy as np

from cnnviz.cnn.layers import Dropout
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.values import Kept
from cnnviz.language import _
from cnnviz.text.numbers import number_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm, pair, result
from cnnviz.views.explanation.summary import Summary, value_line
from cnnviz.views.sheets.formula import Word, formula, formula_lines, right_end
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import HEADING

WIDEST = 620  # pixels at 100 %


def _dropout(scene: ExplanationScene) -> Dropout:
    layer = scene.layer
    assert isinstance(layer, Dropout)  # a Kept comes from one
    return layer


def summary(scene: ExplanationScene, about: Kept) -> Summary:
    """Return what the result panel says of a value of a dropout."""
    facts = (*_facts(_dropout(scene)), _(NOTHING_LEARNT))
    return Summary((), value_line(scene, about), facts, has_map=False)


def _facts(layer: Dropout) -> list[str]:
    if layer.p >= 1:
        return [
            _("Dropout does nothing when looking."),
            _("In training every value becomes 0."),
        ]
    return [
        _("Dropout does nothing when looking: the value stays as it is."),
        _(
            "In training each value becomes 0 with chance {chance}; the others grow by "
            "1/(1 − {chance}) = {factor}, so that the sum stays the same on average."
        ).format(chance=f"{layer.p:g}", factor=number_text(1 / (1 - layer.p), 3)),
    ]


def forms(scene: ExplanationScene, about: Kept) -> list[PlainForm]:
    """Return the ways to lay out the formula and the maps."""
    return [PlainForm(), PlainForm(5, has_maps=False)]


def rows_sheet(scene: ExplanationScene, about: Kept, form: PlainForm, room: Extent) -> Sheet:
    """Lay out what becomes of the value, and the maps before and after."""
    look, value, layer = scene.look, float(about.value), _dropout(scene)
    width = min(room[0], look.px(WIDEST))
    text = scene.decimals.full(value)
    words = [Word(f"{_('Here')}   ", ink="muted"), Word("x = "), result(scene, about)]
    items = formula(look, words, 0, 0)
    y = look.px(30)
    if layer.p < 1 and not scene.is_hidden and np.isfinite(value):
        grown = value / (1 - layer.p)
        inner = f"({text})" if value < 0 else text
        training = [
            Word(f"{_('In training')}   ", ink="muted"),
            Word(f"{_('0, or')} "),
            Word(inner, ItemId(What.VALUE), value),
            Word(f" / (1 − {layer.p:g}) = "),
            Word(scene.decimals.full(grown), ItemId(What.VALUE_IN_TRAINING), grown),
        ]
        made, y = formula_lines(look, training, 0, y, width)
        items += made
    if not form.has_maps:
        return Sheet(tuple(items), right_end(items), y)
    side = min(look.px(260), room[1] - y - look.px(HEADING + 16))
    made, y = pair(scene, y + look.px(8), width, side)
    return Sheet((*items, *made), max(width, right_end(items)), y)
