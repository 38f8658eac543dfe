"""What ships: networks (an architecture, its trained weights, its card) and projects."""

import json
from dataclasses import dataclass, fields
from pathlib import Path

from safetensors.numpy import load_file

from cnnviz import resources
from cnnviz.cnn import architectures
from cnnviz.cnn.network import Network

PROJECTS = ("activity-2",)


def project_file(name: str) -> Path:
    """Return the file of a project that ships, by its name in PROJECTS."""
    return resources.folder() / "projects" / f"{name}.cnnviz"


def is_shipped(file: Path) -> bool:
    """Return whether a project file is one of those that ship."""
    return any(file.resolve() == project_file(name).resolve() for name in PROJECTS)


@dataclass(frozen=True)
class NetworkCard:
    """What is known of shipped weights: where they come from and how good they are."""

    name: str
    title: str
    parameters: int
    accuracy: dict[str, float]  # test set → fraction of it read rightly
    data: str
    command: str
    seed: int


def card(name: str) -> NetworkCard | None:
    """Return the card of a network's trained weights, or None where none ship."""
    path = _file(name, "json")
    if path is None:
        return None
    known = json.loads(path.read_bytes())
    return NetworkCard(**{field.name: known[field.name] for field in fields(NetworkCard)})


def network(name: str) -> Network:
    """Return a network by name, with its trained weights where some ship, else random ones.

    Raises:
        ValueError: If no network has this name.
    """
    path = _file(name, "safetensors")
    if path is None:
        return architectures.build(name)
    return architectures.build(name, seed=None).with_parameters(load_file(path))


def _file(name: str, suffix: str) -> Path | None:
    """Return a file that ships for a network, if there is one.

    Names come out of anybody's file, too; such a one is no path.
    """
    if name not in architectures.NAMES:
        return None
    path = resources.folder() / "networks" / f"{name}.{suffix}"
    return path if path.is_file() else None
