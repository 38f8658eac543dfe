from dataclasses import replace

import pytest

from cnnviz.cnn import architectures
from cnnviz.runs.answers import is_light
from cnnviz.runs.config import Config

DIGITS = architectures.build("lecture-cnn", 0)


@pytest.mark.parametrize(
    ("treatment", "data", "expected"),
    [
        ("photo", "/home/me/pets", True),
        ("photo-border", "pets", True),
        ("digit", "/home/me/idx", False),  # a folder of IDX files leaves the network as it is
        ("digit", "strokes:5000", False),
        ("photo", "strokes:5000:32", False),
    ],
)
def test_photographs_are_light_and_digits_are_ink(treatment, data, expected):
    network = replace(DIGITS, treatment=treatment)
    assert is_light(network, Config("n", (data,))) is expected
