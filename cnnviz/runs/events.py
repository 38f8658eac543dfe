"""What a training process reports, one JSON object a line. Imports no PyTorch."""

import json

import msgspec

from cnnviz.files.strict_json import number_of, text_of
from cnnviz.language import _


class _Told(msgspec.Struct, frozen=True, tag_field="event", tag=True):
    """What all events have in common: each is told apart by the name of its class."""


class Started(_Told, frozen=True):
    """The data is loaded and the first batch follows."""

    epochs: int
    training_pictures: int
    validation_pictures: int
    steps_per_epoch: int = 0  # batches
    device: str = "cpu"
    threads: int = 1
    parameters: int = 0
    resumed_at_step: int = 0


class Progress(_Told, frozen=True):
    """The batches since the last such event, together."""

    step: int  # batches so far in the whole run
    epoch: int  # counted from 1
    batch: int  # of the epoch, counted from 1
    loss: float  # mean over these batches, nats
    accuracy: float  # share of their pictures that were read rightly, 0 to 1
    lr: float  # of the last of them, as the schedule had it
    images_per_second: float  # of the epoch so far
    seconds_left: float  # of the whole run


class EpochEnd(_Told, frozen=True):
    """One pass over the training set is done."""

    epoch: int  # counted from 1
    train_loss: float  # mean cross-entropy, nats
    val_accuracy: float  # fraction, 0 to 1
    images_per_second: float  # of the training alone
    step: int = 0
    train_accuracy: float = 0.0  # fraction, while learning
    val_loss: float = 0.0  # mean cross-entropy, nats


class Snapshot(_Told, frozen=True):
    """The weights of a moment were written."""

    number: int  # 0: the weights before the first step
    step: int
    epoch: int
    val_accuracy: float  # on some of the validation pictures, 0 to 1


class Best(_Told, frozen=True):
    """The weights of the best epoch so far were written."""

    epoch: int  # counted from 1
    step: int
    val_accuracy: float  # fraction, 0 to 1


class Checkpoint(_Told, frozen=True):
    """Everything that is needed to go on was written."""

    step: int


class Paused(_Told, frozen=True):
    """The run waits."""

    step: int


class Going(_Told, frozen=True):
    """The run goes on after a pause."""

    step: int


class Halted(_Told, frozen=True):
    """The run waits until what it learnt can be written again; then it goes on."""

    step: int
    text: str


class Changed(_Told, frozen=True):
    """Rate and weight decay are others from here on."""

    step: int
    lr: float
    weight_decay: float


class Warned(_Told, frozen=True):
    """Something was not as expected; the run goes on."""

    text: str


class EarlyStop(_Told, frozen=True):
    """The validation did not get better any more: the run stands for its best epoch."""

    epoch: int
    best_epoch: int
    takes_best: bool = False  # whether its weights are tested; those of earlier versions: the last


class FinalTest(_Told, frozen=True):
    """The finished network was tried, once, on pictures that it had never seen."""

    test_set: str
    accuracy: float  # fraction, 0 to 1
    pictures: int
    best_epoch: int = 0  # the epoch whose weights were tested; 0: the last ones


class Stopped(_Told, frozen=True):
    """The user asked for an early end; the weights so far are saved."""

    epoch: int  # the one that was broken off, counted from 1
    step: int = 0


class Diverged(_Told, frozen=True):
    """The loss exploded; the last weights whose loss was sound are kept."""

    step: int
    text: str
    sound_step: int = 0  # after which the weights that are kept stood


class Failed(_Told, frozen=True):
    """The run cannot go on for another reason, such as memory."""

    text: str
    is_other_data: bool = False  # whether it would go on, but with other data than before
    half_batch: int = 0  # pictures a step for which memory may do, where it did not; else 0
    is_card_full: bool = False  # whether the memory that did not do is that of a graphics card


class Finished(_Told, frozen=True):
    """All epochs are done and tested."""

    step: int
    seconds: float


Event = (
    Started | Progress | EpochEnd | Snapshot | Best | Checkpoint | Paused | Going | Halted | Changed
    | Warned | EarlyStop | FinalTest | Stopped | Diverged | Failed | Finished
)  # fmt: skip


def to_line(event: Event) -> str:
    """Encode an event as one line of JSON, without the newline."""
    return text_of(msgspec.to_builtins(event))  # unlike msgspec's, it tells NaN from infinity


def from_line(line: str | bytes) -> Event:
    """Decode one line of JSON; fields that are not known are left out.

    Raises:
        ValueError: If the line is no event: no JSON object, of no known name, or a field is missing
            or of another type.
    """
    try:
        event: Event = msgspec.convert(json.loads(line, object_hook=_numbers), Event)
    except RecursionError:
        raise ValueError(_("This is nested too deeply.")) from None
    return event


def _numbers(found: dict[str, object]) -> dict[str, object]:
    return {name: number_of(value) for name, value in found.items()}


def known_event(line: bytes) -> Event | None:
    """Return the event of a line; None where a newer version wrote it, or a crash tore it."""
    try:
        return from_line(line)
    except ValueError:
        return None
