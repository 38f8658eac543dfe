"""What is told of a value, stage by stage: of convolutions, poolings and activations here."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QRectF

from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.present import before_caption
from cnnviz.explain.stepped_values import (
    LogShare,
    Normalisation,
    Responded,
    Scaled,
    Standardised,
)
from cnnviz.explain.values import (
    Curve,
    Joined,
    Kept,
    Passed,
    Patch,
    Share,
    Taken,
    WeightedSum,
    WindowSum,
)
from cnnviz.language import _
from cnnviz.text.decimals import decimal_text
from cnnviz.text.numbers import MINUS, count_text
from cnnviz.views.explanation.activation_curve import curve_items
from cnnviz.views.explanation.activation_formula import formula_with_numbers, sign_before_value
from cnnviz.views.explanation.convolution_forms import (
    factor_decimals,
    longest,
    printed_of,
    sign_of_products,
    term_decimals,
)
from cnnviz.views.explanation.convolution_grids import TERMS
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.lit_cells import cell_flag
from cnnviz.views.explanation.map_pair import result
from cnnviz.views.explanation.pooling_numbers import outside_map, printed_patch
from cnnviz.views.explanation.shown_maps import before_map, input_map, output_map
from cnnviz.views.explanation.summary import HIDDEN
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.present.large_flatten import passed_plans
from cnnviz.views.present.large_joined import joined_plans
from cnnviz.views.present.large_plan import LargePlan, Line, NumberBlock, SideMap
from cnnviz.views.present.large_shares import share_plans
from cnnviz.views.present.large_steps import step_plans
from cnnviz.views.present.large_units import unit_plans
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Ink, Item

MOST_TERMS = 16  # of a sum that is written out
MOST_CELLS = 64  # of a window that is shown in numbers


def plans_of(scene: ExplanationScene) -> Iterator[LargePlan]:
    """Yield what is told of a value, first what tells most.

    Where no plan is yielded or has room, a value is told as on a page, only larger.
    """
    about = scene.about
    match about:
        case WindowSum() if about.window[0].size <= 121:
            yield _window_sum(scene, about)
        case Patch():
            yield _patch(scene, about)
        case Curve() if scene.is_map:
            yield _curve(scene, about)
        case WeightedSum() | PlacedSum():
            yield from unit_plans(scene, about)
        case Share():
            yield from share_plans(scene, about)
        case Passed() if type(about) is Passed:
            yield from passed_plans(scene, about)
        case _:
            yield from _of_others(scene)


def _of_others(scene: ExplanationScene) -> Iterator[LargePlan]:
    match scene.about:
        case (Joined() | Taken() | Kept()) as about:
            yield from joined_plans(scene, about)
        case (Normalisation() | Scaled() | Standardised() | Responded() | LogShare()) as about:
            yield from step_plans(scene, about)


def _sentence(scene: ExplanationScene) -> str:
    trace = scene.forward.trace
    return position_sentence(trace, scene.about, is_hidden=scene.is_hidden)


def _result(scene: ExplanationScene) -> SideMap:
    shown, marks = output_map(scene)
    return SideMap(_("Result"), shown, marks, ItemId(What.OUTPUT))


def _value(scene: ExplanationScene) -> Word:
    about = scene.about
    text = HIDDEN if scene.is_hidden else scene.decimals.full(float(about.value))
    exact = None if scene.is_hidden else float(about.value)
    return Word(text, ItemId(What.VALUE), exact, bold=True)


# A convolution


def _window_sum(scene: ExplanationScene, about: WindowSum) -> LargePlan:
    k = min(scene.chosen, len(about.channels) - 1)
    channel = int(about.channels[k])
    name = before_caption(scene.forward.trace, scene.before, channel)
    marks = MapMarks(window=(about.rows, about.columns))
    source = SideMap(
        headed(name, scene.decimals_before), input_map(scene, channel, None), marks,
        ItemId(What.INPUT_MAP, channel),
    )  # fmt: skip
    return LargePlan(
        (source, _result(scene)), _blocks(scene, about, k), _sum_lines(scene, about, k),
        _sentence(scene), few=(2,) if scene.tells("products") else (0, 1),
    )  # fmt: skip


def _blocks(scene: ExplanationScene, about: WindowSum, k: int) -> tuple[NumberBlock, ...]:
    inputs, weights = factor_decimals(scene)
    of_products = term_decimals(scene)[1]
    lit = scene.lit
    framed = None
    if lit is not None and any(lit.is_on(what, k) for what in TERMS):
        framed = cell_flag(about.window.shape[1:], lit)
    of_layer = largest(scene.layer.parameters()["weight"])
    widest = longest(scene.forward, scene.node)
    return (
        NumberBlock(
            headed(_("Window"), inputs), about.window[k], inputs.texts(about.window[k]),
            scene.forward.scales.limit(scene.before, int(about.channels[k])),
            ItemId(What.WINDOW, k), widest[0], framed=framed,
            padding=about.is_padding if about.is_padding.any() else None,
        ),
        NumberBlock(
            headed(_("Filter w"), weights), about.weights[k], weights.texts(about.weights[k]),
            of_layer, ItemId(What.WEIGHTS, k), widest[1], "⊙", framed=framed,
            is_editable=True, factor=weights.factor,
        ),
        NumberBlock(
            headed(_("Products"), of_products), about.products[k],
            of_products.texts(about.products[k]), largest(about.products),
            ItemId(What.PRODUCTS, k), widest[2], sign_of_products(scene, about, k),
            is_told=scene.tells("products"), framed=framed,
        ),
    )  # fmt: skip


def _sum_lines(scene: ExplanationScene, about: WindowSum, k: int) -> tuple[Line, ...]:
    """Return the sum as it is said: all terms, then the bias, then the value."""
    printed, count = printed_of(scene, about), len(about.channels)
    if printed is None:  # numbers that cannot be added
        return (Line((_value(scene),), is_large=True),)
    end, decimals = printed.end, printed.end.of_sum
    told = scene.tells("sum")
    lines = [Line(_terms(scene, about, k), is_told=told)]
    if count > 1 and about.products[0].size > 1:
        text = _("Sum of these {cells} products: {sum}")
        subtotal = printed.of_subtotals.full_of(printed.subtotals[k])
        told_sum = text.format(cells=count_text(about.products[0].size), sum=subtotal)
        word = Word(told_sum, ItemId(What.SUBTOTAL, k))
        lines.insert(0, Line((word,), is_told=told, is_extra=True))
    rounding = printed.sum_rounding + end.rounding
    words: list[Word] = []
    if rounding:
        text = _("{number} rounding ").format(number=decimals.signed(rounding))
        words.append(Word(text, ItemId(What.ROUNDING), ink="muted"))
    if end.bias is not None:
        text = _("+ bias {number} ").format(number=_bracketed(decimals.full_of(end.bias)))
        bias = float(about.bias or 0)
        words.append(Word(text, ItemId(What.BIAS), bias, ink="muted"))
    words += [Word("= "), _value(scene)]
    lines.append(Line(tuple(words), is_large=True, is_told=told))
    return tuple(lines)


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith(MINUS) else text


def _terms(scene: ExplanationScene, about: WindowSum, k: int) -> tuple[Word, ...]:
    """Return the terms that are added: the products of the one map, or the sums of all maps."""
    printed = printed_of(scene, about)
    assert printed is not None  # who asks looked
    if len(about.channels) == 1:
        terms, decimals = printed.products(0), printed.of_products
        ids = [ItemId(What.PRODUCTS, 0)] * len(terms)
    else:
        terms, decimals = printed.subtotals, printed.of_subtotals
        ids = [ItemId(What.SUBTOTAL, i) for i in range(len(terms))]
    if len(terms) > MOST_TERMS:
        total = printed.end.of_sum.full_of(printed.end.sum)
        if len(about.channels) == 1:
            text = _("All {count} products add up to {sum}")
        else:
            text = _("The sums of all {count} maps add up to {sum}")
        return (Word(text.format(count=count_text(len(terms)), sum=total), ItemId(What.SUM)),)
    words = []
    for i, (term, item) in enumerate(zip(terms, ids, strict=True)):
        text = decimals.signed(term)
        if not i:
            text = decimals.full_of(term)
        is_chosen = len(about.channels) > 1 and i == k
        is_choice = len(about.channels) > 1
        ink: Ink = "accent" if is_chosen else "text"
        words.append(Word(text + " ", item if is_choice else None, ink=ink, bold=is_chosen))
    return tuple(words)


# A pooling


def _patch(scene: ExplanationScene, about: Patch) -> LargePlan:
    channel = about.place[0]
    printed = printed_patch(scene, about)
    name = before_caption(scene.forward.trace, scene.before, channel)
    marks = MapMarks(window=(about.rows, about.columns))
    source = SideMap(
        headed(name, scene.decimals_before), input_map(scene, channel, None), marks,
        ItemId(What.INPUT_MAP, channel),
    )  # fmt: skip
    blocks: tuple[NumberBlock, ...] = ()
    if about.window.size <= MOST_CELLS:
        beyond = outside_map(scene, about)
        values = about.window.copy()
        values[beyond] = 0
        widest = max((*printed.texts, scene.decimals.text(float(about.value)), "00"), key=len)
        limit = scene.forward.scales.limit(scene.before, channel)
        winners = about.is_winner if about.is_winner.any() and not scene.is_hidden else None
        blocks = (
            NumberBlock(
                headed(_("Window"), printed.of_window), values, printed.texts, limit,
                ItemId(What.WINDOW), widest, padding=beyond if beyond.any() else None,
                winners=winners,
            ),
        )  # fmt: skip
    lines = _pool_lines(scene, about)
    return LargePlan((source, _result(scene)), blocks, lines, _sentence(scene))


def _pool_lines(scene: ExplanationScene, about: Patch) -> tuple[Line, ...]:
    printed = printed_patch(scene, about)
    texts = [text for text in printed.texts if text]
    told, value = not scene.is_hidden, _value(scene)
    equals = Word(f"{printed.equals if printed.mean is not None else '='} ")
    if printed.mean is None:
        if len(texts) > MOST_TERMS or about.divisor or printed.of_window.power:
            text = _("The largest of {count} values:").format(count=count_text(len(texts)))
            if about.divisor:
                text = _("The mean of {count} values:").format(count=count_text(len(texts)))
            return (Line((Word(text + " "), value), is_large=True),)
        words = [Word(f"{_('max')}("), *(Word(f"{text}, ") for text in texts[:-1])]
        return (
            Line((*words, Word(f"{texts[-1]}) "))),
            Line((equals, value), is_large=True),
        )
    mean = printed.mean
    total = Word(mean.of_total.full_of(mean.total), ItemId(What.SUM), mean.exact_sum)
    divided = Word(f" ÷ {count_text(about.divisor)} ", ItemId(What.DIVISOR))
    lines = []
    if len(mean.terms) <= MOST_TERMS and not mean.of_terms.power:
        first, *rest = mean.terms
        words = [Word(decimal_text(first) + " ")]
        words += [Word(mean.of_terms.signed(term) + " ") for term in rest]
        if mean.rounding:
            words.append(Word(_("{number} rounding ").format(
                number=mean.of_total.signed(mean.rounding)), ink="muted"))  # fmt: skip
        lines.append(Line((*words, Word("= "), total), is_told=scene.tells("sum")))
    else:
        text = _("Sum of {count} values: ").format(count=count_text(len(texts)))
        lines.append(Line((Word(text), total), is_told=scene.tells("sum")))
    lines.append(Line((total, divided, equals, value), is_large=True, is_told=told))
    return tuple(lines)


# An activation


def _curve(scene: ExplanationScene, about: Curve) -> LargePlan:
    trace = scene.forward.trace
    shown, cell = before_map(scene)
    name = before_caption(trace, scene.before, about.place[0])
    before = SideMap(
        headed(name, scene.decimals_before), shown, MapMarks(current=cell), ItemId(What.BEFORE)
    )
    words = [
        *formula_with_numbers(scene, about),
        Word(f" {sign_before_value(scene, about)} "),
        result(scene, about)._replace(bold=True),
    ]
    return LargePlan(
        (before, _result(scene)), (), (Line(tuple(words), is_large=True),), _sentence(scene),
        partial(_curve_items, scene, about),
    )  # fmt: skip


def _curve_items(scene: ExplanationScene, about: Curve, room: QRectF) -> list[Item]:
    return curve_items(scene, about, room)
