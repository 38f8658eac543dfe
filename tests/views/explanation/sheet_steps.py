"""What tests of explanation sheets share: networks, scenes, and what is printed on sheets."""

from decimal import Decimal

import numpy as np

from cnnviz.cnn import activation_layers as ac
from cnnviz.cnn import branch_layers as br
from cnnviz.cnn import channel_layers as ch
from cnnviz.cnn import layers as la
from cnnviz.cnn import moving_layers as mo
from cnnviz.cnn import norm_layers as no
from cnnviz.cnn import pooling_layers as po
from cnnviz.cnn import scale_layers as sc
from cnnviz.cnn import spread_layers as sp
from cnnviz.cnn.network import Network, Node, chain, chained
from cnnviz.explain.printed import read_back
from cnnviz.explain.values import explain
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.item_id import ItemId, What

ROOM = (1000, 480)


def forward_of(layers, values):
    """Run layers on an input (C, H, W), given as numbers."""
    values = np.asarray(values, np.float32)
    network = chain("n", "N", values.shape, tuple(layers))
    project = new_project(network, Picture("matrix", values, "Numbers"))
    return forward_pass(project)


def forward_of_graph(nodes, values):
    """Run nodes on an input (C, H, W), given as numbers."""
    values = np.asarray(values, np.float32)
    network = Network("n", "N", values.shape, tuple(Node(*node) for node in nodes))
    return forward_pass(new_project(network, Picture("matrix", values, "Numbers")))


def branched(random):
    """A network of every way to join and to choose, of maps and of values in a row."""
    numbers = random.generator.normal
    weights = [numbers(size=(3, 2, 1, 1)), numbers(size=(3, 3, 3, 3)), numbers(size=(6, 5))]
    nodes = (
        ("stem", la.Conv2d(weights[0]), ("input",)),
        ("block.conv", la.Conv2d(weights[1], padding=(1, 1)), ("stem",)),
        ("block.add", br.Add(), ("block.conv", "stem")),
        ("block.pool", po.AdaptiveAvgPool2d((1, 1)), ("block.add",)),
        ("block.scale", br.Multiply(), ("block.add", "block.pool", "block.add")),
        ("cat", br.Concatenate(), ("block.scale", "stem", "input")),
        ("chosen", br.SelectChannels((7, 0, 3, 7, 1)), ("cat",)),
        ("all", br.Add(), ("chosen",) * 9),
        ("pool", po.AdaptiveAvgPool2d((1, 1)), ("all",)),
        ("flat", la.Flatten(), ("pool",)),
        ("fc", la.Linear(weights[2][:5], None), ("flat",)),
        ("skip", br.Add(), ("fc", "flat")),
        ("both", br.Concatenate(), ("skip", "fc")),
        ("some", br.SelectChannels((9, 2)), ("both",)),
    )
    return nodes, numbers(size=(2, 6, 7))


BRANCHED = (
    "stem", "block.conv", "block.add", "block.pool", "block.scale", "cat", "chosen", "all", "pool",
    "flat", "fc", "skip", "both", "some",
)  # fmt: skip


def scene_of(look, forward, place, *, node="", room=ROOM, **options):
    """The explanation of a value of a node; without one, of the output."""
    about = explain(forward.trace, node or forward.trace.network.output, place)
    return ExplanationScene(forward, about, look, room, **options)


def sheets(scene):
    made = arrange(scene)
    return made.rows, made.result


def called(name):
    """The identity of an item that a test names: "weights 0", "exp sum", "stage conv1"."""
    what, _, number = name.rpartition(" ")
    if what == "stage":
        return ItemId(What.STAGE, node=number)
    if number.isdigit():
        return ItemId(What(what.replace(" ", "-")), int(number))
    return ItemId(What(name.replace(" ", "-")))


def name_of(item_id):
    """The name by which tests call an item; "" for words."""
    if item_id is None:
        return ""
    which = item_id.node if item_id.number is None else str(item_id.number)
    return f"{item_id.what.value.replace('-', ' ')} {which}".strip()


def texts(scene):
    """Every printed text by its name, of the terms and of the result."""
    found = {}
    for sheet in sheets(scene):
        for item_id, text in sheet.texts():
            found.setdefault(name_of(item_id), []).append(text)
    return found


def words(scene):
    return " ".join(text for sheet in sheets(scene) for _, text in sheet.texts())


def item(scene, name):
    for sheet in sheets(scene):
        for each in sheet.all_items():
            if each.id == called(name):
                return each
    raise AssertionError(f"nothing is called {name!r}")


def number(text):
    """Read a printed number back; a sign set apart belongs to it."""
    for sign, read in (("− ", "−"), ("+ ", ""), ("÷ ", ""), ("× ", "")):
        if text.startswith(sign):
            text = read + text.removeprefix(sign)
    return read_back(text.strip("()"))


