"""A network as Python code for keras: configure, compile and fit, as in the lecture's lab."""

import json
from collections.abc import Sequence

import numpy as np

from cnnviz.cnn.network import Network
from cnnviz.figures.code.keras_calls import PYTHON, Formula
from cnnviz.figures.code.keras_fit import added_decay, keras_optimizer, left_out, left_out_lines
from cnnviz.figures.code.keras_steps import KerasStep, channels_last, gives_shares, keras_steps
from cnnviz.figures.code.pytorch import class_lines, within_quotes
from cnnviz.figures.code.written import Files, FitChoices
from cnnviz.files.weights_file import bytes_from_arrays
from cnnviz.language import _
from cnnviz.project.network_title import shown_title


def keras_python_files(network: Network, stem: str, choices: FitChoices) -> Files:
    """Return the code STEM.py, and its weights STEM.safetensors.

    Raises:
        InexpressibleError: If keras has no such layer; the text names it.
    """
    steps = keras_steps(network, PYTHON)
    weights = {
        f"{step.name}.{index}": np.ascontiguousarray(array)
        for step in steps
        for index, array in enumerate(step.weights)
    }
    code = _code(network, steps, f"{stem}.safetensors" if weights else "", choices)
    files = {f"{stem}.py": code}
    return {**files, **({f"{stem}.safetensors": bytes_from_arrays(weights)} if weights else {})}


def _code(network: Network, steps: Sequence[KerasStep], weights: str, choices: FitChoices) -> bytes:
    title = within_quotes(shown_title(network))
    lines = [
        f'"""{_("{network} in keras, as cnnviz computes it.").format(network=title)}',
        "",
        _("Pictures are (N, rows, columns, channels), their values from 0 to 1; a digit is white"),
        _("on black, as in MNIST. Keras puts channels last, PyTorch first: so kernels are stored"),
        _("as (rows, columns, inputs, outputs), and a fully connected layer after a flatten has"),
        _("its weights in the order row, column, channel."),
        '"""',
        "",
        *(["from pathlib import Path", ""] if weights else []),
        "import keras",
        "from keras import layers",
        *(["from safetensors.numpy import load_file"] if weights else []),
        "",
        *class_lines(network),
        "",
        "",
        "def make() -> keras.Model:",
        f'    """{_("Configure: the layers, with random weights.")}"""',
        *_layers(network, steps),
        "",
        "",
        *_load(weights),
        "",
        "",
        *_train(network, choices),
        "",
        "",
        'if __name__ == "__main__":',
        "    load().summary()",
    ]
    return ("\n".join(lines) + "\n").encode()


def _layers(network: Network, steps: Sequence[KerasStep]) -> list[str]:
    shape = channels_last(network.input_shape)
    if network.is_chain and not any(step.shares for step in steps):
        inside = [f"            {_call(step)},{step.remark}" for step in steps]
        start = f"            keras.Input({shape}),"
        return ["    return keras.Sequential(", "        [", start, *inside, "        ]", "    )"]
    lines = [f"    inputs = keras.Input({shape})"]
    shared = {step.shares for step in steps}
    for step in steps:
        takes = step.takes
        given = takes[0] if len(takes) == 1 else f"[{', '.join(takes)}]"
        if step.shares:
            made = f"{step.shares}_layer({given})"
        elif step.name in shared:
            lines.append(f"    {step.name}_layer = {_call(step)}")
            made = f"{step.name}_layer({given})"
        else:
            made = f"{_call(step)}({given})"
        lines.append(f"    {step.name} = {made}{step.remark}")
    return [*lines, f"    return keras.Model(inputs, {steps[-1].name})"]


def _call(step: KerasStep) -> str:
    words = [_option(name, value) for name, value in step.options.items()]
    return f"layers.{step.step.layer}({', '.join(words)})"


def _option(name: str, value: object) -> str:
    if isinstance(value, Formula):
        return f"lambda x: {value.python}"
    return f"{name}={json.dumps(value) if isinstance(value, str) else repr(value)}"


def _load(weights: str) -> list[str]:
    lines = [
        "def load() -> keras.Model:",
        f'    """{_("Return the network with its weights.")}"""',
        "    model = make()",
    ]
    if weights:
        lines += [
            f"    weights = load_file(Path(__file__).with_name({json.dumps(weights)}))",
            "    for layer in model.layers:",
            "        own = [name for name in weights if name.startswith(f'{layer.name}.')]",
            "        if own:",
            "            layer.set_weights([weights[name] for name in sorted(own)])",
        ]
    return [*lines, "    return model"]


def _train(network: Network, choices: FitChoices) -> list[str]:
    name, options = keras_optimizer(choices)
    given = ",\n".join(f"            {_option(*each)}" for each in options.items())
    loss: dict[str, object] = {} if gives_shares(network) else {"from_logits": True}
    kind, labels = "SparseCategoricalCrossentropy", "labels"
    if choices.label_smoothing:
        loss["label_smoothing"] = choices.label_smoothing
        kind = "CategoricalCrossentropy"
        labels = "keras.utils.to_categorical(labels, len(CLASSES))"
    inside = ", ".join(_option(*each) for each in loss.items())
    told = left_out_lines(left_out(choices, {"weight_decay"}))
    return [
        *told,
        "def train(model: keras.Model, pictures, labels, **options) -> None:",
        f'    """{_("Compile, and fit: labels count the classes from 0.")}"""',
        *_decay(choices),
        "    model.compile(",
        f"        optimizer=keras.optimizers.{name}(",
        f"{given},",
        "        ),",
        f"        loss=keras.losses.{kind}({inside}),",
        '        metrics=["accuracy"],',
        "    )",
        "    model.fit(",
        f"        pictures, {labels},",
        f"        batch_size={choices.batch_size}, epochs={choices.epochs},",
        "        validation_split=0.1, **options",
        "    )",
    ]


def _decay(choices: FitChoices) -> list[str]:
    """Return the lines of a decay that is added to the gradient, as PyTorch does it."""
    decay = added_decay(choices)
    if not decay:
        return []
    return [
        "    for weight in model.trainable_weights:",
        f"        weight.regularizer = keras.regularizers.L2({decay / 2!r})",
    ]
