"""The lecture's topics of layers and values, as projects that open where their topic begins.

Run this file to write them anew: python -m tests.lecture.layer_projects
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from cnnviz.cnn.network import INPUT
from cnnviz.explain.telling import telling_place
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Place, Position
from cnnviz.project.project import Project, forward_pass, new_project
from cnnviz.project.project_file import open_project, save_project
from cnnviz.views.input.samples import sample_drawing, sample_id, sample_paths, sample_picture

FOLDER = Path(__file__).parent


def _digit(number: int) -> Picture:
    (path,) = (path for path in sample_paths("digits") if path.stem == str(number))
    return sample_drawing(path)


def _sample(name: str) -> Picture:
    (path,) = (path for path in sample_paths("samples") if sample_id(path) == name)
    return sample_picture(path)


def _of_digit(network: str, number: int) -> Project:
    return new_project(shipped.network(network), _digit(number))


def _asked(project: Project, node: str, at: tuple[int, ...] | None = None) -> tuple[Project, Place]:
    """Return a project with a value open whose answer is asked first."""
    place = at or telling_place(forward_pass(project).trace, node)
    position = Position(node, *place)
    return project, Place(node=node, selected=position, is_open=True, asked=node, stage=0)


def _activity() -> tuple[Project, Place]:
    return _asked(open_project(shipped.project_file("activity-2")), "conv1", (0, 0, 0))


def _at_input(network: str, number: int) -> tuple[Project, Place]:
    return _of_digit(network, number), Place(node=INPUT)


def _seen(network: str, picture: str, second: str | None = None) -> tuple[Project, Place]:
    project = new_project(shipped.network(network), _sample(picture))
    return project, Place(node=project.network.output, scene="verdict", second=second)


def _drawn(network: str, second: str) -> tuple[Project, Place]:
    project = _of_digit(network, 3)
    return project, Place(node=project.network.output, scene="verdict", second=second)


def _two_filters() -> tuple[Project, Place]:
    """Two filters side by side; Page Down puts the next one beside the first."""
    project, place = _at_input("simplest-cnn", 7)
    _channel, row, column = telling_place(forward_pass(project).trace, "conv1")
    selected = Position("conv1", 0, row, column)
    return project, replace(place, node="conv1", selected=selected, scene="pair")


def _relu() -> tuple[Project, Place]:
    """A negative value, followed by positive ones: both are asked for."""
    project = _of_digit("simplest-cnn", 7)
    before = forward_pass(project).trace.values["conv1"]
    least = np.minimum(np.minimum(-before[..., :-2], before[..., 1:-1]), before[..., 2:])
    channel, row, column = (int(i) for i in np.unravel_index(least.argmax(), least.shape))
    return _asked(project, "relu1", (channel, row, column))


def _unit() -> tuple[Project, Place]:
    project = new_project(shipped.network("swan-cnn"), _sample("swan-swimming"))
    position = Position("fc2", 1)
    return project, Place(node="fc2", selected=position, is_open=True, stage=0)


PROJECTS: dict[str, Callable[[], tuple[Project, Place]]] = {
    "activity-2": _activity,
    "nine-steps": lambda: _at_input("nine-steps", 7),
    "volumes": lambda: _at_input("lecture-cnn", 5),
    "two-filters": _two_filters,
    "relu-asked-first": _relu,
    "max-pooling": lambda: _asked(_of_digit("nine-steps", 7), "max_pool1"),
    "average-pooling": lambda: _asked(_of_digit("nine-steps-average", 7), "avg_pool1"),
    "global-average": lambda: _asked(_of_digit("cnn-gap", 7), "adaptive_avg_pool1"),
    "swan-or-not": _unit,
    "swan-pictures": lambda: _seen("swan-cnn", "swan"),
    "black-swan": lambda: _seen("white-swan-cnn", "black-swan", "swan-cnn"),
    "best-classes": lambda: _seen("tiny-vgg", "swan"),
    "digit-by-two": lambda: _drawn("lecture-cnn", "mlp"),
}


def main() -> None:
    """Write every project."""
    for name, make in PROJECTS.items():
        project, place = make()
        assert np.isfinite(project.picture.values).all()
        save_project(FOLDER / f"{name}.cnnviz", project, place)


if __name__ == "__main__":
    main()
