"""What becomes of a matrix that is larger than the input: a picture, if it can be one."""

import numpy as np
import pytest

from cnnviz.commands.errors import CommandError
from cnnviz.commands.picture_trace import opened, picture_trace
from cnnviz.project import shipped


@pytest.fixture(scope="module")
def network():
    return shipped.network("lecture-cnn")


def saved(folder, low, high, side=56):
    """A file with two values, one on the left and the other on the right."""
    numbers = np.full((side, side), low, np.float32)
    numbers[:, side // 2 :] = high
    np.save(folder / "x.npy", numbers)
    return str(folder / "x.npy")


@pytest.mark.parametrize(
    ("low", "high", "white"), [(0, 255, 255), (0, 254.5, 255), (0, 1, 1), (0, 1.5, 255)]
)
def test_more_numbers_than_the_input_are_intensities(network, tmp_path, low, high, white):
    taken = picture_trace(network, opened(saved(tmp_path, low, high)), raw=True).image
    assert taken.shape == (1, 28, 28)
    assert taken[0, 5, 2] == pytest.approx(low / white)
    assert taken[0, 5, 25] == pytest.approx(high / white, abs=1e-5)


@pytest.mark.parametrize(
    ("low", "high"), [(-1, 255), (0, 256), (-0.001, 1), (0, 255.001), (0, float("nan"))]
)
def test_what_no_picture_holds_is_refused_with_its_bounds(network, tmp_path, low, high):
    with pytest.raises(CommandError, match=r"x\.npy has 56×56 numbers from .* to .*; give as many"):
        picture_trace(network, opened(saved(tmp_path, low, high)), raw=True)


@pytest.mark.parametrize(("low", "high"), [(-1, 256), (-1000, 0.5)])
def test_as_many_numbers_as_the_input_are_taken_as_they_are(network, tmp_path, low, high):
    taken = picture_trace(network, opened(saved(tmp_path, low, high, side=28))).image
    assert (taken[0, 0, 0], taken[0, 0, 27]) == (low, high)
