import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.graph_edits import with_layer_after
from cnnviz.cnn.layers import BatchNorm2d, Dropout
from cnnviz.state.training import runs_folder
from cnnviz.views.train.learnt_kernels import LearntKernels
from tests.runs_on_disk import made_run

NETWORK = architectures.build("nine-steps", 0)


def with_layer(node, layer):
    return with_layer_after(NETWORK, node, layer)


def norm(channels):
    arrays = dict.fromkeys(BatchNorm2d.parameter_names, np.ones(channels, np.float32))
    return BatchNorm2d(**arrays)


@pytest.fixture
def shown(training, look, qtbot):
    made = LearntKernels(training, look)
    for part in (made, made.layer, made.other):  # the boxes stand in the head of the card
        qtbot.addWidget(part)
    training.run_changed.connect(made.refresh)
    training.looked_changed.connect(made.refresh)
    return made


def test_layers_of_the_same_names_at_other_places_are_shown_anew(shown, training, tmp_path):
    training.open(made_run(tmp_path / "plain", NETWORK))
    dropped = with_layer("relu1", Dropout(0.5))
    training.open(made_run(tmp_path / "dropped", dropped))
    places = [shown.layer.itemData(i) for i in range(shown.layer.count())]
    assert tuple(places) == training.layers
    last = shown.layer.count() - 1
    shown.layer.setCurrentIndex(last)
    shown.layer.activated.emit(last)
    assert dropped.layers[training.layer].kind == dropped.layers[places[last]].kind
    assert len(shown.gallery.kernels) == len(dropped.layers[places[last]].weight)


def test_the_layer_stays_chosen_while_the_next_run_has_it(shown, training, tmp_path):
    training.open(made_run(tmp_path / "a", NETWORK))
    training.choose_layer(training.layers[1])
    training.open(made_run(tmp_path / "b", NETWORK))
    assert shown.layer.currentData() == training.layers[1]


@pytest.mark.parametrize("after", ["conv1", "relu1", "max_pool1"])
def test_a_run_with_batch_norm_stands_beside(shown, training, tmp_path, after):
    training.open(made_run(tmp_path / "plain", NETWORK))
    channels = NETWORK.shapes[after][0]
    other = with_layer(after, norm(channels))
    training.comparison.put_beside(made_run(tmp_path / "normed", other))
    for layer in training.layers:
        training.choose_layer(layer)
        mine, theirs = shown.gallery.kernels, shown.other_gallery.kernels
        assert not shown.other_gallery.isHidden()
        np.testing.assert_array_equal(mine, theirs)  # both grew alike


def test_the_other_run_is_shown_at_the_same_point_of_its_way(shown, training, tmp_path):
    training.open(made_run(tmp_path / "short", NETWORK, snapshots=3))
    training.comparison.put_beside(made_run(tmp_path / "long", NETWORK, snapshots=9))
    training.run.look_at(1)
    first = NETWORK.layers["conv1"].weight[:, 0]
    np.testing.assert_allclose(shown.gallery.kernels, first * 1.1, rtol=1e-5)
    np.testing.assert_allclose(shown.other_gallery.kernels, first * 1.4, rtol=1e-5)


def test_a_layer_that_the_other_run_has_not_is_not_shown_beside(shown, training, tmp_path):
    training.open(made_run(tmp_path / "plain", NETWORK))
    training.comparison.put_beside(made_run(tmp_path / "mlp", architectures.build("mlp", 0)))
    assert shown.other_gallery.isHidden()


def test_the_box_names_the_run_that_stands_beside(shown, training, tmp_path):
    path = made_run(runs_folder() / "other", NETWORK)
    training.open(made_run(tmp_path / "plain", NETWORK))
    training.runs.look()
    training.comparison.tick(path, is_ticked=True)
    assert shown.other.currentText() == "No other run beside"
    training.comparison.put_beside(path)  # not the object that the list has
    assert shown.other.currentText() == "Beside other"
    training.comparison.put_beside(None)
    assert shown.other.currentText() == "No other run beside"


def test_kernels_of_a_network_with_branches_are_shown_by_the_names_of_its_nodes(
    shown, training, tmp_path
):
    network = architectures.build("residual-cnn", 0)
    training.open(made_run(tmp_path / "branches", network))
    names = [shown.layer.itemText(i) for i in range(shown.layer.count())]
    assert names == [
        "conv1", "block1.conv1", "block1.conv2", "block2.conv1", "block2.conv2",
        "block2.downsample.conv", "fc",
    ]  # fmt: skip
    training.choose_layer("block2.downsample.conv")
    assert shown.gallery.kernels.shape == (32, 1, 1)  # the first slices
    training.comparison.put_beside(made_run(tmp_path / "plain", NETWORK))
    assert shown.other_gallery.isHidden()  # it has no such layer
    training.choose_layer("conv1")
    assert not shown.other_gallery.isHidden()
