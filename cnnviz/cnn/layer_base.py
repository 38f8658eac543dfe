"""What every layer is: an immutable value with a forward pass, a shape and parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

import numpy as np

from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.windows import Sides

Shape = tuple[int, ...]  # (C, H, W) for maps, (N,) for values in a row


class ShapeError(ValueError):
    """A layer cannot take its input; the text names both shapes and a remedy."""


def shape_text(shape: Shape) -> str:
    """Return a shape as people write it: 8×14×14."""
    return "×".join(map(str, shape))


def maps_text(shape: Shape) -> str:
    """Return the shape of an input in words: 16 maps of 7×7, or 784 values."""
    if len(shape) == 1:
        return "1 value" if shape[0] == 1 else f"{shape[0]} values"
    return f"{shape[0]} map{'' if shape[0] == 1 else 's'} of {shape_text(shape[1:])}"


def pictures_text(shape: Shape) -> str:
    """Return the shape of pictures in words: grey pictures of 28×28."""
    kind = {1: "grey ", 3: "colour "}.get(shape[0], "")
    more = "" if kind else f" with {shape[0]} channels"
    return f"{kind}pictures of {shape_text(shape[1:])}{more}"


def read_only(values: Array) -> Array:
    """Return the values as float32 that nobody can write to; shared if they already are so."""
    if values.dtype == np.float32 and not values.flags.writeable and values.flags.c_contiguous:
        return values
    copy = np.array(values, dtype=np.float32, order="C")
    copy.flags.writeable = False
    return copy


@dataclass(frozen=True, eq=False)
class Layer:
    """One step of a network. Compared by identity; an edit makes another layer."""

    kind: ClassVar[str]  # as in torch.nn.functional; names the layer in files
    title: ClassVar[str]  # as people say it
    parameter_names: ClassVar[tuple[str, ...]] = ()

    def forward(self, x: Array) -> Array:
        """Return the output of the layer for one input, without a batch axis."""
        raise NotImplementedError

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the output.

        Raises:
            ShapeError: If the layer cannot take this input; with a remedy.
        """
        return shape

    def windows(self, shape: Shape) -> Sides | None:
        """Return the windows along the rows and the columns of an input (C, H, W).

        None where the layer has no windows: it looks at single values, or at all of them.

        Raises:
            ShapeError: If the input is no maps.
        """
        return None

    def parameters(self) -> dict[str, Array]:
        """Return the learnt arrays by their names in torch.nn; those that are None left out."""
        arrays = {name: getattr(self, name) for name in self.parameter_names}
        return {name: array for name, array in arrays.items() if array is not None}

    def with_parameters(self, arrays: Mapping[str, Array]) -> Self:
        """Return the layer with some of its parameters replaced.

        Raises:
            ShapeError: If an array has another shape than the one it replaces.
        """
        for name, array in arrays.items():
            old = self.parameters()[name]
            if array.shape != old.shape:
                raise ShapeError(
                    f"its {name} has shape {shape_text(old.shape)}, the new one "
                    f"{shape_text(array.shape)}; take weights made for this network"
                )
        return replace(self, **arrays) if arrays else self

    def options(self) -> dict[str, Any]:
        """Return what is chosen, not learnt: every field that is no parameter."""
        names = [field.name for field in fields(self)]
        return {name: getattr(self, name) for name in names if name not in self.parameter_names}

    def __post_init__(self) -> None:
        for name, array in self.parameters().items():
            object.__setattr__(self, name, read_only(array))


def need_maps(shape: Shape) -> None:
    """Raise a ShapeError where the input is no maps."""
    if len(shape) != 3:
        raise ShapeError(
            f"it needs maps, but its input is {maps_text(shape)} in a row; move it before the "
            "flatten layer"
        )


def need_at_least(minimum: int, **options: Pair) -> None:
    """Raise a ValueError where an option is smaller than a minimum."""
    for name, pair in options.items():
        if min(pair) < minimum:
            raise ValueError(f"{name.replace('_', ' ')} is {min(pair)}; choose at least {minimum}")


def need_axes(name: str, array: Array, axes: str) -> None:
    """Raise a ShapeError where an array has another number of axes."""
    if array.ndim != axes.count("×") + 1 or not array.size:
        raise ShapeError(f"its {name} has shape {shape_text(array.shape)}; it needs {axes}")


def need_length(length: int, **arrays: Array | None) -> None:
    """Raise a ShapeError where an array of one axis has another length."""
    for name, array in arrays.items():
        if array is not None and array.shape != (length,):
            raise ShapeError(
                f"its {name} has shape {shape_text(array.shape)}; it needs one number for each of "
                f"the {length} outputs"
            )
