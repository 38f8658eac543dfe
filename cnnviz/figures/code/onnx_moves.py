"""What the layers that only move values are in ONNX."""

import numpy as np

from cnnviz.cnn.branch_layers import SelectChannels
from cnnviz.cnn.moving_layers import (
    ChannelShuffle,
    Crop,
    Pad,
    Permute,
    PixelShuffle,
    Reshape,
    UpsampleNearest,
)
from cnnviz.cnn.spread_layers import UpsampleBilinear
from cnnviz.figures.code.onnx_writing import PAD_MODES, Writing, Written


def _select(layer: SelectChannels, w: Writing) -> None:
    w.put("Gather", w.x, w.constant("channels", layer.channels), axis=1)


def _channel_shuffle(layer: ChannelShuffle, w: Writing) -> None:
    channels, rows, columns = w.shapes[0]
    parts = (layer.groups, channels // layer.groups, rows, columns)
    dealt = w.put("Transpose", w.shaped(w.x, parts, "parts"), part="dealt", perm=[0, 2, 1, 3, 4])
    w.shaped(dealt, w.shapes[0])


def _crop(layer: Crop, w: Writing) -> None:
    names = [
        w.constant(part, [layer.rows[index], layer.columns[index]])
        for index, part in enumerate(("starts", "ends", "steps"))
    ]
    w.put("Slice", w.x, names[0], names[1], w.constant("axes", [2, 3]), names[2])


def _pad(layer: Pad, w: Writing) -> None:
    around = w.constant("pads", [0, 0, layer.top, layer.left, 0, 0, layer.bottom, layer.right])
    value = (w.number("value", layer.value),) if layer.mode == "constant" else ()
    w.put("Pad", w.x, around, *value, mode=PAD_MODES[layer.mode])


def _permute(layer: Permute, w: Writing) -> None:
    w.put("Transpose", w.x, perm=[0, *(axis + 1 for axis in layer.order)])


def _pixel_shuffle(layer: PixelShuffle, w: Writing) -> None:
    w.put("DepthToSpace", w.x, blocksize=layer.upscale_factor, mode="CRD")


def _reshape(layer: Reshape, w: Writing) -> None:
    w.shaped(w.x, layer.size)


def _upsample(layer: UpsampleNearest, w: Writing) -> None:
    """Write rows and columns one by one: no two programs round a factor in the same way."""
    rows, columns = (
        layer.taken(size, factor)
        for size, factor in zip(w.shapes[0][1:], layer.scale_factor, strict=True)
    )
    if all(factor == int(factor) for factor in layer.scale_factor):
        scales = w.constant("scales", [1, 1, *layer.scale_factor], np.float32)
        w.put(
            "Resize", w.x, "", scales, mode="nearest", nearest_mode="floor",
            coordinate_transformation_mode="asymmetric",
        )  # fmt: skip
        return
    some = w.put("Gather", w.x, w.constant("rows", rows), part="some", axis=2)
    w.put("Gather", some, w.constant("columns", columns), axis=3)


def _bilinear(layer: UpsampleBilinear, w: Writing) -> None:
    scales = w.constant("scales", [1, 1, *layer.scale_factor], np.float32)
    corners = "align_corners" if layer.align_corners else "half_pixel"
    w.put("Resize", w.x, "", scales, mode="linear", coordinate_transformation_mode=corners)


MOVING: dict[str, Written] = {
    "index_select": _select,
    "channel_shuffle": _channel_shuffle,
    "narrow": _crop,
    "pad": _pad,
    "permute": _permute,
    "pixel_shuffle": _pixel_shuffle,
    "reshape": _reshape,
    "upsample_nearest": _upsample,
    "upsample_bilinear": _bilinear,
}
