"""From configuring a network to its weights in use, with real events."""

import os
import signal

import numpy as np
import psutil
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QScrollArea

from cnnviz.cnn import architectures
from cnnviz.project import shipped
from cnnviz.project import shipped_shifts as shift
from cnnviz.project.picture import Picture
from cnnviz.project.plan import is_possible
from cnnviz.project.project import with_network, with_picture
from cnnviz.runs.config import Config
from cnnviz.runs.directory import RunDirectory
from cnnviz.state import runs
from cnnviz.state.training import runs_folder

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
PATIENCE = 30_000  # ms: PyTorch takes seconds to load on a busy machine


@pytest.fixture
def page(app, quick_start, qtbot):
    """The Train page with a small network and little data."""
    QApplication.processEvents()  # the window gets the focus
    press(qtbot, app, Qt.Key.Key_3, CTRL)
    assert app.cursor.page == "train"
    page = app.pages.train()
    project = with_network(app.document.project, shipped.network("nine-steps"))
    app.document.edit("Open", project)
    settings = {"data": ("strokes:60",), "epochs": 10_000, "batch_size": 20, "augment": "none"}
    app.training.change(**settings)
    QApplication.processEvents()
    return page


def press(qtbot, app, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or app.window, key, modifiers)
    QApplication.processEvents()


def click(qtbot, widget):
    area = widget.parent()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parent()
    if area is not None:
        area.ensureWidgetVisible(widget)
    qtbot.mouseClick(widget, LEFT)


def wait(qtbot, condition):
    qtbot.waitUntil(condition, timeout=PATIENCE)


def started(qtbot, app, page, snapshots=3):
    click(qtbot, page.controls.main)
    run = app.training.run
    wait(qtbot, lambda: page.controls.main.text() == "Pause")
    assert run.history.started is None  # long before PyTorch is loaded
    assert page.controls.stop.isEnabled()
    assert page.controls.resume.isHidden()
    wait(qtbot, lambda: len(run.history.snapshots) >= snapshots or not run.is_ours)
    assert run.is_ours, run.problem
    return run


def column(page, number):
    """The texts of a column of the runs, from top to bottom."""
    model = page.right.runs.table.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def tick(app, page, path):
    """Compare a run by a click at its box."""
    table = page.right.runs.table
    place = table.model().index(column(page, 1).index(path.name), 0)
    assert table.model().setData(place, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)


