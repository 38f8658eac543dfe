"""What is in some data, told in text or as data: classes, counts, what was passed over and why."""

from collections.abc import Sequence

from cnnviz.data.collection import TRAINING, Collection
from cnnviz.data.source import VALIDATION, PassedOver
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text


def report(found: Collection) -> dict[str, object]:
    """Return everything that is known of some data."""
    return {
        "shape": found.shape,
        "classes": found.classes,
        "counts": {part: found.counts(part) for part in found.parts},
        "passed": [{"name": each.name, "reason": each.reason} for each in found.passed],
        "notes": found.notes,
        "fingerprint": found.fingerprint(),
    }


def part_title(part: str) -> str:
    """Return what a part is called; a test has a name of its own."""
    if part == TRAINING:
        return _("to learn from")
    if part == VALIDATION:
        return _("validation")
    return _("test “{name}”").format(name=part)


def passed_text(passed: Sequence[PassedOver]) -> str:
    """Say how many files were passed over; "" for none."""
    hidden = sum(each.is_hidden for each in passed)
    others = len(passed) - hidden
    told = []
    if others:
        text = ngettext(
            "{n} file or folder was passed over.", "{n} files and folders were passed over.", others
        )
        told.append(text.format(n=count_text(others)))
    if hidden:
        text = ngettext(
            "{n} hidden file or folder was left alone.",
            "{n} hidden files and folders were left alone.",
            hidden,
        )
        told.append(text.format(n=count_text(hidden)))
    return " ".join(told)


def in_order(passed: Sequence[PassedOver]) -> list[PassedOver]:
    """Return what was passed over, first what somebody may look for."""
    return sorted(passed, key=lambda each: each.is_hidden)


def as_text(found: Collection) -> str:
    """Return the same in lines."""
    width = max(map(len, found.classes))
    lines = []
    for part in found.parts:
        counts = found.counts(part)
        title = _("{part}: {n}").format(part=part_title(part), n=count_text(sum(counts)))
        rows = zip(found.classes, counts, strict=True)
        lines += [title, *(f"  {name:{width}}  {count}" for name, count in rows)]
    lines += found.notes
    if found.passed:
        lines.append(passed_text(found.passed))
        lines += [f"  {each.name}: {each.reason}" for each in in_order(found.passed)]
    return "".join(f"{line}\n" for line in lines)
