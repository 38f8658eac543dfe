import gzip
import json
import struct

import numpy as np
import pytest

from cnnviz.data import splits
from cnnviz.data.catalogue import info
from cnnviz.data.names import DataNameError, checked_name


def idx(array):
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.fixture
def folder(tmp_path):
    """Forty and ten pictures that all differ, in the form of MNIST."""
    random = np.random.default_rng(0)
    for part, count in (("train", 40), ("t10k", 10)):
        pictures = random.integers(0, 255, (count, 28, 28), dtype=np.uint8)
        labels = (np.arange(count) % 10).astype(np.uint8)
        for name, array in (("images-idx3", pictures), ("labels-idx1", labels)):
            (tmp_path / f"{part}-{name}-ubyte.gz").write_bytes(gzip.compress(idx(array), mtime=0))
    return tmp_path


def pictures_of(part):
    return [picture.tobytes() for picture in part.pictures]


def test_the_parts_have_no_picture_in_common(folder):
    data = splits.load([str(folder), "strokes:60"], seed=0)
    everything = [*pictures_of(data.training), *pictures_of(data.validation)]
    for test in data.tests.values():
        everything += pictures_of(test)
    assert len(everything) == 40 + 10 + 60 + 60
    assert len(set(everything)) == len(everything)


def test_sources_are_joined_and_their_test_sets_named(folder):
    data = splits.load([str(folder), "strokes:60"], seed=0)
    assert len(data.training.labels) == 30 + 50
    assert len(data.validation.labels) == 10 + 10  # one of each class and source
    assert set(data.tests) == {folder.name, "strokes"}


def test_the_seed_chooses_the_validation_pictures(folder):
    first, same, other = (splits.load([str(folder)], seed) for seed in (0, 0, 1))
    assert pictures_of(first.validation) == pictures_of(same.validation)
    assert pictures_of(first.validation) != pictures_of(other.validation)


@pytest.mark.parametrize(
    "source",
    ["strokes:", "strokes:many", "strokes:-5", "strokes:3", "strokes:²", "strokes:9999999"],
)
def test_a_wrong_count_is_told(source):
    with pytest.raises(ValueError, match="count from 20"):
        splits.load([source], seed=0)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(ValueError, match="no folder"):
        splits.load([str(tmp_path / "nowhere")], seed=0)


def test_pictures_of_different_sizes_are_refused(folder):
    small = np.zeros((40, 8, 8), dtype=np.uint8)
    for part in ("train", "t10k"):
        path = folder / f"{part}-images-idx3-ubyte.gz"
        path.write_bytes(gzip.compress(idx(small[: 40 if part == "train" else 10]), mtime=0))
    with pytest.raises(ValueError, match="differ in size"):
        splits.load([str(folder), "strokes:20"], seed=0)


def test_real_digits_are_cut_in_three_that_never_overlap():
    loaded = splits.load(["digits"], 0)
    parts = [loaded.training, loaded.validation, *loaded.tests.values()]
    assert sum(len(part.labels) for part in parts) == 1797
    assert loaded.training.pictures.shape[1:] == (1, 28, 28)
    numbers = [hash(p.tobytes()) for part in parts for p in part.pictures]
    assert len(set(numbers)) > 1790  # a few people wrote alike
    assert np.bincount(loaded.training.labels).min() > 100


