"""Folders of odd content, made at random: none ends a set, and nothing is learnt from unseen."""

import os

import numpy as np
import pytest

from cnnviz.data import splits
from cnnviz.state.data_sheet import Wanted, read_sheet
from tests.data.odd_pictures import BAD, GOOD, SPECIAL, plain

SOME, MANY = 40, 200  # folders
SHAPE, RESIZE = (1, 8, 8), "border"
NAMES = ("cat", "dog", "class 10", "class 2", "Ünï", "日本", "a.b", "train wreck", "…")
HIDDEN = (".git", "__MACOSX", ".ipynb_checkpoints")


class OddFolder:
    """A data set as nobody would wish it, and what is known of it."""

    def __init__(self, root, seed):
        self.root, self.random = root, np.random.default_rng(seed)
        root.mkdir()
        self.good = set()  # what must be learnt from, watched or tested on
        self.classes = [str(name) for name in self.random.choice(NAMES, 3, replace=False)]
        base = root / "wrapped" if self.happens(0.2) else root
        if self.happens(0.4):
            self._make_parts(base)
        else:
            self._make_classes(base, self.classes, 3)
            if self.happens(0.4):
                self._make_few(base / "few")
        if self.happens(0.3):
            self._make_classes(root, [str(self.random.choice(HIDDEN))], 2, is_good=False)
        if self.happens(0.3):
            (base / "readme.txt").write_bytes(b"none")

    def happens(self, share):
        return self.random.random() < share

    def _make_parts(self, base):
        self._make_classes(base / "train", self.classes, 4)
        if self.happens(0.6):
            self._make_classes(base / "val", self.classes, 1)
        if self.happens(0.6) or not (base / "val").exists():
            self._make_classes(base / "Test", self.classes[:2], 1)

    def _make_classes(self, base, names, least, is_good=True):
        for name in names:
            folder = base / name
            folder.mkdir(parents=True)
            for number in range(int(self.random.integers(least, least + 4))):
                self._put(folder / f"{number}.png", plain, is_good)
            self._make_odd(folder, is_good)

    def _make_few(self, folder):
        folder.mkdir()
        (folder / "only.png").write_bytes(plain(self.random))

    def _make_odd(self, folder, is_good):
        for name in self._some(GOOD, 0.15):
            self._put(folder / name, GOOD[name], is_good)
        for name in self._some(BAD, 0.25):
            (folder / name).write_bytes(BAD[name](self.random))
        for name in self._some(SPECIAL, 0.2):
            SPECIAL[name](folder / name)
        if self.happens(0.2):
            (folder / "copy.png").write_bytes((folder / "0.png").read_bytes())
        if self.happens(0.2):
            (folder / "within").mkdir()
            self._put(folder / "within" / "5.jpg", GOOD["photo.jpg"], is_good)

    def _some(self, names, share):
        return [name for name in names if self.happens(share)]

    def _put(self, path, made, is_good):
        path.write_bytes(made(self.random))
        if is_good:
            self.good.add(path)


def names_of(found):
    return {found.name(int(place)) for places in found.parts.values() for place in places}


def is_told(path, root, names, passed):
    """Whether a file is used, or it or a folder around it was passed over aloud."""
    inner = [str(part) for part in path.relative_to(root).parts]
    ends = ["/".join(inner[begin : end + 1]) for begin in (0, 1) for end in range(len(inner))]
    return any(end in names or end in passed for end in ends)


@pytest.mark.timeout(3600, method="thread")  # of all folders, on a machine that does much else
def test_folders_of_odd_content(tmp_path, thorough, monkeypatch):
    monkeypatch.setattr("cnnviz.data.picture_pool.MOST_PROCESSES", 1)  # they start so often
    for seed in range(MANY if thorough else SOME):
        check(OddFolder(tmp_path / f"set {seed}", seed), seed)


def check(made, seed):
    """Nothing is lost, nothing is silent, and what is learnt from is shown."""
    root = made.root
    found = splits.collected([str(root)], seed, SHAPE, RESIZE)
    assert sorted(found.classes) == sorted(made.classes), seed
    names, passed = names_of(found), {each.name for each in found.passed}
    assert not names & passed, seed
    for folder, folders, files in os.walk(root):
        for name in [*files, *(f for f in folders if f == "ring")]:
            path = root.__class__(folder, name)
            assert is_told(path, root, names, passed), (seed, path)
            if path in made.good:
                assert path.relative_to(root).as_posix().removeprefix("wrapped/") in names
    for part in found.parts:
        assert part not in ("training", "validation") or min(found.counts(part)) > 0, seed
    check_shown(str(root), seed)


def check_shown(source, seed):
    """What is learnt from is what the contact sheet shows."""
    learnt = splits.load([source], seed, SHAPE, RESIZE)
    sheet = read_sheet(Wanted((source,), seed, SHAPE, RESIZE))
    parts = {"training": learnt.training, "validation": learnt.validation, **learnt.tests}
    assert list(sheet.parts) == list(parts)
    for part, pictures in parts.items():
        numbers = np.arange(len(pictures.labels))
        np.testing.assert_array_equal(sheet.pictures(part, numbers), pictures.pictures)
        np.testing.assert_array_equal(sheet.labels(part), pictures.labels)
