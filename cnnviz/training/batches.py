"""How an epoch is cut into batches. No PyTorch."""

from cnnviz.cnn.network import Network
from cnnviz.language import _


def batch_count(network: Network, pictures: int, size: int) -> int:
    """Return how many batches an epoch has."""
    return len(_ends(network, pictures, size))


def batch_end(network: Network, pictures: int, size: int, at: int) -> int:
    """Return where the batch ends that begins at a picture of the epoch."""
    end = at + size
    return pictures if end >= pictures or pictures - end < least(network) else end


def _ends(network: Network, pictures: int, size: int) -> range:
    """Return where the batches begin; a rest that is too small belongs to the one before it."""
    rest = pictures % size
    whole = pictures - rest if 0 < rest < least(network) and pictures > size else pictures
    return range(0, whole, size)


def least(network: Network) -> int:
    """Return how many pictures a batch needs.

    Batch norm of maps that are a single value has no variance over a single picture.
    """
    flat = (
        network.shapes[node.name][1:] in ((), (1, 1))
        for node in network.nodes
        if node.layer.kind == "batch_norm2d"
    )
    return 2 if any(flat) else 1


def check_batches(network: Network, pictures: int, size: int) -> None:
    """Make sure that every batch of an epoch is large enough.

    Raises:
        ValueError: If not; what to change, in words.
    """
    if min(pictures, size) < least(network):
        text = _(
            "Batch norm of maps of 1×1 needs at least 2 pictures a step, to compare them; here is "
            "{count}. Take a larger batch, or leave that batch norm out."
        )
        raise ValueError(text.format(count=min(pictures, size)))
