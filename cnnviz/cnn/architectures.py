"""The networks known by name, with random weights to start from."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.branch_layers import Add
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Flatten, Softmax
from cnnviz.cnn.network import Network, Node, chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d
from cnnviz.cnn.random_layers import RandomLayers, norm
from cnnviz.language import N_, _

DIGITS = tuple("0123456789")
SWAN_OR_NOT = ("no swan", "swan")
SCENES = ("white swan", "black swan", "duck", "goose", "heron", "flamingo", "gull", "boat",
          "kettle", "sheep")  # fmt: skip

TITLES = {  # by name; as files keep them
    "lecture-cnn": N_("Lecture CNN"),
    "simplest-cnn": N_("Simplest CNN"),
    "nine-steps": N_("Nine steps, maximum pooling"),
    "nine-steps-average": N_("Nine steps, average pooling"),
    "lenet-5": N_("LeNet-5"),
    "tiny-vgg": N_("Tiny VGG"),
    "swan-cnn": N_("Swan or not"),
    "white-swan-cnn": N_("Swan or not, white swans only"),
    "mlp": N_("MLP, one hidden layer"),
    "cnn-gap": N_("CNN with global average"),
    "residual-cnn": N_("Residual CNN"),
    "one-filter": N_("One filter, grey"),
    "one-filter-rgb": N_("One filter, colour"),
}


def _simplest_cnn(new: RandomLayers) -> Network:
    layers = (
        new.conv(1, 4, (5, 5)),
        ReLU(),
        MaxPool2d((2, 2)),
        Flatten(),
        new.linear(4 * 12 * 12, 10),
        Softmax(),
    )
    return chain("simplest-cnn", TITLES["simplest-cnn"], (1, 28, 28), layers, DIGITS)


def _nine_steps(new: RandomLayers, name: str, pool: Layer) -> Network:
    layers = (
        new.conv(1, 6, (5, 5), (2, 2)),
        ReLU(),
        pool,
        new.conv(6, 8, (3, 3), (1, 1)),
        ReLU(),
        pool,
        Flatten(),
        new.linear(8 * 7 * 7, 10),
        ReLU(),
    )
    return chain(name, TITLES[name], (1, 28, 28), layers, DIGITS)


def _nine_steps_maximum(new: RandomLayers) -> Network:
    return _nine_steps(new, "nine-steps", MaxPool2d((2, 2)))


def _nine_steps_average(new: RandomLayers) -> Network:
    return _nine_steps(new, "nine-steps-average", AvgPool2d((2, 2)))


def _lecture_cnn(new: RandomLayers) -> Network:
    layers = (
        new.conv(1, 8, (5, 5), (2, 2)),
        ReLU(),
        MaxPool2d((2, 2)),
        new.conv(8, 16, (5, 5), (2, 2)),
        ReLU(),
        MaxPool2d((2, 2)),
        Flatten(),
        new.linear(16 * 7 * 7, 64),
        ReLU(),
        new.linear(64, 10),
        Softmax(),
    )
    return chain("lecture-cnn", TITLES["lecture-cnn"], (1, 28, 28), layers, DIGITS)


def _lenet_5(new: RandomLayers) -> Network:
    """LeNet-5 as it is taught today: ReLU and maximum pooling instead of tanh and averages.

    Source: LeCun, Bottou, Bengio, Haffner (1998), Proceedings of the IEEE 86(11), figure 2.
    """
    layers = (
        new.conv(1, 6, (5, 5), (2, 2)),
        ReLU(),
        MaxPool2d((2, 2)),
        new.conv(6, 16, (5, 5)),
        ReLU(),
        MaxPool2d((2, 2)),
        Flatten(),
        new.linear(16 * 5 * 5, 120),
        ReLU(),
        new.linear(120, 84),
        ReLU(),
        new.linear(84, 10),
        Softmax(),
    )
    return chain("lenet-5", TITLES["lenet-5"], (1, 28, 28), layers, DIGITS)


def _tiny_vgg(new: RandomLayers) -> Network:
    """Tiny VGG: two blocks of two convolutions and a pooling, 10 filters each.

    Source: Wang et al. (2020), CNN Explainer, arXiv:2004.15004, section 4.
    """
    layers = (
        new.conv(3, 10, (3, 3)),
        ReLU(),
        new.conv(10, 10, (3, 3)),
        ReLU(),
        MaxPool2d((2, 2)),
        new.conv(10, 10, (3, 3)),
        ReLU(),
        new.conv(10, 10, (3, 3)),
        ReLU(),
        MaxPool2d((2, 2)),
        Flatten(),
        new.linear(10 * 13 * 13, 10),
        Softmax(),
    )
    return chain("tiny-vgg", TITLES["tiny-vgg"], (3, 64, 64), layers, SCENES, "photo")


def _swan_cnn(new: RandomLayers) -> Network:
    """The lecture's running example: swan or no swan, in colour."""
    return _of_swans(new, "swan-cnn")


