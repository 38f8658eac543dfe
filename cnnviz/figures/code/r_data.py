"""The data of a training, as R reads it: sets that keras knows, folders, and IDX files."""

import json

from cnnviz.cnn.network import Network
from cnnviz.figures.code.written import FitChoices
from cnnviz.language import _

_KNOWN = {"mnist": "mnist", "fashion-mnist": "fashion_mnist", "cifar-10": "cifar10"}
FOLDER = "data"  # of the IDX files that `cnnviz data make` writes


def data_lines(network: Network, choices: FitChoices) -> list[str]:
    """Return the lines that read the data and fit, as a function: R reads the file in a moment."""
    data = choices.data[0] if choices.data else "mnist"
    known = _KNOWN.get(data.partition(":")[0])
    if known:
        reading = [
            f"  data <- dataset_{known}()",
            f"  x <- array_reshape(data$train$x / 255, c(dim(data$train$x)[1], {_size(network)}))",
            "  y <- data$train$y",
        ]
        return _train(choices, reading)
    if not _is_folder(data):
        make = _("The pictures come from: {command}")
        command = f"cnnviz data make {data} -o {FOLDER}"
        note = "# " + make.format(command=command)
        reading = [
            f'  x <- read_idx("{FOLDER}/train-images-idx{_axes(network)}-ubyte.gz") / 255',
            _channels_last(network),
            f'  y <- read_idx("{FOLDER}/train-labels-idx1-ubyte.gz")',
        ]
        return [note, "", *_READ_IDX, "", *_train(choices, reading)]
    return _from_folder(network, choices, data)


def data_left_out(choices: FitChoices) -> list[str]:
    """Return what of the data the code leaves out, in sentences."""
    told = []
    is_folder = bool(choices.data) and _is_folder(choices.data[0])
    if len(choices.data) > 1:
        text = _("More data is learnt: {names}.")
        told.append(text.format(names=", ".join(choices.data[1:])))
    if choices.resize == "crop" and is_folder:
        told.append(_("The middle of each picture is taken; here it is stretched."))
    if choices.resize == "border" and is_folder:
        told.append(_("Each picture gets a white border; here it is stretched."))
    return told


def _is_folder(data: str) -> bool:
    return data.partition(":")[0] not in (*_KNOWN, *_GENERATED)


_GENERATED = ("strokes", "digits", "swans", "swans-white", "scenes", "kmnist")
_READ_IDX = [
    "read_idx <- function(path) {",
    '  file <- gzfile(path, "rb")',
    "  on.exit(close(file))",
    '  axes <- as.integer(readBin(file, "raw", 4))[4]',
    '  size <- readBin(file, "integer", axes, size = 4, endian = "big")',
    '  values <- as.integer(readBin(file, "raw", prod(size)))',
    "  aperm(array(values, rev(size)))  # its last index runs first",
    "}",
]


def _axes(network: Network) -> int:
    return 3 if network.input_shape[0] == 1 else 4


def _channels_last(network: Network) -> str:
    if network.input_shape[0] == 1:
        return f"  x <- array(x, c(dim(x)[1], {_size(network)}))"
    note = _("channels last")
    return f"  x <- aperm(x, c(1, 3, 4, 2))  # {note}"


def _size(network: Network) -> str:
    channels, rows, columns = network.input_shape
    return f"{rows}, {columns}, {channels}"


def _train(choices: FitChoices, reading: list[str]) -> list[str]:
    as_shares = "  y <- to_categorical(y, length(classes))"
    return [
        f"train <- function(epochs = {choices.epochs}) {{",
        *reading,
        *([as_shares] if choices.label_smoothing else []),
        "  model %>% fit(",
        f"    x, y, batch_size = {choices.batch_size}, epochs = epochs, validation_split = 0.1",
        "  )",
        "}",
    ]


def _from_folder(network: Network, choices: FitChoices, folder: str) -> list[str]:
    channels, rows, columns = network.input_shape
    colours = "grayscale" if channels == 1 else "rgb"
    labels = "categorical" if choices.label_smoothing else "sparse"
    return [
        f"train <- function(epochs = {choices.epochs}) {{",
        "  data <- flow_images_from_directory(",
        f"    {json.dumps(folder, ensure_ascii=False)},",
        "    generator = image_data_generator(rescale = 1 / 255),",
        f'    target_size = c({rows}, {columns}), color_mode = "{colours}",',
        f'    classes = classes, class_mode = "{labels}", batch_size = {choices.batch_size}',
        "  )",
        "  model %>% fit(data, epochs = epochs)",
        "}",
    ]
