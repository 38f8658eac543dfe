"""Norms, scales and log-softmax in words: a sentence for the layer, and what is true of a value."""

from cnnviz.cnn.channel_layers import LocalResponseNorm
from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.layers import BatchNorm2d, LogSoftmax
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm, MeasuredNorm
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.trace import Trace
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.stepped_values import (
    LogShare,
    MeasuredNormalisation,
    Normalisation,
    Responded,
    Scaled,
    Standardised,
)
from cnnviz.language import N_, _, ngettext
from cnnviz.text.numbers import count_text, percent_text

STEPPED = (
    BatchNorm2d, MeasuredNorm, Scale, Normalize, LocalResponseNorm, LogSoftmax,
)  # fmt: skip
NO_BREAK = "\N{NO-BREAK SPACE}"


def stepped_sentence(layer: Layer, shape: Shape) -> str:
    """Return what a norm, a scale or a log-softmax does, in one sentence.

    Args:
        layer: One of `STEPPED`.
        shape: Of its input.
    """
    match layer:
        case BatchNorm2d() if len(shape) == 1:
            return _("Each value is brought to the mean and spread it had in training.")
        case BatchNorm2d():
            return _("Each map is brought to the mean and spread it had in training.")
        case MeasuredNorm():
            return _measured(layer, shape)
        case Scale():
            return _scale(layer)
        case Normalize():
            return _("From each value the mean of its channel is taken off, then it is divided by "
                     "the deviation: numbers that were given.")  # fmt: skip
        case LocalResponseNorm():
            return ngettext(
                "Each value is divided by more, the larger it is.",
                "Each value is divided by more, the larger the {count} channels around it are at "
                "its place.",
                layer.size,
            ).format(count=layer.size)  # fmt: skip
    count = count_text(shape[0])
    return _("The {count} scores become logarithms of shares: 0 is certain, −∞ impossible.").format(
        count=count
    )


def _measured(layer: MeasuredNorm, shape: Shape) -> str:
    """Return which values are brought to one mean and spread; what is learnt is told besides."""
    match layer:
        case GroupNorm():
            text = ngettext(
                "All maps together are brought to mean 0 and spread 1.",
                "The maps of each of the {count} groups together are brought to mean 0 and spread "
                "1.",
                layer.num_groups,
            )
            return text.format(count=layer.num_groups)
        case InstanceNorm2d():
            return _("Each map by itself is brought to mean 0 and spread 1.")
        case LayerNorm(over="channels") if len(shape) == 3:
            text = ngettext(
                "At each place the one channel is brought to mean 0.",
                "At each place the {count} channels are brought to mean 0 and spread 1.",
                shape[0],
            )
            return text.format(count=count_text(shape[0]))
    return _("All values together are brought to mean 0 and spread 1.")


def _scale(layer: Scale) -> str:
    has_one, has_bias = len(layer.weight) == 1, layer.bias is not None
    return _(_SCALES[has_one, has_bias])


_SCALES = {  # by: one number for all, a bias
    (False, False): N_("Each channel is multiplied by a number of its own."),
    (False, True): N_("Each channel is multiplied by a number of its own, then shifted by one."),
    (True, False): N_("All values are multiplied by one number."),
    (True, True): N_("All values are multiplied by one number, then shifted by one."),
}


def stepped_title(layer: Layer) -> str:
    """Return what happens at such a layer, in few words that are read from the last row."""
    if isinstance(layer, LayerNorm) and layer.over == "all":
        return _("Layer norm gives all values mean 0 and spread 1")
    return _(_TITLES[type(layer)])


_TITLES: dict[type[Layer], str] = {
    BatchNorm2d: N_("Batch norm gives every map one mean and one spread"),
    GroupNorm: N_("Group norm gives every group mean 0 and spread 1"),
    InstanceNorm2d: N_("Instance norm gives every map mean 0 and spread 1"),
    LayerNorm: N_("Layer norm gives every place mean 0 and spread 1"),
    Scale: N_("Every channel is scaled"),
    Normalize: N_("The input is brought to the range the network knows"),
    LocalResponseNorm: N_("Large neighbours make a value smaller"),
    LogSoftmax: N_("Log-softmax turns the scores into logarithms of shares"),
}


