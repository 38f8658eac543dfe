"""All pictures of some sources, their classes joined by name, each in one part only."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b

import numpy as np

from cnnviz.data.cutting import TEST_SHARE, VALIDATION_SHARE, Places, groups_of, taken
from cnnviz.data.source import KNOWN, TEST, VALIDATION, Block, Bytes, PassedOver, ReadSource
from cnnviz.language import _, ngettext

TRAINING = "training"
MOST_CLASSES = 255
SMALL = 5  # pictures of each class that are watched, where there are few

Strata = Sequence[tuple[int, int]]  # source and class of each picture


@dataclass(frozen=True, eq=False)
class Collection:
    """Pictures by their place in a long row; those on the disk are read when they are asked for."""

    blocks: tuple[Block, ...]
    labels: Bytes  # (N,) of all of them
    parts: dict[str, Places]  # TRAINING, VALIDATION, and the names of the tests
    classes: tuple[str, ...]
    passed: tuple[PassedOver, ...]
    notes: tuple[str, ...]
    is_light: bool  # whether 255 is white

    @property
    def shape(self) -> tuple[int, int, int]:
        """Channels, rows and columns of a picture."""
        channels, rows, columns = self.blocks[0].pictures.shape[1:]
        return channels, rows, columns

    def with_notes(self, notes: tuple[str, ...]) -> "Collection":
        """Return it with more to be told, before the rest."""
        return replace(self, notes=(*notes, *self.notes))

    @property
    def tests(self) -> tuple[str, ...]:
        """The names of the tests."""
        return tuple(name for name in self.parts if name not in (TRAINING, VALIDATION))

    def pictures(self, places: Places) -> Bytes:
        """Return pictures (N, C, H, W)."""
        made = np.empty((len(places), *self.shape), np.uint8)
        block = np.searchsorted(self._starts, places, side="right") - 1
        for number in np.unique(block):
            mine = block == number
            made[mine] = self.blocks[number].pictures[places[mine] - self._starts[number]]
        return made

    def name(self, place: int) -> str:
        """Return the name of a picture's file; "" where it has none."""
        number = int(np.searchsorted(self._starts, place, side="right")) - 1
        names = self.blocks[number].names
        return names[place - int(self._starts[number])] if names else ""

    def counts(self, part: str) -> list[int]:
        """Return how many pictures of each class a part has."""
        found = np.bincount(self.labels[self.parts[part]], minlength=len(self.classes))
        return [int(count) for count in found]

    def fingerprint(self) -> str:
        """Return by what this data is known again: its pictures, parts, labels and classes."""
        digest = blake2b(json.dumps([self.classes, [*self.parts]]).encode(), digest_size=16)
        for places in self.parts.values():
            digest.update(self._digests[places].tobytes())
            digest.update(self.labels[places].tobytes())
        return digest.hexdigest()

    @cached_property
    def _starts(self) -> Places:
        counts = [len(block.labels) for block in self.blocks]
        return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)

    @cached_property
    def _digests(self) -> Bytes:
        return np.concatenate([block.digests for block in self.blocks])


def joined(sources: Sequence[ReadSource], titles: Sequence[str], seed: int) -> Collection:
    """Join sources and cut them.

    Args:
        sources: Their pictures have one shape.
        titles: What a test of each is called; all differ.
        seed: Chooses the pictures for validation and for tests that are cut.

    Raises:
        ValueError: If there are too many classes.
    """
    classes = tuple(dict.fromkeys(name for source in sources for name in source.classes))
    if len(classes) > MOST_CLASSES:
        text = _("There are {count} classes; {most} are the most.")
        raise ValueError(text.format(count=len(classes), most=MOST_CLASSES))
    row = _Row(sources, titles, classes)
    parts, notes = row.cut(seed)
    passed = tuple(each for source in sources for each in source.passed)
    return Collection(
        row.blocks,
        row.labels.astype(np.uint8),
        parts,
        classes,
        (*passed, *row.seen),
        (*(note for source in sources for note in source.notes), *notes),
        any(source.is_light for source in sources),
    )


