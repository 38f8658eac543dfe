"""A network as R code for keras: configure, compile and fit, as in the lecture's lab."""

import json
from collections.abc import Sequence

import numpy as np

from cnnviz.cnn.network import Network
from cnnviz.figures.code.keras_calls import Formula, R
from cnnviz.figures.code.keras_fit import keras_optimizer, left_out, left_out_lines
from cnnviz.figures.code.keras_steps import KerasStep, channels_last, gives_shares, keras_steps
from cnnviz.figures.code.r_data import data_left_out, data_lines
from cnnviz.figures.code.written import Files, FitChoices
from cnnviz.language import _
from cnnviz.project.network_title import shown_title

_FUNCTIONS = {  # of the layers, by the names of their classes
    "Conv2D": "conv_2d", "Dense": "dense", "BatchNormalization": "batch_normalization",
    "LayerNormalization": "layer_normalization", "DepthwiseConv2D": "depthwise_conv_2d",
    "Conv2DTranspose": "conv_2d_transpose",
    "Activation": "activation", "ReLU": "activation_relu", "LeakyReLU": "activation_leaky_relu",
    "PReLU": "activation_parametric_relu", "ELU": "activation_elu",
    "Softmax": "activation_softmax", "Lambda": "lambda",
    "MaxPooling2D": "max_pooling_2d", "AveragePooling2D": "average_pooling_2d",
    "GlobalMaxPooling2D": "global_max_pooling_2d",
    "GlobalAveragePooling2D": "global_average_pooling_2d", "ZeroPadding2D": "zero_padding_2d",
    "Cropping2D": "cropping_2d", "UpSampling2D": "upsampling_2d", "Permute": "permute",
    "Reshape": "reshape", "Flatten": "flatten", "Dropout": "dropout", "Add": "add",
    "Multiply": "multiply", "Concatenate": "concatenate",
}  # fmt: skip
_RENAMED = {"negative_slope": "alpha", "function": "f"}
_OPTIMIZERS = {  # Adam of keras takes its decay as AdamW does; R has no other name for it
    "Adam": "optimizer_adam", "AdamW": "optimizer_adam", "SGD": "optimizer_sgd",
    "RMSprop": "optimizer_rmsprop",
}  # fmt: skip


def keras_r_files(network: Network, stem: str, choices: FitChoices) -> Files:
    """Return the code STEM.R, and its weights STEM.bin: 32-bit numbers, as readBin takes them.

    Raises:
        InexpressibleError: If keras has no such layer; the text names it.
    """
    steps = keras_steps(network, R)
    weights = b"".join(
        np.asarray(array, "<f4").tobytes(order="F") for step in steps for array in step.weights
    )
    code = _code(network, steps, f"{stem}.bin" if weights else "", choices)
    return {f"{stem}.R": code, **({f"{stem}.bin": weights} if weights else {})}


def _code(network: Network, steps: Sequence[KerasStep], weights: str, choices: FitChoices) -> bytes:
    text = _("{network} in R with keras, as cnnviz computes it.")
    lines = [
        *_comments(
            text.format(network=shown_title(network)),
            "",
            _("Pictures are arrays (number, rows, columns, channels), their values from 0 to 1; a"),
            _("digit is white on black, as in MNIST. Keras puts channels last where PyTorch and"),
            _("cnnviz put them first: so kernels are (rows, columns, inputs, outputs), and a"),
            _("fully connected layer after layer_flatten has its weights in the order row,"),
            _("column, channel."),
        ),
        "",
        "library(keras)",
        "",
        f"classes <- {r_text(network.classes)}",
        "",
        *_comments(_("1. Configure: the layers, with random weights.")),
        "",
        *_layers(network, steps),
        "",
        *(_load(steps, weights) if weights else []),
        *_comments(_("2. Compile: what is minimised, and how.")),
        "",
        *_compile(network, choices),
        "",
        *_comments(_("3. Train.")),
        "",
        *left_out_lines([*left_out(choices), *data_left_out(choices)]),
        *data_lines(network, choices),
    ]
    return ("\n".join(lines) + "\n").encode()


