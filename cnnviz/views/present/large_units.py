"""What is told of a fully connected unit, stage by stage: a row for each of its largest terms."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.explain.channel_names import gives_scores
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.printed_values import TOP, PrintedConnected
from cnnviz.language import _, ngettext
from cnnviz.text.decimals import Decimals, decimal_text
from cnnviz.text.numbers import MINUS, count_text
from cnnviz.views.explanation.connected_terms import (
    Weighted,
    decimals_shown,
    limit_of_weights,
    lit_input,
    ordered_inputs,
    others_words,
    place_words,
    printed_unit,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.explanation.summary import HIDDEN
from cnnviz.views.present.large_plan import LargePlan, Line, NumberBlock, SideMap
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.texts import widest_printed

FEW_CLASSES = 3  # their names have room over the result
_COUNTS = (TOP, 8, 6, 5, 4, 3, 2, 1)  # terms with a row of their own: as many as have room


def unit_plans(scene: ExplanationScene, about: Weighted) -> Iterator[LargePlan]:
    """Yield what is told of a unit, first with as many of its terms as are shown on a page."""
    count = len(about.products)
    first = scene.leaf if scene.order == "index" else 0
    for most in _COUNTS:
        if most <= count or most == _COUNTS[-1]:
            yield _plan(scene, about, first, most, is_full=True)
            yield _plan(scene, about, first, most, is_full=False)


def _plan(
    scene: ExplanationScene, about: Weighted, first: int, most: int, *, is_full: bool
) -> LargePlan:
    """Return a plan with so many terms; full: with factors as long as their product."""
    first = min(first, max(len(about.products) - most, 0))
    indices = ordered_inputs(scene, about)[first : first + most]
    printed = printed_unit(scene, about, (first, first + len(indices)))
    shown, marks = output_map(scene)
    result = SideMap(_result_title(scene), shown, marks, ItemId(What.OUTPUT))
    return LargePlan(
        (result,), _blocks(scene, about, indices, printed, is_full=is_full),
        _lines(scene, about, printed),
        position_sentence(scene.forward.trace, about, is_hidden=scene.is_hidden),
        few=(0, 1, 2),
    )  # fmt: skip


def _blocks(
    scene: ExplanationScene,
    about: Weighted,
    indices: Sequence[int],
    printed: PrintedConnected | None,
    *,
    is_full: bool,
) -> tuple[NumberBlock, ...]:
    """Return inputs, weights and products; below them all the other inputs together."""
    of_inputs, of_weights, of_products = decimals_shown(scene)
    if is_full:
        of_inputs, of_weights = (_as_long(each, of_products) for each in (of_inputs, of_weights))
    rest = len(about.products) - len(indices)
    rows, chosen = len(indices) + bool(rest), list(indices)
    labels = [place_words(scene, about, i) for i in indices] + [others_words(rest)] * bool(rest)
    framed = np.array([[i == lit_input(scene, about)] for i in indices] + [[False]] * bool(rest))
    others = None if printed is None else printed.others
    products = np.zeros((rows, 1), np.float32)
    products[: len(chosen), 0] = about.products[chosen]
    products[len(chosen) :] = 0 if printed is None else printed.exact_others
    last = [""] * bool(rest)
    limits = (
        scene.forward.scales.limit(scene.before), limit_of_weights(scene.layer)[0],
        largest(about.products),
    )  # fmt: skip

    is_exact = of_inputs.is_exact(about.inputs[chosen]) and of_weights.is_exact(
        about.weights[chosen]
    )
    equals = "=" if is_exact else "≈"

    def column(title: str, values: Array, texts: list[str], which: int) -> NumberBlock:
        what, decimals = (
            (What.INPUT, of_inputs), (What.WEIGHT, of_weights), (What.PRODUCT, of_products),
        )[which]  # fmt: skip
        ids = [ItemId(what, i) for i in indices] + [ItemId(What.OTHERS)] * bool(rest)
        widest = max((widest_printed(decimals, largest(values)), *texts), key=len)
        return NumberBlock(
            headed(title, decimals), values, texts, limits[which], ItemId(what), widest,
            ("", "·", equals)[which], is_told=which < 2 or scene.tells("products"), framed=framed,
            is_editable=which == 1 and bool(scene.layer.parameters()), factor=decimals.factor,
            ids=ids, labels=labels if not which else (),
        )  # fmt: skip

    def given(values: Array) -> Array:
        made = np.zeros((rows, 1), np.float32)
        made[: len(chosen), 0] = values[chosen]
        return made

    told = of_products.texts(about.products[chosen])
    told += [decimal_text(others) if others is not None else ""] * bool(rest)
    return (
        column(_("Input"), given(about.inputs), [*of_inputs.texts(about.inputs[chosen]), *last], 0),
        column(
            _("Weight"), given(about.weights), [*of_weights.texts(about.weights[chosen]), *last], 1
        ),
        column(_("Product"), products, told, 2),
    )


def _as_long(factor: Decimals, product: Decimals) -> Decimals:
    """Return the decimals of a factor that is printed as exactly as its product."""
    if factor.power or product.power:
        return factor
    return replace(factor, count=max(factor.count, product.count))


def _result_title(scene: ExplanationScene) -> str:
    """Return what stands over the result: the classes whose scores these are, where they fit."""
    trace = scene.forward.trace
    if gives_scores(trace, scene.node) and len(trace.network.classes) <= FEW_CLASSES:
        return _(", ").join(trace.network.classes)
    return _("Result")


def _lines(
    scene: ExplanationScene, about: Weighted, printed: PrintedConnected | None
) -> tuple[Line, ...]:
    """Return the sum of all products, and the value that it is with its bias."""
    exact = None if scene.is_hidden else float(about.value)
    text = HIDDEN if scene.is_hidden else scene.decimals.full(float(about.value))
    value = Word(text, ItemId(What.VALUE), exact, bold=True)
    if printed is None:  # numbers that cannot be added
        return (Line((value,), is_large=True),)
    end, count = printed.end, len(about.products)
    words = [_sum_word(printed, count)]
    rounding = printed.sum_rounding + end.rounding
    if rounding:
        text = _("{number} rounding ").format(number=end.of_sum.signed(rounding))
        words.append(Word(text, ItemId(What.ROUNDING), ink="muted"))
    if end.bias is not None:
        number = end.of_sum.full_of(end.bias)
        number = f"({number})" if number.startswith(MINUS) else number
        text = _("+ bias {number} ").format(number=number)
        words.append(Word(text, ItemId(What.BIAS), float(about.bias or 0), ink="muted"))
    told = scene.tells("sum")
    return (Line((*words, Word("= "), value), is_large=True, is_told=told),)


def _sum_word(printed: PrintedConnected, count: int) -> Word:
    total = printed.end.of_sum.full_of(printed.end.sum)
    text = ngettext("{count} product: {sum} ", "{count} products: {sum} ", count)
    return Word(text.format(count=count_text(count), sum=total), ItemId(What.SUM))
