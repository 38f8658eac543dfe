"""Work that was not saved: kept as differences, read back to the bit, and trusted in nothing."""

import errno
import os
from contextlib import suppress

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Flatten, Linear
from cnnviz.cnn.network import chain
from cnnviz.files.strict_zip import StrictZip
from cnnviz.project.array_difference import array_difference, with_numbers
from cnnviz.project.picture import Picture
from cnnviz.project.place import Place
from cnnviz.project.project import new_project, with_parameter, with_picture
from cnnviz.project.project_file import project_bytes, read_project, save_project
from cnnviz.project.recovery_file import Base, Work, glance, work_bytes, work_from_bytes
from cnnviz.project.recovery_folder import (
    COPY,
    HELD,
    WORK,
    RecoveryFolder,
    left_folders,
    new_folder,
)


def small():
    return new_project(architectures.build("simplest-cnn"))


def large(side=2000):
    """A network of 16 MB, in one array."""
    weight = np.random.default_rng(0).random((side, side), np.float32)
    layers = (Flatten(), Linear(weight, None))
    network = chain("large", "Large", (1, 1, side), layers)
    return new_project(network, Picture("matrix", np.ones((1, 1, side), np.float32)))


def edited(project, *values):
    node = "fc1"
    for i, value in enumerate(values):
        project = with_parameter(project, node, "weight", (0, i), value)
    return project


def always():
    return True


def sizes(folder):
    return {path.name.split("-")[0]: path.stat().st_size for path in folder.path.iterdir()}


@pytest.mark.parametrize("odd", [np.nan, -0.0, np.inf, 1e-45])
def test_numbers_of_every_kind_differ_by_their_bits(odd):
    before = np.zeros((3, 1000), np.float32)
    after = before.copy()
    after[1, 7] = odd
    found = array_difference(before, after)
    assert found.at.tolist() == [1007]
    assert with_numbers(before, found.at, found.after).tobytes() == after.tobytes()
    assert with_numbers(after, found.at, found.before).tobytes() == before.tobytes()


def test_a_difference_is_no_larger_than_the_arrays():
    before = np.zeros(3000, np.float32)
    assert array_difference(before, np.ones(3000, np.float32)) is None
    assert array_difference(before, np.zeros(3001, np.float32)) is None
    assert array_difference(before, before.copy()).at.size == 0


def test_small_work_stands_whole_in_its_file(tmp_path):
    project = edited(small(), 1.5, float("nan"))
    place = Place(node="conv1")
    work = Work(project, place, "lesson.cnnviz")
    read = work_from_bytes(work_bytes(work, None), tmp_path)
    assert project_bytes(read.project, read.place) == project_bytes(project, place)
    assert (read.name, read.file) == ("lesson.cnnviz", None)


def test_large_work_costs_what_was_changed(tmp_path):
    """A network of 16 MB and a few numbers: a few kilobytes, from its file."""
    path = tmp_path / "large.cnnviz"
    save_project(path, large())
    saved = read_project(path)
    base = Base(path, saved.fingerprint.digest, saved.project)
    project = edited(saved.project, 1.5, 2.5, -0.0)
    folder = new_folder(tmp_path / "recovery")
    folder.write(Work(project, None, "large", path, saved.fingerprint), base, always)
    assert sizes(folder)[WORK] < 50_000
    assert set(sizes(folder)) == {WORK, HELD}  # the second name of the file takes no room
    read = folder.read()
    assert project_bytes(read.project) == project_bytes(project)
    assert read.file == path
    assert read.fingerprint.is_of(path)


def test_work_that_is_in_no_file_is_copied_once(tmp_path):
    folder = new_folder(tmp_path / "recovery")
    project = edited(large(), 0.5)
    folder.write(Work(project, None, "large"), None, always)
    copy = next(folder.path.glob(f"{COPY}-*"))
    assert copy.stat().st_size < 17_000_000  # not the weights that were opened once more
    for value in (1.0, 2.0, 3.0):
        project = edited(project, value)
        folder.write(Work(project, None, "large"), None, always)
    assert list(folder.path.glob(f"{COPY}-*")) == [copy]
    assert sizes(folder)[WORK] < 50_000
    assert project_bytes(folder.read().project) == project_bytes(project)


def test_another_network_is_copied_in_place_of_the_first(tmp_path):
    folder = new_folder(tmp_path / "recovery")
    folder.write(Work(large(), None, "large"), None, always)
    other = large(1500)
    folder.write(Work(other, None, "large"), None, always)
    assert len(list(folder.path.glob(f"{COPY}-*"))) == 1
    assert project_bytes(folder.read().project) == project_bytes(other)


def test_the_version_before_serves_where_the_file_was_saved_over(tmp_path):
    path = tmp_path / "large.cnnviz"
    save_project(path, large())
    saved = read_project(path)
    base = Base(path, saved.fingerprint.digest, saved.project)
    work = Work(edited(saved.project, 1.5), None, "large", path, saved.fingerprint)
    data = work_bytes(work, base)
    save_project(path, edited(large(), 7.0))  # a kill between this and the end of the copy
    assert project_bytes(work_from_bytes(data, tmp_path).project) == project_bytes(work.project)
    save_project(path, edited(large(), 8.0))
    with pytest.raises(ValueError, match=r"changed in large\.cnnviz"):
        work_from_bytes(data, tmp_path)


