"""`cnnviz export`: a network as code for PyTorch and keras, as ONNX, its weights."""

import os
from argparse import Namespace
from pathlib import Path

from cnnviz.cnn.network import Network
from cnnviz.commands.export_writers import Contents
from cnnviz.data.catalogue import CATALOGUE
from cnnviz.figures.code.targets import code_files
from cnnviz.figures.code.written import FitChoices
from cnnviz.runs.code_choices import choices_of, usual_choices
from cnnviz.runs.directory import CONFIG, RunDirectory
from cnnviz.runs.named_network import load_network

_BEST_KNOWN = ("mnist", "fashion-mnist", "cifar-10")  # what keras itself can fetch
_FOLDER = "pictures"


def contents(arguments: Namespace, file: Path) -> Contents:
    """Return the code, and its weights beside it.

    Raises:
        ValueError: If there is no such network, or the target has nothing for one of its layers.
    """
    network = load_network(arguments.network, arguments.weights, arguments.which)
    files = code_files(network, file.name, _choices(arguments.network, network))
    return {file.with_name(name): content for name, content in files.items()}


def _choices(source: str, network: Network) -> FitChoices:
    """Return the settings of a run; of anything else those that a run begins with."""
    if os.path.isfile(Path(source) / CONFIG):
        return choices_of(RunDirectory(Path(source)).config())
    return usual_choices(network, _data_for(network))


def _data_for(network: Network) -> str:
    """Return the data set that has pictures and classes as a network has them; else a folder."""
    fitting = [
        each.name
        for each in CATALOGUE
        if each.shape == network.input_shape and len(each.classes) == len(network.classes)
    ]
    known = [name for name in _BEST_KNOWN if name in fitting]
    return (known or fitting or [_FOLDER])[0]
