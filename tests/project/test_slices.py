"""The weights of one filter or unit, cut into slices."""

import numpy as np
import pytest

from cnnviz.cnn.layers import Conv2d, Flatten, Linear
from cnnviz.cnn.network import chain
from cnnviz.project import shipped
from cnnviz.project.project import new_project
from cnnviz.project.slices import slices_of, with_slice, with_weight


def layer_of(project, index):
    return project.network.layers[index]


@pytest.fixture
def lecture():
    return new_project(shipped.network("lecture-cnn"))


def test_slices_of_a_fully_connected_unit_lie_over_the_maps_that_were_flattened(lecture):
    slices = slices_of(lecture.network, "fc1", 5)
    assert slices.values.shape == (16, 7, 7)
    after = with_weight(lecture, "fc1", 5, (3, 2, 1), 9.0)
    assert layer_of(after, "fc1").weight[5, 3 * 49 + 2 * 7 + 1] == 9
    changed = layer_of(after, "fc1").weight != layer_of(lecture, "fc1").weight
    assert changed.sum() == 1
    # The input that this weight meets is the one of that map, row and column.
    maps = np.zeros((16, 7, 7), np.float32)
    maps[3, 2, 1] = 1
    flat = Flatten().forward(maps)
    assert layer_of(after, "fc1").forward(flat)[5] == pytest.approx(
        9 + layer_of(lecture, "fc1").bias[5]
    )


@pytest.mark.parametrize(
    ("inputs", "grid"), [(64, (8, 8)), (84, (7, 12)), (7, (3, 3)), (1, (1, 1))]
)
def test_inputs_in_a_row_become_a_grid(inputs, grid):
    linear = Linear(np.arange(2 * inputs, dtype=np.float32).reshape(2, inputs))
    network = chain("n", "N", (1, 1, inputs), (Flatten(), Linear(np.eye(inputs)), linear))
    slices = slices_of(network, "fc2", 1)
    assert slices.values.shape == (1, *grid)
    np.testing.assert_array_equal(slices.values.flat[:inputs], linear.weight[1])
    assert np.isnan(slices.values.flat[inputs:]).all()
    project = new_project(network)
    if inputs < grid[0] * grid[1]:
        with pytest.raises(ValueError, match="7 inputs"):
            with_weight(project, "fc2", 1, (0, 2, 2), 1.0)


def test_a_slice_is_replaced_by_one_of_its_shape_only(lecture):
    after = with_slice(lecture, "fc1", 5, 3, np.full((7, 7), 2, np.float32))
    assert (layer_of(after, "fc1").weight[5, 147:196] == 2).all()
    assert (layer_of(after, "fc1").weight != layer_of(lecture, "fc1").weight).sum() == 49
    with pytest.raises(ValueError, match="7 rows and 7 columns, the matrix has 3 and 3"):
        with_slice(lecture, "fc1", 5, 3, np.ones((3, 3), np.float32))


def test_slices_of_a_group_know_their_maps():
    layer = Conv2d(np.zeros((4, 2, 3, 3), np.float32), groups=2)
    network = chain("n", "N", (4, 8, 8), (layer,))
    assert [slices_of(network, "conv1", channel).first_input for channel in range(4)] == [
        0,
        0,
        2,
        2,
    ]
