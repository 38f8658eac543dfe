import numpy as np
import pytest
import torch

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import BatchNorm2d, Conv2d
from cnnviz.project.full_filter import STRIP, filtered
from cnnviz.project.picture import Picture
from cnnviz.project.resizing import LUMINANCE


def random_picture(channels, rows, columns):
    values = np.random.default_rng(0).random((channels, rows, columns), dtype=np.float32)
    return Picture("image", values)


@pytest.mark.parametrize(("stride", "padding", "dilation"), [(1, 0, 1), (2, 1, 1), (1, 2, 2)])
@pytest.mark.parametrize("flipped", [False, True])
def test_strips_give_what_pytorch_gives_at_once(stride, padding, dilation, flipped):
    weight = np.random.default_rng(1).normal(size=(2, 3, 3, 3)).astype(np.float32)
    bias = np.array([0.5, -0.25], np.float32)
    conv = Conv2d(
        weight, bias, (stride,) * 2, (padding,) * 2, dilation=(dilation,) * 2, flipped=flipped
    )
    picture = random_picture(3, 2 * STRIP + 17, 40)
    made = filtered(picture, (conv, ReLU()), 1)
    kernel = weight[:, :, ::-1, ::-1] if flipped else weight
    expected = torch.nn.functional.conv2d(
        torch.tensor(picture.values[None]), torch.tensor(kernel.copy()), torch.tensor(bias),
        stride=stride, padding=padding, dilation=dilation,
    ).relu()[0, 1]  # fmt: skip
    np.testing.assert_allclose(made.result, expected, atol=1e-5)


def test_a_batch_norm_takes_the_numbers_of_the_filter():
    random = np.random.default_rng(2)
    conv = Conv2d(random.normal(size=(3, 1, 3, 3)).astype(np.float32))
    norm = BatchNorm2d(*(random.uniform(0.5, 2, 3).astype(np.float32) for _ in range(4)))
    picture = random_picture(1, STRIP + 9, 20)
    made = filtered(picture, (conv, norm, ReLU()), 2)
    expected = np.maximum(norm.forward(conv.forward(picture.values)), 0)[2]
    np.testing.assert_allclose(made.result, expected, atol=1e-5)


def test_a_grey_filter_reads_the_luminance_of_a_colour_picture():
    picture = random_picture(3, 20, 20)
    made = filtered(picture, (Conv2d(np.ones((1, 1, 1, 1), np.float32)),), 0)
    expected = np.tensordot(np.array(LUMINANCE, np.float32), picture.values, axes=1)
    np.testing.assert_allclose(made.result, expected, atol=1e-6)


def test_it_is_given_up_between_two_strips():
    asked = []

    def is_wanted():
        asked.append(True)
        return len(asked) < 3

    conv = Conv2d(np.ones((1, 1, 3, 3), np.float32))
    assert filtered(random_picture(1, 5 * STRIP, 8), (conv,), 0, is_wanted) is None
    assert len(asked) == 3
