"""A residual network of 66 nodes, named as PyTorch's are, whose blocks have up to 96 maps."""

import numpy as np

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.branch_layers import Add
from cnnviz.cnn.layers import Conv2d, Flatten, Linear
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d

WIDTHS = (4, 6, 96)  # maps of each layer's blocks


def deep_network(blocks=4):
    """Make it, with so many blocks a layer."""
    random = np.random.default_rng(3)

    def conv(given, made, size):
        shape = (made, given, size, size)
        weight = random.normal(0, (2 / (given * size**2)) ** 0.5, shape).astype(np.float32)
        return Conv2d(weight, None, padding=(size // 2, size // 2))

    nodes, width = [Node("conv1", conv(1, WIDTHS[0], 3), (INPUT,))], WIDTHS[0]
    for layer, made in enumerate(WIDTHS, 1):
        for number in range(blocks):
            block, before = f"layer{layer}.{number}", nodes[-1].name
            nodes += [
                Node(f"{block}.conv1", conv(width, made, 3), (before,)),
                Node(f"{block}.relu", ReLU(), (f"{block}.conv1",)),
                Node(f"{block}.conv2", conv(made, made, 3), (f"{block}.relu",)),
            ]
            aside = before
            if width != made:
                aside = f"{block}.downsample.0"
                nodes.append(Node(aside, conv(width, made, 1), (before,)))
            nodes += [
                Node(f"{block}.add", Add(), (f"{block}.conv2", aside)),
                Node(f"{block}.relu_1", ReLU(), (f"{block}.add",)),
            ]
            width = made
    weight = random.normal(0, 0.1, (3, width)).astype(np.float32)
    nodes += [
        Node("avgpool", AdaptiveAvgPool2d((1, 1)), (nodes[-1].name,)),
        Node("flatten", Flatten(), ("avgpool",)),
        Node("fc", Linear(weight, np.zeros(3, np.float32)), ("flatten",)),
    ]
    return Network("deep", "Deep", (1, 8, 8), tuple(nodes), ("a", "b", "c"))
