"""The lecture's topics of training, each opened from its project and told by a remote's keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from cnnviz.project.shipped_shifts import accuracies, said
from cnnviz.views.present.topics import TOPICS, topic_title
from tests.lecture.training_projects import FOLDER, PROJECTS, RUN
from tests.whole_app import opened_app

KEY = Qt.Key


@pytest.fixture
def app(qtbot):
    with opened_app(qtbot) as app:
        app.window.activateWindow()
        yield app


@pytest.fixture
def presented(app, qtbot):
    """Open a project of the lecture and present it, at 1280×720."""

    def present(name, size=(1280, 720)):
        app.files.open_path(FOLDER / f"{name}.cnnviz")
        press(qtbot, app, KEY.Key_F5)
        app.window.setWindowState(Qt.WindowState.WindowNoState)
        app.window.resize(*size)
        for _ in range(3):
            QApplication.processEvents()
        return app.presenter.view

    return present


def press(qtbot, app, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key)
        QApplication.processEvents()


def scene(view):
    return view.scene("train")


def part(view, name):
    found = view.findChild(QWidget, name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(("name", "topic"), [(n, topic) for n, (_, topic) in PROJECTS.items()])
def test_a_project_is_presented_where_it_was_saved(app, presented, name, topic):
    view = presented(name)
    assert view.kind == "train"
    assert app.cursor.place.topic == topic
    assert view.title.text == topic_title(topic)
    assert view.place.text() == f"{TOPICS.index(topic) + 1} / {len(TOPICS)}"


def test_configure_compile_train(app, presented, qtbot):
    app.training.open(RUN)
    view = presented("configure-compile-train")
    words = part(view, "present-layers").accessibleDescription().split("\n")
    columns = part(view, "present-layers").columns
    assert columns == ("Layer", "", "Output", "Parameters")
    assert words[1] == "Convolution 1, 8 filters, 5×5, pad 2, 28×28×8, 208"
    total = sum(a.size for a in app.document.project.network.parameters().values())
    assert f"{total:,}".replace(",", "\u202f") in scene(view).sentence.text()
    press(qtbot, app, KEY.Key_PageDown)
    config = app.training.run.config()
    words = part(view, "present-settings").accessibleDescription()
    assert f"Epochs, {config.epochs}" in words
    assert f"Learning rate, {config.lr:g}" in words
    press(qtbot, app, KEY.Key_PageDown)
    look = app.training.data_look
    if look.sheet is None:
        assert scene(view).sentence.text() == "The pictures are being read …"
        with qtbot.waitSignal(look.changed, timeout=20_000):
            pass
    assert scene(view).sentence.text() == look.sheet.about
    assert len(part(view, "present-pictures").images) == 40
    press(qtbot, app, KEY.Key_PageDown)
    last = app.training.run.history.epochs[-1]
    assert f"{100 * last.val_accuracy:.1f} %" in scene(view).sentence.text()
    assert view.title.text == topic_title("curves")
    press(qtbot, app, *4 * [KEY.Key_PageUp])
    assert app.cursor.place.topic == "layers"
    press(qtbot, app, KEY.Key_Escape)
    assert app.presenter.view is None
    assert app.cursor.page == "train"


def test_filters_are_random_then_learnt(app, presented, qtbot):
    app.training.open(RUN)
    view = presented("filters-learnt")
    run = app.training.run
    press(qtbot, app, KEY.Key_PageDown)
    assert run.place == 0
    assert "random" in scene(view).sentence.text()
    before = [image.copy() for image in part(view, "present-filters").images]
    places = [run.place]
    while app.cursor.place.topic == "filters":
        press(qtbot, app, KEY.Key_PageDown)
        places.append(run.place)
    last = len(run.history.snapshots) - 1
    assert places[:-1] == sorted({round(last * part) for part in (0, 0.05, 0.2, 0.5, 1)})
    assert app.cursor.place.topic == "answers"
    press(qtbot, app, KEY.Key_PageUp)
    assert run.place == last
    assert [image != first for image, first in zip(
        part(view, "present-filters").images, before, strict=True
    )] == len(before) * [True]  # fmt: skip
    share = run.history.snapshots[-1].val_accuracy
    assert f"some validation pictures, {100 * share:.1f} %" in scene(view).sentence.text()
    press(qtbot, app, KEY.Key_Left)  # by one snapshot
    assert run.place == last - 1
    assert part(view, "present-snapshot").value() == last - 1
    press(qtbot, app, KEY.Key_Escape)
    QApplication.processEvents()
    assert app.pages.train().right.snapshot.slider.value() == last - 1  # the same state


def test_the_most_frequent_mistake_is_told_after_the_whole_matrix(app, presented, qtbot):
    app.training.open(RUN)
    view = presented("filters-learnt")
    run = app.training.run
    for _ in range(8):
        if app.cursor.place.topic == "answers":
            break
        press(qtbot, app, KEY.Key_PageDown)
    answers = run.answers(run.epoch)
    right = int((answers.labels == answers.predicted).sum())
    assert scene(view).sentence.text().startswith(f"{right} of {len(answers.labels)} ")
    press(qtbot, app, KEY.Key_PageDown)
    true, answer = run.cell
    wrong = answers.confusion - np.diag(answers.confusion.diagonal())
    assert true != answer
    assert wrong[true, answer] == wrong.max()
    assert f"taken for “{answers.classes[answer]}”" in scene(view).sentence.text()
    assert len(part(view, "present-mistakes").images) == wrong.max()


def test_a_digit_is_pushed_through_mlp_and_cnn(app, presented, qtbot):
    view = presented("pushed-digit")
    digit = app.document.forward.trace.image
    shifts = []
    while app.cursor.place.topic == "pushed":
        shifts.append(app.training.pushed.shift)
        _down, right = shifts[-1]
        moved = np.roll(digit, right, axis=2)
        moved[..., :right] = 0
        answers = [int(said(name, "none", moved).argmax()) for name in ("mlp", "lecture-cnn")]
        way = f"Pushed by {right} pixels to the right" if right else "Not pushed yet"
        text = f"{way}: the MLP says {answers[0]}, "
        assert scene(view).sentence.text().startswith(text)
        assert f"the lecture's CNN {answers[1]}, " in scene(view).sentence.text()
        following = f"Next: pushed by {right + 2} pixels" if right < 6 else "Next: every shift"
        assert part(view, "present-topic-next").text() == following
        press(qtbot, app, KEY.Key_PageDown)
    assert shifts == [(0, 0), (0, 2), (0, 4), (0, 6)]
    press(qtbot, app, KEY.Key_PageUp, KEY.Key_Down, KEY.Key_Left)
    assert app.training.pushed.shift == (1, 5)
    pushed = part(view, "present-pushed")
    cell = pushed.width() / 28
    start = pushed.rect().center()
    qtbot.mousePress(pushed, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(pushed, start - QPoint(round(5 * cell), round(cell)))
    qtbot.mouseRelease(pushed, Qt.MouseButton.LeftButton)
    assert app.training.pushed.shift == (0, 0)


def test_another_project_begins_with_a_digit_in_the_middle(app, presented, qtbot):
    presented("pushed-digit")
    press(qtbot, app, *6 * [KEY.Key_PageDown])
    assert app.training.pushed.training == "shift"
    press(qtbot, app, KEY.Key_Escape)
    view = presented("small-shifts")
    assert app.training.pushed.training == "none"
    assert app.training.pushed.shift == (0, 0)
    assert "in the middle" in part(view, "present-shifts").title.text()


def test_who_bears_small_shifts(app, presented, qtbot):
    view = presented("small-shifts")
    at_four = {(a.name, a.training): f"{100 * a.accuracy[4]:.1f} %" for a in accuracies()}
    for training in ("none", "shift"):
        assert app.training.pushed.training == training
        for name in ("mlp", "lecture-cnn", "cnn-gap"):
            assert at_four[name, training] in scene(view).sentence.text()
            assert at_four[name, training] in part(view, "present-shifts-told").text()
        assert part(view, "present-shifts-told").text().startswith("shift 4: ")
        axis = part(view, "present-shifts-plot").getAxis("bottom")
        assert axis.labelText == "shift in pixels"
        low, high = part(view, "present-shifts-plot").viewRange()[1]
        assert (round(low, 1), round(high, 1)) == (0, 1)  # the same for both trainings
        assert "10\u202f000 digits read correctly" in part(view, "present-shifts").title.text()
        press(qtbot, app, KEY.Key_PageDown)
    assert app.cursor.place.topic == "shifts"  # it is the last
    assert not part(view, "present-topic-next").isEnabled()


def test_an_mlp_needs_a_weight_for_every_pixel(app, presented, qtbot):
    view = presented("mlp-weights")
    counts = [part(view, f"present-weights-{name}").text() for name in ("one", "all", "conv")]
    assert counts == [
        "one neuron: 150\u202f528 weights",
        "1\u202f000 neurons: 150\u202f528\u202f000 weights",
        "12 filters of 5×5×3: 900 weights",
    ]
    assert "the same 75 weights at every place" in scene(view).sentence.text()
    press(qtbot, app, KEY.Key_PageDown)
    assert app.cursor.place.topic == "pushed"


@pytest.mark.sweep(2)
@pytest.mark.parametrize("size", [(800, 600), (1024, 768), (1280, 720), (1920, 1080), (3840, 2160)])
def test_no_topic_is_cut(app, presented, qtbot, size):
    app.training.open(RUN)
    view = presented("filters-learnt", size)
    for topic in TOPICS:
        app.cursor.show_topic(topic)
        for _ in range(4):  # words wrap anew, then what stands round them
            QApplication.processEvents()
        assert view.size().toTuple() == size
        for child in scene(view).findChildren(QWidget):
            if not child.isVisible() or isinstance(child, QStackedWidget):
                continue
            least = child.minimumSizeHint()
            told = f"{topic} at {size}: {child.objectName()} of {type(child).__name__}"
            assert child.width() >= min(least.width(), child.maximumWidth()), told
            assert child.height() >= min(least.height(), child.maximumHeight()), told
    assert part(view, "present-layers").shown == len(app.document.project.network.names)
