"""Figures: the same in every form, text is text, and what is hidden stays hidden."""

import re
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from cnnviz.project import shipped
from cnnviz.project.picture_file import read_picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project
from cnnviz.project.project_file import open_project
from cnnviz.resources import folder
from cnnviz.runs.answers import answers_after
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.history import Follower
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.figures.figure import NoFigureError
from cnnviz.views.figures.figure_look import FigureLook
from cnnviz.views.figures.figures import FIGURES
from cnnviz.views.figures.picture_forms import PICTURE_FORMS, as_pdf, as_png, as_svg, image_of
from cnnviz.views.figures.run_figures import RUN_FIGURES, RunSubject
from cnnviz.views.figures.subject import Subject
from cnnviz.views.look.theme import Look
from tests.runs_on_disk import made_run, with_answers
from tests.views.figures.other_programs import LIBRSVG, POPPLER, painted

SVG = "{http://www.w3.org/2000/svg}"
TILE = 16  # pixels


@pytest.fixture
def look(qtbot):
    return FigureLook(Look(Settings(remembers=False)))


@pytest.fixture
def made(look):
    """A subject of a project that is looked at somewhere."""

    def made(project, position, *, is_open=False):
        document = Document(project)
        cursor = Cursor(document)
        if is_open:
            cursor.open(position)
        else:
            cursor.select(position)
        return Subject(document, cursor, Exercise(document, cursor, Reveal(document, cursor)), look)

    return made


@pytest.fixture
def activity(made):
    project = open_project(shipped.project_file("activity-2"))
    return made(project, Position(project.network.names[1], 0), is_open=True)


@pytest.fixture
def seven(made):
    picture = read_picture(folder() / "images" / "digits" / "7.png")
    project = new_project(shipped.network("lecture-cnn"), picture)
    return made(project, Position("conv2", 3, 2, 2), is_open=True)


@pytest.fixture
def run(look, tmp_path):
    path = with_answers(made_run(tmp_path / "first"))
    follower = Follower(RunDirectory(path))
    follower.look()
    epoch = follower.history.epochs[-1].epoch
    return RunSubject("first", follower.history, answers_after(RunDirectory(path), epoch), look)


def texts_of(svg):
    return [element.text.strip() for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def pixels(image):
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    return lines[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(int)


def rendered(svg, size):
    """An SVG as another program paints it: Qt's reader knows nothing of what wrote it."""
    image = QImage(size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    with QPainter(image) as painter:
        renderer.render(painter)
    return image


def check(make, subject, words, *, unlike=0.02):
    """Look at a figure in each form: the same picture, with these words as text."""
    figure = make(subject)
    image = image_of(figure)
    assert (image.width(), image.height()) == (figure.width, figure.height)
    assert image.height() > 60
    assert image.width() > 160
    svg = as_svg(figure)
    read = texts_of(svg)
    for word in words:
        assert word in read
    difference = np.abs(pixels(image) - pixels(rendered(svg, image.size()))).mean() / 255
    assert difference < unlike
    figure.end()
    check_pdf(make, subject, words)


def check_pdf(make, subject, words):
    """Look for words in the text of a PDF of a figure's size."""
    figure = make(subject._replace(look=FigureLook(subject.look, ".pdf")))
    page = PdfReader(BytesIO(as_pdf(figure))).pages[0]
    assert float(page.mediabox.width) == pytest.approx(figure.width * 72 / 96, abs=1)
    assert float(page.mediabox.height) == pytest.approx(figure.height * 72 / 96, abs=1)
    told = re.sub(r"\s", "", page.extract_text())
    for word in words:
        assert re.sub(r"\s", "", word) in told
    figure.end()


def likeness(one, other):
    """How much two pictures have in common, tile by tile: 1 where all is the same."""
    high, wide = (min(a, b) // TILE for a, b in zip(one.shape, other.shape, strict=True) if a > 3)
    tiles = [
        picture[: high * TILE, : wide * TILE].reshape(high, TILE, wide, TILE, 3).mean(axis=(1, 3))
        for picture in (one, other)
    ]
    return np.corrcoef(*(each.ravel() for each in tiles))[0, 1]


@pytest.mark.parametrize(
    ("program", "ending"), [(POPPLER, ".pdf"), (LIBRSVG, ".svg")], ids=["poppler", "librsvg"]
)
@pytest.mark.parametrize("view", FIGURES)
def test_other_programs_paint_a_drawing_as_it_is(seven, view, program, ending, tmp_path):
    figure = FIGURES[view](seven._replace(look=FigureLook(seven.look, ending)))
    seen = painted(program, PICTURE_FORMS[ending](figure), tmp_path)
    image = image_of(figure)
    figure.end()
    assert abs(seen.width() - image.width()) <= 1
    assert abs(seen.height() - image.height()) <= 1
    assert likeness(pixels(seen), pixels(image)) > 0.98


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("explanation", ["57", "36", "Products", "Sum of products", "−57"]),
        ("map", ["57", "40", "19", "5", "−57"]),
        ("network", ["57", "Convolution", "Max pool"]),
        ("kernel", ["4", "2", "Bias 0"]),
        ("present", ["57", "Products"]),
    ],
)
def test_a_view_of_the_exercise_is_the_same_in_every_form(activity, view, words):
    check(FIGURES[view], activity, words)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("explanation", ["−0.52", "Eight sums"]),
        ("map", ["−0.52"]),
        ("network", ["Softmax", "100.0 %", "Lecture CNN"]),
        ("kernel", ["input map 8"]),
        ("present", ["−0.52"]),
    ],
)
def test_a_view_of_a_network_is_the_same_in_every_form(seven, view, words):
    check(FIGURES[view], seven, words)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("curves", ["Loss", "Accuracy", "epochs", "training", "validation"]),
        ("confusion", ["recall", "0", "9"]),
        ("sheet", ["0 → 1", "1"]),
    ],
)
def test_a_view_of_a_run_is_the_same_in_every_form(run, view, words):
    check(RUN_FIGURES[view], run, words)


