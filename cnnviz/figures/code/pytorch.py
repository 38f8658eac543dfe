"""A network as PyTorch code: a class `Net`, and `load()` that gives it its weights."""

import json
import textwrap
from collections.abc import Mapping

import numpy as np

from cnnviz.cnn.layer_base import Layer, Shape, shape_text
from cnnviz.cnn.layers import BatchNorm2d, Conv2d
from cnnviz.cnn.network import INPUT, Network
from cnnviz.cnn.norm_layers import MeasuredNorm
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale_layers import Scale
from cnnviz.figures.code.names import identifiers
from cnnviz.figures.code.pytorch_layers import CALLED, EXPRESSIONS, MODULES, SCALE
from cnnviz.figures.code.written import Files
from cnnviz.files.weights_file import bytes_from_arrays
from cnnviz.language import _
from cnnviz.project.network_title import shown_title


def pytorch_files(network: Network, stem: str) -> Files:
    """Return the code STEM.py, and its weights STEM.safetensors.

    Nothing is random in it: the outputs of `load()` are those of the network.
    """
    names = identifiers(network)
    weights = {
        f"{names[node]}.{part}": array
        for node, layer in network.layers.items()
        if network.owner(node) == node
        for part, array in _stored(layer).items()
    }
    files = {f"{stem}.py": _code(network, names, f"{stem}.safetensors", has=bool(weights))}
    return {**files, **({f"{stem}.safetensors": bytes_from_arrays(weights)} if weights else {})}


def _stored(layer: Layer) -> Mapping[str, Array]:
    arrays = layer.parameters()
    if isinstance(layer, Conv2d) and layer.flipped:  # PyTorch only has the other kind
        arrays["weight"] = np.ascontiguousarray(layer.laid_weight)
    if isinstance(layer, MeasuredNorm) and len(arrays) == 1:  # PyTorch has both, or none
        (given,) = arrays.values()
        arrays = {"weight": np.ones_like(given), "bias": np.zeros_like(given), **arrays}
    return arrays


def _code(network: Network, names: Mapping[str, str], weights: str, *, has: bool) -> bytes:
    lines = [
        *_head(network),
        "",
        *_imports(network, has=has),
        "",
        *class_lines(network),
        "",
        "",
        *([*SCALE.splitlines(), "", ""] if _scales(network) else []),
        "class Net(nn.Module):",
        f'    """{_title(network)}"""',
        "",
        "    def __init__(self) -> None:",
        "        super().__init__()",
        *_modules(network, names),
        "",
        *_forward(network, names),
        "",
        "",
        *_load(network, weights, has=has),
        "",
        "",
        'if __name__ == "__main__":',
        "    net = load()",
        "    with torch.inference_mode():",
        f"        print(net(torch.zeros(1, {', '.join(map(str, network.input_shape))})))",
    ]
    return ("\n".join(lines) + "\n").encode()


def _scales(network: Network) -> bool:
    return any(isinstance(layer, Scale) for layer in network.layers.values())


def _title(network: Network) -> str:
    return within_quotes(shown_title(network)) + "."


def within_quotes(text: str) -> str:
    """Return a text that ends no text of Python in which it stands."""
    return text.replace("\\", "/").replace('"', "'")


def _head(network: Network) -> list[str]:
    text = _("{network} in PyTorch, as cnnviz computes it.").format(network=shown_title(network))
    return [
        f'"""{within_quotes(text)}',
        "",
        _("Pictures are (N, channels, rows, columns), their values from 0 to 1; a digit is white"),
        _("on black, as in MNIST. What comes out are the values of the last layer."),
        '"""',
    ]


def _imports(network: Network, *, has: bool) -> list[str]:
    kinds = {layer.kind for layer in network.layers.values()}
    functional = ", functional" if kinds & {"pad", "upsample_nearest", "upsample_bilinear"} else ""
    found = ["from pathlib import Path", ""] if has else []
    found += ["import torch"]
    found += ["from safetensors.torch import load_file"] if has else []
    found += ["from torch import Tensor, nn"]
    if functional:
        found += ["from torch.nn import functional"]
    return found


def class_lines(network: Network) -> list[str]:
    """Return the classes as a tuple of Python, in lines of a modest length."""
    words = " ".join(f"{json.dumps(name, ensure_ascii=False)}," for name in network.classes)
    if len(words) < 80:
        return [f"CLASSES = ({words})"]
    lines = textwrap.wrap(words, 94, break_long_words=False, break_on_hyphens=False)
    return ["CLASSES = (", *(f"    {line}" for line in lines), ")"]


def _modules(network: Network, names: Mapping[str, str]) -> list[str]:
    return [
        f"        self.{names[node]} = "
        f"{MODULES[layer.kind](layer, _before(network, node))}{_note(layer)}"
        for node, layer in network.layers.items()
        if layer.kind in MODULES and network.owner(node) == node
    ]


def _before(network: Network, node: str) -> Shape:
    return network.shapes[network.inputs[node][0]]


def _note(layer: Layer) -> str:
    if isinstance(layer, Conv2d) and layer.flipped:
        note = _("convolution in the strict sense: its kernels are stored turned by 180°")
        return f"  # {note}"
    return ""


def _forward(network: Network, names: Mapping[str, str]) -> list[str]:
    """Return a line for each node; x is what only the next line takes."""
    called = {
        node: "x" if set(network.takers[node]) <= {after} else names[node]
        for node, after in zip(network.names, (*network.names[1:], ""), strict=True)
        if node != INPUT
    }
    is_kept = network.takers[INPUT] != network.names[1:2]
    called[INPUT] = "picture" if is_kept else "x"
    shape = ", ".join(map(str, network.input_shape))
    lines = [
        f"    def forward(self, {called[INPUT]}: Tensor) -> Tensor:",
        f"        # {called[INPUT]}: (N, {shape})",
    ]
    for node, layer in network.layers.items():
        inputs = [called[name] for name in network.inputs[node]]
        before = _before(network, node)
        module = f"self.{names[network.owner(node)]}"
        if layer.kind in CALLED:
            made = CALLED[layer.kind](layer, module, inputs[0], before)
        elif layer.kind in MODULES:
            made = f"{module}({inputs[0]})"
        else:
            made = EXPRESSIONS[layer.kind](layer, inputs, before)
        lines.append(f"        {called[node]} = {made}  # {shape_text(network.shapes[node])}")
    return [*lines, f"        return {called[network.output]}"]


def _load(network: Network, weights: str, *, has: bool) -> list[str]:
    lines = ["def load() -> Net:", f'    """{_("Return the network with its weights.")}"""']
    lines.append("    net = Net()")
    if has:
        lines.append(f"    weights = load_file(Path(__file__).with_name({json.dumps(weights)}))")
        if any(isinstance(layer, BatchNorm2d) for layer in network.layers.values()):
            note = _("it has the count of batches, too, which changes nothing")
            lines.append(f"    state = net.state_dict()  # {note}")
            lines.append("    net.load_state_dict({**state, **weights})")
        else:
            lines.append("    net.load_state_dict(weights)")
    return [*lines, "    return net.eval()"]
