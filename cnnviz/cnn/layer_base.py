"""What every layer is: an immutable value with a forward pass, a shape and parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

import numpy as np

from cnnviz.cnn.ops import Array
from cnnviz.cnn.windows import Sides
from cnnviz.language import _, ngettext

Shape = tuple[int, ...]  # (C, H, W) for maps, (N,) for values in a row


class OptionError(ValueError):
    """A layer cannot be made with an option; the text begins with a small letter.

    Attributes:
        clause: The same to stand in a sentence: without a full stop.
        sentence: The same as a sentence of its own.
    """

    def __init__(self, clause: str, sentence: str = "") -> None:
        super().__init__(clause)
        self.clause, self.sentence = clause, sentence or clause


class ShapeError(OptionError):
    """A layer cannot take its input; the text names both shapes and a remedy.

    Attributes:
        sentence: The same as a sentence of its own.
        problem: The same without the remedy, where only other weights of the layer would mend it:
            it counts its inputs. Else "".
    """

    def __init__(self, clause: str, sentence: str = "", *, problem: str = "") -> None:
        super().__init__(clause, sentence)
        self.problem = problem

    def in_layer(self, number: int, name: str) -> "ShapeError":
        """Return the error with the layer it is about: its number, counted from 1, and name."""
        text = _("Layer {number}, {name}: {problem}.")
        told = text.format(number=number, name=name, problem=self)
        problem = self.problem and text.format(number=number, name=name, problem=self.problem)
        error = ShapeError(told, problem=problem)
        clause = _("Layer {number}, {name}: {problem}")
        error.clause = clause.format(number=number, name=name, problem=self)
        return error


class LayerTitle:
    """The title of a class of layers, translated where it is read."""

    def __init__(self, text: str) -> None:
        """Keep a text that is marked by `N_`."""
        self._text = text

    def __get__(self, layer: object, kind: type) -> str:
        """Return the title in the language of the program."""
        return _(self._text)


def shape_text(shape: Shape) -> str:
    """Return a shape as people write it: 8×14×14."""
    return "×".join(map(str, shape))


def maps_text(shape: Shape) -> str:
    """Return the shape of an input in words: 16 maps of 7×7, or 784 values."""
    count = shape[0]
    if len(shape) == 1:
        return ngettext("{count} value", "{count} values", count).format(count=count)
    text = ngettext("{count} map of {size}", "{count} maps of {size}", count)
    return text.format(count=count, size=shape_text(shape[1:]))


def pictures_text(shape: Shape) -> str:
    """Return the shape of pictures in words: grey pictures of 28×28."""
    size = shape_text(shape[1:])
    if shape[0] == 1:
        return _("grey pictures of {size}").format(size=size)
    if shape[0] == 3:
        return _("colour pictures of {size}").format(size=size)
    return _("pictures of {size} with {count} channels").format(size=size, count=shape[0])


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
    title: ClassVar[LayerTitle]  # as people say it
    parameter_names: ClassVar[tuple[str, ...]] = ()
    optional_names: ClassVar[tuple[str, ...]] = ()  # of them, what may be None without a default
    least_inputs: ClassVar[int] = 1  # how many it takes
    most_inputs: ClassVar[int] = 1

    def forward(self, x: Array) -> Array:
        """Return the output of the layer for its input, or its inputs, without a batch axis."""
        raise NotImplementedError

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the output for that of the input, or those of the inputs.

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
                text = _(
                    "its {name} has shape {shape}, the new one {new}; take weights made for this "
                    "network"
                )
                old_shape, new_shape = shape_text(old.shape), shape_text(array.shape)
                raise ShapeError(text.format(name=name, shape=old_shape, new=new_shape))
        return replace(self, **arrays) if arrays else self

    def options(self) -> dict[str, Any]:
        """Return what is chosen, not learnt: every field that is no parameter."""
        names = [field.name for field in fields(self)]
        return {name: getattr(self, name) for name in names if name not in self.parameter_names}

    def __post_init__(self) -> None:
        for name, array in self.parameters().items():
            object.__setattr__(self, name, read_only(array))
