"""What a run begins with: its settings, its data, and a network that can learn it. No PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import maps_text, pictures_text
from cnnviz.cnn.network import Network
from cnnviz.data import splits
from cnnviz.data.catalogue import ink_treatment
from cnnviz.data.names import DataNameError, checked_name
from cnnviz.language import N_, _, ngettext
from cnnviz.project.fitted import fitted_to_data
from cnnviz.project.project import new_project
from cnnviz.project.resizing import treatment_of
from cnnviz.runs.config import Config
from cnnviz.runs.data_record import DataRecord, difference, in_place_of
from cnnviz.runs.directory import RunDirectory, Validation
from cnnviz.runs.events import Failed, Finished
from cnnviz.runs.named_network import load_network
from cnnviz.training.batches import check_batches
from cnnviz.training.frozen import frozen_nodes

_NO_RECORD = N_(
    "This run began before runs remembered their data: whether it still is the same is not known."
)


class OtherDataError(ValueError):
    """A run would go on with other data than it began with; how it differs, in sentences."""


class OutOfMemoryError(MemoryError):
    """There was too little memory to learn; what to try, in a sentence."""

    def __init__(self, event: Failed) -> None:
        super().__init__(event.text)
        self.event = event


@dataclass(frozen=True, eq=False)
class Beginning:
    """What is known before the first batch."""

    config: Config
    network: Network  # with the weights it starts from, and the classes of the data
    data: splits.DataSet
    is_resumed: bool  # whether the run goes on from a checkpoint
    takes_other_data: bool = False  # whether it goes on with other data than it began with
    notes: tuple[str, ...] = ()  # how the names of the data were understood, a sentence each

    @property
    def watched(self) -> Validation:
        """The pictures that the run is watched on."""
        return Validation(self.data.validation.pictures, self.data.validation.labels)

    @property
    def record(self) -> DataRecord:
        """By what its data is known again."""
        return _record_of(self.data)

    @property
    def remark(self) -> str:
        """What is to be told of its data, in sentences; "" for nothing."""
        passed = [each for each in self.data.passed if not each.is_hidden]
        told = [*self.notes, *self.data.notes]
        if passed:
            text = ngettext(
                "{n} file or folder of the data was passed over: {reason}",
                "{n} files and folders of the data were passed over, such as: {reason}",
                len(passed),
            )
            told.append(text.format(n=len(passed), reason=passed[-1].reason))
        return " ".join(told)


def begun(config: Config, *, fits: bool = False) -> Beginning:
    """Return what a new run begins with.

    Args:
        config: Its settings; names of data are made whole, such as the path of a folder.
        fits: Whether the network is given the classes of the data, and the size of its pictures.

    Raises:
        OSError: If its data cannot be read.
        ValueError: If there is no such network, or it cannot learn the data; why, in words.
    """
    network = start_network(config)
    names = [checked_name(name) for name in config.data]
    config = replace(config, data=tuple(name.text for name in names))
    data = _loaded(config, network)
    if fits:
        shape = data.training.pictures.shape[1:]
        network = fitted_to_data(new_project(network), shape, data.classes).network
    notes = tuple(name.note for name in names if name.note)
    return _beginning(config, network, data, notes)


def resumed(
    directory: RunDirectory,
    device: str | None = None,
    *,
    takes_other_data: bool = False,
    elsewhere: Sequence[str] = (),
) -> Beginning:
    """Return what the run of a directory began with, to go on with it.

    Args:
        directory: Of the run.
        device: Where it goes on, if not where it was.
        takes_other_data: Whether it goes on although its data is not what it was.
        elsewhere: Where its data lies now, if not where it was.

    Raises:
        OSError: If something of it is not there.
        OtherDataError: If its data is not what it was.
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
    if elsewhere:
        config = replace(config, data=tuple(checked_name(name).text for name in elsewhere))
    network = directory.network()
    data, before = _where_it_was(config, network), directory.data()
    if before is not None:
        data = _as_learnt(data, before)
    differs = "" if before is None else difference(before, _record_of(data))
    if differs and not takes_other_data:
        text = _("The data is not what this run began with. {difference}")
        raise OtherDataError(text.format(difference=differs))
    notes = () if before is not None else (_(_NO_RECORD),)
    beginning = _beginning(config, network, data, notes)
    return replace(beginning, is_resumed=True, takes_other_data=takes_other_data)


def _where_it_was(config: Config, network: Network) -> splits.DataSet:
    try:
        return _loaded(config, network)
    except DataNameError as error:
        text = _(
            "The data of this run is not where it was: {data}. Put it back, or tell where it is: "
            "--resume --data FOLDER."
        )
        raise ValueError(text.format(data=", ".join(config.data))) from error


def _as_learnt(data: splits.DataSet, before: DataRecord) -> splits.DataSet:
    """Return data with its classes in the order of what a run has learnt.

    Raises:
        ValueError: If there are more or fewer: the network has a place for each of before.
    """
    classes = in_place_of(before.classes, data.classes)
    if classes is None:
        text = _("The data is not what this run began with. {difference} Start a new run with it.")
        raise ValueError(text.format(difference=difference(before, _record_of(data))))
    return splits.in_order(data, classes)


def _beginning(
    config: Config, network: Network, data: splits.DataSet, notes: tuple[str, ...] = ()
) -> Beginning:
    """Return what a new run begins with, once all is known to fit."""
    count = len(data.training.labels)
    check_batches(network, min(config.limit or count, count), config.batch_size)
    frozen_nodes(network, config)  # which refuses what is not there
    return Beginning(config, fitting(network, data, config), data, is_resumed=False, notes=notes)


def _record_of(data: splits.DataSet) -> DataRecord:
    parts = {"training": data.training, "validation": data.validation, **data.tests}
    counts = {
        name: tuple(map(int, np.bincount(part.labels, minlength=len(data.classes))))
        for name, part in parts.items()
    }
    return DataRecord(data.classes, counts, data.fingerprint)


def _loaded(config: Config, network: Network) -> splits.DataSet:
    shape = config.picture_shape(network.input_shape)
    return splits.load(config.data, config.seed, shape, config.resize)


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


def fitting(network: Network, data: splits.DataSet, config: Config) -> Network:
    """Return the network with the classes of the data, and with its way to treat a picture.

    Raises:
        ValueError: If it cannot learn the data; why, in words.
    """
    found = data.training.pictures.shape[1:]
    if found != network.input_shape:
        text = _(
            "The network takes {expected}, the data has {found}; press “Fit the network”, or add "
            "--fit."
        )
        expected = pictures_text(network.input_shape)
        raise ValueError(text.format(expected=expected, found=pictures_text(found)))
    count = len(data.classes)
    if network.shapes[network.output] != (count,):
        text = ngettext(
            "The data has {count} class, the network ends in {end}; press “Fit the network”, or "
            "add --fit.",
            "The data has {count} classes, the network ends in {end}; press “Fit the network”, or "
            "add --fit.",
            count,
        )
        end = maps_text(network.shapes[network.output])
        raise ValueError(text.format(count=count, end=end))
    treatment = ink_treatment(config.data, found) or network.treatment
    if data.is_light:
        treatment = treatment_of(config.resize)
    return replace(network, classes=data.classes, treatment=treatment)
