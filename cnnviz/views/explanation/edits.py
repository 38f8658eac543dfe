"""What an edit of a number on an explanation makes of the project."""

from collections.abc import Callable

import numpy as np

from cnnviz.cnn.explain import Normalisation, WeightedSum, WindowSum
from cnnviz.cnn.kernel_edits import with_kernel
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.cnn.project import Project, with_parameter
from cnnviz.views.explanation.scene import Scene

Make = Callable[[Project], Project]


def edit_of(scene: Scene, name: str, row: int, column: int, value: float) -> Make | None:
    """Return the edit of one number of an explanation; None where it is no part of the project."""
    about, index = scene.about, scene.step - 1
    unit = about.place[0]
    if name == "bias":
        return lambda project: with_parameter(project, index, "bias", (unit,), value)
    if isinstance(about, Normalisation) and name == "weight":
        return lambda project: with_parameter(project, index, "weight", (unit,), value)
    what, _, number = name.partition(" ")
    if isinstance(about, WindowSum) and what == "weights":
        at = (unit, int(number), *_laid(scene, about, row, column))
        return lambda project: with_parameter(project, index, "weight", at, value)
    if isinstance(about, WeightedSum) and what == "weight":
        return lambda project: with_parameter(project, index, "weight", (unit, int(number)), value)
    return None


def paste_of(scene: Scene, name: str, weights: Array) -> Make | None:
    """Return the edit that a pasted matrix makes of the weights of one input channel."""
    about = scene.about
    what, _, number = name.partition(" ")
    if not isinstance(about, WindowSum) or what != "weights":
        return None
    if _is_flipped(scene):
        weights = np.ascontiguousarray(weights[::-1, ::-1])
    at = (about.place[0], int(number))
    return lambda project: with_kernel(project, scene.step - 1, at, weights)


def _laid(scene: Scene, about: WindowSum, row: int, column: int) -> tuple[int, int]:
    """Return the place in the kernel of a weight as it is laid on the window."""
    if not _is_flipped(scene):
        return row, column
    rows, columns = about.weights.shape[1:]
    return rows - 1 - row, columns - 1 - column


def _is_flipped(scene: Scene) -> bool:
    layer = scene.forward.trace.network.layers[scene.step - 1]
    return isinstance(layer, Conv2d) and layer.flipped
