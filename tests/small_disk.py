"""A disk of 4 MB, for whoever may make one."""

import contextlib
import os
import subprocess

import pytest


@contextlib.contextmanager
def small_disk(folder):
    """Put an empty file system of 4 MB over a folder."""
    if getattr(os, "geteuid", lambda: 1)() != 0:
        pytest.skip("only root may make a file system")
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system may be made here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path):
    """Write a file until nothing has room beside it."""
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
