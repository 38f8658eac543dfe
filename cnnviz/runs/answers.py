"""What a run said to its validation pictures, as far as its folder holds it."""

from cnnviz.cnn.confusion import Answers
from cnnviz.cnn.network import Network
from cnnviz.data.catalogue import info
from cnnviz.runs.config import Config
from cnnviz.runs.directory import Predictions, RunDirectory, Validation


def answers_after(directory: RunDirectory, epoch: int) -> Answers | None:
    """Return what a run said after an epoch; None where that is not kept, or does not fit."""
    try:
        network, pictures = directory.network(), directory.validation()
        return answers_of(network, directory.config(), pictures, directory.predictions(epoch))
    except (OSError, ValueError):
        return None


def is_light(network: Network, config: Config) -> bool:
    """Return whether 255 is white in the pictures of a run, as in photographs, rather than ink.

    The pictures of a folder are photographs, and the network that learns them treats others so.
    """
    is_of_files = any(info(name) is None for name in config.data)
    return is_of_files and network.treatment != "digit"


def answers_of(
    network: Network, config: Config, pictures: Validation, said: Predictions
) -> Answers | None:
    """Return pictures with what was said to them; None where they do not fit each other."""
    if len(said.predicted) != len(pictures.labels):
        return None
    if max(int(pictures.labels.max()), int(said.predicted.max())) >= len(network.classes):
        return None
    return Answers(
        pictures.pictures, pictures.labels, said.predicted, said.confidence, network.classes,
        is_light(network, config),
    )  # fmt: skip
