"""What a run is set to stands in the code for keras: as code that does it, or in words."""

import importlib.util
import os
from dataclasses import fields, replace

import numpy as np
import pytest
import torch

from cnnviz.cnn.layers import Flatten, Linear
from cnnviz.cnn.network import chain
from cnnviz.data.splits import Pictures
from cnnviz.figures.code.keras_python import keras_python_files
from cnnviz.figures.code.keras_r import keras_r_files
from cnnviz.runs.code_choices import choices_of
from cnnviz.runs.config import Config
from cnnviz.training.learner import Learner

CONFIG = Config("n", ("/home/me/pets",), epochs=4, batch_size=9, schedule="constant")
OTHER = {  # settings that a run may have, each another one than that of CONFIG
    "data": ("mnist", "digits"), "epochs": 7, "batch_size": 33, "optimizer": "sgd", "lr": 0.0125,
    "weight_decay": 0.125, "momentum": 0.25, "label_smoothing": 0.375, "averaging": 0.75,
    "schedule": "step", "augment": "flip", "shuffle": False, "early_stop": 11, "limit": 77,
    "fine_tune": True, "freeze_to": "fc1", "resize": "border",
}  # fmt: skip
OF_NO_CODE = {  # which network, from where, on what: the code has the network and its weights
    "network", "start", "seed", "weights_seed", "threads", "device", "snapshots", "side", "colours",
}  # fmt: skip
TAKES_ITS_DATA = {"data", "resize"}  # the code in Python is called with pictures


def network(seed=0):
    random = np.random.default_rng(seed)
    weight, bias = random.normal(0, 0.3, (3, 16)), random.normal(0, 0.3, 3)
    linear = Linear(weight.astype(np.float32), bias.astype(np.float32))
    return replace(chain("n", "N", (1, 4, 4), (Flatten(), linear)), classes=("a", "b", "c"))


def code(write, config):
    return next(iter(write(network(), "net", choices_of(config)).values())).decode()


@pytest.mark.parametrize("name", [field.name for field in fields(Config)])
def test_every_setting_of_a_run_stands_in_the_code(name):
    if name in OF_NO_CODE:
        return
    start = {"start": "network"} if name in ("fine_tune", "freeze_to") else {}
    uses = {"optimizer": "sgd"} if name == "momentum" else {}
    before = replace(CONFIG, **start, **uses)
    after = replace(before, **{name: OTHER[name]})
    assert code(keras_r_files, before) != code(keras_r_files, after)
    if name not in TAKES_ITS_DATA:
        assert code(keras_python_files, before) != code(keras_python_files, after)


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "rmsprop"])
def test_decay_is_never_lost(optimizer):
    for write in (keras_r_files, keras_python_files):
        told = [code(write, replace(CONFIG, optimizer=optimizer, weight_decay=d)) for d in (0, 0.5)]
        assert told[0] != told[1]


def test_a_folder_of_windows_is_no_set_that_is_made():
    text = code(keras_r_files, replace(CONFIG, data=(r"C:\pets",)))
    assert "flow_images_from_directory" in text


@pytest.fixture(scope="module")
def keras():
    os.environ["KERAS_BACKEND"] = "torch"
    return pytest.importorskip("keras")


@pytest.mark.parametrize(
    "settings",
    [
        {"optimizer": "sgd", "lr": 0.1, "weight_decay": 0.02},
        {"optimizer": "sgd", "lr": 0.1, "momentum": 0.0, "label_smoothing": 0.2},
        {"optimizer": "adam", "lr": 0.05, "weight_decay": 0.1},
        {"optimizer": "adamw", "lr": 0.05, "weight_decay": 0.1, "label_smoothing": 0.1},
        {"optimizer": "adamw", "lr": 0.05},
        {"optimizer": "rmsprop", "lr": 0.01, "momentum": 0.5, "weight_decay": 0.1},
    ],
    ids=str,
)
def test_the_code_for_keras_learns_what_cnnviz_learns(keras, settings, tmp_path):
    random = np.random.default_rng(1)
    levels = random.integers(0, 256, (10, 1, 4, 4), dtype=np.uint8)
    labels = random.integers(0, 3, 10, dtype=np.uint8)
    config = replace(CONFIG, **settings)
    known = Pictures(levels[:9], labels[:9])  # keras watches the last tenth
    learner = Learner(network(), known, config, torch.device("cpu"))
    for _step in range(config.epochs):
        learner.learn(torch.arange(9))
    for name, content in keras_python_files(network(), "net", choices_of(config)).items():
        (tmp_path / name).write_bytes(content)
    spec = importlib.util.spec_from_file_location("net", tmp_path / "net.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.load()
    pictures = levels.transpose(0, 2, 3, 1) / np.float32(255)
    module.train(model, pictures, labels, verbose=0)
    weight, bias = (each.value.detach().numpy() for each in model.trainable_weights)
    mine = learner.result().layers["fc1"]
    np.testing.assert_allclose(weight.T, mine.weight, atol=2e-5)
    np.testing.assert_allclose(bias, mine.bias, atol=2e-5)
