"""A value that another node has at the same place: of a concatenation, or of chosen channels."""

from cnnviz.cnn.branch_layers import Concatenate, SelectChannels
from cnnviz.explain.values import Taken
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation import concatenation, moved, selection
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm
from cnnviz.views.explanation.summary import Summary
from cnnviz.views.sheets.sheet import Sheet


def summary(scene: ExplanationScene, about: Taken) -> Summary:
    """Return what the result panel says of a value that was taken from another node."""
    if isinstance(scene.layer, Concatenate):
        return concatenation.summary(scene, about)
    if isinstance(scene.layer, SelectChannels):
        return selection.summary(scene, about)
    return moved.summary(scene, about)


def forms(scene: ExplanationScene, about: Taken) -> list[PlainForm]:
    """Return the ways to lay out where the value comes from."""
    return [
        PlainForm(),
        PlainForm(3, is_low=True),
        PlainForm(6, has_more=False, is_low=True),
        PlainForm(7, has_maps=False, is_low=True),
        PlainForm(9, has_maps=False, has_more=False),
    ]


def rows_sheet(scene: ExplanationScene, about: Taken, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the map before and the map after, and their numbers both ways."""
    if isinstance(scene.layer, Concatenate):
        return concatenation.rows_sheet(scene, about, form, room)
    if isinstance(scene.layer, SelectChannels):
        return selection.rows_sheet(scene, about, form, room)
    return moved.rows_sheet(scene, about, form, room)