def held_work(tmp_path):
    """A project in a file, and work on it that is kept."""
    path = tmp_path / "own.cnnviz"
    known = save_project(path, large())
    saved = read_project(path).project
    work = Work(edited(saved, 1.0), None, "own.cnnviz", path, known)
    folder = new_folder(tmp_path / "recovery")
    folder.write(work, Base(path, known.digest, saved), always)
    return path, folder, work


@pytest.mark.parametrize("can_link", [True, False])
@pytest.mark.parametrize("what", ["removed", "renamed", "replaced twice"])
def test_work_does_not_depend_on_what_becomes_of_the_file(tmp_path, monkeypatch, can_link, what):
    if not can_link:
        monkeypatch.setattr(os, "link", no_link)
    path, folder, work = held_work(tmp_path)
    if what == "removed":
        path.unlink()
    elif what == "renamed":
        path.rename(tmp_path / "other.cnnviz")
    else:
        for _ in range(2):  # then the version before is another one, too
            save_project(path, small())
    again = folder.read().project
    assert project_bytes(again) == project_bytes(work.project)
    folder.remove()
    assert not folder.path.exists()


def no_link(*given, **more):
    raise OSError(errno.EPERM, "no second names here")


def test_the_file_is_held_once_and_costs_no_room_where_it_has_a_second_name(tmp_path):
    path, folder, work = held_work(tmp_path)
    (held,) = folder.path.glob(f"{HELD}-*")
    assert os.path.samefile(held, path)
    base = Base(path, work.fingerprint.digest, read_project(path).project)
    first = Work(edited(base.project, 1.0, 2.0), None, "own.cnnviz", path, work.fingerprint)
    folder.write(first, base, always)  # of another project: opened again
    folder.write(first, base, always)
    assert len([*folder.path.glob(f"{HELD}-*")]) == 1
    assert project_bytes(folder.read().project) == project_bytes(first.project)


def test_a_file_that_was_changed_before_it_was_held_is_copied_whole(tmp_path):
    path = tmp_path / "own.cnnviz"
    known = save_project(path, large())
    saved = read_project(path).project
    path.write_bytes(b"another program")
    folder = new_folder(tmp_path / "recovery")
    work = Work(edited(saved, 1.0), None, "own.cnnviz", path, known)
    folder.write(work, Base(path, known.digest, saved), always)
    assert project_bytes(folder.read().project) == project_bytes(work.project)


def test_a_glance_tells_name_and_picture_without_the_base(tmp_path):
    picture = Picture("image", np.full((3, 300, 200), 0.5, np.float32))
    project = with_picture(small(), picture)
    seen = glance(work_bytes(Work(project, None, "ñandú"), None))
    assert seen.name == "ñandú"
    assert max(seen.picture.pixels.shape) <= 96
    assert seen.picture.kind == "image"


def test_damaged_work_is_refused_in_words(tmp_path, thorough):
    path = tmp_path / "large.cnnviz"
    project = with_picture(small(), Picture("matrix", np.ones((1, 4, 4), np.float32)))
    save_project(path, project)
    saved = read_project(path)
    base = Base(path, saved.fingerprint.digest, saved.project)
    good = work_bytes(Work(edited(saved.project, 1.5), None, "x", path, saved.fingerprint), base)
    assert StrictZip(good).names
    random = np.random.default_rng(3)
    for _ in range(3000 if thorough else 300):
        data = bytearray(good)
        for _ in range(random.integers(1, 4)):
            data[random.integers(len(data))] = random.integers(256)
        cut = len(data) if random.random() < 0.7 else int(random.integers(len(data)))
        for read in (glance, lambda data: work_from_bytes(data, tmp_path)):
            with suppress(ValueError):  # nothing else, and no crash
                read(bytes(data[:cut]))


def test_the_folder_of_a_window_that_is_there_is_not_offered(tmp_path):
    folder = new_folder(tmp_path)
    folder.write(Work(small(), None, "x"), None, always)
    assert left_folders(tmp_path) == []
    folder.free()  # as the system does when the process is gone
    (left,) = left_folders(tmp_path)
    assert left.path == folder.path
    assert left_folders(tmp_path) == []  # it is ours now


def test_a_folder_without_work_is_swept(tmp_path):
    folder = new_folder(tmp_path)
    folder.write(Work(small(), None, "x"), None, always)
    folder.free()
    (folder.path / WORK).unlink()
    assert left_folders(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_what_is_overtaken_is_not_written(tmp_path):
    folder = new_folder(tmp_path)
    folder.write(Work(small(), None, "x"), None, lambda: False)
    assert list(tmp_path.iterdir()) == []
    wanted = iter([True, True, False])  # while the copy of a large network is written
    folder.write(Work(large(), None, "x"), None, lambda: next(wanted))
    assert not folder.written
    assert not list(folder.path.iterdir())


def test_a_removed_folder_leaves_nothing(tmp_path):
    folder = RecoveryFolder(tmp_path / "one")
    folder.write(Work(large(), None, "x"), None, always)
    folder.remove()
    assert list(tmp_path.iterdir()) == []
    folder.write(Work(small(), None, "x"), None, always)  # the next edit
    assert folder.written
