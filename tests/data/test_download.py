import hashlib
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Timer

import numpy as np
import pytest

from cnnviz.commands.data import listing
from cnnviz.data import splits
from cnnviz.data.catalogue import CATALOGUE, RemoteFile, info
from cnnviz.data.download import CancelledError, DownloadError, download, folder_of, is_here
from cnnviz.data.idx_files import read_labelled, write_labelled

SHARED = Path(__file__).parents[3] / "shared" / "data"


class Server(ThreadingHTTPServer):
    """Serves files of a folder, and misbehaves as it is told."""

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.cuts = 0  # how many answers end in the middle
        self.knows_ranges = True
        self.damage = False
        self.odd = None  # what it does instead of answering
        self.is_over = Event()
        self.asked = []  # (name, Range)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        asked = self.headers.get("Range")
        self.server.asked.append((self.path[1:], asked))
        if self.server.odd is not None:
            self.server.odd(self)
            return
        file = self.server.folder / self.path[1:]
        if not file.is_file():
            self.send_error(404)
            return
        content = file.read_bytes()
        start = 0
        if asked and self.server.knows_ranges:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        if self.server.damage:
            content = bytes(len(content))
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        rest = content[start:]
        if self.server.cuts:
            self.server.cuts -= 1
            rest = rest[: len(rest) // 2]
            self.close_connection = True
        self.wfile.write(rest)

    def log_message(self, *_):
        pass


@pytest.fixture
def folder(tmp_path):
    """Four IDX files as a mirror has them."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    random = np.random.default_rng(0)
    for part, count in (("train", 300), ("t10k", 30)):
        pictures = random.integers(0, 256, (count, 1, 28, 28), dtype=np.uint8)
        write_labelled(folder, part, pictures, (np.arange(count) % 10).astype(np.uint8))
    return folder


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.is_over.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def server(folder):
    with running(Server(folder)) as server:
        yield server


@pytest.fixture
def data(folder, server, monkeypatch, tmp_path):
    """A data set of that mirror."""
    monkeypatch.setenv("CNNVIZ_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    files = tuple(
        RemoteFile(f.name, f.stat().st_size, "sha256:" + hashlib.sha256(f.read_bytes()).hexdigest())
        for f in sorted(folder.iterdir())
    )
    return replace(info("mnist"), mirrors=(server.address,), files=files)


def same(data, folder):
    return all((folder_of(data) / f.name).read_bytes() == (folder / f.name).read_bytes()
               for f in data.files)  # fmt: skip


def test_all_files_come_with_progress_and_only_once(data, folder, server):
    told = []
    download(data, progress=lambda *both: told.append(both))
    assert same(data, folder)
    assert is_here(data)
    assert told[-1] == (data.size, data.size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    count = len(server.asked)
    download(data)
    assert len(server.asked) == count


def test_a_cut_connection_goes_on_where_it_ended(data, folder, server):
    server.cuts = 1
    download(data)
    assert same(data, folder)
    assert any(asked for _, asked in server.asked)  # the rest only


def test_a_server_without_ranges_sends_it_again(data, folder, server):
    server.cuts, server.knows_ranges = 1, False
    download(data)
    assert same(data, folder)


def test_what_is_damaged_is_not_kept(data, server):
    server.damage = True
    with pytest.raises(DownloadError, match=r"MNIST could not be downloaded: .*damaged.*strokes"):
        download(data)
    assert not list(folder_of(data).iterdir())
    assert not is_here(data)


def test_the_next_mirror_is_tried(data, folder, server):
    two = replace(data, mirrors=(f"{server.address}nothing/", server.address))
    download(two)
    assert same(two, folder)


def drip(handler):
    """Announce a file and send a byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    with suppress(OSError):
        while not handler.server.is_over.wait(0.1):
            handler.wfile.write(b"x")
            handler.wfile.flush()


def silent(handler):
    """Take the question and never answer."""
    handler.server.is_over.wait(30)


def silent_later(handler):
    """Announce a file and send nothing."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    handler.server.is_over.wait(30)


@pytest.mark.timeout(10, method="thread")
@pytest.mark.parametrize("odd", [drip, silent, silent_later])
def test_a_cancel_is_heard_while_a_server_drips_or_says_nothing(data, server, odd):
    server.odd = odd
    cancelled = Event()
    Timer(0.5, cancelled.set).start()
    with pytest.raises(CancelledError):
        download(data, is_cancelled=cancelled.is_set)
    assert not is_here(data)


def longer(handler):
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        for _ in range(1000):
            handler.wfile.write(bytes(100_000))


def answering(*headers, status=200, body=b""):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


ODD = {
    "longer than announced": longer,
    "a length that is no number": answering(("Content-Length", "many"), body=b"no file"),
    "a length below nothing": answering(("Content-Length", "-5"), body=b"no file"),
    "a length of 5,000 digits": answering(("Content-Length", "9" * 5000), body=b"no file"),
    "two lengths": answering(("Content-Length", "3"), ("Content-Length", "4"), body=b"abcd"),
    "cut off": answering(("Content-Length", "100"), body=b"abc"),
    "a redirect to nowhere": answering(("Location", "http://[::1"), status=302),
    "a redirect to a file": answering(("Location", "file:///etc/passwd"), status=302),
    "a redirect to an odd name": answering(("Location", f"http://{'a' * 70}.x/"), status=301),
    "a redirect to an odd port": answering(("Location", "http://127.0.0.1:x/"), status=307),
    "a redirect in a ring": lambda handler: answering(
        ("Location", handler.path), status=302)(handler),
    "no status": lambda handler: handler.wfile.write(b"HTTP/1.1 many\r\n\r\n"),
    "no HTTP": lambda handler: handler.wfile.write(b"\0" * 70_000),
    "part of another file": answering(("Content-Range", "bytes 7-9/10"), status=206, body=b"abc"),
    "chunks that lie": answering(("Transfer-Encoding", "chunked"), body=b"zz\r\nabc"),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("has_part", [False, True])
def test_after_an_odd_answer_the_next_mirror_is_tried(data, folder, server, odd, has_part):
    with running(Server(folder)) as other:
        other.odd = ODD[odd]
        two = replace(data, mirrors=(other.address, server.address))
        for file in data.files if has_part else ():
            folder_of(data).mkdir(parents=True, exist_ok=True)
            (folder_of(data) / f"{file.name}.part").write_bytes(
                (folder / file.name).read_bytes()[:20]
            )
        download(two)
        assert other.asked
    assert same(two, folder)
    assert {each.suffix for each in folder_of(data).iterdir()} == {".gz"}


@pytest.mark.parametrize("junk", [b"junk", bytes(1_000_000)])
def test_what_an_earlier_program_left_is_replaced(data, folder, junk):
    folder_of(data).mkdir(parents=True)
    for file in data.files:
        (folder_of(data) / f"{file.name}.part").write_bytes(junk)
    with suppress(DownloadError):
        download(data)  # what was begun with junk is found out at its end
    download(data)
    assert same(data, folder)


def test_without_network_the_sentence_names_what_works(data, server):
    nobody = replace(data, mirrors=("http://127.0.0.1:9/",))
    with pytest.raises(DownloadError, match=r"no connection.*strokes, digits and swans") as told:
        download(nobody)
    assert str(told.value).count("\n") == 0


def test_a_cancelled_download_is_resumed_later(data, folder, server):
    asked = iter([False, True])
    with pytest.raises(CancelledError):
        download(data, is_cancelled=lambda: next(asked, True))
    assert not is_here(data)
    download(data)
    assert same(data, folder)


def test_a_set_that_is_not_here_names_the_command(data):
    with pytest.raises(ValueError, match="cnnviz data download kmnist"):
        splits.load(["kmnist"], 0)


def test_a_downloaded_set_is_loaded_with_its_classes(data, monkeypatch):
    download(data)
    monkeypatch.setattr("cnnviz.data.names.info", lambda source: data)
    loaded = splits.load(["mnist"], 0)
    assert len(loaded.training.labels) + len(loaded.validation.labels) == 300
    assert list(loaded.tests) == ["mnist"]
    assert loaded.classes == data.classes


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the files of MNIST beside the checkout")
@pytest.mark.parametrize("name", ["mnist", "fashion-mnist"])
def test_the_checksums_are_those_of_the_published_files(name):
    for file in info(name).files:
        content = (SHARED / name / file.name).read_bytes()
        assert len(content) == file.size
        assert "sha256:" + hashlib.sha256(content).hexdigest() == file.checksum


def test_pictures_in_colour_survive_the_round_trip(tmp_path):
    pictures = np.random.default_rng(0).integers(0, 256, (5, 3, 8, 6), dtype=np.uint8)
    write_labelled(tmp_path, "train", pictures, np.arange(5, dtype=np.uint8))
    again, labels = read_labelled(tmp_path, "train")
    np.testing.assert_array_equal(again, pictures)
    np.testing.assert_array_equal(labels, np.arange(5))


def test_the_list_names_every_set():
    for form in ("text", "json"):
        assert all(each.name in listing(form) for each in CATALOGUE)
