"""Which sheet explains which kind of layer."""

from typing import Any, NamedTuple, Protocol

from cnnviz.explain.values import (
    Curve,
    Explanation,
    InputValue,
    Normalisation,
    Passed,
    Patch,
    Share,
    WeightedSum,
    WindowSum,
)
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation import (
    activation,
    batch_norm,
    connected,
    convolution,
    flatten,
    input_value,
    pooling,
    softmax,
)
from cnnviz.views.explanation.explanation_scene import Scene
from cnnviz.views.explanation.result_panel import Summary, Where, result_sheet
from cnnviz.views.sheets.sheet import Sheet, Spot

PANEL, WIDEST_PANEL = 236, 380  # pixels at 100 %: the width of the result at the right


class Form(Protocol):
    """One way to lay out the terms."""

    @property
    def width(self) -> int:
        """The least width it needs, in pixels."""


class Kind(Protocol):
    """What a module about a kind of layer offers."""

    def summary(self, scene: Scene, about: Any) -> Summary:  # noqa: ANN401
        """Return what the result panel says."""

    def forms(self, scene: Scene, about: Any) -> list[Any]:  # noqa: ANN401
        """Return the ways to lay out the terms, the best first."""

    def rows_sheet(self, scene: Scene, about: Any, form: Any, width: int) -> Sheet:  # noqa: ANN401
        """Lay out the terms in one of the forms, in a room of some width."""

    def told(self, scene: Scene, spot: Spot) -> str:
        """Return what is under the pointer in words with exact numbers, or nothing."""

    def target(self, scene: Scene, spot: Spot) -> int | None:
        """Return the position that a click on a spot goes to, or None: it is pinned."""


class Arranged(NamedTuple):
    """A whole explanation: the terms, which scroll, and the result beside or above them."""

    rows: Sheet
    result: Sheet
    where: Where


def kind_of(about: Explanation) -> Kind:
    """Return the module that explains a value."""
    return _KINDS[type(about)]


def arrange(scene: Scene) -> Arranged:
    """Lay out an explanation for its room: the result at the right where both fit."""
    kind = kind_of(scene.about)
    px, (width, height) = scene.look.px, scene.room
    gap = px(28)
    forms = kind.forms(scene, scene.about)
    beside = next((f for f in forms[:2] if f.width + gap + px(PANEL) <= width), None)
    if beside is not None:
        panel = min(px(WIDEST_PANEL), width - gap - beside.width)
        room = width - gap - panel
        rows = kind.rows_sheet(scene, scene.about, beside, room)
        panel = min(px(WIDEST_PANEL), width - gap - rows.width)
        summary = kind.summary(scene, scene.about)
        return Arranged(rows, result_sheet(scene, summary, "right", (panel, height)), "right")
    form = next((f for f in forms if f.width <= width), forms[-1])
    rows = kind.rows_sheet(scene, scene.about, form, width)
    room_above: Extent = (width, px(150))
    summary = kind.summary(scene, scene.about)
    return Arranged(rows, result_sheet(scene, summary, "top", room_above), "top")


_KINDS: dict[type[Explanation], Kind] = {
    WindowSum: convolution,
    Curve: activation,
    WeightedSum: connected,
    Share: softmax,
    Patch: pooling,
    Normalisation: batch_norm,
    Passed: flatten,
    InputValue: input_value,
}
