import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSlider, QWidget

from cnnviz.project import shipped
from cnnviz.project.project import new_project, with_network
from cnnviz.views.input.picture_view import PictureView
from cnnviz.views.input.samples import SampleButton, sample_paths
from tests.picture_steps import until_read
from tests.views.input.input_steps import LEFT, drag, made_panel, part


@pytest.fixture
def panel(qtbot):
    return made_panel(qtbot)


@pytest.fixture
def document(panel):
    return panel.document


def click(panel, name):
    part(panel, name, QAbstractButton).click()


def test_a_sample_drawing_is_one_edit_that_the_network_reads(panel, document):
    for digit in range(10):
        click(panel, f"sample-digit-{digit}")
        assert document.project.picture.kind == "drawing"
        assert document.project.picture.values.shape == (1, 280, 280)
        assert int(np.argmax(document.forward.trace.output)) == digit
    assert document.history.count() == 10
    document.history.undo()
    assert document.project.picture.name == "Digit 8"


def test_the_tab_follows_the_picture_also_on_undo_redo_and_open(panel, document):
    assert panel.tab == "drawing"
    click(panel, "sample-swan")
    assert panel.tab == "image"
    click(panel, "matrix-activity-2")
    assert panel.tab == "matrix"
    document.history.undo()
    assert panel.tab == "image"
    document.history.undo()
    assert panel.tab == "drawing"
    document.history.redo()
    assert panel.tab == "image"
    document.open(new_project(document.project.network), None)
    assert panel.tab == "drawing"


def test_a_change_of_tab_is_no_edit_and_an_edit_of_the_network_no_change_of_tab(panel, document):
    before = document.project
    for name in ("matrix", "image", "draw", "image"):
        click(panel, f"input-tab-{name}")
    assert document.project is before
    assert document.history.count() == 0
    document.edit("Network", with_network(before, shipped.network("mlp")))
    assert panel.tab == "image"


def test_only_one_tab_is_seen(panel):
    for name, kind in (("matrix", "matrix"), ("image", "image"), ("draw", "drawing")):
        click(panel, f"input-tab-{name}")
        pages = {
            "drawing": panel.page("drawing"),
            "image": panel.page("image"),
            "matrix": panel.page("matrix"),
        }
        assert [each for each, page in pages.items() if page.isVisible()] == [kind]


def shown(view):
    """The grey levels that a picture view shows, before it scales them."""
    image = view.image
    return np.array(
        [
            [image.pixelColor(x, y).red() for x in range(image.width())]
            for y in range(image.height())
        ]
    )


def test_the_panel_shows_the_very_input_of_the_network(panel, document):
    click(panel, "sample-digit-3")
    expected = 255 - 255 * document.forward.prepared.values[0]
    np.testing.assert_allclose(shown(panel.result.views[0]), expected, atol=1)
    assert part(panel, "input-caption").text() == "28 × 28 · what the network sees"
    notes = part(panel, "input-notes").text()
    assert notes.startswith("Digit 3: 280 × 280 pixels, 1 channel, values 0 to 1.")
    assert "centre of mass" in notes


def test_a_network_for_colour_shows_three_channels_apart(panel, document):
    document.edit("Network", with_network(document.project, shipped.network("tiny-vgg")))
    click(panel, "sample-swan")
    views = panel.result.views
    assert all(view.isVisible() for view in views)
    for channel, view in enumerate(views):
        expected = 255 * document.forward.prepared.values[channel]
        np.testing.assert_allclose(shown(view), expected, atol=1)
    names = [label.text() for label in panel.result.findChildren(QLabel) if label.isVisible()]
    assert {"R", "G", "B"} <= {*names}
    assert "Resized from 256×256 to 64×64 pixels." in part(panel, "input-notes").text()
    document.edit("Network", with_network(document.project, shipped.network("lecture-cnn")))
    assert [view.isVisible() for view in views] == [True, False, False]


def test_edit_as_numbers_keeps_what_the_network_says(panel, document):
    click(panel, "sample-digit-3")
    answer = document.forward.trace.output
    click(panel, "input-edit-as-numbers")
    assert panel.tab == "matrix"
    np.testing.assert_array_equal(document.forward.trace.output, answer)
    assert panel.page("matrix").grid.isVisible()
    assert not part(panel, "input-edit-as-numbers").isVisible()


@pytest.mark.parametrize(("network", "why"), [("tiny-vgg", "channels"), ("one-filter", "larger")])
def test_a_disabled_edit_as_numbers_says_why(panel, document, network, why):
    document.edit("Network", with_network(document.project, shipped.network(network)))
    click(panel, "sample-swan")
    button = part(panel, "input-edit-as-numbers")
    assert not button.isEnabled()
    assert why in button.toolTip()


