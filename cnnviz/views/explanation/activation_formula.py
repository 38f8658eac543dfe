"""The formula of an activation: with x, and with the number of one value put in."""

import re

from cnnviz.cnn.activation_layers import Activation
from cnnviz.explain.activation_words import FACTOR_X, FUNCTIONS, MINUS_X, X, formula_template
from cnnviz.explain.printed_steps import PrintedCurve, printed_curve
from cnnviz.explain.printed_values import is_printable
from cnnviz.explain.values import Curve
from cnnviz.language import _
from cnnviz.text.numbers import MINUS
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What


def printed_point(scene: ExplanationScene, about: Curve) -> PrintedCurve | None:
    """Return x and y as they are printed, or None where one of them is not finite."""
    if not is_printable(about.before, about.value):
        return None
    return printed_curve(curve_of(scene), about, scene.decimals, scene.decimals_before)


def curve_of(scene: ExplanationScene) -> Activation:
    """Return the curve of the channel with the value."""
    layer = scene.layer
    assert isinstance(layer, Activation)  # only they have one
    return layer.of_channel(scene.about.place[0])


def point_texts(scene: ExplanationScene, about: Curve) -> tuple[str, str]:
    """Return the texts of x and y."""
    before, value = float(about.before), float(about.value)
    return scene.decimals_before.full(before), scene.decimals.full(value)


def sign_before_value(scene: ExplanationScene, about: Curve) -> str:
    """Return what stands before y: ≈ where the function of the printed x does not give it."""
    printed = printed_point(scene, about)
    return "=" if printed is None or scene.is_hidden else printed.value.sign


def formula_with_numbers(scene: ExplanationScene, about: Curve) -> list[Word]:
    """Return the formula of the curve that a value lies on, with x put in."""
    before = point_texts(scene, about)[0]
    is_negative = before.startswith(MINUS)
    x, item_id = float(about.before), ItemId(What.VALUE_BEFORE)
    minus_x = before[1:] if is_negative else f"{MINUS}{before}"
    words = {
        X: Word(before, item_id, x),
        FACTOR_X: Word(f"({before})" if is_negative else before, item_id, x),
        MINUS_X: Word(minus_x, ItemId(What.MINUS_VALUE_BEFORE), -x),
    }
    words |= {function: Word(_(function)) for function in FUNCTIONS}
    parts = re.split(rf"({{\w+}}|{'|'.join(FUNCTIONS)})", formula_template(curve_of(scene), x))
    return [words.get(part) or Word(part) for part in parts if part]