def _white_swan_cnn(new: RandomLayers) -> Network:
    """The same network, to be trained on white swans only: it does not know black ones."""
    return _of_swans(new, "white-swan-cnn")


def _of_swans(new: RandomLayers, name: str) -> Network:
    layers = (
        new.conv(3, 16, (3, 3), (1, 1)),
        ReLU(),
        MaxPool2d((2, 2)),
        new.conv(16, 32, (3, 3), (1, 1)),
        ReLU(),
        MaxPool2d((2, 2)),
        new.conv(32, 64, (3, 3), (1, 1)),
        ReLU(),
        MaxPool2d((2, 2)),
        Flatten(),
        new.linear(64 * 4 * 4, 64),
        ReLU(),
        new.linear(64, 2),
        Softmax(),
    )
    return chain(name, TITLES[name], (3, 32, 32), layers, SWAN_OR_NOT, "photo")


def _mlp(new: RandomLayers) -> Network:
    layers = (Flatten(), new.linear(784, 128), ReLU(), new.linear(128, 10), Softmax())
    return chain("mlp", TITLES["mlp"], (1, 28, 28), layers, DIGITS)


def _cnn_gap(new: RandomLayers) -> Network:
    """A CNN that forgets the place: the mean of each last map goes to the classes.

    Source: Lin, Chen and Yan (2013), arXiv:1312.4400, section 3.2 (global average pooling).
    """
    layers = (
        new.conv(1, 16, (5, 5), (2, 2)),
        ReLU(),
        MaxPool2d((2, 2)),
        new.conv(16, 32, (5, 5), (2, 2)),
        ReLU(),
        MaxPool2d((2, 2)),
        new.conv(32, 32, (3, 3), (1, 1)),
        ReLU(),
        AdaptiveAvgPool2d((1, 1)),
        Flatten(),
        new.linear(32, 10),
        Softmax(),
    )
    return chain("cnn-gap", TITLES["cnn-gap"], (1, 28, 28), layers, DIGITS)


def _residual_cnn(new: RandomLayers) -> Network:
    """A small residual network: two blocks that each learn what to add to what comes in.

    Source: He, Zhang, Ren and Sun (2016), arXiv:1512.03385, figures 2 and 3, basic blocks.
    """
    stem = (
        *_row("input", conv1=new.conv(1, 16, (3, 3), (1, 1)), bn1=norm(16), relu1=ReLU()),
        Node("max_pool", MaxPool2d((2, 2)), ("relu1",)),
    )
    first = _block(new, "block1", "max_pool", 16, 16)
    second = _block(new, "block2", "block1.relu2", 16, 32, stride=2)
    head = _row(
        "block2.relu2", avg_pool=AdaptiveAvgPool2d((1, 1)), flatten=Flatten(),
        fc=new.linear(32, 10), softmax=Softmax(),
    )  # fmt: skip
    nodes = (*stem, *first, *second, *head)
    return Network("residual-cnn", TITLES["residual-cnn"], (1, 28, 28), nodes, DIGITS)


