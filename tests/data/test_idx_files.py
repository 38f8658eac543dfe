import gzip
import struct
import tracemalloc

import numpy as np
import pytest

from cnnviz.data.idx_files import read_idx, read_labelled

PICTURES = np.arange(5 * 4 * 3, dtype=np.uint8).reshape(5, 4, 3)
LABELS = np.arange(5, dtype=np.uint8)


def idx(array, kind=0x08):
    header = struct.pack(f">HBB{array.ndim}I", 0, kind, array.ndim, *array.shape)
    return header + array.tobytes()


@pytest.fixture
def folder(tmp_path):
    for part in ("train", "t10k"):
        (tmp_path / f"{part}-images-idx3-ubyte.gz").write_bytes(
            gzip.compress(idx(PICTURES), mtime=0)
        )
        (tmp_path / f"{part}-labels-idx1-ubyte").write_bytes(idx(LABELS))
    return tmp_path


@pytest.mark.parametrize("part", ["train", "t10k"])
def test_plain_and_compressed_files_are_read(folder, part):
    pictures, labels = read_labelled(folder, part)
    np.testing.assert_array_equal(pictures, PICTURES[:, None])
    np.testing.assert_array_equal(labels, LABELS)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "does not begin with two zero bytes"),
        (b"\0\0\x08", "does not begin with two zero bytes"),
        (b"PK\x03\x04" + bytes(20), "does not begin with two zero bytes"),
        (idx(LABELS, kind=0x0D), "type 0x0d"),
        (b"\0\0\x08\0", "header"),
        (idx(PICTURES)[:10], "header"),
        (idx(PICTURES)[:-1], "holds 59"),
        (idx(PICTURES) + b"\0", "holds more"),
        (struct.pack(">HBB3I", 0, 8, 3, *3 * [2**32 - 1]), "more than the file can hold"),
        (struct.pack(">HBB", 0, 8, 255) + bytes(4 * 255), "header"),
        (
            gzip.compress(struct.pack(">HBB3I", 0, 8, 3, 9000, 32, 32), mtime=0),
            "more than the file",
        ),
        (gzip.compress(idx(PICTURES) + bytes(9_000_000), 9, mtime=0), "holds more"),
        (gzip.compress(idx(PICTURES), mtime=0)[:-9], "damaged"),
        (gzip.compress(idx(PICTURES), mtime=0)[:-8] + bytes(8), "damaged"),
        (b"\x1f\x8bnonsense", "damaged"),
    ],
)
def test_a_damaged_file_is_refused_in_words(tmp_path, content, reason):
    path = tmp_path / "some-idx"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=reason):
        read_idx(path)


def test_every_flipped_byte_of_a_compressed_file_is_noticed(tmp_path):
    whole = gzip.compress(idx(PICTURES), mtime=0)
    path = tmp_path / "some-idx"
    for place in range(10, len(whole)):  # the first ten bytes are notes of gzip
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with pytest.raises(ValueError, match="some-idx"):
            read_idx(path)


def test_a_missing_file_is_named(folder):
    (folder / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(ValueError, match="t10k-labels-idx1-ubyte"):
        read_labelled(folder, "t10k")


def test_pictures_need_as_many_labels(folder):
    (folder / "train-labels-idx1-ubyte").write_bytes(idx(LABELS[:-1]))
    with pytest.raises(ValueError, match="do not belong together"):
        read_labelled(folder, "train")


def test_a_bomb_is_refused_by_what_it_states(tmp_path):
    header = struct.pack(">HBB3I", 0, 8, 3, 250_000, 32, 32)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(header + bytes(256_000_000), 9, mtime=0))
    tracemalloc.start()
    with pytest.raises(ValueError, match="more than the file can hold"):
        read_idx(tmp_path / "bomb.gz")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_plain_file_is_read_however_much_alike_its_bytes_are(tmp_path):
    (tmp_path / "even").write_bytes(idx(np.zeros((2000, 32, 32), np.uint8)))
    assert read_idx(tmp_path / "even").shape == (2000, 32, 32)