class _Row:
    """All pictures in a row, while they are cut."""

    def __init__(
        self, sources: Sequence[ReadSource], titles: Sequence[str], classes: tuple[str, ...]
    ) -> None:
        self._titles = titles
        self.blocks = tuple(block for source in sources for block in source.blocks)
        owners = [number for number, source in enumerate(sources) for _block in source.blocks]
        self._has_test = [any(b.part == TEST for b in source.blocks) for source in sources]
        self._has_validation = [
            any(b.part == VALIDATION for b in source.blocks) for source in sources
        ]
        counts = [len(block.labels) for block in self.blocks]
        tables = [
            np.array([classes.index(name) for name in source.classes], np.intp)
            for source in sources
        ]
        pairs = zip(self.blocks, owners, strict=True)
        self.labels = np.concatenate([tables[owner][block.labels] for block, owner in pairs])
        self.owners: Places = np.repeat(owners, counts).astype(np.intp)
        self._block: Places = np.repeat(np.arange(len(counts)), counts).astype(np.intp)
        self._digests = np.concatenate([block.digests for block in self.blocks])
        self.seen: tuple[PassedOver, ...] = ()  # files that a given part has, too

    def cut(self, seed: int) -> tuple[dict[str, Places], list[str]]:
        """Return which pictures are in which part, and what is to be told of it."""
        notes: list[str] = []
        known = self._without_seen(notes)
        groups = np.full(len(self.labels), -1, np.intp)
        needed = 1 + (not all(self._has_test)) + (not all(self._has_validation))
        groups[known] = groups_of(self._digests[known], self.labels[known], needed)
        copies = len(known) - len(np.unique(self._digests[known], axis=0))
        if copies:
            text = ngettext(
                "{n} picture is a copy of another one; copies stay in one part.",
                "{n} pictures are copies of others; copies stay in one part.",
                copies,
            )
            notes.append(text.format(n=copies))
        notes += self._contradicting(known)
        strata = list(zip(self.owners.tolist(), self.labels.tolist(), strict=True))
        tested = self._tested(known, strata, groups, seed + 1_000_003)
        rest = known[~np.isin(known, tested)]
        watched = self._watched(rest, strata, groups, seed)
        left = rest[~np.isin(rest, watched)]
        order = np.random.default_rng(seed).permutation(len(left))
        given = self._given(VALIDATION)
        parts = {TRAINING: left[order], VALIDATION: np.concatenate([given, watched])}
        return parts | self._tests(tested), notes

    def _contradicting(self, known: Places) -> list[str]:
        """Tell of pictures that lie in several classes."""
        keys = np.ascontiguousarray(self._digests[known]).view(f"V{self._digests.shape[1]}").ravel()
        places = np.unique(keys, return_inverse=True)[1].astype(np.intp)
        pairs = np.unique(places.ravel() * MOST_CLASSES + self.labels[known])
        count = int(np.count_nonzero(np.bincount(pairs // MOST_CLASSES) > 1)) if len(known) else 0
        text = ngettext(
            "{n} picture lies in more than one class; not all of them can be learnt.",
            "{n} pictures lie in more than one class; not all of them can be learnt.",
            count,
        )
        return [text.format(n=count)] if count else []

    def _tested(self, among: Places, strata: Strata, groups: Places, seed: int) -> Places:
        """Choose the pictures of the tests that are cut."""
        mine = self._of_sources(among, [not has for has in self._has_test])
        chosen = taken(strata, groups, mine, TEST_SHARE, seed)
        return among[np.isin(groups[among], groups[chosen])]

    def _watched(self, among: Places, strata: Strata, groups: Places, seed: int) -> Places:
        """Choose the pictures that are watched; more of small sets, which have no own test."""
        pairs = list(zip(self._has_test, self._has_validation, strict=True))
        large = self._of_sources(among, [test and not own for test, own in pairs])
        small = self._of_sources(among, [not test and not own for test, own in pairs])
        chosen = [
            taken(strata, groups, large, VALIDATION_SHARE, seed),
            taken(strata, groups, small, VALIDATION_SHARE, seed, SMALL),
        ]
        return among[np.isin(groups[among], groups[np.concatenate(chosen)])]

    def _of_sources(self, among: Places, wanted: Sequence[bool]) -> Places:
        return among[np.isin(self.owners[among], np.flatnonzero(wanted))]

    def _without_seen(self, notes: list[str]) -> Places:
        """Return the pictures that are cut, without those that a given part has, too."""
        known = self._given(KNOWN)
        seen = np.concatenate([self._given(VALIDATION), self._given(TEST)])
        if not len(seen):
            return known
        keys = np.ascontiguousarray(self._digests).view(f"V{self._digests.shape[1]}").ravel()
        twice = np.isin(keys[known], np.unique(keys[seen]))
        for label in np.unique(self.labels[known]):
            mine = self.labels[known] == label
            if twice[mine].all():  # without them nothing could be learnt of the class
                twice[mine] = False
        count = int(np.count_nonzero(twice))
        if count:
            text = ngettext(
                "{n} picture is in the validation or the test, too; it is not learnt from.",
                "{n} pictures are in the validation or the test, too; they are not learnt from.",
                count,
            )
            notes.append(text.format(n=count))
            self.seen = tuple(map(self._seen, known[twice].tolist()))
        return known[~twice]

    def _seen(self, place: int) -> PassedOver:
        number = int(self._block[place])
        names = self.blocks[number].names
        mine = int(np.count_nonzero(self._block[:place] == number))
        name = names[mine] if names else _("picture {number}").format(number=mine)
        text = _("{name} is in the validation or the test, too.")
        return PassedOver(name, text.format(name=name))

    def _given(self, part: str) -> Places:
        places = [n for n, block in enumerate(self.blocks) if block.part == part]
        return np.flatnonzero(np.isin(self._block, places))

    def _tests(self, tested: Places) -> dict[str, Places]:
        parts: dict[str, Places] = {}
        for number, title in enumerate(self._titles):
            if not self._has_test[number]:
                mine = tested[self.owners[tested] == number]
                if len(mine):
                    parts[title] = mine
                continue
            for place, block in enumerate(self.blocks):
                if block.part == TEST and self._owner_of(place) == number:
                    name = block.test or title
                    name = f"{title}: {name}" if name in parts else name
                    parts[name] = np.flatnonzero(self._block == place)
        return parts

    def _owner_of(self, block: int) -> int:
        counts = np.flatnonzero(self._block == block)
        return int(self.owners[counts[0]]) if len(counts) else -1