def dropped(panel, mime):
    """Drag over the panel and drop; return whether the panel took it."""
    place, action = QPoint(20, 20), Qt.DropAction.CopyAction
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, mime, LEFT, plain)
    QApplication.sendEvent(panel, enter)
    if enter.isAccepted():
        QApplication.sendEvent(panel, QDropEvent(QPointF(place), action, mime, LEFT, plain))
    return enter.isAccepted()


def test_a_file_of_a_file_manager_can_be_dropped_on_the_panel(panel, document):
    mime = QMimeData()
    path = next(path for path in sample_paths("samples") if path.stem == "03-cat")
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    assert dropped(panel, mime)
    until_read(panel.opener)
    assert document.project.picture.name == "03-cat.png"
    assert panel.tab == "image"


def test_a_drop_of_something_else_is_left_alone(panel, document):
    mime = QMimeData()
    mime.setText("hello")
    assert not dropped(panel, mime)
    assert document.history.count() == 0


def test_every_control_has_a_name_a_tool_tip_and_an_object_name_of_its_own(panel):
    kinds = (QAbstractButton, QSlider)
    controls = [each for kind in kinds for each in panel.findChildren(kind)]
    names = [control.objectName() for control in controls]
    assert len({*names}) == len(names) > 30
    for control in controls:
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()
    assert part(panel, "draw-canvas").accessibleDescription()
    assert all(
        view.accessibleName() for view in panel.findChildren(PictureView) if view.isVisible()
    )


def test_there_are_enough_samples_and_they_are_small():
    assert len(sample_paths("samples")) >= 6
    assert len(sample_paths("digits")) >= 6
    for path in (*sample_paths("samples"), *sample_paths("digits")):
        assert path.stat().st_size < 150_000


@pytest.mark.parametrize("size", [75, 100, 150, 300])
@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_nothing_is_cut_off_or_covers_another_at_any_text_size(panel, qtbot, size, theme):
    panel.settings.set_theme(theme)
    panel.settings.set_text_size(size)
    window = panel.window()
    for name in ("matrix-activity-2", "sample-swan", "sample-digit-4"):
        click(panel, name)
        for width in (150, 190, 214):
            wide = round(width * size / 100)
            window.resize(wide, window.layout().heightForWidth(wide))
            QApplication.processEvents()
            assert window.width() == wide  # nothing asks for more
            seen = [w for w in panel.findChildren(QWidget) if w.isVisible() and not w.children()]
            places = [w.rect().translated(w.mapTo(panel, QPoint(0, 0))) for w in seen]
            for widget, place in zip(seen, places, strict=True):
                assert panel.rect().contains(place), widget.objectName()
                if isinstance(widget, QLabel):
                    need = widget.heightForWidth(widget.width())
                    assert need <= widget.height(), widget.text()
                elif isinstance(widget, QAbstractButton) and not isinstance(widget, SampleButton):
                    assert widget.width() >= widget.sizeHint().width(), widget.objectName()
            for index, place in enumerate(places):
                assert not any(place.intersects(other) for other in places[index + 1 :])


def test_a_drawing_ends_the_sentence_about_a_problem(panel, tmp_path):
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"bad")
    panel.opener.open_path(bad)
    until_read(panel.opener)
    problem = part(panel, "input-problem")
    assert problem.isVisible()
    click(panel, "input-tab-draw")
    drag(panel.page("drawing").canvas, (40, 40), (60, 60))
    assert not problem.isVisible()


@pytest.mark.parametrize("action", ["tab", "network", "undo", "sample"])
def test_the_next_thing_that_is_done_ends_the_sentence_about_a_problem(
    panel, document, tmp_path, action
):
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"bad")
    click(panel, "sample-swan")
    click(panel, "sample-swan")
    panel.opener.open_path(bad)
    until_read(panel.opener)
    problem = part(panel, "input-problem")
    assert problem.isVisible()
    {
        "tab": lambda: click(panel, "input-tab-matrix"),
        "network": lambda: document.edit(
            "Open", with_network(document.project, shipped.network("mlp"))
        ),
        "undo": document.history.undo,
        "sample": lambda: click(panel, "sample-swan"),
    }[action]()
    assert not problem.isVisible()


def test_the_next_picture_that_is_asked_for_ends_the_sentence_about_a_problem(panel, tmp_path):
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"bad")
    problem, told = part(panel, "input-problem"), []
    panel.opener.open_path(bad)
    until_read(panel.opener)
    panel.opener.asked.connect(lambda: told.append(problem.isVisible()))
    panel.opener.open_path(bad)
    until_read(panel.opener)
    assert told == [False]  # before it is known whether it can be read
    assert problem.isVisible()