def type_number(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def break_and_mend(app, page, find, qtbot):
    """Take the flatten layer out, read the remedy, put it in again."""
    rows, before = page.left.layers.rows, app.document.project.network
    flat = next(i for i, row in enumerate(rows.rows) if row.name == "Flatten")
    click(qtbot, rows)
    qtbot.mouseClick(rows.viewport(), LEFT, pos=rows.row_rect(flat).center())
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    broken = next(row for row in rows.rows if row.problem)
    assert broken.name == "Fully connected"
    assert "add a flatten layer before it" in broken.problem
    assert app.document.project.network is before  # the network stays what it was
    click(qtbot, page.controls.main)
    assert "mend the marked one" in page.controls.problem.text()
    assert app.training.run is None
    find("add-flatten").trigger()
    while any(row.problem for row in rows.rows):  # behind the fully connected layer: move it up
        qtbot.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert is_possible(app.document.project)
    assert [layer.kind for layer in app.document.project.network.layers.values()] == [
        layer.kind for layer in before.layers.values()
    ]


def pause_step_and_change(page, run, qtbot):
    """Pause, learn one batch, take another rate, go on."""
    assert page.controls.main.text() == "Pause"
    click(qtbot, page.controls.main)
    wait(qtbot, lambda: page.controls.main.text() == "Continue")
    step = run.history.progress.step
    click(qtbot, page.controls.step)
    wait(qtbot, lambda: run.history.progress.step == step + 1)
    type_number(qtbot, page.controls.lr, "0.125")
    wait(qtbot, lambda: bool(run.history.changes))
    assert (run.history.changes[0].lr, run.history.changes[0].step) == (0.125, step + 1)
    click(qtbot, page.controls.main)
    wait(qtbot, lambda: run.history.progress.step > step + 5)


def test_configure_break_mend_train_pause_change_stop_go_back_use_and_undo(app, page, find, qtbot):
    break_and_mend(app, page, find, qtbot)
    run = started(qtbot, app, page)
    wait(qtbot, lambda: page.right.progress.where.text().startswith("Epoch"))
    assert "images/s" in page.right.progress.what.text()
    pause_step_and_change(page, run, qtbot)
    click(qtbot, page.controls.stop)
    wait(qtbot, lambda: not run.is_ours)
    assert (run.history.state, run.problem) == ("stopped", "")
    assert page.right.progress.where.text() == "Stopped"
    # go back in time
    slider, stored = page.right.snapshot.slider, RunDirectory(run.directory.path)
    slider.setFocus()
    for number, key in enumerate((Qt.Key.Key_Home, Qt.Key.Key_Right)):
        qtbot.keyClick(slider, key)
        kernels = stored.snapshot(number)["conv1.weight"][:, 0]
        np.testing.assert_array_equal(page.right.snapshot.kernels.gallery.kernels, kernels)
        assert page.right.snapshot.place.text().startswith(f"Snapshot {number + 1} of")
    # use the weights, undo
    mended = app.document.project.network
    click(qtbot, page.right.snapshot.use)
    for name, array in stored.snapshot(1).items():
        np.testing.assert_array_equal(app.document.project.network.parameters()[name], array)
    press(qtbot, app, Qt.Key.Key_Z, CTRL)
    assert app.document.project.network is mended


def test_a_network_with_branches_is_trained_shown_and_used(app, page, qtbot):
    project = with_network(app.document.project, architectures.build("residual-cnn"))
    drawing = Picture("image", np.eye(28, dtype=np.float32)[None], "a stroke")
    app.document.edit("Open", with_picture(project, drawing))
    QApplication.processEvents()
    layers = page.left.layers
    assert layers.rows.rows[0].name == "conv1"
    assert layers.branches.isVisible()
    assert not layers.add.isVisible()
    run = started(qtbot, app, page)
    click(qtbot, page.controls.stop)
    wait(qtbot, lambda: not run.is_ours)
    assert (run.history.state, run.problem) == ("stopped", "")
    box = page.right.snapshot.kernels.layer
    place = box.findData("block2.conv2")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    last = run.directory.snapshot(run.history.snapshots[-1].number)
    shown = page.right.snapshot.kernels.gallery.kernels
    np.testing.assert_array_equal(shown, last["block2.conv2.weight"][:64, 0])
    before = app.document.project.network
    click(qtbot, page.right.snapshot.use)
    network = app.document.project.network
    assert network.inputs == before.inputs
    for name, array in last.items():
        np.testing.assert_array_equal(network.parameters()[name], array)
    assert not np.array_equal(before.layers["fc"].weight, network.layers["fc"].weight)
    press(qtbot, app, Qt.Key.Key_Z, CTRL)
    assert app.document.project.network is before


def test_the_network_page_follows_the_run_as_one_edit(app, page, qtbot):
    count = app.document.history.count()
    run = started(qtbot, app, page)
    click(qtbot, page.right.snapshot.follow)
    app.actions["page-network"].trigger()
    seen = len(run.history.snapshots)
    wait(qtbot, lambda: len(run.history.snapshots) > seen + 1)
    QApplication.processEvents()
    last = run.directory.snapshot(run.history.snapshots[-1].number)
    wait(
        qtbot,
        lambda: any(
            np.array_equal(
                app.document.project.network.layers["conv1"].weight,
                run.directory.snapshot(s.number)["conv1.weight"],
            )
            for s in run.history.snapshots[1:]
        ),
    )
    assert last
    assert app.document.history.count() == count + 1
    page.right.snapshot.follow.setChecked(False)


def test_mistakes_open_behind_the_cells_and_go_to_the_input(app, page, qtbot):
    before = app.document.project.picture.name
    app.training.change(data=("strokes:300",), epochs=1)
    click(qtbot, page.controls.main)
    run = app.training.run
    wait(qtbot, lambda: not run.is_ours)
    assert run.history.state == "finished", run.problem
    page.right.refresh()
    answers = run.answers(1)
    confusion = page.right.results.confusion
    np.testing.assert_array_equal(confusion.counts, answers.confusion)
    row, column = map(int, np.argwhere(answers.confusion > 0)[0])
    qtbot.mouseClick(confusion, LEFT, pos=confusion.cell_rect(row, column).center())
    assert len(page.right.results.pictures.captions) == min(answers.confusion[row, column], 48)
    index = int(answers.behind(row, column)[0])
    place = page.right.results.pictures.rect_of(0).center()
    qtbot.mouseClick(page.right.results.pictures.viewport(), LEFT, pos=place)
    np.testing.assert_allclose(
        app.document.forward.trace.image, answers.pictures[index] / np.float32(255)
    )
    assert app.cursor.page == "network"
    press(qtbot, app, Qt.Key.Key_Z, CTRL)
    assert app.document.project.picture.name == before


def test_a_killed_trainer_is_told_and_the_run_goes_on_where_it_was(app, page, quick_start, qtbot):
    quick_start(False)
    run = started(qtbot, app, page)
    os.kill(run.process.number, signal.SIGKILL)
    wait(qtbot, lambda: not run.is_ours)
    assert "ended unexpectedly" in page.controls.problem.text()
    assert page.right.progress.where.text() == "Stopped unexpectedly"
    step = run.history.progress.step
    quick_start(True)
    click(qtbot, page.controls.resume)
    wait(qtbot, lambda: run.history.progress.step > step or not run.is_ours)
    assert run.is_ours, run.problem
    assert page.controls.problem.isHidden()


def test_a_trainer_that_is_killed_before_it_learnt_anything_offers_no_resume(
    app, page, quick_start, qtbot
):
    quick_start(False)
    click(qtbot, page.controls.main)
    run = app.training.run
    wait(qtbot, lambda: page.controls.main.text() == "Pause")
    assert not page.controls.lr.isEnabled()  # not known yet
    os.kill(run.process.number, signal.SIGKILL)
    wait(qtbot, lambda: not run.is_ours)
    assert "before it learnt anything" in page.controls.problem.text()
    assert page.controls.resume.isHidden()
    assert page.controls.main.text() == "Train"


def test_a_run_of_another_process_is_watched_and_not_commanded(app, page, qtbot, tmp_path):
    import subprocess
    import sys

    words = ["nine-steps", "--data", "strokes:60", "--epochs", "100000", "--run", tmp_path / "r",
             "--control"]  # fmt: skip
    other = subprocess.Popen(
        [sys.executable, "-m", "cnnviz", "train", *map(str, words)],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    wait(qtbot, lambda: (tmp_path / "r" / "events.jsonl").exists())
    app.training.open(tmp_path / "r")
    run = app.training.run
    wait(qtbot, lambda: len(run.history.snapshots) > 2)
    assert not page.controls.stop.isEnabled()
    assert "can be watched" in page.controls.problem.text()
    other.communicate()  # closes its stdin: it ends
    wait(qtbot, lambda: run.history.state == "stopped")


def test_quitting_in_mid_training_leaves_no_process(app, page, quick_start, qtbot):
    quick_start(False)
    run = started(qtbot, app, page)
    process = psutil.Process(run.process.number)
    app.training.close()
    assert not process.is_running()
    assert run.directory.events()[-1].step > 0
    assert run.directory.weights()


def test_data_that_does_not_fit_is_told_with_a_remedy_that_works(app, page, find, qtbot):
    network = shipped.network("tiny-vgg")
    app.document.edit("Open", with_network(app.document.project, network))
    assert (
        "grey pictures of 28×28, the network takes colour pictures of 64×64"
        in page.left.setup.notes.misfit.text()
    )
    click(qtbot, page.left.setup.notes.fit)
    fitted = app.document.project.network
    assert fitted.input_shape == (1, 28, 28)
    assert fitted.shapes[fitted.output] == (10,)
    assert page.left.setup.notes.misfit.isHidden()
    app.document.history.undo()
    assert app.document.project.network is network


def test_presets_say_why_and_settings_are_kept_in_range(app, page, qtbot):
    box = page.left.setup.presets
    box.setFocus()
    place = [box.itemText(i) for i in range(box.count())].index(
        "Failure: overfitting on 100 pictures"
    )
    box.setCurrentIndex(place)
    box.activated.emit(place)
    assert app.training.config.limit == 100
    assert "by heart" in page.left.setup.why.text()
    type_number(qtbot, page.left.setup.fields["batch_size"], "0")
    assert app.training.config.batch_size == 64  # refused: at least 1
    assert page.left.setup.fields["batch_size"].problem
    type_number(qtbot, page.left.setup.fields["batch_size"], "32")
    assert (box.currentIndex(), page.left.setup.why.text()) == (-1, "")  # these are one's own
    assert box.placeholderText() == "Your own settings"
    type_number(qtbot, page.left.setup.fields["batch_size"], "64")
    assert box.currentIndex() == place


def test_six_epochs_of_good_settings_are_no_failure_of_the_filters(app, page, qtbot):
    box = page.left.setup.presets
    box.setCurrentIndex(0)
    box.activated.emit(0)
    type_number(qtbot, page.left.setup.fields["epochs"], "6")
    assert box.currentIndex() == -1  # the network has its filters
    few = [box.itemText(i) for i in range(box.count())].index("Failure: too few filters")
    box.setCurrentIndex(few)
    box.activated.emit(few)
    assert (box.currentIndex(), app.training.config.epochs) == (few, 6)


def test_step_2_is_told_beside_step_3_and_a_click_goes_there(app, page, qtbot):
    app.window.resize(1024, 700)
    QApplication.processEvents()
    app.training.change(epochs=7, lr=0.003, optimizer="sgd")
    assert page.left.compiled.text() == "with SGD, rate 0.003, 7 epochs"
    qtbot.mouseClick(page.left.compiled, LEFT)
    QApplication.processEvents()
    assert page.left.setup.presets.visibleRegion().contains(page.left.setup.presets.rect())
    assert page.left.setup.presets.hasFocus()


def test_add_layer_mends_what_a_broken_layer_lacks_and_the_refusal_goes(app, page, qtbot):
    rows = page.left.layers.rows
    flat = next(i for i, row in enumerate(rows.rows) if row.name == "Flatten")
    qtbot.mouseClick(rows.viewport(), LEFT, pos=rows.row_rect(flat).center())
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    click(qtbot, page.controls.main)
    assert "do not fit yet" in page.controls.problem.text()
    page.left.layers.add_kind("flatten")  # as by the menu: the broken layer is the chosen one
    assert is_possible(app.document.project)
    assert page.controls.problem.isHidden()


def test_following_leaves_another_network_alone(app, page, qtbot):
    app.training.change(epochs=1)
    click(qtbot, page.controls.main)
    wait(qtbot, lambda: not app.training.run.is_ours)
    page.right.refresh()
    network = shipped.network("mlp")
    app.document.edit("Open", with_network(app.document.project, network))
    click(qtbot, page.right.snapshot.follow)
    page.right.snapshot.slider.setValue(0)
    assert app.document.project.network is network


def test_too_few_filters_is_one_edit_of_the_network(app, page):
    box = page.left.setup.presets
    place = [box.itemText(i) for i in range(box.count())].index("Failure: too few filters")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    convolutions = [p for n, p in app.document.project.network.parameters().items() if p.ndim == 4]
    assert [len(weight) for weight in convolutions] == [1, 1]
    app.document.history.undo()
    assert len(app.document.project.network.layers["conv1"].weight) == 6


def test_curves_tell_values_on_hovering(app, page, qtbot):
    started(qtbot, app, page)
    page.right.curves.loss.show_curves({"training": [(0, 2.0), (10, 1.0)]}, "training")
    assert page.right.curves.loss.latest.text() == "1.000"
    view = page.right.curves.loss.plot.viewport()
    place = page.right.curves.loss.plot.getViewBox().sceneBoundingRect().center().toPoint()
    qtbot.mouseMove(view, place + QPoint(1, 0))
    qtbot.mouseMove(view, place)
    assert page.right.curves.loss.told.text().startswith("step ")


def test_a_data_set_is_looked_through_and_a_picture_sent_to_the_input(app, page, qtbot):
    click(qtbot, page.left.setup.sheet)
    sheet = page.data.sheet
    wait(qtbot, lambda: sheet._sheet is not None)
    shown = sheet._sheet
    place = sheet.classes.findData(7)
    sheet.classes.setCurrentIndex(place)
    sheet.classes.activated.emit(place)
    assert set(sheet.grid.captions) == {"7"}
    first = np.flatnonzero(shown.labels("training") == 7)[:1]
    qtbot.mouseClick(sheet.grid.viewport(), LEFT, pos=sheet.grid.rect_of(0).center())
    np.testing.assert_allclose(
        app.document.forward.trace.image, shown.pictures("training", first)[0] / np.float32(255)
    )


def test_one_picture_is_found_by_its_number(app, page, qtbot):
    click(qtbot, page.left.setup.sheet)
    sheet = page.data.sheet
    wait(qtbot, lambda: sheet._sheet is not None)
    type_number(qtbot, sheet.number, "17")
    expected = sheet._sheet.classes[sheet._sheet.labels("training")[17]]
    assert sheet.grid.captions[0] == expected
    sheet.reject()


def test_a_set_that_is_not_here_is_offered_for_download(app, page, monkeypatch, tmp_path):
    monkeypatch.setenv("CNNVIZ_CACHE", str(tmp_path))
    app.training.change(data=("kmnist",))
    assert page.left.setup.notes.download.isVisible()
    assert page.left.setup.notes.download.text() == "Download 21 MB"
    assert not page.left.setup.sheet.isEnabled()
    page.controls.main.click()
    assert "download it first" in page.controls.problem.text()


def test_a_digit_network_is_fitted_to_swans(app, page, qtbot):
    app.training.change(data=("swans:12000",))
    QApplication.processEvents()
    click(qtbot, page.left.setup.notes.fit)
    assert app.document.project.network.input_shape == (3, 32, 32)
    assert app.document.forward.trace.image.shape == (3, 32, 32)


def choose_folder(page, monkeypatch, folder):
    asked = "cnnviz.views.train.data_part.QFileDialog.getExistingDirectory"
    monkeypatch.setattr(asked, lambda *_: str(folder))
    box = page.left.setup.data
    box.setCurrentIndex(box.count() - 1)
    assert box.currentText() == "A folder…"
    box.activated.emit(box.count() - 1)


def test_a_folder_of_ones_own_pictures_is_chosen_fitted_and_learnt(
    app, page, qtbot, monkeypatch, tmp_path
):
    random = np.random.default_rng(0)
    for name in ("cat", "dog", "fox"):
        (tmp_path / "pets" / name).mkdir(parents=True)
        for number in range(20):
            pixels = random.integers(0, 256, (70, 90, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "pets" / name / f"{number}.png")
    app.training.change(augment="digits")
    before = page.left.setup.data.currentIndex()
    choose_folder(page, monkeypatch, "")  # cancelled
    assert page.left.setup.data.currentIndex() == before
    choose_folder(page, monkeypatch, tmp_path / "pets" / "cat")  # holds no data set
    wait(qtbot, lambda: "holds no data set" in page.controls.problem.text())
    assert app.training.config.data == ("strokes:60",)
    choose_folder(page, monkeypatch, tmp_path / "pets")
    wait(qtbot, lambda: app.training.config.data == (str(tmp_path / "pets"),))
    assert page.left.setup.data.currentText() == "pets"
    assert app.training.config.augment == "none"
    assert page.controls.problem.isHidden()
    assert "has 3 classes, the network ends in 10 values" in page.left.setup.notes.misfit.text()
    app.training.change(side=32, colours="colour")
    assert (
        "colour pictures of 32×32, the network takes grey pictures of 28×28"
        in page.left.setup.notes.misfit.text()
    )
    QApplication.processEvents()  # the button appears
    click(qtbot, page.left.setup.notes.fit)
    assert app.document.project.network.input_shape == (3, 32, 32)
    assert app.document.project.network.classes == ("cat", "dog", "fox")
    app.training.change(epochs=1)
    click(qtbot, page.controls.main)
    run = app.training.run
    wait(qtbot, lambda: not run.is_ours)
    assert run.history.state == "finished", run.problem


def test_photographs_that_are_mistaken_stay_light_everywhere(
    app, page, qtbot, monkeypatch, tmp_path
):
    for name, light in (("dusk", 200), ("noon", 250)):
        (tmp_path / "times" / name).mkdir(parents=True)
        for number in range(12):
            pixels = np.full((28, 28), light - 3 * number, np.uint8)
            Image.fromarray(pixels).save(tmp_path / "times" / name / f"{number}.png")
    choose_folder(page, monkeypatch, tmp_path / "times")
    wait(qtbot, lambda: app.training.config.data == (str(tmp_path / "times"),))
    notes = page.left.setup.notes
    assert "a smaller batch, or more epochs" not in notes.found.text()
    app.training.change(epochs=1)
    assert "so the run has 1;" in notes.found.text()
    QApplication.processEvents()
    assert notes.fit.visibleRegion().boundingRect().height() == notes.fit.height()  # in sight
    click(qtbot, notes.fit)
    click(qtbot, page.controls.main)
    run = app.training.run
    assert not page.controls.lr.isVisible()  # its rates are not known yet
    wait(qtbot, lambda: not run.is_ours)
    assert run.history.state == "finished", run.problem
    page.right.refresh()
    answers, shown = run.answers(1), page.right.results.pictures
    index = int(answers.mistakes[0])
    value = answers.pictures[index].flat[0]
    assert shown.model().images[0].pixelColor(3, 3).red() == value
    assert "Every picture gets the same answer" in page.right.results.count.text()
    qtbot.mouseClick(shown.viewport(), LEFT, pos=shown.rect_of(0).center())
    prepared = app.document.forward.prepared
    np.testing.assert_allclose(prepared.values, answers.pictures[index] / np.float32(255))
    assert not prepared.is_ink
    said = app.document.forward.trace.output.argmax()
    assert int(said) == int(answers.predicted[index])


def test_runs_are_listed_renamed_compared_exported_and_deleted(app, page, qtbot, tmp_path):
    app.training.change(data=("strokes:60",), epochs=2)
    for _ in range(2):
        click(qtbot, page.controls.main)
        wait(qtbot, lambda: not app.training.run.is_ours)
        assert app.training.run.history.state == "finished", app.training.run.problem
    run = app.training.run
    app.training.runs.look()
    assert len(app.training.runs.paths) == 2
    assert column(page, 2) == ["finished", "finished"]
    other = next(path for path in app.training.runs.paths if path != run.directory.path)
    tick(app, page, other)
    assert other.name in page.right.curves.accuracy.told.text()  # its curve stands beside
    place = page.right.snapshot.kernels.other.findData(other)
    page.right.snapshot.kernels.other.setCurrentIndex(place)
    page.right.snapshot.kernels.other.activated.emit(place)
    np.testing.assert_array_equal(  # the same seed: the same filters
        page.right.snapshot.kernels.other_gallery.kernels,
        page.right.snapshot.kernels.gallery.kernels,
    )
    runs.export_csv(other, tmp_path / "epochs.csv")
    lines = (tmp_path / "epochs.csv").read_text().splitlines()
    assert lines[0].startswith("epoch,step,train_loss")
    assert len(lines) == 3
    moved = runs.renamed(other, "my first")
    app.training.runs.look()
    assert "my first" in column(page, 1)
    with pytest.raises(ValueError, match="already a run"):
        runs.renamed(moved, run.name)
    runs.thrown_away(moved)
    app.training.runs.look()
    assert len(column(page, 1)) == 1


def test_the_chosen_run_stays_so_when_the_list_changes(app, page):
    for name in ("a", "b", "c"):
        RunDirectory(runs_folder() / name).create(Config("mlp", ("strokes:60",)))
    app.training.runs.look()
    page.right.runs.table.choose(runs_folder() / "b")
    app.training.rename(runs_folder() / "b", "z")
    assert page.right.runs.table.chosen == runs_folder() / "z"
    runs.renamed(runs_folder() / "z", "by another window")
    app.training.runs.look()
    assert page.right.runs.table.chosen is None  # not the one that stands in its row now
    assert not page.right.runs.delete.isEnabled()


def test_another_start_stands_beside_the_first(app, page, qtbot):
    app.training.change(data=("strokes:60",), epochs=2)
    click(qtbot, page.controls.main)
    wait(qtbot, lambda: not app.training.run.is_ours)
    first = app.training.run.directory
    app.training.change(lr=0.02)  # of the next run; another start has the settings of the first
    app.document.edit("Open", with_network(app.document.project, shipped.network("mlp")))
    click(qtbot, page.right.snapshot.another)  # of that run, whatever is open now
    run = app.training.run
    assert run.directory.path != first.path
    wait(qtbot, lambda: not run.is_ours)
    assert run.history.state == "finished", run.problem
    assert run.config().seed == first.config().seed  # the same pictures, in the same order
    assert run.config().weights_seed == first.config().seed + 1
    assert run.network.shapes == first.network().shapes
    assert page.controls.lr.value == first.config().lr
    page.right.refresh()
    for place in (0, page.right.snapshot.slider.maximum()):
        page.right.snapshot.slider.setValue(place)
        mine, theirs = (
            page.right.snapshot.kernels.gallery.kernels,
            page.right.snapshot.kernels.other_gallery.kernels,
        )
        assert not page.right.snapshot.kernels.other_gallery.isHidden()
        assert mine.shape == theirs.shape
        assert not np.allclose(mine, theirs)
    assert first.path.name in page.right.curves.accuracy.told.text()
    assert page.right.snapshot.kernels.other.currentText() == f"Beside {first.path.name}"


def test_renaming_and_deleting_the_run_that_is_shown(app, page, qtbot, monkeypatch):
    app.training.change(data=("strokes:60",), epochs=1)
    for _ in range(2):
        click(qtbot, page.controls.main)
        wait(qtbot, lambda: not app.training.run.is_ours)
        assert app.training.run.history.state == "finished", app.training.run.problem
    app.training.runs.look()
    path, other = app.training.run.directory.path, app.training.runs.paths[1]
    table = page.right.runs.table
    for each in (path, other):
        tick(app, page, each)
    table.choose(path)
    asked = "cnnviz.views.train.runs_card.QInputDialog.getText"
    monkeypatch.setattr(asked, lambda *_, text: (f"{text} again", True))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    run = app.training.run
    assert run.directory.path.name == f"{path.name} again"
    assert app.training.use_weights(None) == ""  # its snapshots are found
    table.choose(other)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    assert (
        f"{other.name} again" in page.right.curves.accuracy.told.text()
    )  # still ticked, still beside
    table.choose(run.directory.path)
    asked = "cnnviz.views.train.runs_card.QMessageBox.question"
    monkeypatch.setattr(asked, lambda *_: QMessageBox.StandardButton.Yes)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert app.training.run is None
    assert page.right.progress.where.text() == "Ready to train"
    assert page.right.snapshot.kernels.gallery.isHidden()
    assert page.right.results.pictures.captions == ()


def test_going_back_in_time_counts_the_snapshots_that_come_meanwhile(app, page, qtbot):
    run = started(qtbot, app, page)
    wait(qtbot, lambda: page.right.snapshot.slider.maximum() > 0)
    page.right.snapshot.slider.setFocus()
    qtbot.keyClick(page.right.snapshot.slider, Qt.Key.Key_Home)
    seen = len(run.history.snapshots)
    wait(qtbot, lambda: len(run.history.snapshots) > seen)
    page.right.refresh()
    assert f"Snapshot 1 of {len(run.history.snapshots)} " in page.right.snapshot.place.text()


def test_a_digit_is_pushed_through_an_mlp_and_cnns(app, page, qtbot):
    project = with_network(app.document.project, shipped.network("lecture-cnn"))
    empty = Picture("drawing", np.zeros((1, 28, 28), np.float32), "Drawing")
    app.document.edit("Open", with_picture(project, empty))
    bars, pushed = page.right.shift.bars["mlp"], page.right.shift.pushed
    click(qtbot, pushed)
    assert "150\u202f528 weights a neuron" in page.right.shift.count.weights.text()
    assert bars.isHidden()  # nothing is drawn yet
    seven = np.zeros((1, 28, 28), np.float32)
    seven[0, 6, 8:20] = 1
    seven[0, range(7, 22), [19 - row // 3 for row in range(15)]] = 1
    app.document.edit("Draw", with_picture(app.document.project, Picture("drawing", seven, "7")))
    QApplication.processEvents()
    assert not bars.isHidden()

    middle = app.document.forward.trace.image
    np.testing.assert_allclose(bars.shares, said_by_page(page, "mlp", middle), atol=1e-6)
    qtbot.mousePress(pushed, LEFT, pos=QPoint(60, 60))
    qtbot.mouseMove(pushed, QPoint(60 + round(pushed.width() / 28 * 3), 60))
    qtbot.mouseRelease(pushed, LEFT)
    assert app.training.pushed.shift == (0, 3)
    qtbot.keyClick(pushed, Qt.Key.Key_Up)
    assert app.training.pushed.shift == (-1, 3)
    moved = np.zeros_like(middle)
    moved[:, :-1, 3:] = middle[:, 1:, :-3]
    for name in ("mlp", "lecture-cnn", "cnn-gap"):
        shares = said_by_page(page, name, moved)
        np.testing.assert_allclose(page.right.shift.bars[name].shares, shares, atol=1e-6)
    click(qtbot, page.right.shift.back)
    assert app.training.pushed.shift == (0, 0)
    np.testing.assert_allclose(bars.shares, said_by_page(page, "mlp", middle), atol=1e-6)


def said_by_page(page, name, picture):
    """What a network of the card says to a picture."""
    values = picture
    for layer in shift.network(name, page.right.shift.training.currentData()).layers.values():
        values = layer.forward(values)
    return values


def test_the_shipped_weights_are_one_click_away(app, page, qtbot):
    before = app.document.project.network
    app.actions["randomise"].trigger()
    click(qtbot, page.right.snapshot.shipped)
    for name, array in shipped.network("nine-steps").parameters().items():
        np.testing.assert_array_equal(app.document.project.network.parameters()[name], array)
    app.document.history.undo()
    app.document.history.undo()
    assert app.document.project.network is before