def test_what_a_run_does_not_hold_is_told(run):
    for view in ("confusion", "sheet"):
        with pytest.raises(NoFigureError, match="first does not hold what it answered"):
            RUN_FIGURES[view](run._replace(answers=None))


def test_the_cells_of_a_drawing_are_squares_and_its_font_is_in_it(activity):
    svg = as_svg(FIGURES["map"](activity))
    root = ElementTree.fromstring(svg)
    assert len(list(root.iter(f"{SVG}rect"))) >= 16
    assert len(list(root.iter(f"{SVG}image"))) == 1  # the colours of the legend
    assert svg.count(b"@font-face") == 2  # regular and semi-bold
    assert b'"tnum"' in svg
    assert b'd=""' not in svg


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_a_picture_has_as_many_pixels_as_it_is_asked_for(activity, factor):
    figure = FIGURES["map"](activity)
    image = QImage.fromData(as_png(figure, factor))
    assert (image.width(), image.height()) == (figure.width * factor, figure.height * factor)


def test_the_ground_is_white_or_clear(activity):
    figure = FIGURES["map"](activity)
    white, clear = (QImage.fromData(as_png(figure, is_clear=clear)) for clear in (False, True))
    assert white.pixelColor(1, 1).getRgb() == (255, 255, 255, 255)
    assert clear.pixelColor(1, 1).alpha() == 0
    assert b'fill="#ffffff"' not in as_svg(figure, is_clear=True).split(b"<text")[0]


def test_a_picture_too_large_for_the_memory_is_refused(activity):
    with pytest.raises(NoFigureError, match="too large; choose a smaller scale"):
        image_of(FIGURES["explanation"](activity), 50)


def test_figures_do_not_follow_the_theme_of_the_window(activity, look):
    before = as_png(FIGURES["explanation"](activity))
    look.settings.set_theme("dark")
    assert as_png(FIGURES["explanation"](activity)) == before


def test_answers_that_are_hidden_stay_hidden_in_every_view(activity):
    activity.exercise.set_on(is_on=True)
    for view in ("explanation", "map", "network", "present"):
        figure = FIGURES[view](activity)
        assert "57" not in texts_of(as_svg(figure)), view
        assert "−57" not in texts_of(as_svg(figure)), view  # nor does the legend tell it
        figure.end()
    shown = texts_of(as_svg(FIGURES["kernel"](activity)))
    assert "4" in shown  # what is given may be seen


def test_a_layer_without_a_kernel_is_told(made, activity):
    project = activity.document.project
    with pytest.raises(NoFigureError, match="has no kernel"):
        FIGURES["kernel"](made(project, Position(project.network.names[2], 0)))
