"""What the layers that only move values are in keras."""

import numpy as np

from cnnviz.cnn.branch_layers import SelectChannels
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.moving_layers import (
    ChannelShuffle,
    Crop,
    Pad,
    Permute,
    PixelShuffle,
    Reshape,
    UpsampleNearest,
)
from cnnviz.figures.code.keras_calls import KerasCall, KerasPlace, R, Written, curve
from cnnviz.language import _


def _fixed(
    layer: Layer, place: KerasPlace, channels: tuple[int, ...], note: str
) -> list[KerasCall]:
    """Return channels in another order, as a product with zeros and ones that is not learnt."""
    count = place.shapes[0][0]
    kernel = np.zeros((count, len(channels)), np.float32)
    kernel[list(channels), range(len(channels))] = 1
    options: dict[str, object] = {"use_bias": False, "trainable": False}
    if len(place.shapes[0]) == 1:
        return [KerasCall("Dense", {"units": len(channels), **options}, (kernel,), note=note)]
    size = {"filters": len(channels), "kernel_size": (1, 1)}
    return [KerasCall("Conv2D", {**size, **options}, (kernel[None, None],), note=note)]


def _select(layer: SelectChannels, place: KerasPlace) -> list[KerasCall]:
    return _fixed(layer, place, layer.channels, _("keeps some channels; its weights are fixed"))


def _channel_shuffle(layer: ChannelShuffle, place: KerasPlace) -> list[KerasCall]:
    count = place.shapes[0][0]
    order = np.arange(count).reshape(layer.groups, -1).T.ravel().tolist()
    return _fixed(layer, place, tuple(order), _("mixes the channels; its weights are fixed"))


def _pixel_shuffle(layer: PixelShuffle, place: KerasPlace) -> list[KerasCall]:
    channels, rows, columns = place.shapes[0]
    r = layer.upscale_factor
    count = channels // (r * r)
    return [
        KerasCall("Reshape", {"target_shape": (rows, columns, count, r, r)}, suffix="parts"),
        KerasCall("Permute", {"dims": (1, 4, 2, 5, 3)}, suffix="turned"),
        KerasCall("Reshape", {"target_shape": (rows * r, columns * r, count)}),
    ]


def _crop(layer: Crop, place: KerasPlace) -> list[KerasCall]:
    size = place.shapes[0][1:]
    ends = tuple(
        (first, n - 1 - range(first, end, step)[-1])
        for n, (first, end, step) in zip(size, (layer.rows, layer.columns), strict=True)
    )
    steps = (layer.rows[2], layer.columns[2])
    made = KerasCall("Cropping2D", {"cropping": ends})
    if steps == (1, 1):
        return [made]
    cut = KerasCall("Cropping2D", {"cropping": ends}, suffix="cut")
    thin = {"pool_size": (1, 1), "strides": steps, "padding": "valid"}
    return [cut, KerasCall("MaxPooling2D", thin, note=_("keeps every so many rows and columns"))]


def _pad(layer: Pad, place: KerasPlace) -> list[KerasCall]:
    sides = ((layer.top, layer.bottom), (layer.left, layer.right))
    if layer.mode == "constant" and layer.value == 0:
        return [KerasCall("ZeroPadding2D", {"padding": sides})]
    if place.target == R or layer.mode in ("replicate", "circular"):
        raise place.refused(_("mode {mode}").format(mode=layer.mode))
    value = f", constant_values={layer.value!r}" if layer.mode == "constant" else ""
    around = ((0, 0), *sides, (0, 0))
    return curve(f'keras.ops.pad(x, {around}, "{layer.mode}"{value})', "")


def _permute(layer: Permute, place: KerasPlace) -> list[KerasCall]:
    at = {1: 1, 2: 2, 0: 3}  # where keras has our axes: channels last
    dims = tuple(at[layer.order[axis]] for axis in (1, 2, 0))
    return [KerasCall("Permute", {"dims": dims})]


def _reshape(layer: Reshape, place: KerasPlace) -> list[KerasCall]:
    is_maps, becomes_maps = len(place.shapes[0]) == 3, len(layer.size) == 3
    first = [KerasCall("Permute", {"dims": (3, 1, 2)}, suffix="first")] if is_maps else []
    if not becomes_maps:
        return [*first, KerasCall("Reshape", {"target_shape": layer.size})]
    made = KerasCall("Reshape", {"target_shape": layer.size}, suffix="shaped")
    return [*first, made, KerasCall("Permute", {"dims": (2, 3, 1)})]


def _upsample(layer: UpsampleNearest, place: KerasPlace) -> list[KerasCall]:
    if any(factor != int(factor) for factor in layer.scale_factor):
        raise place.refused(_("a factor that is no whole number"))
    return [KerasCall("UpSampling2D", {"size": tuple(map(int, layer.scale_factor))})]


MOVING: dict[str, Written] = {
    "index_select": _select,
    "channel_shuffle": _channel_shuffle,
    "narrow": _crop,
    "pad": _pad,
    "permute": _permute,
    "pixel_shuffle": _pixel_shuffle,
    "reshape": _reshape,
    "upsample_nearest": _upsample,
}
