"""What a training process reports, one JSON object a line. Imports no PyTorch."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Started:
    """The data is loaded and the first epoch begins."""

    epochs: int
    training_pictures: int
    validation_pictures: int


@dataclass(frozen=True)
class EpochEnd:
    """One pass over the training set is done."""

    epoch: int  # counted from 1
    train_loss: float  # mean cross-entropy, nats
    val_accuracy: float  # fraction, 0 to 1
    images_per_second: float  # of the training alone


@dataclass(frozen=True)
class FinalTest:
    """The finished network was tried, once, on pictures that it had never seen."""

    test_set: str
    accuracy: float  # fraction, 0 to 1
    pictures: int


@dataclass(frozen=True)
class Stopped:
    """The user asked for an early end; the weights so far are saved."""

    epoch: int  # the one that was broken off, counted from 1


Event = Started | EpochEnd | FinalTest | Stopped
_TYPES = {cls.__name__: cls for cls in (Started, EpochEnd, FinalTest, Stopped)}


def to_line(event: Event) -> str:
    """Encode an event as one line of JSON, without the newline."""
    return json.dumps({"event": type(event).__name__, **asdict(event)})


def from_line(line: str | bytes) -> Event:
    """Decode one line of JSON.

    Raises:
        ValueError: If the line is not JSON.
        KeyError: If the event's name is unknown.
        TypeError: If its fields are not those of that event.
    """
    fields = json.loads(line)
    return _TYPES[fields.pop("event")](**fields)
