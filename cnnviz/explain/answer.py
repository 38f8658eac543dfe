"""What is said where a network has nothing to answer, or answers what it was not asked."""

import numpy as np

from cnnviz.cnn.layers import Softmax
from cnnviz.cnn.trace import Trace
from cnnviz.explain.channel_names import class_name
from cnnviz.explain.layer_decimals import decimals_of, value_text
from cnnviz.language import N_, _
from cnnviz.project.project import Project

NO_INK = N_("no ink yet")  # in the place of the numbers of the classes


def no_ink_sentence() -> str:
    """Return why there is no answer, and what to do."""
    return _("No ink yet, so there is no answer: draw something.")


def is_beyond(project: Project) -> bool:
    """Return whether a network that reads digits was given a picture that may show anything."""
    network, picture = project.network, project.picture
    is_picture = picture.kind == "image" and max(picture.pixels.shape[1:]) > network.input_shape[1]
    return network.treatment == "digit" and bool(network.classes) and is_picture


def beyond_sentence() -> str:
    """Return what such an answer is worth."""
    return _("This network knows digits only: of other pictures its answer tells nothing.")


def share_sentence(trace: Trace) -> str:
    """Return how the shares of the classes come from their scores; "" where there are none."""
    network, node = trace.network, trace.network.output
    shares = trace.values[node]
    if not isinstance(network.layers.get(node), Softmax) or not np.isfinite(shares).all():
        return ""
    if len(shares) != 2:
        text = _("Share: exp(score) ÷ the sum of exp of all {count} scores; together 100 %.")
        return text.format(count=len(shares))
    best = int(shares.argmax())
    decimals = decimals_of(trace, network.before(node))
    scores = [float(score) for score in trace.before(node)]
    printed = [float(decimals.rounded(score)) for score in scores]
    told = value_text(trace, node, float(shares[best]))
    with np.errstate(over="ignore"):
        computed = 1 / (1 + np.exp(printed[1 - best] - printed[best]))
    text = _("Share of “{name}”: exp({one}) ÷ (exp({one}) + exp({other})) {equals} {share}.")
    return text.format(
        name=class_name(network, best), one=decimals.full(scores[best]),
        other=decimals.full(scores[1 - best]), share=told,
        equals="=" if value_text(trace, node, float(computed)) == told else "≈",
    )  # fmt: skip
