"""Weights as earlier versions named them: "0.weight" in the first layer, now "conv1.weight"."""

from collections.abc import Mapping
from typing import TypeVar

from cnnviz.cnn.network import Network

_Array = TypeVar("_Array")  # of NumPy or of PyTorch


def by_node(arrays: Mapping[str, _Array], network: Network) -> dict[str, _Array]:
    """Return arrays by the names of the nodes of a network.

    Those that count layers belong to layers in a row that nobody gave names of their own; all
    others stay as they are.
    """
    names = network.names[1:]
    if network.has_own_names or not network.is_chain:
        return dict(arrays)
    return {_today(key, names): array for key, array in arrays.items()}


def _today(key: str, names: tuple[str, ...]) -> str:
    layer, dot, array = key.partition(".")
    if dot and layer.isascii() and layer.isdigit() and int(layer) < len(names):
        return f"{names[int(layer)]}.{array}"
    return key
