"""PyTorch on one thread, for a module of tests: figures and bits are the same on every machine."""

import pytest
import torch


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Compute on one thread; a module asks for this by importing it."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