def norm_facts(layer: Layer, about: Normalisation) -> tuple[str, ...]:
    """Return what is true of mean, variance, weight and bias of a value."""
    if isinstance(layer, BatchNorm2d):
        if about.weight is None:
            return (
                _("Mean and variance are those of this map in training; nothing was learnt."),
                _("The same two numbers are used at every position of the map."),
            )
        return (
            _("Mean and variance are those of this map in training; weight and bias were learnt."),
            _("The same four numbers are used at every position of the map."),
        )
    return _whose(layer), _learnt(about)


def _whose(layer: Layer) -> str:
    match layer:
        case GroupNorm():
            return _("Mean and variance are those of the maps of this group, in this picture.")
        case InstanceNorm2d():
            return _("Mean and variance are those of this map, in this picture.")
        case LayerNorm(over="channels"):
            return _("Mean and variance are those of all channels at this place, in this picture.")
    return _("Mean and variance are those of all values, in this picture.")


def _learnt(about: Normalisation) -> str:
    if about.weight is None and about.bias is None:
        return _("Nothing is learnt here: 0 weights.")
    if about.bias is None:
        return _("The weight was learnt.")
    if about.weight is None:
        return _("The bias was learnt.")
    return _("Weight and bias were learnt.")


def scale_facts(trace: Trace, about: Scaled) -> tuple[str, ...]:
    """Return what is true of the numbers of a scale."""
    layer = trace.network.layers[about.node]
    assert isinstance(layer, Scale)  # nothing else scales
    name = channel_name(trace, about.node, about.place[0])
    whose = _("The same number is used for all values of {channel}.").format(channel=name)
    if len(layer.weight) == 1:
        whose = _("The same number is used for all values.")
    learnt = _("The weight was learnt.")
    return whose, learnt if about.bias is None else _("Weight and bias were learnt.")


def standard_facts() -> tuple[str, ...]:
    """Return what is true of given numbers."""
    return (
        _("Mean and deviation were given: those of the pictures the network was trained with."),
        _("Nothing is learnt here: 0 weights."),
    )


def response_facts(about: Responded) -> tuple[str, ...]:
    """Return which channels make a value smaller."""
    first, last = about.first + 1, about.first + len(about.inputs)
    if first == last:
        channels = _("Only channel {first} itself counts.").format(first=first)
    else:
        text = _("Channels {first} to {last} count, at this place.")
        channels = text.format(first=first, last=last)
    return channels, _("Nothing is learnt here: 0 weights.")


def log_share_facts(trace: Trace, about: LogShare, *, is_hidden: bool) -> tuple[str, ...]:
    """Return which share a logarithm is of; nothing of it where it is hidden."""
    learnt = _("Nothing is learnt here: 0 weights.")
    if is_hidden or about.total != about.total:
        return (learnt,)
    share = 2.718281828459045 ** min(0.0, float(about.value))
    name = channel_name(trace, about.node, about.place[0])
    text = _("exp of it is the share of {channel}: {share}.")
    return text.format(channel=name, share=percent_text(share, NO_BREAK)), learnt


def stepped_position(about: Explanation) -> str:
    """Return what is done for one value, in plain words."""
    match about:
        case MeasuredNormalisation():
            return _of_picture(about)
        case Normalisation():
            return _of_training(about)
        case Scaled():
            if about.bias is None:
                return _("Multiply by the weight.")
            return _("Multiply by the weight, then add the bias.")
        case Standardised():
            return _("Take off the mean of the channel, divide by its deviation.")
        case Responded():
            return _("Divide by a power of k plus the squares of the channels around.")
        case LogShare():
            return _("Take off the largest score, then the logarithm of the sum of exp of all.")
    return ""


def _of_training(about: Normalisation) -> str:
    if about.weight is None:
        return _("Take off the mean of this map in training, divide by its spread.")
    return _(
        "Take off the mean of this map in training, divide by its spread, then scale and shift."
    )


def _of_picture(about: MeasuredNormalisation) -> str:
    has = about.weight is not None, about.bias is not None
    return _(_MEASURED[has]).format(count=count_text(about.count))


_MEASURED = {  # by: a weight, a bias
    (False, False): N_("Take off the mean of the {count} values, divide by their spread."),
    (True, False): N_(
        "Take off the mean of the {count} values, divide by their spread, then scale."
    ),
    (False, True): N_(
        "Take off the mean of the {count} values, divide by their spread, then shift."
    ),
    (True, True): N_(
        "Take off the mean of the {count} values, divide by their spread, then scale and shift."
    ),
}