def _block(
    new: RandomLayers, name: str, before: str, inputs: int, outputs: int, *, stride: int = 1
) -> tuple[Node, ...]:
    """Return two convolutions with norms, added to what came in, or to a 1×1 convolution of it."""
    main = _row(
        before, f"{name}.",
        conv1=new.plain_conv(inputs, outputs, 3, stride), bn1=norm(outputs), relu1=ReLU(),
        conv2=new.plain_conv(outputs, outputs, 3), bn2=norm(outputs),
    )  # fmt: skip
    skip: tuple[Node, ...] = ()
    if stride > 1:
        skip = _row(
            before, f"{name}.downsample.",
            conv=new.plain_conv(inputs, outputs, 1, stride), bn=norm(outputs),
        )  # fmt: skip
    ends = main[-1].name, skip[-1].name if skip else before
    join = Node(f"{name}.add", Add(), ends)
    return (*main, *skip, join, Node(f"{name}.relu2", ReLU(), (join.name,)))


def _row(before: str, prefix: str = "", **layers: Layer) -> tuple[Node, ...]:
    """Return named layers as nodes in a row, behind a node there is."""
    names = [prefix + name for name in layers]
    inputs = (before, *names)
    return tuple(
        Node(name, layer, (given,))
        for name, layer, given in zip(names, layers.values(), inputs, strict=False)
    )


def _single_filter(new: RandomLayers, name: str, channels: int) -> Network:
    """One kernel, with a bias of 0: a preset put into it does what its name says."""
    conv = replace(
        new.conv(channels, 1, (3, 3)), bias=np.zeros(1, np.float32)
    )  # presets look right
    layers = (conv, ReLU(), MaxPool2d((2, 2)))
    return chain(name, TITLES[name], (channels, 28, 28), layers, treatment="photo")


def _one_grey_filter(new: RandomLayers) -> Network:
    return _single_filter(new, "one-filter", 1)


def _one_colour_filter(new: RandomLayers) -> Network:
    return _single_filter(new, "one-filter-rgb", 3)


_ARCHITECTURES: dict[str, Callable[[RandomLayers], Network]] = {
    "lecture-cnn": _lecture_cnn,
    "simplest-cnn": _simplest_cnn,
    "nine-steps": _nine_steps_maximum,
    "nine-steps-average": _nine_steps_average,
    "lenet-5": _lenet_5,
    "tiny-vgg": _tiny_vgg,
    "swan-cnn": _swan_cnn,
    "white-swan-cnn": _white_swan_cnn,
    "mlp": _mlp,
    "cnn-gap": _cnn_gap,
    "residual-cnn": _residual_cnn,
    "one-filter": _one_grey_filter,
    "one-filter-rgb": _one_colour_filter,
}
NAMES = tuple(_ARCHITECTURES)


def build(name: str, seed: int | None = 0) -> Network:
    """Return a network by name, with random weights that depend on the seed alone.

    Without a seed every weight is 0: quicker, where other weights are put in or none are needed.

    Raises:
        ValueError: If no network has this name; the text lists the names.
    """
    if name not in _ARCHITECTURES:
        text = _("There is no network {name}. Choose one of: {names}.")
        raise ValueError(text.format(name=repr(name), names=", ".join(NAMES)))
    return _ARCHITECTURES[name](RandomLayers(seed))


def randomised(network: Network, seed: int) -> Network:
    """Return any network with new random weights in its kernels and fully connected layers."""
    new = RandomLayers(seed)
    anew = {id(layer): new.anew(layer) for layer in network.layers.values()}  # shared ones once
    return network.with_layers({node: anew[id(old)] for node, old in network.layers.items()})


def with_new_weights(layer: Layer, seed: int) -> Layer:
    """Return a convolution or fully connected layer with new random weights; others as they are."""
    return RandomLayers(seed).anew(layer)
