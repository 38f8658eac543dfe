"""Missing system libraries and screens end in one line and exit code 2, not in Qt's abort."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnnviz.system_libraries import missing_libraries, platforms, problem

CHECKOUT = Path(__file__).parents[1]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="wheels are complete elsewhere")


def without(*missing):
    """A loader for a machine that lacks some libraries."""

    def load(library):
        if library in missing:
            raise OSError(f"{library}: cannot open shared object file")

    return load


def test_a_complete_machine_lacks_nothing():
    assert not missing_libraries("xcb", without())


@pytest.mark.parametrize(
    ("platform", "library", "package"),
    [
        ("offscreen", "libGL.so.1", "libgl1"),
        ("xcb", "libGL.so.1", "libgl1"),
        ("xcb", "libxcb-cursor.so.0", "libxcb-cursor0"),
        ("wayland", "libwayland-cursor.so.0", "libwayland-cursor0"),
    ],
)
def test_the_package_of_a_missing_library_is_named(platform, library, package):
    assert missing_libraries(platform, without(library)) == {library: package}


def test_what_only_x11_needs_is_not_asked_for_elsewhere():
    assert not missing_libraries("offscreen", without("libxcb-cursor.so.0"))
    assert not missing_libraries("wayland", without("libxcb-cursor.so.0"))


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["wayland", "xcb"]),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, ["offscreen"]),
        ({"QT_QPA_PLATFORM": "wayland-egl;xcb:option"}, ["wayland", "xcb"]),
        ({"DISPLAY": "", "QT_QPA_PLATFORM": ""}, []),
    ],
)
def test_the_platforms_are_those_that_qt_will_try(environ, expected):
    assert platforms(environ) == expected


@linux_only
def test_the_problem_is_one_line_with_all_packages():
    text = problem({"DISPLAY": ":0"}, without("libGL.so.1", "libxcb-icccm.so.4"))
    assert "\n" not in text
    assert ("libgl1 libxcb-icccm4" in text) or ("libGL.so.1 libxcb-icccm.so.4" in text)


@linux_only
def test_a_second_platform_that_works_is_good_enough():
    environ = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
    assert not problem(environ, without("libwayland-egl.so.1"))
    assert "libwayland-egl" in problem(environ, without("libwayland-egl.so.1", "libEGL.so.1"))


@linux_only
@pytest.mark.parametrize(
    ("environ", "words"),
    [({}, "no screen"), ({"DISPLAY": ":9876"}, "DISPLAY=:9876 does not answer")],
)
def test_a_screen_that_is_not_there_is_told(environ, words):
    assert words in problem(environ)


@linux_only
def test_this_machine_is_fine():
    assert problem({"QT_QPA_PLATFORM": "offscreen"}) == ""


@linux_only
def test_the_setup_script_gets_the_packages_of_x11_and_of_wayland():
    code = (
        "import ctypes, runpy\n"
        "def load(library): raise OSError\n"
        "ctypes.CDLL = load\n"
        "runpy.run_module('cnnviz.system_libraries', run_name='__main__')"
    )
    printed = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert {"libegl1", "libxcb-cursor0", "libwayland-egl1"} < set(printed.split())


@linux_only
@pytest.mark.parametrize(
    ("lacking", "environ", "words"),
    [
        ("libfontconfig", {"QT_QPA_PLATFORM": "offscreen"}, "libfontconfig"),
        ("libxcb-cursor", {"QT_QPA_PLATFORM": "xcb"}, "libxcb-cursor"),
        ("", {}, "no screen"),
    ],
)
def test_the_program_ends_with_one_line_and_exit_code_2(tmp_path, lacking, environ, words):
    (tmp_path / "sitecustomize.py").write_text(  # Python runs it first: this machine lacks it
        "import ctypes\n"
        "class Incomplete(ctypes.CDLL):\n"
        "    def __init__(self, name, *rest, **options):\n"
        f"        if {lacking!r} and {lacking!r} in str(name):\n"
        "            raise OSError(name)\n"
        "        super().__init__(name, *rest, **options)\n"
        "ctypes.CDLL = Incomplete\n"
    )
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in screens}
    search = os.pathsep.join([str(tmp_path), str(CHECKOUT)])
    ended = subprocess.run(
        [sys.executable, "-m", "cnnviz"],
        env=kept | environ | {"PYTHONPATH": search},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert words in ended.stderr
