"""The ways to lay out the terms of a unit, and how wide the parts of a row are."""

from typing import NamedTuple

from cnnviz.cnn.scale import largest
from cnnviz.text.numbers import is_whole
from cnnviz.views.explanation.connected_terms import (
    Weighted,
    decimals_shown,
    limit_of_weights,
    longest_place,
    others_words,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.texts import (
    cell_width,
    text_width,
    widest_printed,
)

ROW, LOW = 28, 22  # pixels at 100 %: the height of a term, and in little room
SIGN, LEAST_BAR = 22, 70  # pixels at 100 %: the widths of a sign, and of the bar at the end


class ConnectedForm(NamedTuple):
    """What is shown of the terms."""

    cost: int
    has_running: bool = True
    has_pictures: bool = True
    high: int = ROW
    least: int = 0  # terms of a leaf; 0: all that are shown at most
    has_bar: bool = True

    @property
    def has_own_rounding(self) -> bool:
        """Whether what is missing to the sum stands among the terms: it depends on the leaf."""
        return bool(self.least)


def forms(scene: ExplanationScene, about: Weighted) -> list[ConnectedForm]:
    """Return the ways to lay out the terms."""
    made = [ConnectedForm(0), ConnectedForm(1, high=LOW), ConnectedForm(2, has_running=False)]
    if scene.order == "index":  # the leaf may be any
        return [*made, ConnectedForm(3, least=5), *_last(5, 5), *_last(15, 1)]
    return [
        *made,
        ConnectedForm(2, False, high=LOW),
        *(ConnectedForm(4, running, False, ROW) for running in (True, False)),
        *(ConnectedForm(5, running, False, LOW) for running in (True, False)),
        *_last(9, 4),
        *_last(19, 1),
    ]


def _last(cost: int, least: int) -> list[ConnectedForm]:
    """Return the ways that have room nearly everywhere, with at least so many terms."""
    ways = (True, True), (False, True), (False, False)
    return [
        ConnectedForm(cost + k, running, False, LOW, least, bar)
        for k, (running, bar) in enumerate(ways)
    ]


class ConnectedWidths(NamedTuple):
    """How a row is laid out, in pixels."""

    cell: int  # of input, weight and product
    words: int  # the place in words
    running: int  # the running total; 0: left out
    bar: int  # at the end of a row, at least; 0: left out

    def least(self, look: Look) -> int:
        """Return how wide a row is at least."""
        return self.words + 3 * self.cell + 2 * look.px(SIGN) + self.bar + self.running + 2


def widths_of(scene: ExplanationScene, about: Weighted, form: ConnectedForm) -> ConnectedWidths:
    """Return how wide the parts of a row are, of all rows alike."""
    look, before = scene.look, about.inputs
    limit, is_all_whole = limit_of_weights(scene.layer)
    sizes, whole = (largest(before), limit), (is_whole(before), is_all_whole)
    shown = decimals_shown(scene)
    product = widest_printed(shown[2], sizes[0] * sizes[1], whole=all(whole))
    is_negative = bool((before < 0).any())
    cell = cell_width(
        look,
        [
            widest_printed(shown[0], sizes[0], negative=is_negative),
            widest_printed(shown[1], sizes[1]),
            product,
        ],
    )
    last = longest_place(scene, about)
    names = (last, others_words(len(before)))
    words = max(text_width(look, name, 13) for name in names)
    words += look.px(14 if form.has_bar else 8)  # at the end, what folds most
    running = text_width(look, "0" * (len(product) + 1), 14) + look.px(12)
    bar = look.px(LEAST_BAR) if form.has_bar else 0
    return ConnectedWidths(cell, words, running if form.has_running else 0, bar)
