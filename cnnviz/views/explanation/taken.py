"""A value that another node has at the same place: of a concatenation, or of chosen channels."""

from cnnviz.cnn.branch_layers import Concatenate, SelectChannels
from cnnviz.explain.values import Taken
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
    """Return the one way to lay out where the value comes from."""
    return [PlainForm(scene.look.px(440))]


def rows_sheet(scene: ExplanationScene, about: Taken, form: PlainForm, width: int) -> Sheet:
    """Lay out the map before and the map after, and their numbers both ways."""
    if isinstance(scene.layer, Concatenate):
        return concatenation.rows_sheet(scene, about, width)
    if isinstance(scene.layer, SelectChannels):
        return selection.rows_sheet(scene, about, width)
    return moved.rows_sheet(scene, about, width)
