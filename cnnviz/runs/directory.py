"""The directory of a training run: settings, network, events, weights. Imports no PyTorch."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.files.atomic_file import append, write_atomically
from cnnviz.files.leftovers import PATTERN
from cnnviz.files.reasons import FULL, NoRoomError
from cnnviz.files.regular_file import read_regular
from cnnviz.files.weights_file import LARGEST_FILE, WeightsError, arrays_from_bytes
from cnnviz.language import _
from cnnviz.project.project import new_project
from cnnviz.project.project_file import open_project, project_bytes
from cnnviz.runs.config import Config, from_json, to_json
from cnnviz.runs.data_record import DataRecord, record_from_json, record_to_json
from cnnviz.runs.events import (
    Best,
    Diverged,
    EarlyStop,
    Event,
    Failed,
    FinalTest,
    Finished,
    Paused,
    Stopped,
    known_event,
    to_line,
)
from cnnviz.runs.events_tail import EventsTail
from cnnviz.runs.layer_numbers import LayerNumbers, packed, unpacked
from cnnviz.runs.lock import RunLock

CONFIG, EVENTS, WEIGHTS = "config.json", "events.jsonl", "weights.safetensors"
NETWORK, VALIDATION, CHECKPOINT = (
    "network.cnnviz",
    "validation.safetensors",
    "checkpoint.safetensors",
)
SNAPSHOTS, PREDICTIONS, BESTS, EPOCHS, LAYERS = (
    "snapshots", "predictions", "best", "epochs", "layers",
)  # fmt: skip
DATA = "data.json"  # what it is trained on
LARGEST_EVENTS = 500_000_000  # bytes
LARGEST_CONFIG = 1_000_000  # bytes
LARGEST_CHECKPOINT = 4 * LARGEST_FILE  # weights, their mean, and two states of the optimiser
MOST_OF_EPOCHS = 200_000_000  # bytes of weights that are kept of epochs, the last ones
MOST_VALIDATION = 10_000  # pictures that are kept, with what was said to them


@dataclass(frozen=True, eq=False)
class Validation:
    """The pictures that a run is watched on."""

    pictures: NDArray[np.uint8]  # (N, C, H, W)
    labels: NDArray[np.uint8]  # (N,)


@dataclass(frozen=True, eq=False)
class Predictions:
    """What the network said to the validation pictures after an epoch."""

    predicted: NDArray[np.uint8]  # (N,)
    confidence: Array  # (N,), the probability of the predicted class


class RunDirectory:
    """One run on the disk. Every file is whole: written under another name, then renamed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RunLock(path, path / EVENTS)

    def require_free(self) -> None:
        """Make sure that it holds no run.

        Raises:
            FileExistsError: If it does.
        """
        if os.path.exists(self.path / CONFIG):
            text = _("{folder} already holds a run; choose another folder.")
            raise FileExistsError(text.format(folder=self.path))

    def create(
        self,
        config: Config,
        network: Network | None = None,
        validation: Validation | None = None,
        data: DataRecord | None = None,
    ) -> None:
        """Make the directory, and keep in it what the run begins with.

        The settings come last: with them it is a run, and then nothing of it is missing.

        Raises:
            FileExistsError: If it already holds a run.
            OSError: If it cannot be written to.
        """
        self.require_free()
        self.path.mkdir(parents=True, exist_ok=True)
        self.save_beginning(network, validation, data)
        self.save_config(config)

    def save_config(self, config: Config) -> None:
        """Keep other settings, such as where the data lies now.

        Raises:
            OSError: If they cannot be written.
        """
        write_atomically(self.path / CONFIG, to_json(config).encode())

    def config(self) -> Config:
        """Return the settings of the run.

        Raises:
            OSError: If there are none.
            ValueError: If they are damaged.
        """
        return from_json(read_regular(self.path / CONFIG, LARGEST_CONFIG))

    def network(self) -> Network:
        """Return the network with the weights that the run started with.

        Raises:
            OSError: If there is none.
            ValueError: If it is damaged.
        """
        return open_project(self.path / NETWORK).network

    def save_beginning(
        self, network: Network | None, validation: Validation | None, data: DataRecord | None
    ) -> None:
        """Keep with what the run begins, or goes on: its network, what it is watched on, its data.

        Raises:
            OSError: If it cannot be written.
        """
        if network is not None:
            write_atomically(self.path / NETWORK, project_bytes(new_project(network)))
        if validation is not None:
            self.save_validation(validation)
        if data is not None:
            write_atomically(self.path / DATA, record_to_json(data))

    def forget_answers(self) -> None:
        """Remove what was said to the validation pictures: they are others from now on."""
        shutil.rmtree(self.path / PREDICTIONS, ignore_errors=True)

    def data(self) -> DataRecord | None:
        """Return by what the data of the run is known again; None of a run that never kept it.

        Raises:
            OSError: If it cannot be read.
            ValueError: If it is damaged.
        """
        if not os.path.exists(self.path / DATA):
            return None
        return record_from_json(read_regular(self.path / DATA, LARGEST_CONFIG))

    # Events

    def add_event(self, event: Event) -> None:
        """Append an event to those of the run."""
        self.add_events([event])

    def add_events(self, events: Sequence[Event]) -> None:
        """Append events to those of the run.

        Raises:
            OSError: If there is no room; then none of them was added, and no line is torn.
        """
        lines = "".join(f"{to_line(event)}\n" for event in events).encode()
        try:
            append(self.path / EVENTS, lines)
        except OSError as error:
            error.filename = str(self.path / EVENTS)
            raise (NoRoomError.of(error, len(lines)) if error.errno in FULL else error) from None

    def events(self) -> list[Event]:
        """Return the events so far; a last line that is still being written is left out."""
        return self.tail().look().events

    def tail(self) -> EventsTail:
        """Return a reader of the events that reads on, look by look."""
        return EventsTail(self.path / EVENTS)

    def cut_events(self, step: int) -> None:
        """Forget what was told of the steps after a checkpoint, and how it ended: it goes on."""
        path = self.path / EVENTS
        if not os.path.exists(path):
            return
        lines = read_regular(path, LARGEST_EVENTS).splitlines(keepends=True)
        kept = [line for line in lines if _is_before(known_event(line), step)]
        if kept != lines:
            write_atomically(path, b"".join(kept))

    # Arrays

    def checkpoint(self) -> bytes:
        """Return what is needed to go on, as the trainer packed it.

        Raises:
            OSError: If there is none.
        """
        return read_regular(self.path / CHECKPOINT, LARGEST_CHECKPOINT)

    def save_weights(self, weights: Mapping[str, Array]) -> None:
        """Keep the weights, by the names they have in the network."""
        write_atomically(self.path / WEIGHTS, save(dict(weights)))

    def weights(self) -> dict[str, Array]:
        """Return the weights that were saved last.

        Raises:
            OSError: If there are none.
            ValueError: If they are damaged.
        """
        return self._read(self.path / WEIGHTS)

    def save_best(self, epoch: int, weights: Mapping[str, Array]) -> None:
        """Keep the weights of the best epoch so far.

        Those of the best one before stay, too: a run that goes on from an earlier checkpoint has
        them again.
        """
        folder = self.path / BESTS
        self._put(folder / f"{epoch:05}.safetensors", dict(weights))
        kept = sorted(int(each.stem) for each in folder.glob("[0-9]*.safetensors"))
        before = [each for each in kept if each < epoch]
        for left in {*kept} - {epoch, *before[-1:]}:  # later ones are of a way not gone
            (folder / f"{left:05}.safetensors").unlink(missing_ok=True)

    def best(self) -> tuple[Best, dict[str, Array]]:
        """Return which epoch was best by validation, and its weights.

        Raises:
            OSError: If there are none, as in runs of earlier versions.
            ValueError: If they are damaged.
        """
        told = [event for event in self.events() if isinstance(event, Best)]
        if not told:
            text = _(
                "{folder} keeps no best weights: no epoch ended, or an earlier version made it."
            )
            raise FileNotFoundError(text.format(folder=self.path))
        return told[-1], self._read(self.path / BESTS / f"{told[-1].epoch:05}.safetensors")

    def save_snapshot(self, number: int, weights: Mapping[str, Array]) -> None:
        """Keep the weights of a moment."""
        self._put(self.path / SNAPSHOTS / f"{number:05}.safetensors", dict(weights))

    def snapshot(self, number: int) -> dict[str, Array]:
        """Return the weights of a moment.

        Raises:
            OSError: If there are none.
            ValueError: If they are damaged.
        """
        return self._read(self.path / SNAPSHOTS / f"{number:05}.safetensors")

    def save_layer_numbers(self, number: int, numbers: Mapping[str, LayerNumbers]) -> None:
        """Keep how the numbers of each layer were spread at a snapshot."""
        self._put(self.path / LAYERS / f"{number:05}.safetensors", packed(numbers))

    def layer_numbers(self, number: int, node: str) -> LayerNumbers | None:
        """Return how the numbers of a layer were spread at a snapshot; None where it has none.

        Raises:
            OSError: If nothing is kept, as by earlier versions.
            ValueError: If it is damaged.
        """
        return unpacked(self._read(self.path / LAYERS / f"{number:05}.safetensors"), node)

    def save_validation(self, validation: Validation) -> None:
        """Keep the first pictures that the run is watched on."""
        arrays = {
            "pictures": np.ascontiguousarray(validation.pictures[:MOST_VALIDATION]),
            "labels": np.ascontiguousarray(validation.labels[:MOST_VALIDATION]),
        }
        self._put(self.path / VALIDATION, arrays)

    def validation(self) -> Validation:
        """Return the pictures that the run is watched on.

        Raises:
            OSError: If there are none.
            ValueError: If they are damaged.
        """
        path = self.path / VALIDATION
        arrays = self._read(path)
        pictures = _of_kind(arrays, "pictures", np.uint8, 4, path)
        labels = _of_kind(arrays, "labels", np.uint8, 1, path)
        if len(pictures) != len(labels) or pictures.shape[1] not in (1, 3) or not pictures.size:
            text = _("{file} is damaged: its pictures are not those of its labels.")
            raise ValueError(text.format(file=path))
        return Validation(pictures, labels)

    def save_epoch(self, epoch: int, said: Predictions, weights: Mapping[str, Array]) -> None:
        """Keep what the network said to the validation pictures after an epoch, and its weights."""
        self.save_predictions(epoch, said)
        size = sum(array.nbytes for array in weights.values())
        self._put(self.path / EPOCHS / f"{epoch:05}.safetensors", dict(weights))
        too_old = epoch - max(1, MOST_OF_EPOCHS // max(1, size))
        if too_old > 0:
            (self.path / EPOCHS / f"{too_old:05}.safetensors").unlink(missing_ok=True)

    def epoch_weights(self, epoch: int) -> dict[str, Array]:
        """Return the weights that an epoch ended with.

        Raises:
            OSError: If they are not kept: of earlier versions, or long ago in a large network.
            ValueError: If they are damaged.
        """
        return self._read(self.path / EPOCHS / f"{epoch:05}.safetensors")

    def save_predictions(self, epoch: int, said: Predictions) -> None:
        """Keep what the network said to the validation pictures after an epoch."""
        arrays: dict[str, NDArray[Any]]
        arrays = {"predicted": said.predicted, "confidence": said.confidence}
        self._put(self.path / PREDICTIONS / f"{epoch:05}.safetensors", arrays)

    def predictions(self, epoch: int) -> Predictions:
        """Return what the network said to the validation pictures after an epoch.

        Raises:
            OSError: If there is nothing.
            ValueError: If it is damaged.
        """
        path = self.path / PREDICTIONS / f"{epoch:05}.safetensors"
        arrays = self._read(path)
        predicted = _of_kind(arrays, "predicted", np.uint8, 1, path)
        confidence = _of_kind(arrays, "confidence", np.float32, 1, path)
        if len(predicted) != len(confidence) or not np.isfinite(confidence).all():
            text = _("{file} is damaged: its answers are not complete.")
            raise ValueError(text.format(file=path))
        return Predictions(predicted, confidence)

    def _put(self, path: Path, arrays: dict[str, NDArray[Any]]) -> None:
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, save(arrays))

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            return arrays_from_bytes(read_regular(path, LARGEST_FILE))
        except WeightsError as error:
            text = _("{file} is damaged: {reason}.")
            raise ValueError(text.format(file=path, reason=error)) from error

    # Who trains it

    def lock(self) -> None:
        """Say that this process trains it, and sweep away what a killed one left half written.

        Raises:
            FileExistsError: If another process does.
        """
        if not self._lock.take():
            text = _("{folder} is being trained by another process.")
            raise FileExistsError(text.format(folder=self.path))
        for folder in (
            self.path,
            *(self.path / n for n in (SNAPSHOTS, PREDICTIONS, BESTS, EPOCHS, LAYERS)),
        ):
            for left in folder.glob(PATTERN):  # of any process: only this one may train it now
                left.unlink(missing_ok=True)

    def unlock(self) -> None:
        """Say that nobody trains it any more."""
        self._lock.free()

    def is_running(self) -> bool:
        """Return whether a process trains it; elsewhere, whether it has told anything of late."""
        return self._lock.is_held()


def _of_kind(
    arrays: Mapping[str, NDArray[Any]], name: str, kind: type[np.generic], axes: int, path: Path
) -> NDArray[Any]:
    """Return an array of a file, which must be there, of one type and with so many axes."""
    array = arrays.get(name)
    if array is None or array.dtype != kind or array.ndim != axes:
        text = _("{file} is damaged: its array {name} is not as it should be.")
        raise ValueError(text.format(file=path, name=name))
    return array


def _is_before(event: Event | None, step: int) -> bool:
    ends = FinalTest | EarlyStop | Finished | Stopped | Diverged | Failed
    if event is None or isinstance(event, ends | Paused):
        return False
    return getattr(event, "step", 0) <= step
