"""What can train: processors and graphics cards, and how many threads help."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from cnnviz.language import _, ngettext

TRIAL = 0.3  # seconds for each number of threads
WORTH_IT = 1.25  # how much quicker more threads must be to be taken


@dataclass(frozen=True)
class TrainingDevice:
    """Something that computes."""

    name: str  # as in --device
    title: str


def devices() -> list[TrainingDevice]:
    """Return what can train here, the processor first."""
    cores = os.cpu_count() or 1
    text = ngettext("CPU, {count} core", "CPU, {count} cores", cores)
    found = [TrainingDevice("cpu", text.format(count=cores))]
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            card = torch.cuda.get_device_properties(index)
            text = _("GPU, {name}, {memory:.0f} GiB")
            title = text.format(name=card.name, memory=card.total_memory / 2**30)
            found.append(TrainingDevice(f"cuda:{index}", title))
    if torch.backends.mps.is_available():
        found.append(TrainingDevice("mps", _("GPU of this Mac")))
    return found


def device_of(name: str) -> torch.device:
    """Return a device by its name; "auto" is a graphics card where there is one.

    Raises:
        ValueError: If it is not there; the text names those that are.
    """
    known = devices()
    names = [device.name for device in known]
    if name == "auto":
        return torch.device(names[1] if len(names) > 1 else "cpu")
    full = "cuda:0" if name == "cuda" else name
    if full not in names:
        text = _("There is no device {name} here; there is {names}.")
        raise ValueError(text.format(name=name, names=", ".join(names)))
    return torch.device(full)


def useful_threads(step: Callable[[], None]) -> int:
    """Return how many threads a step is worth: one, unless more are clearly quicker."""
    best, chosen = 0.0, 1
    for threads in range(1, (os.cpu_count() or 1) + 1):
        torch.set_num_threads(threads)
        speed = _speed(step)
        if threads == 1:
            best = speed
        elif speed >= WORTH_IT * best:
            best, chosen = speed, threads
    return chosen


def _speed(step: Callable[[], None]) -> float:
    """Return the steps a second."""
    step()
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < TRIAL:
        step()
        count += 1
    return count / (time.perf_counter() - began)
