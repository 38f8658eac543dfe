"""What the next step tells, as the button says it that takes it."""

from cnnviz.explain.stages import next_words
from cnnviz.explain.steps import step_title
from cnnviz.language import _
from cnnviz.state.document import Document
from cnnviz.state.teller import Teller
from cnnviz.text.numbers import count_text


def following_words(document: Document, teller: Teller) -> str:
    """Return what is told next: a stage of a value, the next value, or a layer."""
    if teller.gives_inputs:
        return _("Next: what it is made of")
    if teller.next_stage is not None:
        return next_words(teller.next_stage)
    following, trace = teller.following, document.forward.trace
    if following is not None and following.node == teller.node:
        shape = trace.shapes[following.node]
        number = following.channel
        if len(shape) == 3:
            number = following.row * shape[2] + following.column
        return _("Next: position {number}").format(number=count_text(number + 1))
    node = teller.next_node if following is None else following.node
    return _("Next") if node is None else _("Next: {what}").format(what=step_title(trace, node))
