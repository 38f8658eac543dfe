"""A file is the old one or the new one, whole, whatever happens while it is written."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from cnnviz.files.atomic_file import append, write_atomically, write_together

posix_only = pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "own.cnnviz"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written(path):
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["own.cnnviz"]


def test_an_old_file_is_replaced_not_written_over(path):
    path.write_bytes(b"old")
    with path.open("rb") as still_open:
        write_atomically(path, b"new")
        assert still_open.read() == b"old"
    assert path.read_bytes() == b"new"


@posix_only
def test_a_new_file_has_the_permissions_that_the_umask_leaves(path):
    before = os.umask(0o027)
    try:
        write_atomically(path, b"new")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o666])
def test_an_old_file_keeps_its_permissions(path, mode):
    path.write_bytes(b"old")
    path.chmod(mode)
    write_atomically(path, b"new")
    assert path.stat().st_mode & 0o777 == mode


def test_a_link_stays_a_link(path):
    real = path.with_name("real.cnnviz")
    real.write_bytes(b"old")
    path.symlink_to(real)
    write_atomically(path, b"new")
    assert path.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_long_name_can_be_written(tmp_path):
    write_atomically(tmp_path / ("ñ" * 120), b"new")
    assert names(tmp_path) == ["ñ" * 120]


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_where_the_disk_fails_the_old_file_stays_and_nothing_is_left(path, monkeypatch, call):
    path.write_bytes(b"old")

    def fail(*_, **__):
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, call, fail)
        with pytest.raises(OSError, match="Input/output"):
            write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["own.cnnviz"]
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_the_file_is_flushed_before_it_is_renamed_and_the_folder_after(path, monkeypatch):
    calls = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)

        def noted(*arguments, name=name, real=real):
            kind = os.fstat(arguments[0]).st_mode >> 12 if name == "fsync" else ""
            calls.append((name, {0o10: "file", 0o4: "folder"}.get(kind, "")))
            return real(*arguments)

        monkeypatch.setattr(os, name, noted)
    write_atomically(path, b"new")
    assert calls == [("fsync", "file"), ("replace", ""), ("fsync", "folder")]


def run_python(code, *arguments):
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@posix_only
def test_a_full_disk_leaves_the_old_file(path):
    path.write_bytes(b"old")
    process = run_python(
        """
        import pathlib, resource, sys
        from cnnviz.files.atomic_file import write_atomically
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))  # bytes
        try:
            write_atomically(pathlib.Path(sys.argv[1]), bytes(1_000_000))
        except OSError as error:
            print(error.strerror)
        """,
        path,
    )
    assert process.communicate(timeout=30)[0].strip() == "File too large"
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["own.cnnviz"]


@posix_only
def test_a_killed_program_leaves_the_old_file_or_the_new_one(path, thorough):
    write_atomically(path, b"0" * 1_000_000)
    code = """
        import itertools, pathlib, sys
        from cnnviz.files.atomic_file import write_atomically
        print("ready", flush=True)
        for digit in itertools.cycle(b"123"):
            write_atomically(pathlib.Path(sys.argv[1]), bytes([digit]) * 1_000_000)
        """
    for kill in range(200 if thorough else 15):
        process = run_python(code, path)
        with process:
            process.stdout.readline()
            time.sleep(0.002 * (kill % 10))
            process.send_signal(signal.SIGKILL)
        content = path.read_bytes()
        assert content == content[:1] * 1_000_000
        assert content[:1] in (b"0", b"1", b"2", b"3")


@pytest.mark.parametrize("make", ["mkdir", "mkfifo"])
def test_what_is_no_file_is_not_replaced(path, make):
    getattr(os, make)(path)
    with pytest.raises(OSError, match="it is a"):
        write_atomically(path, b"new")
    assert names(path.parent) == ["own.cnnviz"]


@posix_only
def test_a_device_is_not_replaced():
    with pytest.raises(OSError, match="it is a device"):
        write_atomically(os.path.join("/dev", "full"), b"new")


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write everywhere")
def test_a_write_protected_file_is_not_replaced(path):
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        write_atomically(path, b"new")


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none" / "own.cnnviz", b"new")


@posix_only
def test_where_there_is_no_room_nothing_is_appended(path):
    process = run_python(
        """
        import pathlib, resource, sys
        from cnnviz.files.atomic_file import append
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))  # bytes
        for letter in (b"a", b"b"):
            try:
                append(pathlib.Path(sys.argv[1]), letter * 60_000)
            except OSError as error:
                print(error.strerror)
        """,
        path,
    )
    assert process.communicate(timeout=30)[0].strip() == "File too large"
    assert path.read_bytes() == b"a" * 60_000


@pytest.mark.parametrize("at_once", [1, 3, 7, 100])
def test_all_is_appended_though_the_system_takes_a_part_at_a_time(path, monkeypatch, at_once):
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:at_once]))
    append(path, b"first ")
    append(path, b"and second")
    assert path.read_bytes() == b"first and second"


def test_half_of_what_has_no_room_goes_again(path, monkeypatch):
    path.write_bytes(b"old ")
    write, taken = os.write, []

    def write_once(handle, data):
        if taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken.append(data)
        return write(handle, data[:4])

    with monkeypatch.context() as full:
        full.setattr(os, "write", write_once)
        with pytest.raises(OSError, match="No space"):
            append(path, b"new and more")
    assert path.read_bytes() == b"old "


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("failing", [0, 1])
def test_files_that_belong_together_are_all_replaced_or_none(
    tmp_path, monkeypatch, number, failing
):
    files = [tmp_path / "net.py", tmp_path / "net.safetensors"]
    files[0].write_bytes(b"old")
    calls, real = iter(range(9)), os.open

    def broken(path, flags, *rest, **more):
        if flags & os.O_CREAT and next(calls) == failing:
            raise OSError(number, os.strerror(number), str(path))
        return real(path, flags, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", broken)
        with pytest.raises(OSError, match=os.strerror(number)) as caught:
            write_together({files[0]: b"new", files[1]: b"weights"})
    assert caught.value.filename == str(files[failing])
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"net.py": b"old"}
    write_together({files[0]: b"new", files[1]: b"weights"})
    assert [each.read_bytes() for each in files] == [b"new", b"weights"]
    assert len(list(tmp_path.iterdir())) == 2
