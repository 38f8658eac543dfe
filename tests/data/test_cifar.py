import gzip
import io
import tarfile
import tracemalloc

import numpy as np
import pytest

from cnnviz.data import cifar
from cnnviz.data.cifar import RECORD, read_cifar

NAMES = [f"cifar-10-batches-bin/data_batch_{number}.bin" for number in range(1, 6)]
NAMES += ["cifar-10-batches-bin/test_batch.bin"]


def archive(path, contents):
    with tarfile.open(path, "w:gz") as files:
        for name, content in contents:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            files.addfile(member, io.BytesIO(content))
    return path


def records(number):
    return bytes([number, *([number] * (RECORD - 1))]) * 2


def test_the_files_are_read_in_their_order_however_they_are_stored(tmp_path):
    stored = [(name, records(number)) for number, name in enumerate(NAMES)]
    path = archive(tmp_path / "a.tar.gz", [("other", b"x" * 999), *reversed(stored)])
    pictures, labels = read_cifar(path, "train")
    assert pictures.shape == (10, 3, 32, 32)
    np.testing.assert_array_equal(labels, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    np.testing.assert_array_equal(pictures[:, 0, 0, 0], labels)
    assert read_cifar(path, "t10k")[1].tolist() == [5, 5]


@pytest.mark.parametrize(
    "contents",
    [[], [(NAMES[5], b"")], [(NAMES[5], bytes(RECORD - 1))], [(NAMES[0], bytes(RECORD))],
     [(NAMES[5], bytes(cifar.PICTURES * RECORD + 1))]],
    ids=["empty", "no bytes", "part of a picture", "another file", "too large"],
)  # fmt: skip
def test_what_is_missing_or_cut_is_told(tmp_path, contents):
    with pytest.raises(ValueError, match="is damaged"):
        read_cifar(archive(tmp_path / "a.tar.gz", contents), "t10k")


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(cifar, "LARGEST", 2_000_000)
    header = tarfile.TarInfo("a" * 99)
    header.size, header.type = 50_000_000, tarfile.GNUTYPE_LONGNAME  # read whole, as a name
    path = tmp_path / "bomb.tar.gz"
    path.write_bytes(gzip.compress(header.tobuf() + bytes(50_000_000), mtime=0))
    tracemalloc.start()
    with pytest.raises(ValueError, match="unpacks to far more"):
        read_cifar(path, "t10k")
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("content", [b"", b"no archive", gzip.compress(b"no archive", mtime=0)])
def test_what_is_no_archive_is_told(tmp_path, content):
    (tmp_path / "a.tar.gz").write_bytes(content)
    with pytest.raises(ValueError, match="is damaged"):
        read_cifar(tmp_path / "a.tar.gz", "t10k")
