"""A value whose terms come from places that its layer tells: every input times its weight."""

from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.placed_words import placed_facts
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation import connected, connected_forms, connected_rows
from cnnviz.views.explanation.connected_forms import ConnectedForm
from cnnviz.views.explanation.connected_terms import printed_unit
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.summary import Summary, value_line
from cnnviz.views.sheets.item_id import Spot, What
from cnnviz.views.sheets.sheet import Sheet


def summary(scene: ExplanationScene, about: PlacedSum) -> Summary:
    """Return what the result panel says of such a sum."""
    printed = printed_unit(scene, about)
    lines = [] if printed is None else connected.sum_lines(scene, about, printed)
    if scene.is_hidden:
        lines = [line for line in lines if line.id.what is What.BIAS]
    facts = placed_facts(scene.layer, about)
    return Summary(tuple(lines), value_line(scene, about), facts, has_map=False)


def forms(scene: ExplanationScene, about: PlacedSum) -> list[ConnectedForm]:
    """Return the ways to lay out the terms."""
    return connected_forms.forms(scene, about)


def rows_sheet(
    scene: ExplanationScene, about: PlacedSum, form: ConnectedForm, room: Extent
) -> Sheet:
    """Lay out the maps and a row for each term."""
    return connected_rows.rows_sheet(scene, about, form, room)


def told(scene: ExplanationScene, spot: Spot) -> str:
    """Return the product at a spot with its exact numbers, or nothing."""
    return connected.told(scene, spot)
