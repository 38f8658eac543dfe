"""Makes the projects from which topics of the lecture are presented.

Usage: `python -m tests.lecture.training_projects`; the run beside them was made by
`cnnviz train simplest-cnn --data strokes:5000 --epochs 6 --snapshots 10 --lr 0.01`.
"""

from pathlib import Path

from cnnviz.explain.hierarchy import patch_stops, telling_value
from cnnviz.project import shipped
from cnnviz.project.place import Place, Position
from cnnviz.project.project import forward_pass, new_project
from cnnviz.project.project_file import save_project
from cnnviz.views.input.first_drawing import first_drawing

FOLDER = Path(__file__).parent
RUN = FOLDER / "runs" / "learnt-filters"
PROJECTS = {  # the network, and the topic with which the presentation begins
    "configure-compile-train": ("lecture-cnn", "layers"),
    "filters-learnt": ("simplest-cnn", "curves"),
    "mlp-weights": ("mlp", "weights"),
    "pushed-digit": ("lecture-cnn", "pushed"),
    "small-shifts": ("cnn-gap", "shifts"),
}


def main():
    for name, (network_name, topic) in PROJECTS.items():
        network = shipped.network(network_name)
        place = Place(page="train", node=network.output, topic=topic)
        save(name, new_project(network, first_drawing()), place)
    save_hierarchy()


def save_hierarchy():
    """Save a late value, of which is asked what it sees."""
    project = new_project(shipped.network("lecture-cnn"), first_drawing())
    made = forward_pass(project).trace
    node, at = telling_value(made)
    first = patch_stops(made, node, at)[0]
    place = Place(node=project.network.output, selected=Position(node, *at), patch=first.node)
    save("simple-then-combined", project, place)


def save(name, project, place):
    """Save a project in the place of the one that was there."""
    file = FOLDER / f"{name}.cnnviz"
    file.unlink(missing_ok=True)
    save_project(file, project, place)


if __name__ == "__main__":
    main()
