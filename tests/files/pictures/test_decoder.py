"""Pictures are decoded by another process, which is ended when it takes too much of anything."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Event, Thread

import psutil
import pytest
from PIL import Image

from cnnviz.files.pictures import decoder as module
from cnnviz.files.pictures.bounds import BoundError
from cnnviz.files.pictures.decoder import Decoder
from tests.files.pictures.bombs import BOMBS, encoded, exif_ring, frames, progressive

SMALL = encoded(Image.new("RGB", (4, 3), (250, 0, 9)))


@pytest.fixture
def decoder():
    decoder = Decoder(seconds=0.5)
    yield decoder
    decoder.close()


def process_of(decoder):
    """The process that a decoder starts."""
    decoder.warm_up()
    (started,) = decoder._idle  # a child just begun does not yet say what it runs
    return psutil.Process(started.pid)


def peak(process):
    """The most memory that a process ever had, in bytes."""
    with open(f"/proc/{process.pid}/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))


def test_one_process_decodes_one_picture_after_another(decoder):
    process = process_of(decoder)
    for _ in range(3):
        assert decoder.decode(SMALL).pixels == bytes([250] * 12 + [0] * 12 + [9] * 12)
    assert process.is_running()
    decoder.close()
    assert not process.is_running()


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc to see the memory")
@pytest.mark.parametrize("name", BOMBS)
def test_a_file_that_asks_for_too_much_is_refused_early(decoder, name):
    content, problem = BOMBS[name]
    process = process_of(decoder)
    decoder.decode(SMALL)
    before = peak(process) + len(content)
    with pytest.raises(BoundError) as refused:  # in half a second of computing, else "time"
        decoder.decode(content)
    assert refused.value.problem == problem
    assert peak(process) < before + 64_000_000
    assert decoder.decode(SMALL).shape == (3, 3, 4)


@pytest.mark.parametrize(
    "content",
    [exif_ring(), progressive(300, 200, 20), frames("GIF", 400), frames("WEBP", 400)],
    ids=["exif ring", "30 scans", "400 gif frames", "400 webp frames"],
)
def test_what_is_unusual_but_bounded_is_read(decoder, content):
    assert decoder.decode(content).shape[0] == 1


def test_a_process_that_computes_too_long_is_ended():
    decoder = Decoder(seconds=0.01)
    large = encoded(Image.linear_gradient("L").resize((4000, 4000)), "JPEG", progressive=True)
    with pytest.raises(BoundError) as refused:
        decoder.decode(large)
    assert refused.value.problem == "time"
    decoder.close()


def test_a_process_that_stands_still_is_ended(decoder, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.3)
    process = process_of(decoder)
    process.send_signal(signal.SIGSTOP)
    with pytest.raises(BoundError) as refused:
        decoder.decode(SMALL)
    assert refused.value.problem == "time"
    monkeypatch.undo()
    assert decoder.decode(SMALL).shape == (3, 3, 4)  # by a new one


def test_a_process_that_died_while_it_waited_is_replaced(decoder):
    process = process_of(decoder)
    process.kill()
    process.wait(10)
    assert decoder.decode(SMALL).shape == (3, 3, 4)


def test_a_picture_that_crashes_the_process_is_told_as_damaged(decoder):
    process = process_of(decoder)
    process.send_signal(signal.SIGSTOP)

    def crash():
        process.send_signal(signal.SIGSEGV)  # is heard once it goes on
        process.send_signal(signal.SIGCONT)
        return True

    with pytest.raises(BoundError) as refused:
        decoder.decode(SMALL, crash)
    assert refused.value.problem == "damaged"
    assert decoder.decode(SMALL).shape == (3, 3, 4)


def test_nothing_is_printed_of_what_the_libraries_complain_about(decoder, capfd):
    tiff = bytearray(encoded(Image.new("L", (64, 64)), "TIFF", compression="tiff_lzw"))
    for at in range(8, len(tiff)):
        broken = bytes(tiff[:at]) + b"\xff" + bytes(tiff[at + 1 :])
        with suppress(BoundError):
            decoder.decode(broken)
    assert capfd.readouterr() == ("", "")


def test_what_is_no_longer_wanted_ends_at_once(decoder):
    process = process_of(decoder)
    process.send_signal(signal.SIGSTOP)
    with pytest.raises(BoundError) as refused:
        decoder.decode(SMALL, lambda: False)
    assert refused.value.problem == "unwanted"
    assert not process.is_running()


def test_closing_ends_a_picture_on_its_way(decoder):
    process = process_of(decoder)
    process.send_signal(signal.SIGSTOP)
    told, begun = [], Event()

    def wanted():
        begun.set()
        return True

    def work():
        with pytest.raises(BoundError) as refused:
            decoder.decode(SMALL, wanted)
        told.append(refused.value.problem)

    thread = Thread(target=work)
    thread.start()
    assert begun.wait(10)
    decoder.close()
    thread.join(10)
    assert not process.is_running()
    assert len(told) == 1
    with pytest.raises(BoundError):
        decoder.decode(SMALL)


def test_two_pictures_are_decoded_at_once_and_one_process_stays(decoder):
    first = process_of(decoder)
    first.send_signal(signal.SIGSTOP)
    found = []
    thread = Thread(target=lambda: found.append(decoder.decode(SMALL)))
    thread.start()
    while decoder.is_idle:
        thread.join(0.01)
    assert decoder.decode(SMALL).shape == (3, 3, 4)
    first.send_signal(signal.SIGCONT)
    thread.join()
    assert found[0].shape == (3, 3, 4)
    assert decoder.is_idle


@pytest.mark.parametrize("answer", [b"", b"{}\n", b"[]\n", b"x\n", b'{"shape": [3, 9, 9]}\n'])
def test_an_answer_that_makes_no_sense_is_a_damaged_picture(decoder, monkeypatch, answer):
    odd = f"import sys; sys.stdin.buffer.read(8); sys.stdout.buffer.write({answer!r})"
    started = subprocess.Popen(
        [sys.executable, "-c", odd], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    monkeypatch.setattr(module, "_started", lambda seconds: started)
    with pytest.raises(BoundError) as refused:
        decoder.decode(SMALL)
    assert refused.value.problem == "damaged"


def test_the_process_ends_with_the_one_that_started_it():
    code = (
        "import os, signal\n"
        "from cnnviz.files.pictures.decoder import decoder\n"
        "decoder.warm_up(); print(decoder._idle[0].pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    number = int(ended.stdout)
    if psutil.pid_exists(number):
        psutil.Process(number).wait(10)
    assert not psutil.pid_exists(number)
