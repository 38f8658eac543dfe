"""What a training process reports, one JSON object a line. Imports no PyTorch."""

import json
from dataclasses import asdict, dataclass

import msgspec


@dataclass(frozen=True)
class Started:
    """The data is loaded and the first batch follows."""

    epochs: int
    training_pictures: int
    validation_pictures: int
    steps_per_epoch: int = 0  # batches
    device: str = "cpu"
    threads: int = 1
    parameters: int = 0
    resumed_at_step: int = 0


@dataclass(frozen=True)
class Progress:
    """The batches since the last such event, together."""

    step: int  # batches so far in the whole run
    epoch: int  # counted from 1
    batch: int  # of the epoch, counted from 1
    loss: float  # mean over these batches, nats
    accuracy: float  # share of their pictures that were read rightly, 0 to 1
    lr: float  # of the last of them
    images_per_second: float  # of the epoch so far
    seconds_left: float  # of the whole run


@dataclass(frozen=True)
class EpochEnd:
    """One pass over the training set is done."""

    epoch: int  # counted from 1
    train_loss: float  # mean cross-entropy, nats
    val_accuracy: float  # fraction, 0 to 1
    images_per_second: float  # of the training alone
    step: int = 0
    train_accuracy: float = 0.0  # fraction, while learning
    val_loss: float = 0.0  # mean cross-entropy, nats


@dataclass(frozen=True)
class Snapshot:
    """The weights of a moment were written."""

    number: int  # 0: the weights before the first step
    step: int
    epoch: int
    val_accuracy: float  # on some of the validation pictures, 0 to 1


@dataclass(frozen=True)
class Checkpoint:
    """Everything that is needed to go on was written."""

    step: int


@dataclass(frozen=True)
class Paused:
    """The run waits."""

    step: int


@dataclass(frozen=True)
class Going:
    """The run goes on after a pause."""

    step: int


@dataclass(frozen=True)
class Changed:
    """Rate and weight decay are others from here on."""

    step: int
    lr: float
    weight_decay: float


@dataclass(frozen=True)
class Warned:
    """Something was not as expected; the run goes on."""

    text: str


@dataclass(frozen=True)
class EarlyStop:
    """The validation did not get better any more."""

    epoch: int
    best_epoch: int


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
    step: int = 0


@dataclass(frozen=True)
class Diverged:
    """The loss is no number any more; the last finite checkpoint is kept."""

    step: int
    text: str


@dataclass(frozen=True)
class Failed:
    """The run cannot go on for another reason, such as memory."""

    text: str


@dataclass(frozen=True)
class Finished:
    """All epochs are done and tested."""

    step: int
    seconds: float


Event = (
    Started | Progress | EpochEnd | Snapshot | Checkpoint | Paused | Going | Changed | Warned
    | EarlyStop | FinalTest | Stopped | Diverged | Failed | Finished
)  # fmt: skip
_TYPES: dict[str, type[Event]] = {cls.__name__: cls for cls in Event.__args__}


def to_line(event: Event) -> str:
    """Encode an event as one line of JSON, without the newline."""
    return json.dumps({"event": type(event).__name__, **asdict(event)})


def from_line(line: str | bytes) -> Event:
    """Decode one line of JSON; fields that are not known are left out.

    Raises:
        ValueError: If the line is no event: no JSON object, of no known name, or a field is missing
            or of another type.
    """
    try:
        read = json.loads(line)
    except RecursionError:
        raise ValueError("this is nested too deeply") from None
    name = read.get("event") if isinstance(read, dict) else None
    kind = _TYPES.get(name) if isinstance(name, str) else None
    if kind is None:
        raise ValueError("this is no event")
    return msgspec.convert(read, kind)
