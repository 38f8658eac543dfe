"""Make the projects of resources/projects: python -m tests.artwork.projects."""

import numpy as np

from cnnviz import resources
from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import chain
from cnnviz.cnn.pooling_layers import MaxPool2d
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project
from cnnviz.project.project_file import save_project

X = """
4 5 1 0 0 0
9 2 3 1 0 0
7 1 1 1 1 0
3 1 1 1 0 0
2 2 1 1 1 0
1 0 0 0 0 0
"""
W = """
0 2 1
4 1 0
1 0 1
"""


def numbers(text):
    return np.array([line.split() for line in text.split("\n") if line], np.float32)


def activity_2():
    """The exercise of the lecture: one filter without bias, then ReLU and pooling."""
    layers = (
        Conv2d(numbers(W)[None, None], np.zeros(1, np.float32)),
        ReLU(),
        MaxPool2d((2, 2)),
    )
    network = chain("one-filter", "One filter, grey", (1, 6, 6), layers, treatment="photo")
    return new_project(network, Picture("matrix", numbers(X)[None], "Activity 2"))


if __name__ == "__main__":
    (resources.folder() / "projects").mkdir(exist_ok=True)
    save_project(resources.folder() / "projects" / "activity-2.cnnviz", activity_2())
