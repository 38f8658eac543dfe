import gzip
import struct

import numpy as np
import pytest

from cnnviz.data import splits


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
    assert len(data.training.labels) == 38 + 57
    assert len(data.validation.labels) == 2 + 3
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
    with pytest.raises(FileNotFoundError, match="no folder"):
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
    with pytest.raises(ValueError, match=r"dog: broken\.png is no .*picture"):
        splits.load([str(tmp_path)], 0)


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
