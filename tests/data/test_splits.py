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
            (tmp_path / f"{part}-{name}-ubyte.gz").write_bytes(gzip.compress(idx(array)))
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
        path.write_bytes(gzip.compress(idx(small[: 40 if part == "train" else 10])))
    with pytest.raises(ValueError, match="differ in size"):
        splits.load([str(folder), "strokes:20"], seed=0)
