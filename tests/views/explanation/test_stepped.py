"""The sheet of a batch norm: step by step, with weight and bias to edit."""

import numpy as np

from cnnviz.cnn import layers as la
from cnnviz.project.project import forward_pass
from cnnviz.views.explanation.edits import edit_of
from tests.views.explanation.sheet_steps import (
    called,
    forward_of,
    item,
    one,
    scene_of,
    texts,
)


def norm_scene(look):
    layer = la.BatchNorm2d(*(np.array([n], np.float32) for n in (2, -1, 3, 4)), 0.0)
    return scene_of(look, forward_of([layer], [[[7.0]]]), (0, 0, 0))


def test_a_batch_norm_goes_step_by_step(look):
    scene = norm_scene(look)  # (7 − 3) / √4 · 2 − 1
    found = texts(scene)
    steps = ("difference", "spread", "quotient", "scaled", "value")
    assert [one(found, name) for name in steps] == [4, 2, 2, 4, 3]


def test_weight_and_bias_of_a_batch_norm_can_be_edited(look):
    scene = norm_scene(look)
    for name, after in (("weight", 19), ("bias", 14)):
        assert item(scene, name).is_editable
        edited = edit_of(scene, called(name), 0, 0, 10.0)(scene.forward.project)
        assert forward_pass(edited).trace.output.item() == after
