"""How an explanation is arranged: in which form the terms and the result stand, and where."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, product
from operator import attrgetter
from typing import Any, NamedTuple

from cnnviz.explain.shared_weights import sharing_sentence
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.kinds import SheetKind, kind_of
from cnnviz.views.explanation.result_panel import ResultForm, Where, result_forms, result_sheet
from cnnviz.views.explanation.summary import Summary
from cnnviz.views.sheets.item_id import What
from cnnviz.views.sheets.sheet import Sheet

PANEL, WIDEST_PANEL = 236, 380  # pixels at 100 %: the width of the result at the right
GAP = 28, 10  # pixels at 100 %: between terms and result, at the right and at the top

WHERES: tuple[Where, Where] = ("right", "top")


class Arrangement(NamedTuple):
    """A way to lay an explanation out; it holds for every size of text."""

    form: Any  # of the terms, as their kind offers it
    result: ResultForm
    where: Where  # the result stands

    @property
    def cost(self) -> float:
        """How much is folded; 0: all is there."""
        return float(self.form.cost) + self.result.cost


class Arranged(NamedTuple):
    """A whole explanation, laid out: the terms, and the result at their right or above them."""

    rows: Sheet
    result: Sheet
    where: Where
    gap: int  # between both, in pixels

    @property
    def size(self) -> Extent:
        """Width and height of both together."""
        rows, result = self.rows, self.result
        if self.where == "right":
            return rows.width + self.gap + result.width, max(rows.height, result.height)
        return max(rows.width, result.width), rows.height + self.gap + result.height

    def fits(self, room: Extent) -> bool:
        """Return whether nothing of it lies outside a room."""
        return self.size[0] <= room[0] and self.size[1] <= room[1]


class Layouts:
    """Lays one scene out in several arrangements; what they share is made once."""

    def __init__(self, scene: ExplanationScene) -> None:
        self._scene, self._kind = scene, kind_of(scene.about)
        self._summary = _summary(self._kind, scene)
        self._results: dict[tuple[tuple[ResultForm, bool], Where, Extent], Sheet] = {}

        self._may_fit: dict[object, bool] = {}

    def by_cost(self) -> Iterator[list[Arrangement]]:
        """Yield all arrangements, those together that fold as much; first what folds nothing."""
        scene = self._scene
        forms = self._kind.forms(scene, scene.about)
        results = result_forms(is_card=scene.is_card)
        made = [Arrangement(*each) for each in product(forms, results, WHERES)]
        made.sort(key=attrgetter("cost"))  # it is stable: the first of equals is the best
        for _cost, each in groupby(made, key=attrgetter("cost")):
            yield list(each)

    def may_fit(self, chosen: Arrangement) -> bool:
        """Return whether the terms would have room with no result beside them."""
        form, room = chosen.form, self._scene.room
        if form not in self._may_fit:
            rows = self._rows(form, room)
            self._may_fit[form] = rows.width <= room[0] and rows.height <= room[1]
        return self._may_fit[form]

    def made(self, chosen: Arrangement) -> Arranged:
        """Lay the scene out; it may be larger than its room."""
        form, result_form, where = chosen
        scene, (width, height) = self._scene, self._scene.room
        px = scene.look.px
        gap = px(GAP[where == "top"])
        result = result_form, getattr(form, "has_own_rounding", False)
        if where == "top":
            above = self._result(result, where, (width, height))
            room = width, max(0, height - above.height - gap)
            return Arranged(self._rows(form, room), above, where, gap)
        least = self._result(result, where, (px(PANEL), height))
        rows = self._rows(form, (max(0, width - gap - least.width), height))
        panel = min(px(WIDEST_PANEL), width - gap - rows.width)
        if panel > least.width and not scene.is_card:
            wider = self._result(result, where, (panel, height))
            least = wider if wider.height <= max(height, least.height) else least
        return Arranged(rows, least, where, gap)

    def _rows(self, form: object, room: Extent) -> Sheet:
        return self._kind.rows_sheet(self._scene, self._scene.about, form, room)

    def _result(self, form: tuple[ResultForm, bool], where: Where, room: Extent) -> Sheet:
        key = form, where, room
        if key not in self._results:
            summary = _without_rounding(self._summary) if form[1] else self._summary
            self._results[key] = result_sheet(self._scene, summary, where, form[0], room)
        return self._results[key]


def _summary(kind: SheetKind, scene: ExplanationScene) -> Summary:
    """Return what the result panel says, and who else uses the weights."""
    summary = kind.summary(scene, scene.about)
    shared = sharing_sentence(scene.forward.trace.network, scene.node)
    return replace(summary, facts=(*summary.facts, shared)) if shared else summary


def _without_rounding(summary: Summary) -> Summary:
    """Return a summary without what is missing to the sum of the terms: it stands among them."""
    lines = tuple(line for line in summary.lines if line.id.what is not What.SUM_ROUNDING)
    return replace(summary, lines=lines)


def arrange(scene: ExplanationScene) -> Arranged:
    """Lay out a scene in its own size of text; what folds least of all that fits.

    Where nothing fits, the smallest is returned: it needs a smaller size of text.
    """
    return choose(scene)[1]


def least_height(scene: ExplanationScene) -> int:
    """Return the least height in which the terms are not taken apart; 0 for any.

    More than the room has where its width does not allow for it.
    """
    layouts, forms = Layouts(scene), kind_of(scene.about).forms(scene, scene.about)
    narrow = [form for form in forms if getattr(form, "is_narrow", False)]
    results = result_forms(is_card=scene.is_card)[-2:]
    made = [layouts.made(Arrangement(*each)) for each in product(narrow, results, WHERES)]
    width, height = scene.room
    fitting = [each.size[1] for each in made if each.size[0] <= width]
    return min(fitting, default=height + 1 if made else 0)


def choose(scene: ExplanationScene) -> tuple[list[Arrangement], Arranged]:
    """Return the arrangements that fold least of all that fit, and the first of them laid out."""
    layouts = Layouts(scene)
    for equals in layouts.by_cost():
        laid = [(each, layouts.made(each)) for each in equals if layouts.may_fit(each)]
        fitting = [(each, made) for each, made in laid if made.fits(scene.room)]
        if fitting:
            return [each for each, _made in fitting], fitting[0][1]
    every = [(each, layouts.made(each)) for equals in layouts.by_cost() for each in equals]
    chosen, made = min(every, key=lambda pair: _excess(pair[1], scene.room))
    return [chosen], made


def _excess(made: Arranged, room: Extent) -> float:
    """Return how much larger than its room an explanation is."""
    return max(size / max(n, 1) for size, n in zip(made.size, room, strict=True))
