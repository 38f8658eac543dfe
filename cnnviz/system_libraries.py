"""Tells what Qt lacks on this machine, before Qt is imported and aborts without a word.

`python -m cnnviz.system_libraries` prints the missing packages for `.ci/setup`, so this module
and `language` work with nothing but Python's own library.
"""

import ctypes
import os
import sys
from collections.abc import Callable, Mapping

from cnnviz.language import _

Load = Callable[[str], object]  # raises OSError for a library that is not there

# The libraries Qt links to and its wheels leave out, with the Debian packages that have them.
_EVERYWHERE = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_FOR_PLATFORM = {
    "xcb": {
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
    "wayland": {
        "libwayland-cursor.so.0": "libwayland-cursor0",
        "libwayland-egl.so.1": "libwayland-egl1",
    },
}


def missing_libraries(platform: str, load: Load = ctypes.CDLL) -> dict[str, str]:
    """Return the libraries that a Qt platform needs and this machine lacks.

    Args:
        platform: Qt's name of it: "xcb" (X11), "wayland", "offscreen", ...
        load: Loads a library by its name.

    Returns:
        The Debian package of each missing library.
    """
    wanted = _EVERYWHERE | _FOR_PLATFORM.get(platform, {})
    return {library: package for library, package in wanted.items() if not _loads(library, load)}


def platforms(environ: Mapping[str, str]) -> list[str]:
    """Return the platforms that Qt tries one after the other; none without a screen."""
    if chosen := environ.get("QT_QPA_PLATFORM"):
        return [name.partition(":")[0].partition("-")[0] for name in chosen.split(";")]
    screens = {"WAYLAND_DISPLAY": "wayland", "DISPLAY": "xcb"}
    return [platform for variable, platform in screens.items() if environ.get(variable)]


def problem(environ: Mapping[str, str], load: Load = ctypes.CDLL) -> str:
    """Return why no window can open, in one line; "" where nothing is known to be missing."""
    if sys.platform != "linux":
        return ""
    tried = platforms(environ)
    if not tried:
        return _("there is no screen to open a window on: DISPLAY and WAYLAND_DISPLAY are not set")
    missing = [missing_libraries(platform, load) for platform in tried]
    if all(missing):
        return _sentence(missing[0])
    if tried == ["xcb"] and not _answers(environ.get("DISPLAY", "")):
        text = _("the screen DISPLAY={display} does not answer")
        return text.format(display=environ.get("DISPLAY", ""))
    return ""


def main() -> None:
    """Print the packages that a window lacks, under X11 and under Wayland."""
    if sys.platform == "linux":
        missing = missing_libraries("xcb") | missing_libraries("wayland")
        sys.stdout.write(" ".join(missing.values()))


def _loads(library: str, load: Load) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True


def _answers(display: str) -> bool:
    """Ask an X server whether it lets us in; Qt would abort where it does not."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def _sentence(missing: Mapping[str, str]) -> str:
    if os.path.exists("/usr/bin/apt-get"):
        text = _("Qt lacks system libraries; type: sudo apt-get install {packages}")
        return text.format(packages=" ".join(missing.values()))
    text = _("Qt lacks system libraries; please install: {libraries}")
    return text.format(libraries=" ".join(missing))


if __name__ == "__main__":
    main()
