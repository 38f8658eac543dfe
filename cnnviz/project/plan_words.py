"""What the plan of a network says of a layer: its options in short, its parameters as a formula."""

from collections.abc import Iterator, Mapping
from typing import Any

from cnnviz.cnn.layer_base import Layer, shape_text
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Linear
from cnnviz.language import N_, _, ngettext
from cnnviz.text.numbers import count_text


def formula(layer: Layer, count: int) -> str:
    """Return the number of parameters of a layer as a sum with its numbers."""
    match layer:
        case Conv2d():
            return _of_convolution(layer, count)
        case Linear():
            units, inputs = layer.weight.shape
            text = _(_UNITS[units == 1, layer.bias is not None])
            return text.format(units=units, inputs=count_text(inputs), total=count_text(count))
        case BatchNorm2d() if layer.weight is not None:
            maps = len(layer.running_mean)
            text = ngettext("2 × {maps} map = {total}", "2 × {maps} maps = {total}", maps)
            return text.format(maps=maps, total=count)
    if not count:
        return _("Nothing is learnt here: 0")
    return ngettext("{total} number", "{total} numbers", count).format(total=count_text(count))


_WITH_BIAS = {  # by: one filter, one input map
    (True, True): N_("1 filter × ({size} weights × 1 input map) + 1 bias = {total}"),
    (True, False): N_("1 filter × ({size} weights × {inputs} input maps) + 1 bias = {total}"),
    (False, True): N_(
        "{filters} filters × ({size} weights × 1 input map) + {filters} biases = {total}"
    ),
    (False, False): N_(
        "{filters} filters × ({size} weights × {inputs} input maps) + {filters} biases = {total}"
    ),
}
_WITHOUT_BIAS = {
    (True, True): N_("1 filter × ({size} weights × 1 input map) = {total}"),
    (True, False): N_("1 filter × ({size} weights × {inputs} input maps) = {total}"),
    (False, True): N_("{filters} filters × ({size} weights × 1 input map) = {total}"),
    (False, False): N_("{filters} filters × ({size} weights × {inputs} input maps) = {total}"),
}
_UNITS = {  # by: one unit, a bias
    (True, True): N_("1 unit × {inputs} inputs + 1 bias = {total}"),
    (True, False): N_("1 unit × {inputs} inputs = {total}"),
    (False, True): N_("{units} units × {inputs} inputs + {units} biases = {total}"),
    (False, False): N_("{units} units × {inputs} inputs = {total}"),
}


def _of_convolution(layer: Conv2d, count: int) -> str:
    filters, inputs, rows, columns = layer.weight.shape
    if layer.bias is not None:
        text = _WITH_BIAS[filters == 1, inputs == 1]
    else:
        text = _WITHOUT_BIAS[filters == 1, inputs == 1]
    text = _(text)
    size = shape_text((rows, columns))
    return text.format(filters=filters, size=size, inputs=inputs, total=count_text(count))


def detail(options: Mapping[str, Any]) -> str:
    """Return the options of a planned layer in short: 8 filters, 5×5, pad 2."""
    parts = [*_sizes(options), *_distances(options), *_numbers(options), *_flags(options)]
    return ", ".join(parts)


def _sizes(options: Mapping[str, Any]) -> Iterator[str]:
    count = options.get("outputs")
    if count is not None and "kernel_size" in options:
        yield ngettext("{count} filter", "{count} filters", count).format(count=count)
    elif count is not None:
        yield ngettext("{count} unit", "{count} units", count).format(count=count)
    if "kernel_size" in options:
        yield shape_text(options["kernel_size"])
    if "kernel" in options:
        count = options["kernel"]
        yield ngettext("{count} weight", "{count} weights", count).format(count=count)
    if options.get("output_size", (1, 1)) != (1, 1):
        yield _("to {size}").format(size=shape_text(options["output_size"]))


def _distances(options: Mapping[str, Any]) -> Iterator[str]:
    """Yield padding, stride and dilation where they are unusual."""
    # The usual stride of a pooling is as large as its window.
    stride = (1, 1) if "outputs" in options else options.get("kernel_size")
    if options.get("padding") not in (None, 0, (0, 0)):
        yield _("pad {size}").format(size=_pair(options["padding"]))
    if options.get("stride") not in (None, stride):
        yield _("stride {size}").format(size=_pair(options["stride"]))
    if options.get("dilation") not in (None, (1, 1)):
        yield _("dilation {size}").format(size=_pair(options["dilation"]))


def _pair(pair: tuple[int, int] | int) -> str:
    if isinstance(pair, int):
        return str(pair)
    return str(pair[0]) if pair[0] == pair[1] else shape_text(pair)


def _numbers(options: Mapping[str, Any]) -> Iterator[str]:
    if "p" in options:
        yield f"p = {options['p']:g}"
    if "negative_slope" in options:
        yield _("slope {slope}").format(slope=f"{options['negative_slope']:g}")
    if options.get("num_groups", 1) > 1:
        yield _("{count} groups").format(count=options["num_groups"])
    if "channels" in options:
        count = len(options["channels"])
        yield ngettext("{count} channel", "{count} channels", count).format(count=count)
    if options.get("groups", 1) > 1:
        yield _("{count} groups").format(count=options["groups"])


def _flags(options: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs from what is usual, where a layer has it."""
    if options.get("padding_mode", "zeros") != "zeros":
        yield _("padded by {mode}").format(mode=options["padding_mode"])
    if not options.get("bias", True):
        yield _("no bias")
    if options.get("flipped", False):
        yield _("strict")
    if options.get("ceil_mode", False):
        yield _("ceil")
    if not options.get("count_include_pad", True):
        yield _("padding not counted")
