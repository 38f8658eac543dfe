from dataclasses import replace

import pytest

from cnnviz.runs.config import Config
from cnnviz.state.step_count import few_steps_sentence

CONFIG = Config("mlp", ("photos",), epochs=20, batch_size=64)


def test_few_steps_are_told_with_what_helps():
    assert few_steps_sentence(CONFIG, 131) == (
        "An epoch is 3 steps here, so the run has 60; random weights need some hundreds: take a "
        "smaller batch, or more epochs."
    )
    assert "is 1 step here" in few_steps_sentence(replace(CONFIG, limit=64), 131)


@pytest.mark.parametrize(
    "changes", [{"epochs": 100}, {"batch_size": 8}, {"start": "network"}], ids=str
)
def test_enough_steps_and_learnt_weights_need_no_word(changes):
    assert few_steps_sentence(replace(CONFIG, **changes), 131) == ""
