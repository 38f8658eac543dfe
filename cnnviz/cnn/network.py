"""A network: an immutable row of layers with their weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from cnnviz.cnn.layer_base import Layer, Shape, ShapeError
from cnnviz.cnn.layers import Linear
from cnnviz.cnn.ops import Array
from cnnviz.language import _

Treatment = Literal["digit", "photo"]  # how a picture becomes an input, see `image.prepare`


def number_of(kinds: Sequence[str], index: int) -> int | None:
    """Return which of its kind a layer is, counted from 1; None where it is the only one."""
    return kinds[: index + 1].count(kinds[index]) if kinds.count(kinds[index]) > 1 else None


def numbered(kinds: Sequence[str], index: int, title: str) -> str:
    """Return the title of a layer, numbered where its kind occurs more than once."""
    number = number_of(kinds, index)
    if number is None:
        return title
    return _("{title} {number}").format(title=title, number=number)


@dataclass(frozen=True, eq=False)
class Network:
    """Layers in a row, from a picture of `input_shape` to one value for each class.

    Raises:
        ShapeError: If a layer cannot take what the layer before it gives; the text names the
            layer, the two shapes and a remedy.
    """

    name: str
    title: str
    input_shape: tuple[int, int, int]  # (C, H, W)
    layers: tuple[Layer, ...]
    classes: tuple[str, ...] = ()
    treatment: Treatment = "digit"

    def __post_init__(self) -> None:
        self.shapes  # noqa: B018 - an impossible network is refused when it is made

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The shape of the input, then of the output of each layer."""
        shapes: list[Shape] = [self.input_shape]
        for index, layer in enumerate(self.layers):
            try:
                shapes.append(layer.output_shape(shapes[-1]))
            except ShapeError as error:
                raise error.in_layer(index + 1, self.layer_name(index)) from None
        return tuple(shapes)

    @property
    def takes_any_size(self) -> bool:
        """Whether pictures of every size pass: no layer counts the pixels."""
        return not any(isinstance(layer, Linear) for layer in self.layers)

    def layer_name(self, index: int) -> str:
        """Return the title of a layer, numbered where its kind occurs more than once."""
        return numbered([layer.kind for layer in self.layers], index, self.layers[index].title)

    def parameters(self) -> dict[str, Array]:
        """Return every learnt array, named as in torch.nn.Sequential: "0.weight", "0.bias"."""
        return {
            f"{index}.{name}": array
            for index, layer in enumerate(self.layers)
            for name, array in layer.parameters().items()
        }

    @property
    def parameter_count(self) -> int:
        """How many numbers training chose; the statistics of a batch norm are counted out."""
        return sum(
            array.size for name, array in self.parameters().items() if ".running_" not in name
        )

    def with_layer(self, index: int, layer: Layer) -> "Network":
        """Return the network with one layer replaced; the other layers are shared."""
        return replace(self, layers=(*self.layers[:index], layer, *self.layers[index + 1 :]))

    def with_input_shape(self, shape: tuple[int, int, int]) -> "Network":
        """Return the network for pictures of another size; its layers are shared."""
        return self if shape == self.input_shape else replace(self, input_shape=shape)

    def with_parameters(self, arrays: Mapping[str, Array]) -> "Network":
        """Return the network with other weights; layers without new ones are shared.

        Raises:
            ValueError: If names are missing or unknown.
            ShapeError: If an array does not fit; the text names the layer.
        """
        expected = self.parameters().keys()
        if wrong := sorted(expected ^ arrays.keys()):
            if wrong[0] in expected:
                text = _(
                    "These weights do not fit {network}: they lack {name}; take weights made for "
                    "this network."
                )
            else:
                text = _(
                    "These weights do not fit {network}: it has no {name}; take weights made for "
                    "this network."
                )
            raise ValueError(text.format(network=_(self.title), name=repr(wrong[0])))
        layers = list(self.layers)
        for index, layer in enumerate(self.layers):
            mine = {name: arrays[f"{index}.{name}"] for name in layer.parameters()}
            try:
                layers[index] = layer.with_parameters(mine)
            except ShapeError as error:
                raise error.in_layer(index + 1, self.layer_name(index)) from None
        return replace(self, layers=tuple(layers))
