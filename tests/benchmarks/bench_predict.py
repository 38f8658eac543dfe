"""200 pictures through `cnnviz predict`, beside what each needs: to be decoded and computed.

The command reads each picture in a process of its own, prepares it as MNIST was made, and writes a
row; the floor decodes it here, makes it small, and sends it through the same network.
"""

import io
import sys

import numpy as np
import pytest
from PIL import Image

from cnnviz.__main__ import main
from cnnviz.cnn.trace import trace
from cnnviz.project import shipped
from cnnviz.resources import folder

COUNT = 200


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Digits of 280×280 pixels, as they are drawn or photographed, in a folder."""
    place = tmp_path_factory.mktemp("pictures")
    sources = sorted((folder() / "images" / "digits").glob("*.png"))
    for number in range(COUNT):
        with Image.open(sources[number % len(sources)]) as image:
            image.convert("L").resize((280, 280)).save(place / f"{number:04}.png")
    return place


def test_predict(benchmark, pictures, monkeypatch):
    def predict():
        monkeypatch.setattr(sys, "stdout", io.StringIO())
        assert main(["predict", "lecture-cnn", str(pictures), "--format", "csv"]) == 0

    benchmark.pedantic(predict, rounds=5, warmup_rounds=1)


def test_predict_floor(benchmark, pictures):
    network = shipped.network("lecture-cnn")

    def predict():
        for file in sorted(pictures.iterdir()):
            with Image.open(file) as image:
                small = image.convert("L").resize((28, 28))
            trace(network, np.asarray(small, np.float32)[None] / 255)

    benchmark.pedantic(predict, rounds=5, warmup_rounds=1)
