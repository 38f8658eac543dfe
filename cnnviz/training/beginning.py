"""What a run begins with: its settings, its data, and a network that can learn it. No PyTorch."""

from dataclasses import dataclass, replace

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import pictures_text
from cnnviz.cnn.network import Network
from cnnviz.data import splits
from cnnviz.language import _, ngettext
from cnnviz.runs.config import Config
from cnnviz.runs.directory import RunDirectory, Validation
from cnnviz.runs.events import Finished
from cnnviz.runs.named_network import load_network
from cnnviz.training.batches import check_batches


@dataclass(frozen=True, eq=False)
class Beginning:
    """What is known before the first batch."""

    config: Config
    network: Network  # with the weights it starts from, and the classes of the data
    data: splits.DataSet
    is_resumed: bool  # whether the run goes on from a checkpoint

    @property
    def watched(self) -> Validation:
        """The pictures that the run is watched on."""
        return Validation(self.data.validation.pictures, self.data.validation.labels)


def begun(config: Config) -> Beginning:
    """Return what a new run begins with.

    Raises:
        OSError: If its data is not there.
        ValueError: If there is no such network, or it cannot learn the data; why, in words.
    """
    return _beginning(config, start_network(config), is_resumed=False)


def resumed(directory: RunDirectory, device: str | None = None) -> Beginning:
    """Return what the run of a directory began with, to go on with it.

    Args:
        directory: Of the run.
        device: Where it goes on, if not where it was.

    Raises:
        OSError: If something of it is not there.
        ValueError: If it is finished, or damaged; why, in words.
    """
    try:
        config = directory.config()
    except FileNotFoundError:
        text = _("There is no run in {folder}; name the folder of one with --run.")
        raise ValueError(text.format(folder=directory.path)) from None
    if any(isinstance(event, Finished) for event in directory.events()):
        text = _(
            "The run in {folder} is finished: there is nothing to go on with, and its test set was "
            "looked at; start a new run."
        )
        raise ValueError(text.format(folder=directory.path))
    config = config if device is None else replace(config, device=device)
    return _beginning(config, directory.network(), is_resumed=True)


def _beginning(config: Config, network: Network, *, is_resumed: bool) -> Beginning:
    data = splits.load(config.data, config.seed)
    count = len(data.training.labels)
    check_batches(network, min(config.limit or count, count), config.batch_size)
    return Beginning(config, fitting(network, data), data, is_resumed)


def start_network(config: Config) -> Network:
    """Return the network of a new run with the weights it starts from.

    Raises:
        ValueError: If there is no such network.
    """
    seed = config.seed if config.weights_seed is None else config.weights_seed
    if config.start == "random" and config.network in architectures.NAMES:
        return architectures.build(config.network, seed)
    network = load_network(config.network)
    return architectures.randomised(network, seed) if config.start == "random" else network


def fitting(network: Network, data: splits.DataSet) -> Network:
    """Return the network with the classes of the data.

    Raises:
        ValueError: If it cannot learn the data; why, in words.
    """
    found = data.training.pictures.shape[1:]
    if found != network.input_shape:
        text = _("The network takes {expected}, the data has {found}.")
        expected = pictures_text(network.input_shape)
        raise ValueError(text.format(expected=expected, found=pictures_text(found)))
    count = len(network.classes)
    if (label := int(data.training.labels.max())) >= count:
        text = ngettext(
            "The network has {count} class, the data has a label {label}.",
            "The network has {count} classes, the data has a label {label}.",
            count,
        )
        raise ValueError(text.format(count=count, label=label))
    return replace(network, classes=data.classes) if len(data.classes) == count else network
