"""Makes the projects from which the lecture's topics of training are presented.

Usage: `python -m tests.lecture.training_projects`; the run beside them was made by
`cnnviz train simplest-cnn --data strokes:5000 --epochs 6 --snapshots 10 --lr 0.01`.
"""

from pathlib import Path

from cnnviz.project import shipped
from cnnviz.project.place import Place
from cnnviz.project.project import new_project
from cnnviz.project.project_file import save_project
from cnnviz.views.input.first_drawing import first_drawing

FOLDER = Path(__file__).parent
RUN = FOLDER / "runs" / "learnt-filters"
PROJECTS = {  # the network, and the topic with which the presentation begins
    "configure-compile-train": ("lecture-cnn", "layers"),
    "filters-learnt": ("simplest-cnn", "curves"),
    "pushed-digit": ("lecture-cnn", "pushed"),
    "small-shifts": ("cnn-gap", "shifts"),
}


def main():
    for name, (network_name, topic) in PROJECTS.items():
        network = shipped.network(network_name)
        place = Place(page="train", node=network.output, topic=topic)
        save_project(FOLDER / f"{name}.cnnviz", new_project(network, first_drawing()), place)


if __name__ == "__main__":
    main()
