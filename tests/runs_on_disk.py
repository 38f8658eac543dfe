"""Runs as a trainer leaves them, without training: for tests of what looks at them."""

import numpy as np

from cnnviz.cnn import architectures
from cnnviz.runs.config import Config
from cnnviz.runs.directory import Predictions, RunDirectory, Validation
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


def with_answers(path, count=20):
    """Let a run have been watched on pictures, half of them read wrongly; return its path."""
    directory = RunDirectory(path)
    network = directory.network()
    labels = np.arange(count, dtype=np.uint8) % len(network.classes)
    pictures = np.zeros((count, *network.input_shape), np.uint8)
    directory.save_validation(Validation(pictures, labels))
    wrong = np.where(np.arange(count) % 2, labels, (labels + 1) % len(network.classes))
    confidence = np.linspace(0.5, 1, count, dtype=np.float32)
    for event in directory.events():
        if isinstance(event, EpochEnd):
            said = Predictions(wrong.astype(np.uint8), confidence)
            directory.save_predictions(event.epoch, said)
    return path
