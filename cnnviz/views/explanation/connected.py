"""A value of a fully connected layer: every input times its own weight, added up, plus bias."""

from decimal import Decimal

import numpy as np

from cnnviz.explain.printed import decimal_text, signed_text
from cnnviz.explain.printed_values import (
    PrintedConnected,
)
from cnnviz.explain.steps import channel_word
from cnnviz.explain.values import WeightedSum
from cnnviz.text.numbers import count_text, exact_text
from cnnviz.views.explanation.connected_terms import (
    input_at,
    place_words,
    printed_unit,
    slices_of_unit,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.summary import SumLine, Summary, value_line
from cnnviz.views.sheets.item_id import ItemId, Spot, What


def summary(scene: ExplanationScene, about: WeightedSum) -> Summary:
    """Return what the result panel says of a fully connected unit."""
    printed = printed_unit(scene, about)
    lines = [] if printed is None else _lines(about, printed)
    shown = value_line(scene, about, "" if printed is None else decimal_text(printed.total))
    if scene.is_hidden:
        lines = [line for line in lines if line.id.what is What.BIAS]
    return Summary(tuple(lines), shown, _facts(scene, about))


def _lines(about: WeightedSum, printed: PrintedConnected) -> list[SumLine]:
    exact = float(about.products.sum(dtype=np.float64))
    total = sum(printed.terms, printed.others or Decimal(0))
    count = count_text(len(about.products))
    lines = [SumLine(f"{count} products", decimal_text(total), ItemId(What.SUM), exact)]
    if printed.bias is not None:
        bias = float(about.bias or 0)
        lines.append(SumLine("Bias", signed_text(printed.bias), ItemId(What.BIAS), bias, abs(bias)))
    if printed.rounding:
        lines.append(SumLine("Rounding", signed_text(printed.rounding), ItemId(What.ROUNDING)))
    return lines


def _facts(scene: ExplanationScene, about: WeightedSum) -> tuple[str, ...]:
    numbers = len(about.weights) + (about.bias is not None)
    word = channel_word(scene.forward.trace, scene.step)
    facts = [
        f"{count_text(numbers)} numbers were learnt for this {word}: a weight for each input"
        + (" and a bias." if about.bias is not None else ".")
    ]
    if not scene.is_hidden:
        up, down = int((about.products > 0).sum()), int((about.products < 0).sum())
        facts.append(
            f"{count_text(up)} inputs raise the value, {count_text(down)} lower it, "
            f"{count_text(len(about.products) - up - down)} leave it."
        )
    return tuple(facts)


# The terms


# The weights as pictures


def told(scene: ExplanationScene, spot: Spot) -> str:
    """Return the product at a spot with its exact numbers, or nothing."""
    about = scene.about
    assert isinstance(about, WeightedSum)  # the kind it is about
    index = input_at(scene, about, spot)
    if index is None or index >= len(about.products):
        return ""
    where = place_words(slices_of_unit(scene, about), index)
    one, other, product = (
        exact_text(float(array[index])) for array in (about.inputs, about.weights, about.products)
    )
    result = "" if scene.is_hidden else f" = {product}"
    return f"{where[0].upper()}{where[1:]}: {one} · {other}{result}"
