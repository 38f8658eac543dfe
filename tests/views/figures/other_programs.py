"""Drawings as other programs paint them: Poppler a PDF, librsvg an SVG."""

import os
import shutil
import subprocess

import pytest
from PySide6.QtGui import QImage

from cnnviz.resources import folder

POPPLER = ("pdftoppm", "-r", "96", "-png", "-singlefile", "-")
LIBRSVG = ("rsvg-convert",)
_FONTS = "<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"


def painted(program: tuple[str, ...], content: bytes, cache) -> QImage:
    """Return what a program makes of a drawing; it may complain of nothing.

    librsvg knows no font that is in a file, so it gets those of the program.
    """
    if not shutil.which(program[0]):
        pytest.skip(f"{program[0]} is not installed")
    settings = cache / "fonts.conf"
    settings.write_text(_FONTS.format(fonts=folder() / "fonts", cache=cache))
    environment = os.environ | {"FONTCONFIG_FILE": str(settings)}
    done = subprocess.run(program, input=content, capture_output=True, env=environment)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return QImage.fromData(done.stdout)
