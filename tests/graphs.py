"""Random networks with branches, skips and shared weights, and the same in PyTorch."""

import numpy as np
import torch
from hypothesis import strategies as st
from torch.nn import functional

from cnnviz.cnn.activation_layers import ReLU, Sigmoid
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply, SelectChannels
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d

CLASSES = ("one", "two", "three")


class Growing:
    """A network that grows node by node; what nothing takes yet is joined at the end."""

    def __init__(self, draw, shape):
        self.draw, self.shapes = draw, {INPUT: shape}
        self.nodes = []
        self.random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def put(self, layer, *inputs):
        block = self.draw(st.sampled_from(["", "block1.", "layer2.0."]))
        name = f"{block}{layer.kind}{len(self.nodes)}"
        self.nodes.append(Node(name, layer, inputs))
        self.shapes[name] = layer.output_shape(*(self.shapes[each] for each in inputs))
        return name

    def maps(self):
        return [name for name, shape in self.shapes.items() if len(shape) == 3]

    def pick(self, names):
        return self.draw(st.sampled_from(names))

    def weights(self, *shape):
        return self.random.uniform(-0.6, 0.6, shape).astype(np.float32)

    def convolution(self):
        before = self.pick(self.maps())
        channels = self.shapes[before][0]
        alike = [
            node.layer
            for node in self.nodes
            if isinstance(node.layer, Conv2d) and node.layer.weight.shape[1] == channels
        ]
        if alike and self.draw(st.booleans()):  # the same weights once more
            return self.put(self.pick(alike), before)
        outputs, side = self.draw(st.integers(1, 4)), self.draw(st.sampled_from([1, 3]))
        bias = self.weights(outputs) if self.draw(st.booleans()) else None
        weight = self.weights(outputs, channels, side, side)
        return self.put(Conv2d(weight, bias, padding=(side // 2, side // 2)), before)

    def plain(self):
        before = self.pick(self.maps())
        channels, rows, columns = self.shapes[before]
        norm = BatchNorm2d(*(abs(self.weights(channels)) + 0.1 for _ in range(4)))
        pools = [MaxPool2d(), AvgPool2d()] if min(rows, columns) > 1 else []
        layer = self.pick([ReLU(), Sigmoid(), norm, AdaptiveAvgPool2d((1, 1)), *pools])
        return self.put(layer, before)

    def selection(self):
        before = self.pick(self.maps())
        channels = st.lists(st.integers(0, self.shapes[before][0] - 1), min_size=1, max_size=5)
        return self.put(SelectChannels(tuple(self.draw(channels))), before)

    def concatenation(self):
        first = self.pick(self.maps())
        size = self.shapes[first][1:]
        alike = st.sampled_from([name for name in self.maps() if self.shapes[name][1:] == size])
        return self.put(
            Concatenate(), first, *self.draw(st.lists(alike, min_size=1, max_size=4))
        )  # two to five

    def elementwise(self):
        first = self.pick(self.maps())
        shape = self.shapes[first]
        fitting = [
            name
            for name in self.maps()
            if all(n in (1, m) for n, m in zip(self.shapes[name], shape, strict=True))
        ]
        count = self.draw(st.integers(1, 4))
        return self.put(
            self.pick([Add(), Multiply()]), first, *(self.pick(fitting) for _ in range(count))
        )

    def network(self):
        """Join what is open and end in one value for each class."""
        taken = {name for node in self.nodes for name in node.inputs}
        rows = []
        for name in [name for name in self.shapes if name not in taken]:
            if len(self.shapes[name]) == 3:
                name = self.put(Flatten(), self.put(AdaptiveAvgPool2d((1, 1)), name))
            rows.append(name)
        row = rows[0] if len(rows) == 1 else self.put(Concatenate(), *rows)
        size = self.shapes[row][0]
        units = self.put(Linear(self.weights(3, size), self.weights(3)), row)
        self.put(Softmax(), units)
        return Network("graph", "Graph", self.shapes[INPUT], tuple(self.nodes), CLASSES)


@st.composite
def graphs(draw, most=10):
    """Networks with up to so many nodes before their end."""
    shape = draw(st.tuples(st.integers(1, 3), st.integers(4, 8), st.integers(4, 8)))
    growing = Growing(draw, shape)
    growing.convolution()
    steps = ("convolution", "plain", "selection", "concatenation", "elementwise")
    for step in draw(st.lists(st.sampled_from(steps), min_size=2, max_size=most)):
        getattr(growing, step)()
    return growing.network()


def image_for(network, seed=0):
    """A picture for a network, the same in every run."""
    values = np.random.default_rng(seed).random(network.input_shape, np.float32)
    values.flags.writeable = False
    return values


def tensors(network, image):
    """What PyTorch gives at every node, by its name; with a batch axis as it wants it."""
    found = {INPUT: torch.from_numpy(image.copy())[None]}
    for node in network.nodes:
        found[node.name] = _in_torch(node.layer, [found[name] for name in node.inputs])
    return {name: value[0].numpy() for name, value in found.items()}


def _in_torch(layer, inputs):  # noqa: C901 - a table of what each layer is in PyTorch
    arrays = {name: torch.from_numpy(array.copy()) for name, array in layer.parameters().items()}
    x = inputs[0]
    match layer:
        case Conv2d():
            return functional.conv2d(x, **arrays, stride=layer.stride, padding=layer.padding)
        case BatchNorm2d():
            return functional.batch_norm(x, **arrays, eps=layer.eps)
        case Linear():
            return functional.linear(x, **arrays)
        case ReLU():
            return functional.relu(x)
        case Sigmoid():
            return torch.sigmoid(x)
        case Softmax():
            return functional.softmax(x, dim=1)
        case MaxPool2d():
            return functional.max_pool2d(x, layer.kernel_size)
        case AvgPool2d():
            return functional.avg_pool2d(x, layer.kernel_size)
        case AdaptiveAvgPool2d():
            return functional.adaptive_avg_pool2d(x, layer.output_size)
        case Flatten():
            return x.flatten(1)
        case SelectChannels():
            return x.index_select(1, torch.tensor(layer.channels))
        case Concatenate():
            return torch.cat(inputs, 1)
    for other in inputs[1:]:
        x = x + other if isinstance(layer, Add) else x * other
    return x
