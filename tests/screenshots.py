"""Takes the screenshots: those of the README, or all sizes and themes to look through.

python -m tests.screenshots                 those of the README, into tests/screenshots/
python -m tests.screenshots --all FOLDER    every size in every theme
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from cnnviz.app import App
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.picture_file import read_picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_picture
from cnnviz.resources import folder

SIZES = ((1024, 768), (1280, 720), (1600, 900), (1920, 1080))
THEMES = ("light", "dark", "contrast")
SHOTS = Path(__file__).parent / "screenshots"


UNPAINTED = QColor(1, 254, 3)  # no theme has this colour
PATIENCE = 5.0  # seconds for a window to get its size
SETTLED = 0.2  # seconds in which late layouts come


class NotPaintedError(RuntimeError):
    """A picture is not what was painted: the window is smaller, or left a part of it out."""


def take(window, size, path):
    """Save a picture of a window, one pixel to a pixel whatever the screen's ratio.

    Raises:
        NotPaintedError: If the window does not get the size, or does not paint all of it.
    """
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)  # it has a size
    window.resize(*size)
    deadline = time.monotonic() + PATIENCE
    while window.size() != QSize(*size) or time.monotonic() < deadline - PATIENCE + SETTLED:
        QApplication.processEvents()
        if time.monotonic() > deadline:
            raise NotPaintedError(f"{path.name}: the window has {window.size()}, not {size}")
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(UNPAINTED)
    window.render(image, QPoint())
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    if missing := int((pixels == UNPAINTED.rgb()).sum()):
        raise NotPaintedError(f"{path.name}: {missing} pixels were not painted")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path)):
        raise OSError(f"{path} cannot be written")


def show_digit(app):
    """A drawn three, a filter of the second convolution selected."""
    drawing = sorted((folder() / "images" / "digits").glob("*.png"))[3]
    picture = Picture("drawing", 1 - read_picture(drawing).values, "Three")
    app.document.edit("Open", with_picture(app.document.project, picture))
    app.cursor.select(Position("conv2", 2, 6, 8))


def show_photo(app):
    """A colour picture in Tiny VGG."""
    picture = read_picture(sorted((folder() / "images" / "samples").glob("*.png"))[0])
    project = with_picture(app.document.project, picture)
    app.document.edit("Open", with_network(project, shipped.network("tiny-vgg")))
    app.cursor.select(Position("conv2", 4, 20, 20))


def show_explanation(app):
    """Where a value of the second convolution comes from, for a drawn three."""
    show_digit(app)
    app.cursor.open(Position("conv2", 2, 6, 8))


def show_curve(app):
    """A value of a ReLU on its curve."""
    show_digit(app)
    app.cursor.open(Position("relu1", 2, 9, 14))


def show_unit(app):
    """A class of the last fully connected layer."""
    show_digit(app)
    app.cursor.open(Position("fc2", 3))


def show_activity(app):
    """The exercise of the lecture at its fifth position."""
    app.files.open_path(shipped.project_file("activity-2"))
    app.cursor.go_to_index(4)


def show_filtered_photo(app):
    """A photo beside what a filter makes of it."""
    picture = read_picture(sorted((folder() / "images" / "samples").glob("*.png"))[0])
    project = with_picture(app.document.project, picture)
    app.document.edit("Open", with_network(project, shipped.network("one-filter")))
    app.pages.show_page("filter")


def show_presentation(app):
    """ReLU in Present mode."""
    show_digit(app)
    app.cursor.select(Position("relu2", 4))  # both signs, in places
    app.cursor.go_to("relu2")
    app.actions["present"].trigger()


RUNS: list[Path] = []  # trained once


def show_training(app):
    """The Train page after a run with the known-good settings."""
    show_digit(app)
    app.pages.show_page("train")
    if not RUNS:
        app.training.start()
        while app.training.run.is_ours:
            QApplication.processEvents()
            time.sleep(0.01)
        RUNS.append(app.training.run.directory.path)
    app.training.open(RUNS[0])
    app.training.runs.look()


SHOWS = (
    show_digit, show_photo, show_explanation, show_curve, show_unit, show_activity,
    show_filtered_photo, show_presentation, show_training,
)  # fmt: skip


def readme(app):
    """The pictures of the README."""
    show_activity(app)
    take(app.window, (1280, 800), SHOTS / "filter.png")
    app.files.new()
    show_explanation(app)
    take(app.window, (1280, 800), SHOTS / "explain.png")
    app.files.new()
    show_digit(app)
    take(app.window, (1280, 800), SHOTS / "network.png")
    app.cursor.go_to("conv2")
    app.settings.set_theme("dark")
    take(app.window, (1280, 800), SHOTS / "step.png")
    app.settings.set_theme("light")
    show_photo(app)
    app.cursor.go_to(app.cursor.last)
    take(app.window, (1280, 800), SHOTS / "photo.png")
    app.files.new()
    show_training(app)
    take(app.window, (1280, 800), SHOTS / "train.png")
    app.files.new()
    show_presentation(app)
    take(app.window, (1280, 720), SHOTS / "present.png")
    app.actions["present"].trigger()


def everything(app, into):
    """Every size in every theme, for the pages, explanations and Present mode."""
    for theme in THEMES:
        app.settings.set_theme(theme)
        for show in SHOWS:
            app.files.new()
            show(app)
            for size in SIZES:
                name = f"{show.__name__[5:]}-{theme}-{size[0]}x{size[1]}.png"
                take(app.window, size, into / name)
            if show is show_presentation:
                app.actions["present"].trigger()


def main(arguments):
    """Take what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    parser.add_argument("--text-size", type=int, default=100)
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["CNNVIZ_HOME"] = tempfile.mkdtemp()
    application = QApplication(sys.argv[:1])
    app = App()
    app.files.may_lose = lambda: True
    app.settings.set_text_size(options.text_size)
    app.window.show()
    application.processEvents()
    if options.all:
        everything(app, options.all)
    else:
        readme(app)
    app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
