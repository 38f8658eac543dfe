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
from cnnviz.files.torch_defaults import completed
from cnnviz.files.weights_file import WeightsError
from cnnviz.language import _
from cnnviz.text.shown_name import shown_name

EXTRA = ("num_batches_tracked", "n_averaged")  # PyTorch's counters, which no value needs
MOST_TOLD = 12  # arrays that are named in a sentence
_PIECES = re.compile(r"(\d+)")

Signature = tuple[tuple[str, tuple[int, ...]], ...]  # names and shapes of the arrays of a layer


@dataclass(frozen=True)
class Named:
    """Arrays under the names of a network, and what was done for that."""

    arrays: dict[str, Array]
    notes: tuple[str, ...] = ()  # a sentence each
    is_in_order: bool = True  # of the layers, as a model defines them


def named_for(arrays: Mapping[str, Array], network: Network, *, is_in_order: bool = True) -> Named:
    """Return arrays by the names they have in a network.

    Where they are in no order of layers, names are taken to count them.

    Raises:
        WeightsError: If they do not fit; everything that does not, by name and shape.
    """
    names = list(arrays) if is_in_order else sorted(arrays, key=_natural)
    kept = {name: arrays[name] for name in names if name.rpartition(".")[2] not in EXTRA}
    expected = {name: array.shape for name, array in network.parameters().items()}
    notes: list[str] = []
    kept = completed(kept, network, notes)
    while True:
        found = by_node(kept, network)
        if found.keys() == expected.keys():
            break
        prefix = _prefix(kept)
        if prefix is None or any(name.startswith(prefix) for name in expected):
            found = _by_shape(kept, network, notes, is_in_order)
            break
        kept = {name.removeprefix(prefix): array for name, array in kept.items()}
        text = _("“{prefix}” before every name was left out.")
        notes.append(text.format(prefix=shown_name(prefix)))
    own = by_node({name: name for name in kept}, network)
    _check(found, expected, network, own)
    return Named({name: found[name] for name in expected}, tuple(notes))


def _prefix(arrays: Mapping[str, Array]) -> str | None:
    """Return what stands before the first dot of every name, with the dot."""
    firsts = {name.partition(".")[0] for name in arrays if name.count(".") > 1}
    if len(firsts) == 1 and all(name.count(".") > 1 for name in arrays):
        return f"{firsts.pop()}."
    return None


def _by_shape(
    arrays: Mapping[str, Array], network: Network, notes: list[str], is_in_order: bool
) -> dict[str, Array]:
    """Return arrays of layers with other names, where each is known by its shapes."""
    here = _layers({name: array.shape for name, array in network.parameters().items()})
    there = _layers({name: array.shape for name, array in arrays.items()})
    pairs: dict[str, str] = {}
    is_certain = True
    for signature in set(here.values()):
        mine = [layer for layer in here if here[layer] == signature]
        theirs = [layer for layer in there if there[layer] == signature]
        if len(mine) != len(theirs):
            return by_node(arrays, network)
        pairs |= dict(zip(theirs, mine, strict=True))
        is_certain &= len(mine) < 2 or is_in_order
    if len(pairs) != len(there):
        return by_node(arrays, network)
    found = sorted(pairs.items(), key=lambda pair: list(here).index(pair[1]))
    listed = ", ".join(f"{shown_name(name)} → {layer}" for name, layer in found)
    text = _("Layers were known by the shapes of their arrays: {pairs}.")
    notes.append(text.format(pairs=listed))
    if not is_certain:
        notes.append(
            _(
                "Layers of equal shapes were taken in the order of their names, because this file "
                "keeps no other; if they compute in another one, save with torch.save()."
            )
        )
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
    found: Mapping[str, Array],
    expected: Mapping[str, tuple[int, ...]],
    network: Network,
    own: Mapping[str, str],
) -> None:
    """Refuse arrays that do not fit, all of them at once, each by its own name."""
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
        _("it has no {name}, {shape}, which the file holds").format(
            name=shown_name(own.get(name, name)), shape=_shape(array.shape)
        )
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
