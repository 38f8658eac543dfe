"""Each check of an archive refuses what the others would let through."""

import struct
import zipfile
from io import BytesIO

import pytest

from cnnviz.files.strict_zip import ArchiveError, StrictZip, zip_bytes

GOOD = zip_bytes({"a": b"first", "b": b"second"})
DIRECTORY = GOOD.index(b"PK\x01\x02")


def deflated(content):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", content)
    return file.getvalue()


def with_entries_that_overlap():
    """An archive whose entry "b" lies within "a": zipfile reads both without a word."""
    inner = zip_bytes({"b": b"second"})
    local = inner[: inner.index(b"PK\x01\x02")]
    outer = zip_bytes({"a": local})
    start = outer.index(local)
    entries = bytearray(inner[inner.index(b"PK\x01\x02") : inner.index(b"PK\x05\x06")])
    entries[42:46] = struct.pack("<L", start)
    directory = outer.index(b"PK\x01\x02")
    both = outer[directory : outer.index(b"PK\x05\x06")] + bytes(entries)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(both), directory, 0)
    return outer[:directory] + both + end


def test_entries_come_back():
    archive = StrictZip(GOOD)
    assert archive.names == ("a", "b")
    assert [archive.read(name, 6) for name in archive.names] == [b"first", b"second"]


def test_packed_entries_are_read_too():
    assert StrictZip(deflated(b"x" * 1000)).read("a", 1000) == b"x" * 1000


def test_entries_that_overlap_are_refused_though_zipfile_reads_them():
    data = with_entries_that_overlap()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.read("b") == b"second"
    with pytest.raises(ArchiveError, match="overlap"):
        StrictZip(data)


def test_a_gap_between_entries_is_refused():
    data = GOOD[:DIRECTORY] + b"hidden" + GOOD[DIRECTORY:]
    moved = struct.pack("<L", DIRECTORY + 6)
    with pytest.raises(ArchiveError, match="leave gaps"):
        StrictZip(data[:-6] + moved + data[-2:])


def test_an_entry_that_unpacks_to_far_more_is_refused():
    assert StrictZip(deflated(bytes(999_999))).names == ("a",)
    with pytest.raises(ArchiveError, match="far more than it is"):
        StrictZip(deflated(bytes(2_000_000)))


def test_a_directory_of_many_entries_is_not_even_read():
    entry = GOOD[DIRECTORY : GOOD.index(b"PK\x01\x02", DIRECTORY + 1)]
    directory = entry * 100_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), DIRECTORY, 0)
    with pytest.raises(ArchiveError, match="directory is too large"):
        StrictZip(GOOD[:DIRECTORY] + directory + end)


def test_more_than_was_asked_for_is_never_read():
    with pytest.raises(ArchiveError, match="its b is too large"):
        StrictZip(GOOD).read("b", 5)


def test_a_size_that_lies_is_found_out():
    data = bytearray(deflated(b"x" * 1000))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 900)
    with pytest.raises(ArchiveError, match="its a is damaged"):
        StrictZip(bytes(data)).read("a", 2000)


def test_damaged_contents_are_found_out():
    at = GOOD.index(b"second")
    with pytest.raises(ArchiveError, match="its b is damaged"):
        StrictZip(GOOD[:at] + b"S" + GOOD[at + 1 :]).read("b", 6)


def test_a_missing_entry_is_named():
    with pytest.raises(ArchiveError, match="it holds no c"):
        StrictZip(GOOD).read("c", 6)


def test_a_view_is_what_is_read_and_no_copy_of_what_is_not_packed():
    archive = StrictZip(GOOD)
    for name in archive.names:
        assert bytes(archive.view(name, 5000)) == archive.read(name, 5000)
    assert archive.view(archive.names[0], 5000).obj is GOOD
    assert bytes(StrictZip(deflated(b"x" * 1000)).view("a", 1000)) == b"x" * 1000


def test_a_view_of_a_damaged_archive_is_refused_or_right():
    good = StrictZip(GOOD)
    for at in range(len(GOOD)):
        data = bytearray(GOOD)
        data[at] ^= 0x21
        try:
            archive = StrictZip(bytes(data))
            for name in good.names:
                assert bytes(archive.view(name, 6)) == good.read(name, 6)
        except ArchiveError as error:
            assert str(error)  # noqa: PT017 - both ends are right
