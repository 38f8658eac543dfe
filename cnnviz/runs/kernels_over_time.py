"""The kernels of a run's first convolution as they were at each of its snapshots."""

from dataclasses import dataclass

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.files.earlier_names import by_node
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import Snapshot
from cnnviz.runs.history import History


@dataclass(frozen=True, eq=False)
class KernelsThen:
    """What the kernels were at a snapshot."""

    node: str
    snapshot: Snapshot
    kernels: Array  # (C_out, K_h, K_w), for the first map that goes in


def kernels_over_time(directory: RunDirectory, history: History) -> list[KernelsThen]:
    """Return the kernels at every snapshot that can be read; none without a convolution."""
    try:
        network = directory.network()
    except (OSError, ValueError):
        return []
    convolutions = [name for name, layer in network.layers.items() if isinstance(layer, Conv2d)]
    found = []
    for snapshot in history.snapshots if convolutions else []:
        node = convolutions[0]
        try:
            weights = by_node(directory.snapshot(snapshot.number), network)
            layer = network.with_parameters(weights).layers[node]
        except (OSError, ValueError):
            continue
        if isinstance(layer, Conv2d):
            found.append(KernelsThen(node, snapshot, layer.weight[:, 0]))
    return found
