"""What a model of PyTorch computes without: biases, and the scale and shift of a batch norm."""

from collections.abc import Mapping

import numpy as np

from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.text.shown_name import shown_name


def completed(arrays: Mapping[str, Array], network: Network, notes: list[str]) -> dict[str, Array]:
    """Return arrays with those that a network has, and a model does without: zeros and ones.

    A convolution before a batch norm mostly has no bias, and some batch norms do not learn.
    """
    found: dict[str, dict[str, Array]] = {}
    for name, array in arrays.items():
        layer, _dot, last = name.rpartition(".")
        found.setdefault(layer, {})[last] = array
    full: dict[str, Array] = {}
    for layer, own in found.items():
        added = _lacking(own, network)
        dot = "." if layer else ""
        full |= {f"{layer}{dot}{last}": array for last, array in (own | added).items()}
        if added:
            text = _("“{layer}” has no bias in the file: 0 was taken.")
            if "weight" in added:
                text = _("“{layer}” neither scales nor shifts in the file: 1 and 0 were taken.")
            notes.append(text.format(layer=shown_name(layer)))
    return full


def _lacking(own: Mapping[str, Array], network: Network) -> dict[str, Array]:
    """Return the arrays that a layer here needs beside those of a model's own."""
    if own.keys() == {"running_mean", "running_var"}:
        size = own["running_mean"].shape
        return {"weight": np.ones(size, np.float32), "bias": np.zeros(size, np.float32)}
    if own.keys() != {"weight"} or own["weight"].ndim < 2:
        return {}
    alike = [
        layer.parameters()
        for layer in network.layers.values()
        if "weight" in (parameters := layer.parameters())
        and parameters["weight"].shape == own["weight"].shape
    ]
    if not alike or any("bias" not in parameters for parameters in alike):
        return {}
    return {"bias": np.zeros(len(own["weight"]), np.float32)}
