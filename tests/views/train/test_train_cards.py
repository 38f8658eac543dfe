"""What the cards of the Train page say of a run: best and last, layers in numbers, differences."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QInputDialog

from cnnviz.cnn import architectures
from cnnviz.project.network_title import shown_title
from cnnviz.project.picture import Picture
from cnnviz.project.project import with_picture
from cnnviz.runs.config import Config, to_json
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import Best, Changed, EpochEnd, Finished, Progress, Started
from cnnviz.runs.layer_numbers import BINS, LayerNumbers, Spread
from cnnviz.state.training import runs_folder
from cnnviz.views.controls.bubble import told
from cnnviz.views.controls.place_slider import PlaceSlider
from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.train.confusion_view import ConfusionView
from cnnviz.views.train.curves import RunCurves
from cnnviz.views.train.drawing_card import NO_RUN, DrawingCard
from cnnviz.views.train.layer_card import LayerCard, dead_text
from cnnviz.views.train.progress_card import ProgressCard, what_text
from cnnviz.views.train.results_card import ResultsCards
from cnnviz.views.train.run_controls import RunControls
from cnnviz.views.train.run_differences import RunDifferences, missing_titles, value_text
from cnnviz.views.train.runs_card import RunsCard
from cnnviz.views.train.snapshot_card import SnapshotCard
from tests.runs_on_disk import made_run, with_answers

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(training):
    """A run of 3 epochs of 5 steps, which is shown."""
    training.open(made_run(runs_folder() / "first"))
    return training


def add(training, *events):
    RunDirectory(training.run.directory.path).add_events(events)
    training.run.watch()


def progress(step, lr):
    return Progress(step, 1, step, 1.0, 0.5, lr, 100.0, 3.0)


# Curves


def test_the_true_rate_is_plotted_and_its_change_marked(opened, look, qtbot):
    curves = RunCurves(opened, look)
    for plot in (curves.loss, curves.accuracy, curves.rate):
        qtbot.addWidget(plot)
    add(opened, progress(1, 0.001), progress(2, 0.002), Changed(2, 0.5, 0.0), progress(3, 0.25))
    curves.show_loss()
    curves.show_accuracy()
    assert list(curves.rate._points.values()) == [((1, 0.001), (2, 0.002), (3, 0.25))]
    assert curves.rate.latest.text() == "0.250"
    for plot in (curves.loss, curves.accuracy, curves.rate):
        assert [(mark.x, mark.text) for mark in plot.marks] == [(2.0, "peak rate 0.5")]


def test_epochs_stand_below_the_curves_where_they_are_chosen(opened, look, qtbot):
    curves = RunCurves(opened, look)
    for plot in (curves.loss, curves.accuracy, curves.rate):
        qtbot.addWidget(plot)
    opened.plots.changed.connect(curves.draw_as_chosen)
    curves.show_accuracy()
    axis = curves.accuracy.plot.getAxis("bottom")
    assert axis.labelText == "steps (batches)"
    assert [x for x, _y in curves.accuracy._points["validation"]] == [5, 10, 15]
    curves._tools["in_epochs"].click()
    assert axis.labelText == "epochs"
    assert [x for x, _y in curves.accuracy._points["validation"]] == [1, 2, 3]
    opened.plots.changed.disconnect(curves.draw_as_chosen)


# Best and last


def test_list_card_and_buttons_tell_best_from_last(opened, document, look, qtbot):
    folder = opened.run.directory.path
    best = {name: np.asarray(array + 1, np.float32) for name, array
            in opened.run.network.parameters().items()}  # fmt: skip
    RunDirectory(folder).save_best(2, best)
    RunDirectory(folder).save_weights(opened.run.network.parameters())
    add(opened, EpochEnd(4, 0.5, 0.1, 9.0, 20), Best(2, 10, 0.2), Finished(20, 1.0))
    assert what_text(opened.run) == "validation 10.0 % at last, best 30.0 % in epoch 3"
    opened.runs.look()
    (summary,) = opened.runs.summaries
    assert (summary.val_accuracy, summary.last_accuracy) == (0.3, 0.1)
    card = SnapshotCard(document, opened, look)
    qtbot.addWidget(card)
    card.refresh()
    assert card.best.text() == "Use the best: epoch 2, 20.0 % in validation"
    card.best.click()
    np.testing.assert_array_equal(
        document.project.network.parameters()["conv1.weight"], best["conv1.weight"]
    )
    card.last.click()
    first = opened.run.network.parameters()["conv1.weight"]
    np.testing.assert_array_equal(document.project.network.parameters()["conv1.weight"], first)
    assert document.history.count() == 2


def test_a_run_of_an_earlier_version_offers_no_best_weights(opened, document, look, qtbot):
    card = SnapshotCard(document, opened, look)
    qtbot.addWidget(card)
    card.refresh()
    assert not card.best.isEnabled()
    assert opened.use_kept("best").startswith("These weights cannot be read")


def test_after_a_crash_no_speed_and_no_time_left_are_told(training, look, qtbot):
    path = runs_folder() / "crashed"
    directory = RunDirectory(path)
    directory.create(Config("nine-steps", ("strokes:60",)), architectures.build("nine-steps"))
    directory.add_events([Started(3, 100, 10, 5), progress(1, 0.1)])
    training.open(path)
    card = ProgressCard(look)
    qtbot.addWidget(card)
    card.show_run(training.run)
    assert card.where.text() == "Stopped unexpectedly"
    assert card.what.text() == ""


# Confusion, mistakes


def test_recall_and_precision_are_told_of_each_cell(look, qtbot):
    view = ConfusionView(look)
    qtbot.addWidget(view)
    view.show_counts(np.array([[3, 1], [0, 4]]), ("cat", "dog"))
    said = view.words((0, 1)).splitlines()
    assert said[0] == "1 of 4 pictures of “cat” is taken for “dog”." or "“cat”" in said[0]
    assert said[1] == "Recall of “cat”: 75 % of its pictures are read correctly."
    assert said[2] == "Precision of “dog”: 80 % of these answers are right."


def test_the_heading_of_a_cell_goes_with_its_run(opened, document, look, qtbot):
    with_answers(opened.run.directory.path)
    results = ResultsCards(opened, DrawingCard(document, opened, look), look)
    qtbot.addWidget(results)
    opened.run.look_into((0, 1))
    results.refresh()
    assert "taken for" in results.title.text()
    path = runs_folder() / "second"
    RunDirectory(path).create(Config("nine-steps", ("x",)), architectures.build("nine-steps"))
    opened.open(path)
    results.refresh()
    assert results.title.text() == "Most confident mistakes"
    assert not results.pictures.captions


def test_a_picture_is_shown_with_the_weights_that_gave_its_answer(opened, document):
    directory = RunDirectory(opened.run.directory.path)
    weights = {name: np.asarray(array + 3, np.float32) for name, array
               in opened.run.network.parameters().items()}  # fmt: skip
    from cnnviz.runs.directory import Predictions

    said = Predictions(np.zeros(20, np.uint8), np.ones(20, np.float32))
    directory.save_epoch(2, said, weights)
    picture = Picture("drawing", np.full((1, 28, 28), 0.5, np.float32), "seven, picture 3")
    before = document.project
    assert opened.show_picture(picture, 2) == ""
    assert document.history.text(0).endswith("with the weights after epoch 2 of first")
    for name, array in weights.items():
        np.testing.assert_array_equal(document.project.network.parameters()[name], array)
    assert document.project.picture.name == "seven, picture 3"
    document.history.undo()
    assert document.project.network is before.network
    assert opened.show_picture(picture, 3) == ""  # kept by no earlier version: the nearest ones
    assert document.history.text(0).endswith("with weights near epoch 3 of first")
    for name, array in opened.run.weights(3).items():
        np.testing.assert_array_equal(document.project.network.parameters()[name], array)


def test_without_a_run_a_drawn_picture_is_not_asked_for(training, document, look, qtbot):
    picture = Picture("drawing", np.full((1, 28, 28), 0.5, np.float32), "drawn")
    document.edit("Draw", with_picture(document.project, picture))
    card = DrawingCard(document, training, look)
    qtbot.addWidget(card)
    card.show()
    assert card.note.text() == NO_RUN


# A snapshot


def test_a_snapshot_says_of_what_its_share_is(opened, document, look, qtbot):
    card = SnapshotCard(document, opened, look)
    qtbot.addWidget(card)
    card.refresh()
    assert card.place.text() == "Snapshot 4 of 4 · step 15 · 30.0 % of validation right"


def test_taking_weights_over_says_so_beside_the_button(opened, document, look, qtbot):
    directory, name = RunDirectory(opened.run.directory.path), opened.run.name
    directory.save_weights(directory.network().parameters())
    directory.save_best(2, directory.network().parameters())
    add(opened, Best(2, 10, 0.2))
    card = SnapshotCard(document, opened, look)
    qtbot.addWidget(card)
    card.show()
    card.refresh()
    said = {
        card.use: f"the weights of step 15 of {name} now",
        card.best: f"the best weights of {name} now, of epoch 2",
        card.last: f"the last weights of {name} now",
        card.shipped: "the weights it ships with now",
    }
    for button, sentence in said.items():
        assert button.isEnabled()
        button.click()
        title = shown_title(document.project.network)
        assert told(button) == f"{title} has {sentence}. Ctrl+Z takes it back."


def test_the_large_value_beside_several_curves_says_whose_it_is(opened, look, qtbot):
    curves = RunCurves(opened, look)
    for plot in (curves.loss, curves.accuracy, curves.rate):
        qtbot.addWidget(plot)
    add(opened, progress(1, 0.001), progress(2, 0.002))
    curves.show_loss()
    curves.show_accuracy()
    named = [(plot.latest_of.text(), plot.latest.text()) for plot in (curves.loss, curves.accuracy)]
    assert named == [("validation", "0.000"), ("validation", "30.0 %")]
    assert curves.rate.latest_of.text() == ""  # its title says it


# A layer in numbers


def test_a_layer_is_shown_in_numbers_at_the_snapshot_looked_at(opened, look, qtbot):
    directory = RunDirectory(opened.run.directory.path)
    counts = np.arange(BINS, dtype=np.float32)
    for number in range(4):
        spread = Spread(-1.0, float(number), counts, 0.5)
        directory.save_layer_numbers(number, {"relu1": LayerNumbers(spread, None, (0, 3), 6)})
    card = LayerCard(opened, look)
    qtbot.addWidget(card)
    card.layer.setCurrentIndex(card.layer.findData("relu1"))
    card.refresh()
    assert card.activations.spread.high == 3.0
    assert card.gradients.words() == "The loss does not depend on it"
    assert card.weights.words() == "Nothing is learnt here"
    assert card.note.text() == "2 of 6 units are dead, 0 for every picture looked at: 1, 4."
    opened.run.look_at(1)
    card.refresh()
    assert card.activations.spread.high == 1.0
    card.layer.setCurrentIndex(card.layer.findData("conv1"))
    card.refresh()
    weights = opened.run.network_then.parameters()
    learnt = np.concatenate([weights["conv1.weight"].ravel(), weights["conv1.bias"]])
    assert card.weights.spread.high == pytest.approx(learnt.max())
    assert card.weights.spread.total == learnt.size
    assert "Not kept" in card.activations.words()


def test_units_that_are_all_awake_are_told_so():
    spread = Spread(0.0, 1.0, np.ones(BINS, np.float32), 0.5)
    assert "none is dead" in dead_text(LayerNumbers(spread, None, (), 6))
    assert dead_text(LayerNumbers(spread, None)) == ""
    assert dead_text(LayerNumbers(spread, None, tuple(range(64)), 64)).endswith("24 and more.")


# Runs side by side


def test_only_settings_that_differ_stand_side_by_side(opened, look, qtbot):
    other = made_run(runs_folder() / "second")
    (other / "config.json").write_text(
        to_json(Config("nine-steps", ("strokes:60",), lr=0.5, limit=100))
    )
    opened.runs.look()
    table = RunDifferences(opened, look)
    qtbot.addWidget(table)
    assert table.isHidden()
    opened.comparison.tick(other, True)
    cells = [[table.table.item(row, column).text() for column in range(3)]
             for row in range(table.table.rowCount())]  # fmt: skip
    heads = [table.table.horizontalHeaderItem(column).text() for column in range(3)]
    place = heads.index("second")
    assert sorted(heads[1:]) == ["first", "second"]
    assert [(row[0], row[place]) for row in cells] == [
        ("Peak rate", "0.5"), ("Only the first", "100")
    ]  # fmt: skip
    (other / "config.json").write_text(to_json(Config("nine-steps", ("strokes:60",))))
    assert not missing_titles()
    assert value_text("limit", 0) == "all"


def test_a_refused_rename_is_told_beside_its_button(opened, look, qtbot, monkeypatch):
    made_run(runs_folder() / "taken")
    opened.runs.look()
    card = RunsCard(opened, look)
    qtbot.addWidget(card)
    card.show()
    card.table.choose(runs_folder() / "first")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("taken", True))
    card.rename.click()
    assert told(card.rename) == "There is already a run “taken”; choose another name."
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("third", True))
    card.rename.click()
    assert told(card.rename) == ""


# Controls


def test_a_click_in_the_groove_goes_there(qtbot):
    slider = PlaceSlider(Qt.Orientation.Horizontal)
    qtbot.addWidget(slider)
    slider.setRange(0, 60)
    slider.resize(600, 24)
    slider.show()
    for share in (0.5, 0.1, 0.9):
        place = QPoint(round(600 * share), 12)
        qtbot.mouseClick(slider, LEFT, pos=place)
        assert abs(slider.value() - 60 * share) <= 2


def test_a_sentence_goes_when_its_control_is_scrolled_away(opened, look, qtbot):
    card = RunsCard(opened, look)
    area = scroll_area(card)
    qtbot.addWidget(area)
    area.resize(300, 60)
    area.show()
    from cnnviz.views.controls.bubble import tell

    tell(look, card.open, "Not now.")
    assert told(card.open) == "Not now."
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert area.verticalScrollBar().value() > 0
    assert told(card.open) == ""


def test_a_sentence_about_a_run_moves_no_button(training, look, qtbot):
    controls = RunControls(training, look)
    qtbot.addWidget(controls)
    rows = [controls.column.itemAt(place) for place in range(controls.column.count())]
    buttons = next(i for i, row in enumerate(rows) if row.layout() is not None
                   and row.layout().indexOf(controls.main) >= 0)  # fmt: skip
    sentence = next(i for i, row in enumerate(rows) if row.widget() is controls.problem)
    assert sentence < buttons == len(rows) - 1  # the foot grows upwards
