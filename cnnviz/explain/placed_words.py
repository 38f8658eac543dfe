"""Transposed convolution, bilinear upsampling and a kernel over channels in words."""

from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.layer_base import Layer, Shape, shape_text
from cnnviz.cnn.placed_layers import PlacedLayer
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text

PLACED = (ConvTranspose2d, UpsampleBilinear, ChannelConvolution)


def placed_sentence(layer: PlacedLayer, before: Shape, after: Shape) -> str:
    """Return what such a layer does, in one sentence with its numbers.

    Args:
        layer: What it is about.
        before: The shape of its input.
        after: That of what it gives.
    """
    match layer:
        case ConvTranspose2d():
            text = _(
                "Each input value lays a kernel of {window}, times the value, onto {maps}, "
                "{stride} cells from the one before; what meets is added."
            )
            maps = ngettext("{count} map", "{count} maps", after[0])
            return text.format(
                window=shape_text(layer.kernel_size), stride=shape_text(layer.stride),
                maps=maps.format(count=count_text(after[0])),
            )  # fmt: skip
        case UpsampleBilinear():
            text = _(
                "Each map of {before} becomes one of {after}: each value is a mean of up to four "
                "around it, by nearness."
            )
            return text.format(before=shape_text(before[1:]), after=shape_text(after[1:]))
    count = len(layer.kernel)
    text = ngettext(
        "A kernel of {count} weight slides over the channels of each place.",
        "A kernel of {count} weights slides over the channels of each place.",
        count,
    )
    return text.format(count=count)


def placed_title(layer: PlacedLayer) -> str:
    """Return what happens at such a layer, in few words that are read from the last row."""
    match layer:
        case ConvTranspose2d():
            return _("Every value lays a kernel onto a larger map")
        case UpsampleBilinear():
            return _("The maps are made larger, with means between the values")
    return _("A kernel slides over the channels")


def placed_detail(layer: PlacedLayer, after: Shape) -> str:
    """Return what such a layer does, in very few words."""
    match layer:
        case ConvTranspose2d():
            count = after[0]
            text = ngettext("{window}, {count} map", "{window}, {count} maps", count)
            return text.format(window=shape_text(layer.kernel_size), count=count)
        case UpsampleBilinear():
            return _("to {size}").format(size=shape_text(after[1:]))
    count = len(layer.kernel)
    return ngettext("{count} weight", "{count} weights", count).format(count=count)


def placed_facts(layer: Layer, about: PlacedSum) -> tuple[str, ...]:
    """Return what is true of the terms of a value."""
    count = len(about.products)
    match layer:
        case ConvTranspose2d():
            text = ngettext(
                "{count} input value reaches this place with its kernel.",
                "{count} input values reach this place with their kernels.",
                count,
            )
            told = text.format(count=count_text(count))
            if not count:
                told = _("No input value reaches this place with its kernel.")
            return told, _("The weights were learnt.")
        case UpsampleBilinear():
            text = ngettext(
                "This value lies on one of the input.",
                "This value lies between {count} of the input; their shares add up to 1.",
                count,
            )
            return text.format(count=count), _("Nothing is learnt here: 0 weights.")
        case ChannelConvolution() if count < len(layer.kernel):
            outside = len(layer.kernel) - count
            text = ngettext(
                "{outside} of the {count} weights lies on padding: it counts nothing.",
                "{outside} of the {count} weights lie on padding: they count nothing.",
                outside,
            )
            return (text.format(outside=outside, count=len(layer.kernel)), _same_weights())
    return (_same_weights(),)


def _same_weights() -> str:
    return _("The same weights are used at all channels and places.")


def placed_position(about: PlacedSum) -> str:
    """Return what is done for one value, in plain words."""
    count = len(about.products)
    if not count:
        if about.bias is None:
            return _("Nothing reaches this place: it stays 0.")
        return _("Nothing reaches this place: only the bias stands there.")
    if about.bias is None:
        text = ngettext(
            "Multiply the one input by its weight.",
            "Multiply each of the {count} inputs by its weight, add all.",
            count,
        )
    else:
        text = ngettext(
            "Multiply the one input by its weight, then add the bias.",
            "Multiply each of the {count} inputs by its weight, add all, then add the bias.",
            count,
        )
    return text.format(count=count_text(count))
