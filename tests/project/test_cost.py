"""What would take too long, or too much memory, is refused in words before it is begun."""

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layer_base import ShapeError
from cnnviz.cnn.layers import Conv2d, Flatten, Linear
from cnnviz.cnn.network import chain
from cnnviz.cnn.pooling_layers import MaxPool2d
from cnnviz.project import cost
from cnnviz.project.cost import free_memory, products_of, require_possible
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project
from cnnviz.project.project_file import project_bytes, project_from_bytes


def costly(side=1000, kernels=30, size=255):
    """Row 7: 45 seconds in the window's thread."""
    weight = np.zeros((kernels, 1, size, size), np.float32)
    return chain("costly", "Costly", (1, side, side), (Conv2d(weight, None),), treatment="photo")


def test_products_are_counted():
    layers = (
        Conv2d(np.zeros((4, 3, 3, 5), np.float32), None),
        ReLU(),
        MaxPool2d((2, 2)),
        Flatten(),
        Linear(np.zeros((7, 4 * 4 * 3), np.float32), None),
    )
    network = chain("n", "N", (3, 10, 10), layers)
    conv, relu, pool = 4 * 8 * 6 * 3 * 3 * 5, 4 * 8 * 6, 4 * 4 * 3 * 2 * 2
    assert products_of(network) == conv + relu + pool + 4 * 4 * 3 + 7 * 4 * 4 * 3


def test_a_network_that_is_too_costly_is_refused_at_once():
    picture = Picture("matrix", np.zeros((1, 1000, 1000), np.float32))
    project = project_from_bytes(project_bytes(new_project(costly(), picture)))
    with pytest.raises(ShapeError, match=r"1\s085\s\d{3} million multiplications.*150\s000"):
        forward_pass(project)


def test_too_many_values_are_refused():
    network = chain("n", "N", (1, 6000, 6000), (ReLU(),) * 12)
    with pytest.raises(ShapeError, match=r"468\s000\s000 values"):
        require_possible(network)


def test_what_has_no_room_in_memory_is_refused(monkeypatch):
    network = chain("n", "N", (1, 3000, 3000), (ReLU(),))
    monkeypatch.setattr(cost, "free_memory", lambda: 100_000_000)
    with pytest.raises(ShapeError, match=r"216 MB of memory.*100 MB are free"):
        require_possible(network)
    monkeypatch.setattr(cost, "free_memory", lambda: None)  # where it is not told
    require_possible(network)


def test_free_memory_is_that_of_the_machine():
    free = free_memory()
    assert free is None or 1_000_000 < free < 1e14


@pytest.mark.parametrize("name", architectures.NAMES)
def test_what_ships_is_far_from_the_bounds(name):
    assert products_of(architectures.build(name)) < cost.MOST_PRODUCTS / 10
