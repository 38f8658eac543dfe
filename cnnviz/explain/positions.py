"""What happens at one position, in one sentence with its numbers."""

import numpy as np

from cnnviz.cnn.activation_layers import Activation, LeakyReLU, ReLU
from cnnviz.cnn.layers import Conv2d, Dropout
from cnnviz.cnn.moving_layers import Moving
from cnnviz.cnn.trace import Trace
from cnnviz.explain.activation_words import number
from cnnviz.explain.channel_names import channel_name, channel_title
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.layer_decimals import decimals_of, value_text
from cnnviz.explain.listed import listed
from cnnviz.explain.moving_words import constant_sentence
from cnnviz.explain.norm_words import stepped_position
from cnnviz.explain.overflow_words import overflow_sentence
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.placed_words import placed_position
from cnnviz.explain.places import source_text
from cnnviz.explain.printed_steps import telling
from cnnviz.explain.steps import step_title
from cnnviz.explain.values import (
    Added,
    Curve,
    Filled,
    InputValue,
    Joined,
    Passed,
    Patch,
    Share,
    Taken,
    WeightedSum,
    WindowSum,
)
from cnnviz.language import N_, _
from cnnviz.text.numbers import count_text

_SMALL = (
    N_("no"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"),
    N_("eight"), N_("nine"), N_("ten"),
)  # fmt: skip


def small_number(count: int) -> str:
    """Return a count as people write it: in letters up to ten."""
    return _(_SMALL[count]) if count < len(_SMALL) else count_text(count)


def times(count: int) -> str:
    """Return how often as people write it: twice, three times."""
    if count == 2:
        return _("twice")
    return _("{count} times").format(count=small_number(count))


def place_text(trace: Trace, about: Explanation) -> str:
    """Return where a value stands, counted from 1: row 6, column 8 of filter 3; class “7”."""
    name = channel_name(trace, about.node, about.place[0])
    if len(about.place) == 1:
        return name
    row, column = about.place[1] + 1, about.place[2] + 1
    text = _("row {row}, column {column} of {channel}")
    return text.format(row=row, column=column, channel=name)


def place_title(trace: Trace, about: Explanation) -> str:
    """Return the same to begin a line with: Row 6, column 8 of filter 3; Class “7”."""
    if len(about.place) == 1:
        return channel_title(trace, about.node, about.place[0])
    row, column = about.place[1] + 1, about.place[2] + 1
    text = _("Row {row}, column {column} of {channel}")
    name = channel_name(trace, about.node, about.place[0])
    return text.format(row=row, column=column, channel=name)


def veiled_sentence(trace: Trace, node: str) -> str:
    """Return why nothing is told of a value: its terms are asked for themselves, or awaited."""
    text = _("This value is made of values of {layers}, which are still to be found.")
    if not trace.awaited.isdisjoint(trace.network.inputs[node]):
        text = _("This value is made of values of {layers}, which are being computed.")
    names = [step_title(trace, source) for source in dict.fromkeys(trace.network.inputs[node])]
    return text.format(layers=listed(names))


def position_sentence(trace: Trace, about: Explanation, *, is_hidden: bool = False) -> str:
    """Return what is done for one value, in plain words; nothing of the value if it is hidden."""
    told = _done_for(trace, about, is_hidden=is_hidden)
    reason = "" if is_hidden or isinstance(about, InputValue) else overflow_sentence(about)
    return _("{sentence} {reason}").format(sentence=told, reason=reason) if reason else told


def _done_for(trace: Trace, about: Explanation, *, is_hidden: bool) -> str:
    match about:
        case WindowSum():
            return _window_sum(trace, about)
        case WeightedSum():
            return _weighted_sum(about)
        case Joined():
            return _joined(trace, about, is_hidden=is_hidden)
    return _of_hidden(trace, about) if is_hidden else _of_shown(trace, about)


def _of_shown(trace: Trace, about: Explanation) -> str:
    match about:
        case Patch():
            return _patch(trace, about)
        case Curve():
            return _curve(trace, about)
        case Passed():
            return _passed(trace, about)
        case Filled():
            layer = trace.network.layers[about.node]
            assert isinstance(layer, Moving)  # nothing else fills
            return constant_sentence(layer)
    return _of_all(trace, about)


def _of_hidden(trace: Trace, about: Explanation) -> str:
    """Return what is to be done to find a value."""
    match about:
        case Patch():
            return _hidden_patch(about)
        case Curve():
            text = _("{layer} of {value}: compute it; its curve comes with the answer.")
            before = _telling(trace, trace.network.before(about.node), about.before)
            return text.format(layer=trace.network.layers[about.node].title, value=before)
        case Share():
            text = _("Divide exp(z − max) of this class by the sum of all {count}.")
            if len(about.logits) == 2:
                text = _("Divide exp(z − max) of this class by the sum of both.")
            return text.format(count=len(about.logits))
        case Passed() if not isinstance(trace.network.layers[about.node], Dropout):
            return _("The value is only moved: find where it stood.")
        case Filled():
            return _("This is padding: read its value off the layer.")
        case InputValue():
            return _("The input: find the number in the picture.")
    return _of_shown(trace, about)


def _hidden_patch(about: Patch) -> str:
    number = about.given.size
    if about.divisor and number > 1:
        text = _("Add the {count} values and divide by {divisor}.")
    elif about.divisor:
        text = _("Divide the one value by {divisor}.")
    elif number > 1:
        text = _("The largest of the {count} values in the window stays.")
    else:
        text = _("The one value in the window stays.")
    return text.format(count=small_number(number), divisor=about.divisor)


def _of_all(trace: Trace, about: Explanation) -> str:
    match about:
        case PlacedSum():
            return placed_position(about)
        case Share():
            text = _("Divide exp(z − max) of this class by the sum of all {count}: {share}.")
            if len(about.logits) == 2:
                text = _("Divide exp(z − max) of this class by the sum of both: {share}.")
            return text.format(
                count=len(about.logits), share=value_text(trace, about.node, float(about.value))
            )
        case InputValue():
            text = _("The input: {value}, as the picture has it.")
            return text.format(value=_value(trace, about))
    return stepped_position(about)


def _weighted_sum(about: WeightedSum) -> str:
    if about.bias is None:
        text = _("Multiply each of the {count} inputs by its own weight, add all.")
    else:
        text = _(
            "Multiply each of the {count} inputs by its own weight, add all, then add the bias."
        )
    return text.format(count=count_text(len(about.inputs)))


_SUMS = {  # by: turned, a bias; of one product, of some, of several maps
    (False, False): (
        N_("Multiply each cell by the weight on top of it, that is all."),
        N_("Multiply each cell by the weight on top of it, add the {count} products."),
        N_("Multiply window and weights cell by cell on each of the {maps} input maps, add all."),
    ),
    (False, True): (
        N_("Multiply each cell by the weight on top of it, that is all, then add the bias."),
        N_(
            "Multiply each cell by the weight on top of it, add the {count} products, then add the "
            "bias."
        ),
        N_(
            "Multiply window and weights cell by cell on each of the {maps} input maps, add all, "
            "then add the bias."
        ),
    ),
    (True, False): (
        N_("Multiply each cell by the weight on top of it (turned by 180°), that is all."),
        N_(
            "Multiply each cell by the weight on top of it (turned by 180°), add the {count} "
            "products."
        ),
        N_(
            "Multiply window and weights (turned by 180°) cell by cell on each of the {maps} input "
            "maps, add all."
        ),
    ),
    (True, True): (
        N_(
            "Multiply each cell by the weight on top of it (turned by 180°), that is all, then add "
            "the bias."
        ),
        N_(
            "Multiply each cell by the weight on top of it (turned by 180°), add the {count} "
            "products, then add the bias."
        ),
        N_(
            "Multiply window and weights (turned by 180°) cell by cell on each of the {maps} input "
            "maps, add all, then add the bias."
        ),
    ),
}


def _window_sum(trace: Trace, about: WindowSum) -> str:
    layer = trace.network.layers[about.node]
    is_turned = isinstance(layer, Conv2d) and layer.flipped
    one, some, of_maps = _SUMS[is_turned, bool(about.bias)]
    maps, cells = len(about.channels), about.window[0].size
    text = of_maps if maps > 1 else some if cells > 1 else one
    return _(text).format(maps=maps, count=small_number(cells))


def _joined(trace: Trace, about: Joined, *, is_hidden: bool) -> str:
    if isinstance(about, Added):
        hidden = _("Add the {count} values of {layers}.")
        shown = _("Add the {count} values of {layers}: {value}.")
    else:
        hidden = _("Multiply the {count} values of {layers}.")
        shown = _("Multiply the {count} values of {layers}: {value}.")
    text = hidden if is_hidden else shown
    return text.format(
        count=small_number(len(about.sources)),
        layers=listed([step_title(trace, source) for source in about.sources]),
        value=_value(trace, about),
    )


def _patch(trace: Trace, about: Patch) -> str:
    number = about.given.size
    if not number:
        return _("No value lies in the window.")
    ties = int(about.is_winner.sum())
    if number == 1 and about.divisor > 1:
        text = _("There is one value in the window, divided by {divisor}: {value}.")
    elif number == 1:
        text = _("There is one value in the window, it stays: {value}.")
    elif about.divisor:
        text = _("Add the {count} values and divide by {divisor}: {value}.")
    elif ties > 1:
        text = _(
            "The largest of the {count} values in the window stays: {value}. It is there {times}; "
            "that makes no difference."
        )
    else:
        text = _("The largest of the {count} values in the window stays: {value}.")
    return text.format(
        count=small_number(number), divisor=about.divisor, times=times(ties),
        value=_value(trace, about),
    )  # fmt: skip


def _curve(trace: Trace, about: Curve) -> str:
    layer = trace.network.layers[about.node]
    assert isinstance(layer, Activation)  # nothing else has a curve
    layer, slope = layer.of_channel(about.place[0]), 0.0
    if isinstance(layer, ReLU):
        if about.before > 0:
            text = _("{before} is positive: it stays.")
        elif about.before < 0:
            text = _("{before} is negative: it becomes 0.")
        elif about.before == 0:
            text = _("0 stays 0.")
        else:
            text = _("{before} stays {after}.")  # NaN
    elif isinstance(layer, LeakyReLU) and about.before < 0:
        slope = layer.negative_slope
        text = _("{before} is negative: {slope} of it passes, {after}.")
        if not 0 <= slope <= 1:
            text = _("{before} is negative: multiplied by {slope} it is {after}.")
    else:
        text = _("{before} becomes {after}.")
    before = _telling(trace, trace.network.before(about.node), about.before)
    after = _telling(trace, about.node, about.value)
    return text.format(before=before, after=after, slope=number(slope))


def _value(trace: Trace, about: Explanation) -> str:
    """Return the value as it is printed everywhere."""
    return decimals_of(trace, about.node).full(float(about.value))


def _telling(trace: Trace, node: str, value: np.float32) -> str:
    """Return a value of which something is said, never printed as 0 where it is not."""
    return telling(float(value), decimals_of(trace, node))


def _passed(trace: Trace, about: Passed) -> str:
    if isinstance(trace.network.layers[about.node], Dropout):
        return _("Nothing happens here: dropout acts in training only.")
    if isinstance(about, Taken):
        text = _("The value is only moved: it is that of {place}.")
        return text.format(place=source_text(trace, about.source_node, about.source))
    if len(about.source) == 3:
        channel, row, column = (i + 1 for i in about.source)
        text = _("Value {number} of the row is map {map}, row {row}, column {column}.")
        return text.format(number=about.place[0] + 1, map=channel, row=row, column=column)
    return _("The value is only moved.")
