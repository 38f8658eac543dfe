"""Runs as a trainer leaves them, without training: for tests of what looks at them."""

import numpy as np

from cnnviz.cnn import architectures
from cnnviz.runs.config import Config
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import EpochEnd, Snapshot, Started, Stopped


def made_run(path, network=None, snapshots=4):
    """Make a run whose weights grow by a tenth from each snapshot to the next; return its path."""
    network = network or architectures.build("nine-steps", 0)
    directory = RunDirectory(path)
    directory.create(Config(network.name, ("strokes:60",)), network)
    events = [Started(snapshots - 1, 100, 10, 5)]
    for number in range(snapshots):
        grown = {
            name: np.asarray(array * (1 + number / 10), np.float32)
            for name, array in network.parameters().items()
        }
        directory.save_snapshot(number, grown)
        events.append(Snapshot(number, 5 * number, max(1, number), number / 10))
        if number:
            events.append(EpochEnd(number, 0.5, number / 10, 9.0, 5 * number))
    for event in (*events, Stopped(snapshots, 5 * snapshots)):
        directory.add_event(event)
    return path
