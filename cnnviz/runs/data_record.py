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
        text = _("Its classes were {before}; now they are {now}.")
        return text.format(before=_named(before.classes), now=_named(now.classes))
    if before.counts == now.counts:
        return _("It has as many pictures, but they are others, or were changed.")
    totals = [sum(map(sum, record.counts.values())) for record in (before, now)]
    if totals[0] == totals[1]:
        return _("Its pictures are others, or lie in other classes or parts.")
    text = _("It had {before} pictures; now it has {now}.")
    return text.format(before=totals[0], now=totals[1])


def _named(classes: tuple[str, ...]) -> str:
    names = ", ".join(shown_name(name) for name in classes[:SHOWN])
    return names if len(classes) <= SHOWN else _("{names} and more").format(names=names)
