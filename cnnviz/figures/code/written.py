"""What every target shares: files that belong together, and what a target cannot express."""

from collections.abc import Mapping
from dataclasses import dataclass

from cnnviz.cnn.network import Network
from cnnviz.language import _


class InexpressibleError(ValueError):
    """A target has no layer for one of the network; the text is a sentence that names it."""


@dataclass(frozen=True)
class FitChoices:
    """What a training is told beside the layers: step two and three of the lecture."""

    data: tuple[str, ...] = ()  # names of data sets, or folders
    optimizer: str = "adam"
    lr: float = 0.002
    momentum: float = 0.9
    batch_size: int = 64
    epochs: int = 5
    weight_decay: float = 0.0
    label_smoothing: float = 0.0
    averaging: float = 0.0  # how much of the mean of the weights stays after a step; 0: no mean
    schedule: str = "constant"  # of the rate
    augment: str = "none"
    shuffle: bool = True
    early_stop: int = 0  # epochs without a better validation; 0: never
    limit: int = 0  # pictures; 0: all
    is_frozen: bool = False  # whether some layers stay as they are
    resize: str = "stretch"  # what becomes of the proportions of the pictures of a folder


Files = Mapping[str, bytes]  # by their names: the code first, then its weights


def refused(network: Network, node: str, target: str, what: str = "") -> InexpressibleError:
    """Return the error of a layer that a target cannot express.

    Args:
        network: Whose layer it is.
        node: The name of its node.
        target: What the code is written for.
        what: Which of its options it is, if it is not the kind of layer as a whole.
    """
    text = _("{target} has nothing for the layer {node}; export PyTorch or ONNX.")
    if what:
        text = _("{target} has nothing for the layer {node} with {option}; export PyTorch or ONNX.")
    name = network.layer_name(node)
    return InexpressibleError(text.format(target=target, node=name, option=what))
