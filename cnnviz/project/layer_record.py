"""One layer as it stands in a file. Nothing in it is trusted: not its kind, names or numbers."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Annotated, Any, get_type_hints

import msgspec

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import LAYERS
from cnnviz.cnn.ops import Array, Pair
from cnnviz.language import _

LARGEST_OPTION = 1024  # strides, paddings, ...
LARGEST_CHANNEL = 1_000_000  # of those that a layer keeps: there may be far more than 1024
_COUNTS = ("channels", "size")  # options that count what there is
_LATER: dict[str, dict[str, Any]] = {  # options that files did not have from the beginning
    "avg_pool2d": {"divisor_override": None},
}
_PLANNED: dict[str, list[tuple[str, Any]]] = {  # what else the plan of a layer says
    "conv2d": [("outputs", int), ("kernel_size", Pair), ("bias", bool)],
    "linear": [("outputs", int), ("bias", bool)],
    "conv_transpose2d": [("outputs", int), ("kernel_size", Pair), ("bias", bool)],
    "conv1d": [("kernel", int), ("bias", bool)],
}


class LayerRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A layer without its arrays."""

    kind: str
    options: dict[str, Any]
    arrays: Annotated[tuple[str, ...], msgspec.Meta(max_length=10)]  # those that are not None


def layer_of(record: LayerRecord, arrays: Mapping[str, Array]) -> Layer:
    """Return the layer of a record with its arrays.

    Raises:
        ValueError: If it is damaged; the text says how.
    """
    options = options_of(record.kind, record.options)
    kind = LAYERS[record.kind]
    if not set(arrays) <= set(kind.parameter_names):
        raise ValueError(_("its {kind} has an array it should not have").format(kind=record.kind))
    absent = dict.fromkeys(kind.optional_names)  # what is None unless there is an array of it
    try:
        return kind(**{**absent, **arrays}, **options)
    except TypeError:
        raise ValueError(_("its {kind} lacks an array").format(kind=record.kind)) from None


def options_of(
    kind: str, options: Mapping[str, Any], *, planned: bool = False, largest: int = LARGEST_OPTION
) -> dict[str, Any]:
    """Return options as a layer takes them, each with its type.

    Args:
        kind: The kind of the layer.
        options: As they were read.
        planned: Whether they are those of a planned layer, which also tell its outputs.
        largest: The largest whole number that is taken.

    Raises:
        ValueError: If there is no such kind, or an option is missing, unknown or too large.
    """
    if kind not in LAYERS:
        raise ValueError(_("there is no layer of kind {kind!r}").format(kind=kind))
    try:
        given = {**_LATER.get(kind, {}), **options}
        found = msgspec.structs.asdict(msgspec.convert(given, _options(kind, planned)))
    except msgspec.ValidationError as error:
        raise ValueError(
            _("an option of its {kind} is damaged ({error})").format(kind=kind, error=error)
        ) from None
    for name, value in found.items():
        most = LARGEST_CHANNEL if name in _COUNTS else largest
        numbers = value if isinstance(value, tuple) else (value,)
        if any(isinstance(n, int) and n > most for n in numbers):
            raise ValueError(_("an option of its {kind} is too large").format(kind=kind))
    return found


@cache
def _options(name: str, planned: bool) -> type[msgspec.Struct]:
    """Return the options of a kind of layer with their types, each of them required."""
    kind = LAYERS[name]
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.name not in kind.parameter_names]
    options = [(option, hints[option]) for option in names]
    if planned:
        options += _PLANNED.get(name, [])
    return msgspec.defstruct(name, options, forbid_unknown_fields=True)