def test_a_folder_of_pictures_has_a_class_for_each_folder(tmp_path):
    from PIL import Image

    random = np.random.default_rng(0)
    for name in ("cat", "dog"):
        (tmp_path / name).mkdir()
        for number in range(10):
            pixels = random.integers(0, 256, (20, 30, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / name / f"{number}.png")
    loaded = splits.load([str(tmp_path)], 0)
    assert loaded.classes == ("cat", "dog")
    assert loaded.training.pictures.shape[1:] == (3, 64, 64)
    (tmp_path / "dog" / "broken.png").write_bytes(b"no picture")
    again = splits.load([str(tmp_path)], 0)
    assert [each.name for each in again.passed] == ["dog/broken.png"]
    assert again.fingerprint == loaded.fingerprint


def test_a_folder_with_neither_is_told(tmp_path):
    with pytest.raises(ValueError, match="holds no data set"):
        splits.load([str(tmp_path)], 0)


def test_cifar_is_read_without_unpacking(tmp_path):
    import io
    import tarfile

    from cnnviz.data.cifar import RECORD, read_cifar

    random = np.random.default_rng(0)
    archive = tmp_path / "cifar-10-binary.tar.gz"
    with tarfile.open(archive, "w:gz") as files:
        for name in [f"data_batch_{n}.bin" for n in range(1, 6)] + ["test_batch.bin"]:
            records = random.integers(0, 256, (4, RECORD), dtype=np.uint8)
            records[:, 0] = (3, 1, 4, 1)
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = records.size
            files.addfile(member, io.BytesIO(records.tobytes()))
    pictures, labels = read_cifar(archive, "train")
    assert pictures.shape == (20, 3, 32, 32)
    assert labels.tolist() == [3, 1, 4, 1] * 5
    archive.write_bytes(archive.read_bytes()[:200])
    with pytest.raises(ValueError, match="is damaged"):
        read_cifar(archive, "train")


def test_strokes_come_in_any_size():
    large, usual = (splits.load([source], 0) for source in ("strokes:40:48", "strokes:40"))
    assert large.training.pictures.shape[1:] == (1, 48, 48)
    np.testing.assert_array_equal(large.training.labels, usual.training.labels)
    ink = [part.training.pictures.mean() for part in (large, usual)]
    assert ink[0] == pytest.approx(ink[1], rel=0.1)
    for wrong in ("strokes:40:4", "strokes:40:9:9", "strokes:40:x"):
        with pytest.raises(ValueError, match="must name"):
            splits.load([wrong], 0)


def numbered(folder, labels, names=None, spelling="{part}-{what}-idx{axes}-ubyte"):
    """Write IDX files whose pictures all differ."""
    random = np.random.default_rng(len(str(folder)))
    folder.mkdir(exist_ok=True)
    for part in ("train", "t10k"):
        pictures = random.integers(0, 255, (len(labels), 28, 28), dtype=np.uint8)
        for what, array in (("images", pictures), ("labels", np.array(labels, np.uint8))):
            name = spelling.format(part=part, what=what, axes=array.ndim)
            (folder / name).write_bytes(idx(array))
    if names:
        (folder / "classes.json").write_text(json.dumps(names))
    return str(folder)


@pytest.mark.parametrize(
    "spelling",
    [
        "{part}-{what}-idx{axes}-ubyte", "{part}-{what}.idx{axes}-ubyte",
        "{part}-{what}-idx{axes}.ubyte", "{part}_{what}_idx{axes}_ubyte",
        "emnist-digits-{part}-{what}-idx{axes}-ubyte",
    ],
)  # fmt: skip
def test_idx_files_are_found_as_they_are_spelt(tmp_path, spelling):
    folder = numbered(tmp_path / "set", [0, 1] * 10, spelling=spelling)
    assert len(splits.load([folder], 0).training.labels) == 18


def test_two_sets_of_idx_files_in_one_folder_are_refused(tmp_path):
    for name in ("letters", "digits"):
        folder = numbered(tmp_path, [0, 1], spelling=f"{name}-{{part}}-{{what}}-idx{{axes}}-ubyte")
    with pytest.raises(ValueError, match="holds several data sets"):
        splits.load([folder], 0)


@pytest.mark.parametrize(
    ("part", "names", "words"),
    [
        ("t10k", None, "its test has a label 200, those to learn from end at 1"),
        ("t10k", ["a", "b"], "it has a label 200, and the names of 2 classes"),
        ("train", ["a", "b"], "it has a label 200, and the names of 2 classes"),
        ("", ["a", "a"], "two classes in classes.json have the same name"),
    ],
)
def test_labels_are_checked_before_anything_is_learnt(tmp_path, part, names, words):
    folder = numbered(tmp_path / "set", [0, 1] * 10, names)
    if part:
        labels = np.array([0, 1, 200, 1], np.uint8)
        (tmp_path / "set" / f"{part}-labels-idx1-ubyte").write_bytes(idx(labels))
        pictures = np.zeros((4, 28, 28), np.uint8)
        (tmp_path / "set" / f"{part}-images-idx3-ubyte").write_bytes(idx(pictures))
    with pytest.raises(ValueError, match=words):
        splits.load([folder], 0)


def by_class(data):
    """The pictures of each class, by its name."""
    parts = [data.training, data.validation, *data.tests.values()]
    found = {}
    for part in parts:
        for picture, label in zip(part.pictures, part.labels, strict=True):
            found.setdefault(data.classes[label], set()).add(picture.tobytes())
    return found


def test_sources_are_joined_by_the_names_of_their_classes(tmp_path):
    first = numbered(tmp_path / "a", [0, 1] * 5, ["cat", "dog"])
    second = numbered(tmp_path / "bb", [0, 1] * 5, ["ant", "cat"])
    together = by_class(splits.load([first, second], 0))
    alone = [by_class(splits.load([source], 0)) for source in (first, second)]
    assert together == {
        "cat": alone[0]["cat"] | alone[1]["cat"], "dog": alone[0]["dog"], "ant": alone[1]["ant"]
    }  # fmt: skip


def test_other_things_with_the_same_numbers_are_other_classes(tmp_path):
    shirts = numbered(tmp_path / "shirts", [0, 1] * 5, ["shirt", "shoe"])
    joined = splits.load(["strokes:40", shirts], 0)
    assert joined.classes == (*map(str, range(10)), "shirt", "shoe")


def test_folders_of_one_name_are_told_apart(tmp_path):
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
    folders = [numbered(tmp_path / place / "pictures", [0, 1] * 5) for place in ("one", "two")]
    assert set(splits.load(folders, 0).tests) == {"one/pictures", "two/pictures"}
    assert set(splits.load([folders[0]] * 2, 0).tests) == {"pictures", "pictures (2)"}


@pytest.mark.parametrize(
    "sources",
    [
        ("strokes:50", "strokes:100"), ("digits", "digits"), ("swans:40", "swans:40"),
        ("strokes:40", "digits", "strokes:60"),
    ],
)  # fmt: skip
def test_no_picture_is_in_two_parts_whatever_is_joined(sources):
    data = splits.load(sources, 0)
    parts = [set(pictures_of(part)) for part in (data.training, data.validation)]
    tested = set().union(*(pictures_of(part) for part in data.tests.values()))
    assert not parts[0] & parts[1]
    assert not tested & (parts[0] | parts[1])
    assert len(data.tests) >= len(set(sources))


@pytest.mark.parametrize("seed", range(20))
def test_every_class_is_watched_whatever_the_seed(seed):
    data = splits.load(["strokes:20"], seed)
    assert np.bincount(data.validation.labels).tolist() == [1] * 10
    assert np.bincount(data.training.labels).tolist() == [1] * 10


@pytest.mark.parametrize("name", ["strokes", "swans", "scenes"])
def test_a_count_that_is_left_out_is_named(name):
    found = checked_name(name)
    assert found.text == f"{name}:{info(name).counts[0]}"
    assert found.text in found.note


def test_a_folder_of_the_name_of_a_set_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digits").mkdir()
    assert checked_name("digits").known is info("digits")
    assert "There is a folder digits here, too" in checked_name("digits").note
    assert checked_name("./digits").text == str(tmp_path / "digits")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("strokez:20", "did you mean strokes:20?"), ("", "There is no folder"),
        ("digits:5", "takes no count"), ("a\0b", "There is no folder"),
        ("scenes:40:9", "40 to 200000"), ("mnist:60000", "takes no count"),
    ],
)  # fmt: skip
def test_one_check_of_a_name_tells_what_is_wrong(name, words):
    with pytest.raises(DataNameError) as refused:
        checked_name(name)
    assert words in str(refused.value)


def test_a_file_is_no_data_set(tmp_path):
    (tmp_path / "pets.zip").write_bytes(b"PK")
    with pytest.raises(DataNameError, match="is a file; name the folder"):
        checked_name(str(tmp_path / "pets.zip"))
