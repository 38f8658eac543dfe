"""Weights from PyTorch under the names of a network: what belongs together, and what does not fit.

A model of one's own is built and named otherwise than the network here. Its counters are passed
over, what is written before every name is left out, and layers that are called otherwise are
known by the shapes of their arrays, in their order.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.files.earlier_names import by_node
from cnnviz.files.weights_file import WeightsError
from cnnviz.language import _
from cnnviz.text.shown_name import shown_name

EXTRA = "num_batches_tracked"  # PyTorch's counter of a batch norm, which its values never need
MOST_TOLD = 12  # arrays that are named in a sentence
_PIECES = re.compile(r"(\d+)")

Signature = tuple[tuple[str, tuple[int, ...]], ...]  # names and shapes of the arrays of a layer


@dataclass(frozen=True)
class Named:
    """Arrays under the names of a network, and what was done for that."""

    arrays: dict[str, Array]
    notes: tuple[str, ...] = ()  # a sentence each


def named_for(arrays: Mapping[str, Array], network: Network) -> Named:
    """Return arrays by the names they have in a network.

    Raises:
        WeightsError: If they do not fit; everything that does not, by name and shape.
    """
    kept = {name: a for name, a in arrays.items() if name.rpartition(".")[2] != EXTRA}
    expected = {name: array.shape for name, array in network.parameters().items()}
    notes: list[str] = []
    while True:
        found = by_node(kept, network)
        if found.keys() == expected.keys():
            break
        prefix = _prefix(kept)
        if prefix is None or any(name.startswith(prefix) for name in expected):
            found = _by_shape(kept, network, notes)
            break
        kept = {name.removeprefix(prefix): array for name, array in kept.items()}
        text = _("“{prefix}” before every name was left out.")
        notes.append(text.format(prefix=shown_name(prefix)))
    _check(found, expected, network)
    return Named({name: found[name] for name in expected}, tuple(notes))


def _prefix(arrays: Mapping[str, Array]) -> str | None:
    """Return what stands before the first dot of every name, with the dot."""
    firsts = {name.partition(".")[0] for name in arrays if name.count(".") > 1}
    if len(firsts) == 1 and all(name.count(".") > 1 for name in arrays):
        return f"{firsts.pop()}."
    return None


def _by_shape(arrays: Mapping[str, Array], network: Network, notes: list[str]) -> dict[str, Array]:
    """Return arrays of layers with other names, where each is known by its shapes."""
    here = _layers({name: array.shape for name, array in network.parameters().items()})
    there = _layers({name: array.shape for name, array in arrays.items()})
    order = sorted(there, key=_natural)
    pairs: dict[str, str] = {}
    for signature in set(here.values()):
        mine = [layer for layer in here if here[layer] == signature]
        theirs = [layer for layer in order if there[layer] == signature]
        if len(mine) != len(theirs):
            return by_node(arrays, network)
        pairs |= dict(zip(theirs, mine, strict=True))
    if len(pairs) != len(there):
        return by_node(arrays, network)
    found = sorted(pairs.items(), key=lambda pair: list(here).index(pair[1]))
    listed = ", ".join(f"{shown_name(name)} → {layer}" for name, layer in found)
    text = _("Layers were known by the shapes of their arrays: {pairs}.")
    notes.append(text.format(pairs=listed))
    return {_renamed(name, pairs): array for name, array in arrays.items()}


def _renamed(name: str, pairs: Mapping[str, str]) -> str:
    layer, _dot, array = name.rpartition(".")
    return f"{pairs[layer]}.{array}"


def _layers(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Signature]:
    found: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for name, shape in shapes.items():
        layer, _dot, array = name.rpartition(".")
        found.setdefault(layer, []).append((array, shape))
    return {layer: tuple(sorted(arrays)) for layer, arrays in found.items()}


def _natural(name: str) -> list[tuple[int, str]]:
    pieces = _PIECES.split(name)
    return [(int(p), "") if p.isascii() and p.isdigit() else (-1, p) for p in pieces]


def _check(
    found: Mapping[str, Array], expected: Mapping[str, tuple[int, ...]], network: Network
) -> None:
    """Refuse arrays that do not fit, all of them at once."""
    wrong = [
        _("{name} is {found}, not {wanted}").format(
            name=name, found=_shape(found[name].shape), wanted=_shape(shape)
        )
        for name, shape in expected.items()
        if name in found and found[name].shape != shape
    ]
    lacking = [
        _("{name}, {shape}, is missing").format(name=name, shape=_shape(shape))
        for name, shape in expected.items()
        if name not in found
    ]
    extra = [
        _("there is no {name}, {shape}").format(name=shown_name(name), shape=_shape(array.shape))
        for name, array in found.items()
        if name not in expected
    ]
    problems = [*wrong, *lacking, *extra]
    if not problems:
        return
    listed = "; ".join(problems[:MOST_TOLD])
    text = _("These weights do not fit {network}: {list}.")
    if len(problems) > MOST_TOLD:
        text = _("These weights do not fit {network}: {list}; and {more} more.")
    more = len(problems) - MOST_TOLD
    raise WeightsError(text.format(network=_(network.title), list=listed, more=more))


def _shape(shape: tuple[int, ...]) -> str:
    return shape_text(shape) if shape else _("one number")