def _comments(*lines: str) -> list[str]:
    return [f"# {line}".rstrip() for line in lines]


def r_text(value: object) -> str:
    """Return a value as R writes it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Formula):
        return f"function(x) {value.r}"
    if isinstance(value, tuple):
        inner = ", ".join(map(r_text, value))
        is_nested = any(isinstance(each, tuple) for each in value)
        return f"list({inner})" if is_nested else f"c({inner})"
    return repr(value)


def _layers(network: Network, steps: Sequence[KerasStep]) -> list[str]:
    shape = channels_last(network.input_shape)
    shared = {step.shares for step in steps if step.shares}
    if network.is_chain and not shared:
        first = f"input_shape = {r_text(shape)}"
        calls = [_call(steps[0], first), *map(_call, steps[1:])]
        ends = [" %>%"] * (len(steps) - 1) + [""]
        rows = zip(calls, ends, steps, strict=True)
        inside = [f"  {made}{end}{step.remark}" for made, end, step in rows]
        return ["model <- keras_model_sequential() %>%", *inside]
    lines = [f"inputs <- layer_input(shape = {r_text(shape)})"]
    for step in steps:
        takes = step.takes
        given = takes[0] if len(takes) == 1 else f"list({', '.join(takes)})"
        if step.name in shared:
            lines.append(f"{step.name}_layer <- {_call(step)}")
        if step.name in shared or step.shares:
            made = f"{step.shares or step.name}_layer({given})"
        elif len(takes) > 1:
            made = _call(step, given)
        else:
            made = f"{given} %>% {_call(step)}"
        lines.append(f"{step.name} <- {made}{step.remark}")
    return [*lines, f"model <- keras_model(inputs, {steps[-1].name})"]


def _call(step: KerasStep, first: str = "") -> str:
    words = [first] if first else []
    words += [
        f"{_RENAMED.get(name, name)} = {r_text(value)}" for name, value in step.options.items()
    ]
    return f"layer_{_FUNCTIONS[step.step.layer]}({', '.join(words)})"


def _load(steps: Sequence[KerasStep], weights: str) -> list[str]:
    shapes = {
        step.name: tuple(array.shape for array in step.weights) for step in steps if step.weights
    }
    rows = [
        f"  {name} = list({', '.join(r_text(shape) for shape in each)})"
        for name, each in shapes.items()
    ]
    return [
        *_comments(
            _("Its weights, as cnnviz has them: 32-bit numbers, layer by layer. R fills an array"),
            _("with its first index running first, and so they stand in the file. Leave this out"),
            _("to begin with random weights."),
        ),
        "",
        "shapes <- list(",
        *(f"{row}," for row in rows[:-1]),
        rows[-1],
        ")",
        f'weights <- file({r_text(weights)}, "rb")',
        "for (name in names(shapes)) {",
        "  set_weights(get_layer(model, name), lapply(shapes[[name]], function(shape) {",
        '    values <- readBin(weights, "numeric", prod(shape), size = 4, endian = "little")',
        "    array(values, shape)",
        "  }))",
        "}",
        "close(weights)",
        "",
    ]


def _compile(network: Network, choices: FitChoices) -> list[str]:
    kind = "categorical" if choices.label_smoothing else "sparse_categorical"
    loss = f'"{kind}_crossentropy"'
    options = {} if gives_shares(network) else {"from_logits": "TRUE"}
    if choices.label_smoothing:
        options["label_smoothing"] = r_text(choices.label_smoothing)
    if options:
        inside = ", ".join(f"{name} = {value}" for name, value in options.items())
        loss = f"loss_{kind}_crossentropy({inside})"
    name, given = keras_optimizer(choices)
    words = ", ".join(f"{option} = {r_text(value)}" for option, value in given.items())
    optimizer = f"{_OPTIMIZERS[name]}({words})"
    return [
        "model %>% compile(",
        f"  loss = {loss},",
        f"  optimizer = {optimizer},",
        '  metrics = "accuracy"',
        ")",
    ]
