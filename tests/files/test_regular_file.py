"""Only files are opened, at once and up to a size; all else is told by its kind."""

import errno
import os
import socket
import tracemalloc

import pytest

from cnnviz.files.os_reasons import os_reason
from cnnviz.files.regular_file import (
    NotRegularError,
    open_regular,
    open_to_append,
    read_regular,
)

pytestmark = pytest.mark.timeout(20, method="thread")  # a pipe would wait for ever


def test_a_file_is_read_up_to_its_largest_size(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    assert read_regular(tmp_path / "a", 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4e-06 MB") as refused:
        read_regular(tmp_path / "a", 4)
    assert refused.value.errno == errno.EFBIG


def test_a_file_that_memory_does_not_do_for_is_told(tmp_path):
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(2**42)
    with pytest.raises(OSError, match="huge") as refused:
        read_regular(tmp_path / "huge", 2**50)
    assert "not enough memory; close" in os_reason(refused.value)


def test_a_link_is_followed(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with open_regular(tmp_path / "link") as file:
        assert file.read() == b"12345"


def test_a_file_that_grows_while_it_is_read_is_no_larger_than_allowed(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"12345")

    class Small:
        st_mode, st_size = (tmp_path / "a").stat().st_mode, 1

    monkeypatch.setattr(os, "fstat", lambda handle: Small)
    with pytest.raises(OSError, match="larger"):
        read_regular(tmp_path / "a", 4)


def test_pipes_devices_and_sockets_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        for path in (tmp_path / "pipe", tmp_path / "socket", "/dev/zero", "/dev/null"):
            with pytest.raises(NotRegularError, match="it is a device or a pipe"):
                open_regular(path)


def test_other_things_are_told_by_their_kind(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "none")
    with pytest.raises(IsADirectoryError, match="it is a folder"):
        open_regular(tmp_path)
    with pytest.raises(ValueError, match="null"):
        open_regular(tmp_path / "a\0b")


def test_no_handle_stays_open_after_a_refusal(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for _ in range(5):
        with pytest.raises(NotRegularError):
            open_regular(tmp_path / "pipe")
    after = len(os.listdir("/proc/self/fd")) if before else 0
    assert after == before


def test_a_file_grows_at_its_end_and_is_made_where_there_is_none(tmp_path):
    for text in (b"one", b"two"):
        with open_to_append(tmp_path / "a") as file:
            file.write(text)
    assert (tmp_path / "a").read_bytes() == b"onetwo"


def test_nothing_is_written_into_pipes_and_devices(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to a pipe").symlink_to("pipe")
    for path in (tmp_path / "pipe", tmp_path / "to a pipe", "/dev/null"):
        with pytest.raises(NotRegularError):
            open_to_append(path)
    with pytest.raises(IsADirectoryError):
        open_to_append(tmp_path)


def test_a_pipe_that_took_the_place_of_a_file_is_noticed(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    state = os.stat(tmp_path / "file")
    monkeypatch.setattr(os, "stat", lambda path: state)
    for opened in (open_regular, open_to_append):
        with pytest.raises(NotRegularError):
            opened(tmp_path / "pipe")


def test_a_small_file_takes_little_memory_however_large_it_may_be(tmp_path):
    """Python takes as much memory as it is told to read: gigabytes for a file of some bytes."""
    path = tmp_path / "small"
    path.write_bytes(b"abc" * 1000)
    tracemalloc.start()
    try:
        assert read_regular(path, 4_000_000_000) == b"abc" * 1000
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
