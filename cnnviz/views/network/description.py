"""What a screen reader is told of the Network page."""

from cnnviz.cnn.trace import Trace
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.steps import step_title
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.state.cursor import Cursor


def description(trace: Trace, cursor: Cursor) -> str:
    """Return which node is the current one, and what is selected."""
    text = _("Step {step} of {count}, {title}")
    if cursor.selected is not None:
        text = _("Step {step} of {count}, {title}. Selected: {layer}, {channel}")
    place = cursor.selected or Position(cursor.node, 0)
    return text.format(
        step=cursor.number,
        count=cursor.last_number,
        title=cursor.stops.folded.get(cursor.node) or step_title(trace, cursor.node),
        layer=step_title(trace, place.node),
        channel=channel_name(trace, place.node, place.channel),
    )
