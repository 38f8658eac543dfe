"""A layer beside PyTorch's: the same numbers, from itself and from the module made of it."""

import numpy as np
import torch

from cnnviz.cnn.network import chain
from cnnviz.training.torch_network import from_torch, to_torch

OF_RANGE = 1e-5


def assert_close(found, expected):
    """Check two arrays: they differ by a hundred-thousandth of the largest value at most."""
    expected = np.asarray(expected)
    room = OF_RANGE * max(1e-3, float(np.abs(expected).max()))
    np.testing.assert_allclose(found, expected, rtol=0, atol=room)


def assert_gives_the_numbers(layer, x, function):
    """Check a layer's values and shape on `x` against a function of PyTorch's tensors.

    PyTorch computes in double precision: of a set with almost no variance its own float32 numbers
    are further off than ours.
    """
    expected = function(torch.from_numpy(x)[None].double())[0].numpy()
    found = layer.forward(x)
    assert found.dtype == np.float32
    assert layer.output_shape(x.shape) == expected.shape
    assert_close(found, expected)


def assert_its_module_gives_the_same(layer, x):
    """Check the module made of a layer, and that its weights come back bit by bit."""
    network = chain("n", "N", x.shape, (layer,))
    module = to_torch(network).eval()
    with torch.no_grad():
        assert_close(module(torch.from_numpy(x)[None])[0].numpy(), layer.forward(x))
    back = from_torch(module, network).parameters()
    assert back.keys() == network.parameters().keys()
    for name, array in network.parameters().items():
        np.testing.assert_array_equal(back[name], array)
