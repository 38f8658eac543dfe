"""Closing ends the program within some seconds, whatever is read, downloaded or decoded."""

import socket
import subprocess
import sys
from contextlib import suppress
from threading import Event, Thread

import pytest
from PIL import Image

LONGEST = 6  # seconds; it takes about one, and the machine may do much else


@pytest.fixture
def dripping():
    """The address of a server that sends a byte now and then."""
    is_over = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def serve():
            while not is_over.is_set():
                with suppress(OSError):
                    asked, _ = server.accept()
                    with asked:
                        asked.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n")
                        while not is_over.wait(0.1):
                            asked.sendall(b"x")

        thread = Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        is_over.set()
        thread.join()


@pytest.mark.parametrize("what", ["decode", "download", "read"])
def test_the_program_ends_soon_after_its_window_was_closed(what, tmp_path, dripping, monkeypatch):
    monkeypatch.setenv("CNNVIZ_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    Image.new("L", (9, 9)).save(tmp_path / "a.png")
    argument = dripping if what == "download" else str(tmp_path / "a.png")
    window = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.closed_while", what, argument],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert window.stdout.readline() == "closing\n"
        _, errors = window.communicate(timeout=LONGEST)
    finally:
        window.kill()
    assert [line for line in errors.splitlines() if "propagateSizeHints" not in line] == []
    assert window.returncode == 0
