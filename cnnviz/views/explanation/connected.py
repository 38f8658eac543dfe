"""A value of a fully connected layer: every input times its own weight, added up, plus bias."""

from cnnviz.explain.channel_names import is_of_classes
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.printed_values import PrintedConnected
from cnnviz.explain.values import WeightedSum
from cnnviz.language import _, ngettext
from cnnviz.text.decimals import true_sum
from cnnviz.text.numbers import count_text, exact_text
from cnnviz.views.explanation.connected_terms import (
    Weighted,
    input_at,
    limit_of_sum,
    place_of_input,
    printed_unit,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.summary import Summary, lines_of_sum, value_line
from cnnviz.views.sheets.item_id import Spot, What
from cnnviz.views.sheets.sum_lines import SumLine


def summary(scene: ExplanationScene, about: WeightedSum) -> Summary:
    """Return what the result panel says of a fully connected unit."""
    printed = printed_unit(scene, about)
    lines = [] if printed is None else sum_lines(scene, about, printed)
    shown = value_line(scene, about)
    if not scene.tells("sum"):
        lines = [line for line in lines if line.id.what is What.BIAS]
    return Summary(tuple(lines), shown, _facts(scene, about))


def sum_lines(scene: ExplanationScene, about: Weighted, printed: PrintedConnected) -> list[SumLine]:
    """Return the lines of the products, the bias and what is missing to their sum."""
    exact = true_sum(about.products.tolist())
    count = len(about.products)
    label = ngettext("{count} product", "{count} products", count).format(count=count_text(count))
    bias, limit = float(about.bias or 0), limit_of_sum(scene.layer)
    return lines_of_sum(label, exact, printed.end, bias, printed.sum_rounding, limit)


def _facts(scene: ExplanationScene, about: WeightedSum) -> tuple[str, ...]:
    facts = (_learnt(scene, about),)
    if not scene.tells("products"):
        return facts
    up, down = int((about.products > 0).sum()), int((about.products < 0).sum())
    left = len(about.products) - up - down
    balance = _("{up} inputs raise the value, {down} lower it, {left} leave it.")
    counts = {"up": count_text(up), "down": count_text(down), "left": count_text(left)}
    return (*facts, balance.format(**counts))


def _learnt(scene: ExplanationScene, about: WeightedSum) -> str:
    numbers = len(about.weights) + (about.bias is not None)
    is_class = is_of_classes(scene.forward.trace, scene.node)
    if about.bias is None:
        text = _("{count} numbers were learnt for this unit: a weight for each input.")
        if is_class:
            text = _("{count} numbers were learnt for this class: a weight for each input.")
    else:
        text = _("{count} numbers were learnt for this unit: a weight for each input and a bias.")
        if is_class:
            text = _(
                "{count} numbers were learnt for this class: a weight for each input and a bias."
            )
    return text.format(count=count_text(numbers))


def told(scene: ExplanationScene, spot: Spot) -> str:
    """Return the product at a spot with its exact numbers, or nothing."""
    about = scene.about
    assert isinstance(about, WeightedSum | PlacedSum)  # the kinds it is about
    index = input_at(scene, about, spot)
    if index is None or index >= len(about.products):
        return ""
    one, other, product = (
        exact_text(float(array[index])) for array in (about.inputs, about.weights, about.products)
    )
    numbers = {"input": one, "weight": other, "product": product}
    place = place_of_input(scene, about, index)
    if len(place) == 1:
        text = _("Input {number}: {input} · {weight} = {product}")
        if not scene.tells("products"):
            text = _("Input {number}: {input} · {weight}")
        return text.format(number=place[0] + 1, **numbers)
    text = _("Map {map}, row {row}, column {column}: {input} · {weight} = {product}")
    if not scene.tells("products"):
        text = _("Map {map}, row {row}, column {column}: {input} · {weight}")
    k, row, column = place
    return text.format(map=k + 1, row=row + 1, column=column + 1, **numbers)
