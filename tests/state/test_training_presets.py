"""A preset sets all that it depends on, whatever was chosen before."""

from dataclasses import fields, replace

import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Dropout, Flatten
from cnnviz.cnn.network import chain
from cnnviz.project.plan import blueprint_of, build
from cnnviz.project.plan_edits import with_filters
from cnnviz.runs.config import Config
from cnnviz.runs.events import EpochEnd
from cnnviz.runs.history import History
from cnnviz.state.curve_words import lesson, why_validation_is_better
from cnnviz.state.training_presets import PRESETS, preset_of

OF_THE_MACHINE = {"network", "seed", "threads", "device", "snapshots"}
OF_A_FOLDER = {"side", "colours", "resize"}  # how its pictures are read
OTHER = Config(
    "x", ("swans:10",), epochs=3, batch_size=7, optimizer="rmsprop", lr=0.7, weight_decay=0.1,
    momentum=0.5, label_smoothing=0.2, averaging=0.5, schedule="step", augment="shift",
    weights_seed=9, start="network", shuffle=False, limit=11, early_stop=2,
)  # fmt: skip


def network(filters=None):
    made = architectures.build("nine-steps")
    return made if filters is None else build(with_filters(blueprint_of(made), (filters,) * 2))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_sets_all_but_what_belongs_to_the_machine(preset):
    kept = OF_THE_MACHINE | OF_A_FOLDER
    assert set(preset.settings) == {field.name for field in fields(Config)} - kept
    before = [replace(Config("x", ("y",)), **other.settings) for other in PRESETS]
    after = {replace(each, **preset.settings) for each in (*before, OTHER)}
    assert {replace(each, network="x") for each in after} == {replace(before[0], **preset.settings)}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_lesson_of_a_preset_stands_at_one_of_the_curves(preset):
    config = replace(Config("x", ("y",)), **preset.settings)
    made = network(preset.filters or None)
    assert preset_of(config, made) is preset
    said = {curves: lesson(config, made, curves) for curves in ("loss", "accuracy")}
    assert said.pop(preset.seen_in) == preset.why
    assert set(said.values()) == {""}


def test_a_lesson_belongs_to_the_settings_and_the_filters_not_to_the_data():
    few = next(preset for preset in PRESETS if preset.filters)
    config = replace(Config("x", ("y",)), **few.settings)
    assert preset_of(replace(config, data=("mine",)), network(1)) is few
    assert preset_of(config, network()) is not few
    for without in (None, architectures.build("mlp")):
        assert preset_of(config, without) is not few
    assert preset_of(OTHER, network()) is None
    assert lesson(None, None, "loss") == ""


def history(train, validation):
    made = History()
    made.add(EpochEnd(1, 1.0, validation, 9.0, 5, train, 1.0))
    return made


def test_validation_above_training_is_explained_where_it_occurs():
    config = Config("x", ("y",), augment="digits")
    said = why_validation_is_better(history(0.8, 0.9), config, network())
    assert "training pictures are changed at random" in said
    assert "after it, when it can more" in said
    plain = why_validation_is_better(history(0.8, 0.9), replace(config, augment="none"), network())
    assert "changed at random" not in plain
    assert plain.startswith("Validation is above training: training is counted")
    for train, validation in ((0.9, 0.8), (0.9, 0.9)):
        assert why_validation_is_better(history(train, validation), config, network()) == ""
    assert why_validation_is_better(History(), config, network()) == ""


def test_dropout_is_named_among_the_reasons():
    with_dropout = chain("d", "D", (1, 2, 2), (Dropout(0.5), Flatten()))
    said = why_validation_is_better(history(0.8, 0.9), Config("x", ("y",)), with_dropout)
    assert "dropout silences" in said
