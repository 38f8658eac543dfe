"""A module opened, and every tensor that PyTorch makes beside the values of the network."""

from typing import NamedTuple

import numpy as np
import torch

from cnnviz.cnn.trace import trace
from cnnviz.foreign.module_network import opened_module


class Compared(NamedTuple):
    network: object
    worst: float  # the largest difference, as a share of the range of its tensor
    where: str
    count: int  # tensors that were compared
    notes: tuple
    trace: object


def compared(module, image, **options):
    """Open a module and compare: the values of every operator PyTorch ran, wherever they stand."""
    opened = opened_module(module, image, **options)
    found = trace(opened.network, image[0].float().numpy())
    program = opened.traced.program
    meant = {each.tensor: each for each in opened.meant}
    constants = {**program.state_dict, **program.constants}
    inputs = [
        image.to(next(iter(constants.values()), image).dtype) if spec.target is None
        else constants[spec.target]
        for spec in program.graph_signature.input_specs
    ]  # fmt: skip
    run = _Run(program.graph_module, meant, found)
    with torch.no_grad():
        run.run(*inputs)
    return Compared(opened.network, run.worst, run.where, run.count, opened.notes, found)


def rounding_of_torch(module, image):
    """How far PyTorch's float32 lies from its float64, as a share of the range of a tensor.

    A deep network with random weights makes much of every rounding: no two ways to add the same
    numbers agree better than this.
    """
    found = []

    def keep(_module, _inputs, output):
        found.append(output.double().numpy().copy())

    parts = [part for part in module.modules() if not any(part.children())]
    hooks = [part.register_forward_hook(keep) for part in parts]
    with torch.no_grad():
        module(image)
        single, found[:] = [*found], []
        module.double()(image.double())
    for hook in hooks:
        hook.remove()
    pairs = zip(single, found, strict=True)
    return max(float(np.abs(one - two).max() / (np.ptp(two) or 1)) for one, two in pairs)


class _Run(torch.fx.Interpreter):
    def __init__(self, graph, meant, found):
        super().__init__(graph)
        self._meant, self._found = meant, found
        self.worst, self.where, self.count = 0.0, "", 0

    def run_node(self, step):
        made = super().run_node(step)
        if step.name in self._meant and isinstance(made, torch.Tensor):
            self._compare(step.name, made.float().numpy())
        return made

    def _compare(self, name, wanted):
        _tensor, node, index = self._meant[name]
        values = self._found.values[node].ravel()
        got = values.reshape(wanted.shape) if index is None else values[index]
        assert got.shape == wanted.shape, name
        reach = float(np.ptp(wanted)) or max(float(np.abs(wanted).max()), 1e-30)
        worst = float(np.abs(got - wanted).max()) / reach
        self.count += 1
        if not worst <= self.worst:
            self.worst, self.where = worst, f"{name} at {node}"
