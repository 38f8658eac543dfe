"""Weights of any program for a network: what is in a file, under the network's names."""

from pathlib import Path

from cnnviz.cnn.network import Network
from cnnviz.files.torch_file import is_of_pytorch, weights_of_pytorch
from cnnviz.files.torch_names import Named, named_for
from cnnviz.files.weights_file import floats_from_bytes, read_with


def weights_for(path: Path, network: Network) -> Named:
    """Read a .safetensors file, or one of PyTorch.

    Raises:
        WeightsError: If it cannot be read, or does not fit; a sentence for the user.
    """
    found = arrays_of(path)
    named = named_for(found.arrays, network, is_in_order=found.is_in_order)
    return Named(named.arrays, (*found.notes, *named.notes))


def arrays_of(path: Path) -> Named:
    """Read the same by the names in the file.

    Raises:
        WeightsError: If it cannot be read; a sentence for the user.
    """
    return read_with(path, _read)


def _read(data: bytes) -> Named:
    if is_of_pytorch(data):
        return weights_of_pytorch(data)
    return Named(floats_from_bytes(data), is_in_order=False)
