"""A kernel in a text file: read as it was written, and nothing that is no such file."""

import os

import numpy as np
import pytest

from cnnviz.views.inspector.kernel_file import LARGEST_FILE, read_kernel, write_kernel


def test_weights_are_read_as_they_were_written(tmp_path):
    weights = np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32)
    write_kernel(tmp_path / "kernel.txt", weights)
    np.testing.assert_array_equal(read_kernel(tmp_path / "kernel.txt"), weights)


def test_a_file_of_a_spreadsheet_with_its_mark_is_read(tmp_path):
    (tmp_path / "kernel.csv").write_bytes(b"\xef\xbb\xbf1,2\r\n3,4\r\n")
    assert read_kernel(tmp_path / "kernel.csv").tolist() == [[1, 2], [3, 4]]


@pytest.mark.timeout(20)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_holds_nothing_up(tmp_path):
    """Opened by the system's own call it waits for a writer, for ever."""
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(OSError):  # noqa: PT011 - what the opener says is its own
        read_kernel(tmp_path / "pipe.txt")


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\xff\xfe\x00", "no text file"), (b"1 " * LARGEST_FILE, "too large"), (b"", "no numbers")],
)
def test_what_is_no_kernel_is_told(tmp_path, content, why):
    (tmp_path / "kernel.txt").write_bytes(content)
    with pytest.raises(ValueError, match=why):
        read_kernel(tmp_path / "kernel.txt")
