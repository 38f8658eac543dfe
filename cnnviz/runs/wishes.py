"""What is asked of a training process, one JSON object a line on its stdin. Imports no PyTorch."""

from typing import Annotated, Literal

import msgspec

from cnnviz.language import _

Rate = Annotated[float, msgspec.Meta(ge=1e-300)]
Decay = Annotated[float, msgspec.Meta(ge=0)]


class Wish(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line."""

    do: Literal["pause", "go", "step", "stop", "set"]
    lr: Rate | None = None  # of "set"; None: as it is
    weight_decay: Decay | None = None  # of "set"; None: as it is


PAUSE, GO, STEP, STOP = Wish("pause"), Wish("go"), Wish("step"), Wish("stop")


class UnknownWish(msgspec.Struct, frozen=True):
    """A line that asks for nothing known."""

    text: str


def to_line(wish: Wish) -> bytes:
    """Encode a wish as one line of JSON, without the newline."""
    return msgspec.json.encode(wish)


def from_line(line: bytes) -> Wish:
    """Decode one line of JSON; fields that are not known are left out.

    Raises:
        ValueError: If it asks for nothing known, or a number is out of its range.
    """
    try:
        return msgspec.json.decode(line, type=Wish)
    except RecursionError:
        raise ValueError(_("This is nested too deeply.")) from None
