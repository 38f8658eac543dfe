"""What a run was trained on, kept with it: so that it goes on with the same data, or says so."""

import msgspec

from cnnviz.files.strict_json import check_names
from cnnviz.language import _
from cnnviz.text.shown_name import shown_name

SHOWN = 5  # classes that are named in a sentence


class DataRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By what the data of a run is known again."""

    classes: tuple[str, ...]
    counts: dict[str, tuple[int, ...]]  # how many pictures each class has, by part
    fingerprint: str  # of its pictures, labels and parts


def record_to_json(record: DataRecord) -> bytes:
    """Encode a record."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2)


def record_from_json(content: bytes) -> DataRecord:
    """Decode a record.

    Raises:
        ValueError: If it is damaged.
    """
    check_names(content)
    return msgspec.json.decode(content, type=DataRecord)


def difference(before: DataRecord, now: DataRecord) -> str:
    """Return how data differs from what a run was trained on, in sentences; "" if it does not."""
    if before == now:
        return ""
    if before.classes != now.classes:
        return _other_classes(before.classes, now.classes)
    if before.counts == now.counts:
        return _("It has as many pictures, but they are others, were changed, renamed or moved.")
    totals = [sum(map(sum, record.counts.values())) for record in (before, now)]
    if totals[0] == totals[1]:
        return _("Its pictures are others, or lie in other classes or parts.")
    text = _("It had {before} pictures; now it has {now}.")
    return text.format(before=totals[0], now=totals[1])


def _other_classes(before: tuple[str, ...], now: tuple[str, ...]) -> str:
    """Say which classes there were and are; of many, those that are gone or new."""
    gone = tuple(name for name in before if name not in now)
    new = tuple(name for name in now if name not in before)
    if max(len(before), len(now)) <= SHOWN or not (gone or new):
        text = _("Its classes were {before}; now they are {now}.")
        return text.format(before=_named(before), now=_named(now))
    if not gone:
        return _("New are the classes {new}.").format(new=_named(new))
    if not new:
        return _("Gone are the classes {gone}.").format(gone=_named(gone))
    text = _("Gone are the classes {gone}; new are {new}.")
    return text.format(gone=_named(gone), new=_named(new))


def in_place_of(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return classes in the order that a run learnt them; None where they are more or fewer.

    A class that is new takes the place of one that is gone: most often that was renamed.
    """
    if len(before) != len(now):
        return None
    new = iter([name for name in now if name not in before])
    return tuple(name if name in now else next(new) for name in before)


def _named(classes: tuple[str, ...]) -> str:
    names = ", ".join(shown_name(name) for name in classes[:SHOWN])
    return names if len(classes) <= SHOWN else _("{names} and more").format(names=names)