def one(found, name):
    (value,) = {number(text) for text in found[name]}
    return value


def total(found, names):
    return sum((number(text) for name in names for text in found.get(name, ())), Decimal(0))


class Random:
    def __init__(self, seed):
        self.generator = np.random.default_rng(seed)

    def numbers(self, *shape):
        size = 10.0 ** self.generator.integers(-2, 2)
        values = (size * self.generator.normal(size=shape)).astype(np.float32)
        return values.round() if self.generator.random() < 0.15 else values

    def number(self, low, high):
        return int(self.generator.integers(low, high + 1))

    def layer(self, kind, shape):
        channels = shape[0]
        if kind == "conv":
            kernels = self.numbers(2, channels, self.number(1, 3), self.number(1, 3))
            bias = self.numbers(2) if self.number(0, 1) else None
            return [la.Conv2d(kernels, bias, padding=(self.number(0, 1), 1))]
        if kind == "mean":
            size = (self.number(1, 3), self.number(1, 3))
            padding = tuple(self.number(0, k // 2) for k in size)
            counts = bool(self.number(0, 1))
            return [po.AvgPool2d(size, None, padding, True, count_include_pad=counts)]
        if kind == "largest":
            return [po.MaxPool2d((2, 3), (1, 2), (1, 1))]
        if kind == "norm":
            weight, bias, mean = self.numbers(3, channels)
            variance = self.generator.uniform(0.05, 3, channels).astype(np.float32)
            return [la.BatchNorm2d(weight, bias, mean, variance)]
        if kind == "curve":
            return [(ac.ReLU(), ac.LeakyReLU(0.1), ac.Sigmoid(), ac.Tanh())[self.number(0, 3)]]
        count = int(np.prod(shape))
        bias = self.numbers(6) if self.number(0, 1) else None
        linear = la.Linear(self.numbers(6, count) / np.float32(np.sqrt(count)), bias)
        return [la.Flatten(), linear, *([la.Softmax()] if kind == "softmax" else [])]


def every_kind(random):
    """A network of every kind of layer, on an input of two maps."""
    values = random.generator.normal(size=(2, 12, 12))
    sizes = [random.generator.normal(size=n).astype(np.float32) for n in (3, 3, 3)]
    scene_layers = [
        la.Conv2d(random.generator.normal(size=(3, 2, 3, 3)), sizes[0], padding=(1, 1)),
        la.BatchNorm2d(*sizes, np.abs(sizes[0])),
        ac.ReLU(),
        po.MaxPool2d((3, 3), (2, 2), (1, 1)),
        ac.Tanh(),
        po.AvgPool2d((3, 2), (1, 1), (1, 1)),
        ac.Sigmoid(),
        po.AdaptiveMaxPool2d((2, 3)),
        ac.LeakyReLU(0.2),
        ac.PReLU(np.float32([0.5, -0.25, 1.5])),
        no.LayerNorm(*sizes[:2]),
        no.GroupNorm(num_groups=3),
        no.InstanceNorm2d(sizes[1]),
        sc.Scale(sizes[2], sizes[0]),
        sc.Normalize((0.5, -0.25, 1.5), (0.5, 2.0, 1.0)),
        ch.LocalResponseNorm(3, 0.5),
        ch.ChannelConvolution(random.generator.normal(size=(1, 1, 3)), np.float32([0.5]), 1),
        sp.ConvTranspose2d(random.generator.normal(size=(3, 3, 3, 3)), sizes[1], padding=(1, 1)),
        ac.GELU(),
        mo.Pad(1, 0, 2, 1, "constant", 0.25),
        mo.UpsampleNearest((2.0, 1.0)),
        ac.Hardswish(),
        mo.Crop((1, 5, 2), (0, 4, 1)),
        mo.Permute((2, 0, 1)),
        mo.ChannelShuffle(2),
        mo.PixelShuffle(2),
        ac.Softplus(),
        mo.Reshape((3, 2, 4)),
        sp.UpsampleBilinear((2.0, 1.5)),
        la.Conv2d(random.generator.normal(size=(3, 3, 2, 2)), padding=(1, 0)),
        po.AdaptiveAvgPool2d((2, 2)),
        la.Flatten(),
        la.Dropout(0.4),
        la.LogSoftmax(),
        la.Linear(random.generator.normal(size=(30, 12)), None),
        ac.ReLU(),
        la.Linear(random.generator.normal(size=(7, 30)), np.ones(7)),
        la.Softmax(),
    ]
    return scene_layers, values


def names_of_every_kind():
    """The names of the nodes of a network of every kind of layer, in their order."""
    return tuple(node.name for node in chained(every_kind(Random(5))[0]))
