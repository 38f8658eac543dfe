"""The formula of an activation: with x, and with the number of one value put in."""

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import LeakyReLU, ReLU, Sigmoid, Tanh
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
    return printed_curve(scene.layer, about, scene.decimals, scene.decimals_before)


def point_texts(scene: ExplanationScene, about: Curve) -> tuple[str, str]:
    """Return the texts of x and y."""
    before, value = float(about.before), float(about.value)
    return scene.decimals_before.full(before), scene.decimals.full(value)


def sign_before_value(scene: ExplanationScene, about: Curve) -> str:
    """Return what stands before y: ≈ where the function of the printed x does not give it."""
    printed = printed_point(scene, about)
    return "=" if printed is None or scene.is_hidden else printed.value.sign


def general_formula(layer: Layer) -> str:
    """Return the formula of an activation with x.

    Raises:
        TypeError: If there is none for this layer.
    """
    match layer:
        case ReLU():
            return _("max(0, x)")
        case LeakyReLU():
            return _("x, or {slope}·x below 0").format(slope=f"{layer.negative_slope:g}")
        case Sigmoid():
            return _("1 / (1 + exp(−x))")
        case Tanh():
            return _("tanh(x)")
    raise TypeError(f"{layer.title} has no formula of an activation")


def formula_with_numbers(scene: ExplanationScene, about: Curve) -> list[Word]:
    """Return the formula with x put in.

    Raises:
        TypeError: If there is none for the layer of the value.
    """
    before = point_texts(scene, about)[0]
    x = Word(before, ItemId(What.VALUE_BEFORE), float(about.before))
    match scene.layer:
        case ReLU():
            return [Word(_("max")), Word("(0, "), x, Word(")")]
        case LeakyReLU() as layer:
            return _leaky(scene, about, layer.negative_slope)
        case Sigmoid():
            turned = before[1:] if before.startswith(MINUS) else f"{MINUS}{before}"
            minus_x = Word(turned, ItemId(What.MINUS_VALUE_BEFORE), -float(about.before))
            return [Word("1 / (1 + "), Word(_("exp")), Word("("), minus_x, Word("))")]
        case Tanh():
            return [Word(_("tanh")), Word("("), x, Word(")")]
    raise TypeError(f"{scene.layer.title} has no formula of an activation")


def _leaky(scene: ExplanationScene, about: Curve, slope: float) -> list[Word]:
    before = point_texts(scene, about)[0]
    if about.before < 0:
        inner = f"({before})" if before.startswith(MINUS) else before
        return [Word(f"{slope:g}·"), Word(inner, ItemId(What.VALUE_BEFORE), float(about.before))]
    return [Word(before, ItemId(What.VALUE_BEFORE), float(about.before))]
