"""A network as a command names it: by its own name, by a project, or by the folder of a run."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from cnnviz.cnn import architectures
from cnnviz.cnn.network import Network
from cnnviz.files.earlier_names import by_node
from cnnviz.files.foreign_weights import weights_for
from cnnviz.files.weights_file import read_weights
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.project_file import open_project
from cnnviz.runs.directory import NETWORK, WEIGHTS, RunDirectory
from cnnviz.runs.events import EarlyStop
from cnnviz.text.nearest import nearest

Which = Literal["best", "last"]


class UnknownNetworkError(ValueError):
    """A name stands for no network; the text is a sentence for the user."""


def _ignored(sentence: str) -> None:
    """Tell nobody."""


def load_network(
    source: str,
    weights: str | None = None,
    which: Which | None = None,
    tell: Callable[[str], None] = _ignored,
) -> Network:
    """Return a network by its name, from a project, or from the folder of a training run.

    Args:
        source: A shipped name, a `.cnnviz` file, or a folder.
        weights: A .safetensors file, or one of PyTorch, with other weights for it.
        which: Of a run: the weights of its best epoch by validation, or its last ones. None: the
            best where it ended early, else the last.
        tell: Gets how the weights were understood, a sentence each time.

    Raises:
        OSError: If the weights that are asked for are not there.
        ValueError: If there is no such network, or the weights do not fit it.
    """
    if which is not None and not os.path.isdir(source):
        text = _("{source} is no folder of a training run: it has no best and last weights.")
        raise UnknownNetworkError(text.format(source=source))
    if source in architectures.NAMES:
        network = shipped.network(source)
    elif source in shipped.PROJECTS:
        network = open_project(shipped.project_file(source)).network
    elif os.path.isdir(source):
        network = _trained(Path(source), which)
    elif os.path.exists(source):
        network = open_project(source).network
    else:
        raise _unknown(source)
    if weights is None:
        return network
    found = weights_for(Path(weights), network)
    for note in found.notes:
        tell(note)
    return network.with_parameters(found.arrays)


def _unknown(source: str) -> UnknownNetworkError:
    text = _("There is no network, project or run {source!r}. The networks are {names}.")
    near = nearest(source, (*architectures.NAMES, *shipped.PROJECTS))
    if near:
        text = _(
            "There is no network, project or run {source!r} (did you mean {near}?). The networks "
            "are {names}."
        )
    names = ", ".join(architectures.NAMES)
    return UnknownNetworkError(text.format(source=source, near=near, names=names))


def _trained(folder: Path, which: Which | None) -> Network:
    """Return the network of a training run with some of its weights."""
    run = RunDirectory(folder)
    try:
        config = run.config()
    except (OSError, ValueError):
        text = _("{folder} is no folder of a training run.")
        raise UnknownNetworkError(text.format(folder=folder)) from None
    has_network = os.path.exists(folder / NETWORK)  # those of the first version name it only
    network = run.network() if has_network else architectures.build(config.network)
    if which == "best" or (which is None and _stands_for_best(run)):
        return network.with_parameters(by_node(run.best()[1], network))
    return _with_weights(network, folder / WEIGHTS)


def _stands_for_best(run: RunDirectory) -> bool:
    ends = (event for event in run.events() if isinstance(event, EarlyStop))
    return any(end.takes_best for end in ends)


def _with_weights(network: Network, path: Path) -> Network:
    return network.with_parameters(by_node(read_weights(path), network))
