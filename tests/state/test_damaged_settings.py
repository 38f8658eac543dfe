"""Settings that are damaged, cut, no file, or cannot be written: the program starts."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray

from cnnviz.state.settings import DAMAGED, NOT_KEPT, RECENT_FILES, TEXT_SIZES, Settings, home
from cnnviz.state.training import remembered

GOOD = (
    b"[General]\ntheme=dark\ntext_size=150\nrecent_files=/tmp/a.cnnviz, /tmp/b.cnnviz\n"
    b'training="{\\"network\\": \\"\\", \\"data\\": [\\"strokes:60\\"]}"\n\n'
    b"[layout]\nwindow=@ByteArray(\\x1\\xd9\\xd0\\xcb\\0\\x3)\n"
)
VALUES = st.sampled_from(
    [b"", b"-1", b"1e999", b"@Invalid()", b"@ByteArray(\\xff", b"a, b, c", b"%"]
)


def damaged():
    """Cut anywhere, with other bytes in it, with other values, or nothing but bytes."""
    cut = st.integers(0, len(GOOD)).map(lambda end: GOOD[:end])
    bent = st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8)).map(
        lambda at: GOOD[: at[0]] + at[1] + GOOD[at[0] + len(at[1]) :]
    )
    keys = st.sampled_from(
        [b"theme", b"text_size", b"recent_files", b"training", b"layout\\window"]
    )
    other = st.lists(st.tuples(keys, VALUES), max_size=6).map(
        lambda pairs: b"".join(key + b"=" + value + b"\n" for key, value in pairs)
    )
    return st.one_of(cut, bent, other, st.binary(max_size=300))


def check_usable(read):
    assert read.theme in ("light", "dark", "contrast")
    assert TEXT_SIZES[0] <= read.text_size <= TEXT_SIZES[-1]
    assert len(read.recent_files) <= RECENT_FILES
    assert isinstance(read.layout("window"), QByteArray | None)
    assert remembered(read)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged())
def test_whatever_stands_in_the_file_can_be_used(qapp, content):
    file = home() / "settings.ini"
    file.write_bytes(content)
    read = Settings()
    check_usable(read)
    if read.problem:
        assert read.problem == DAMAGED.format(name="settings.damaged.ini")
        assert (home() / "settings.damaged.ini").read_bytes() == content
    read.set_theme("contrast")
    again = Settings()
    assert again.theme == "contrast"
    assert not again.problem
    check_usable(again)


@pytest.mark.parametrize("content", [b"no settings\n[[[", b"\0" * 100, b"x" * 2_000_000])
def test_a_file_that_holds_no_settings_is_told_once_and_kept(qapp, content):
    (home() / "settings.ini").write_bytes(content)
    assert Settings().problem == DAMAGED.format(name="settings.damaged.ini")
    assert Settings().problem == ""
    assert (home() / "settings.damaged.ini").read_bytes() == content


def test_settings_that_were_wiped_are_those_of_a_first_start(qapp):
    kept = Settings()
    kept.set_theme("dark")
    kept._store.sync()
    (home() / "settings.ini").unlink()
    assert Settings().theme == "light"
    assert Settings().problem == ""


@pytest.mark.parametrize("place", ["/proc/nowhere", "file/below"])
def test_a_folder_that_cannot_be_written_is_told(qapp, tmp_path, monkeypatch, place):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("CNNVIZ_HOME", str(tmp_path / place))
    read = Settings()
    assert read.problem == NOT_KEPT
    read.set_theme("dark")
    assert read.theme == "dark"  # as long as it lasts


def test_a_pipe_in_the_place_of_the_file_is_told(qapp):
    os.mkfifo(home() / "settings.ini")
    assert Settings().problem == NOT_KEPT


def test_in_safe_mode_nothing_is_read_and_nothing_written(qapp):
    kept = Settings()
    kept.set_theme("dark")
    kept._store.sync()
    before = (home() / "settings.ini").read_bytes()
    safe = Settings(remembers=False)
    assert safe.theme == "light"
    assert safe.problem == ""
    safe.set_text_size(300)
    safe._store.sync()
    assert (home() / "settings.ini").read_bytes() == before
