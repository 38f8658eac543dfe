"""Figures that move: as many frames as there are positions or layers, all of one size."""

import re
from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from cnnviz.figures.animation import ANIMATIONS, AnimationError, as_mp4
from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project_file import open_project
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.history import Follower
from cnnviz.runs.kernels_over_time import kernels_over_time
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.figures.figure import NoFigureError
from cnnviz.views.figures.figure_look import FigureLook
from cnnviz.views.figures.learning_figure import learning
from cnnviz.views.figures.picture_forms import plain_svg
from cnnviz.views.figures.sequence import Frames, moving_window, told_window, walk
from cnnviz.views.figures.subject import Subject
from cnnviz.views.look.theme import Look
from tests.runs_on_disk import made_run

BY_PILLOW = (".gif", ".apng", ".webp")
SMALL = 0.25
TEXTS = re.compile(r"<text[^>]*>([^<]*)</text>")


@pytest.fixture
def look(qtbot):
    return FigureLook(Look(Settings(remembers=False)))


@pytest.fixture
def activity(look):
    document = Document(open_project(shipped.project_file("activity-2")))
    cursor = Cursor(document)
    cursor.open(Position(document.project.network.names[1], 0))
    return Subject(document, cursor, Exercise(document, cursor, Reveal(document, cursor)), look)


def painted(sequence, factor=SMALL):
    frames = Frames(sequence, factor)
    while frames.done < frames.count:
        frames.paint_next()
    sequence.end()
    return frames


def opened(ending, frames, speed=4.0):
    return Image.open(BytesIO(ANIMATIONS[ending](frames, frames.count, speed)))


@pytest.mark.parametrize("ending", BY_PILLOW)
def test_the_window_stands_at_each_position_once(activity, ending):
    place = activity.cursor.place
    frames = painted(moving_window(activity))
    film = opened(ending, frames)
    assert film.n_frames == frames.count == 16
    shown = []
    for number in range(film.n_frames):
        film.seek(number)
        shown.append(np.asarray(film.convert("RGB"), int))
    assert all(np.abs(a - b).max() > 20 for a, b in pairwise(shown))
    if ending != ".gif":  # which has 256 colours
        for frame, image in zip(frames, shown, strict=True):
            np.testing.assert_array_equal(image, frame)
    assert activity.cursor.place == place  # the window looks where it looked


def test_each_value_is_told_in_stages_and_later_ones_not_yet(activity):
    film = told_window(activity)
    assert film.count == 4 * 16
    found = []
    for place in range(8):
        figure = film.figure(place)
        texts = [text.strip() for text in TEXTS.findall(plain_svg(figure))]
        found.append(("36" in texts, "= ?" in " ".join(texts), "57" in texts, "15" in texts))
        assert not any("right" in text for text in texts)  # the field for an answer
        figure.end()
    film.end()
    a_product, is_asked, the_first, the_second = zip(*found, strict=True)
    assert a_product[:4] == (False, True, True, True)
    assert is_asked == (False, False, True, False) * 2
    assert the_first == (False, False, False, True, True, True, True, True)
    assert the_second == (False,) * 7 + (True,)
    assert activity.cursor.place.asked is None  # the window tells what it told


def test_frames_leave_nothing_behind(activity):
    def parts():
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(activity.look.children()), len(activity.document.children())

    before = parts()
    painted(moving_window(activity))
    painted(walk(activity))
    told_window(activity).end()
    assert parts() == before


@pytest.mark.parametrize("ending", BY_PILLOW)
def test_frames_stay_as_long_as_the_speed_says_and_the_last_one_longer(activity, ending):
    film = opened(ending, painted(walk(activity)), speed=10.0)
    stay = []
    for number in range(film.n_frames):
        film.seek(number)
        film.load()
        stay.append(film.info["duration"])
    if ending == ".webp":  # Pillow tells when a frame ends
        assert film.n_frames == 4
    else:
        assert stay == [100, 100, 100, 1100]


def test_a_walk_reaches_one_layer_more_in_each_frame(activity):
    frames = list(painted(walk(activity)))
    ink = [int((frame < 200).sum()) for frame in frames]
    assert len(frames) == 4
    assert ink == sorted(ink)
    assert ink[0] < ink[-1]


def test_kernels_change_over_a_training(look, tmp_path):
    directory = RunDirectory(made_run(tmp_path / "first"))
    follower = Follower(directory)
    follower.look()
    then = kernels_over_time(directory, follower.history)
    assert [each.snapshot.number for each in then] == [0, 1, 2, 3]
    frames = list(painted(learning("first", then, look)))
    assert len(frames) == 4
    assert all((a != b).any() for a, b in pairwise(frames))
    with pytest.raises(NoFigureError, match="no snapshots"):
        learning("first", [], look)


def test_a_range_is_part_of_a_sequence(activity):
    whole = moving_window(activity)
    part = whole.part(4, 7)
    assert part.count == 4
    np.testing.assert_array_equal(next(iter(painted(part))), list(painted(whole))[4])
    assert whole.part(14, 99).count == 2
    with pytest.raises(AnimationError, match="frames 0 to 15, and none of 16 to 15"):
        whole.part(16, 20)


def test_hidden_answers_stay_hidden_in_every_frame(activity):
    seen = list(painted(walk(activity)))[-1]
    activity.exercise.set_on(is_on=True)
    hidden = list(painted(walk(activity)))[-1]
    assert (hidden < 100).sum() < (seen < 100).sum()


def test_more_frames_than_there_is_memory_for_are_refused(activity):
    with pytest.raises(AnimationError, match="choose fewer frames or a smaller size"):
        Frames(moving_window(activity), 8)


def test_a_film_needs_ffmpeg(activity, monkeypatch, tmp_path):
    frames = painted(walk(activity))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AnimationError, match="ffmpeg, which is not installed"):
        as_mp4(frames, frames.count, 1)


def test_ffmpeg_gets_every_frame_and_what_it_says_is_told(activity, monkeypatch, tmp_path):
    frames = painted(walk(activity))
    high, wide = next(iter(frames)).shape[:2]
    program = tmp_path / "ffmpeg"
    program.write_text('#!/bin/sh\nfor last; do :; done\n/bin/cat > "$last"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    even = (high + high % 2) * (wide + wide % 2) * 3
    assert len(as_mp4(frames, frames.count, 1)) == 4 * even
    program.write_text("#!/bin/sh\necho no such codec >&2\nexit 1\n", encoding="utf-8")
    with pytest.raises(AnimationError, match=r"cannot make the film \(no such codec\)"):
        as_mp4(frames, frames.count, 1)
