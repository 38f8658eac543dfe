"""What a network is written as, by the ending of a file's name."""

from collections.abc import Callable

from cnnviz.cnn.network import Network
from cnnviz.figures.code.keras_python import keras_python_files
from cnnviz.figures.code.keras_r import keras_r_files
from cnnviz.figures.code.onnx_file import onnx_files
from cnnviz.figures.code.pytorch import pytorch_files
from cnnviz.figures.code.written import Files, FitChoices
from cnnviz.files.weights_file import bytes_from_arrays
from cnnviz.language import N_, _
from cnnviz.text.shown_name import shown_name

Writer = Callable[[Network, str, FitChoices], Files]


def _weights(network: Network, stem: str, _choices: FitChoices) -> Files:
    return {f"{stem}.safetensors": bytes_from_arrays(network.parameters())}


_WRITERS: dict[str, Writer] = {  # by ending, the longest first
    "_keras.py": lambda network, stem, choices: keras_python_files(
        network, f"{stem}_keras", choices
    ),
    ".safetensors": _weights,
    ".onnx": lambda network, stem, _: onnx_files(network, stem),
    ".py": lambda network, stem, _: pytorch_files(network, stem),
    ".R": keras_r_files,
}
ENDINGS = tuple(_WRITERS)
TITLES = {  # as a dialog offers them
    ".py": N_("PyTorch code"),
    ".R": N_("R code for keras"),
    "_keras.py": N_("Python code for keras"),
    ".onnx": N_("ONNX"),
    ".safetensors": N_("Weights"),
}


def code_files(network: Network, name: str, choices: FitChoices) -> Files:
    """Return what is to be written: the file of this name, and what belongs beside it.

    Args:
        network: The network.
        name: The name of the file, with one of ENDINGS; the first of the files has it.
        choices: What a training is told, where the code trains.

    Raises:
        ValueError: If the target has nothing for a layer, or what writes it is not installed.
    """
    ending = next((each for each in ENDINGS if name.lower().endswith(each.lower())), None)
    if ending is None:
        text = _("{name} needs one of these endings, which tells the form: {endings}.")
        raise ValueError(text.format(name=shown_name(name), endings=", ".join(ENDINGS)))
    files = _WRITERS[ending](network, name[: -len(ending)], choices)
    code, *rest = files
    return {name: files[code], **{each: files[each] for each in rest}}
