"""How quick a network of ImageNet's size is: ResNet-18 at 224×224, beside PyTorch and the wanted.

`-s` prints the figures: opening, the forward pass beside that of PyTorch on as many threads, the
edit of a weight in the last block and in the first convolution until it is painted, and the longest
gap of the event loop while the rest follows from a job.
"""

import os
import time

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtWidgets import QApplication

import cnnviz
from cnnviz.cnn.trace import trace
from cnnviz.project.project import with_parameter
from cnnviz.training.torch_network import to_torch
from tests.benchmarks.bench_while_training import gaps
from tests.foreign import zoo

ROUNDS = 7
FIRST, LAST = "conv1", "layer4.1.conv2"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    picture = np.random.default_rng(1).integers(0, 256, (224, 224, 3), np.uint8)
    Image.fromarray(picture).save(folder / "picture.png")
    path = folder / "resnet18.cnnviz"
    made, options = zoo.model("resnet18"), {"mean": "imagenet", "std": "imagenet", "size": 224}
    cnnviz.save(made, folder / "picture.png", path, **options)
    return path


def told(name, seconds, beside=""):
    best, middle = 1000 * min(seconds), 1000 * float(np.median(seconds))
    print(f"\n{name}: best {best:.0f} ms, median {middle:.0f} ms{beside}")  # noqa: T201


def until_whole(app):
    while app.document.beside.is_running or app.document.forward.trace.awaited:
        QApplication.processEvents()


def opened(app, file):
    began = time.perf_counter()
    assert app.files.open_path(file) is not False
    until_whole(app)
    QApplication.processEvents()
    return time.perf_counter() - began


def edit(app, node, value):
    """Change one weight; return how long until its own maps are painted."""
    project = app.document.project
    place = (0,) * project.network.layers[node].weight.ndim
    after = with_parameter(project, node, "weight", place, value)
    began = time.perf_counter()
    app.document.edit("Change weight", after)
    app.network_page.repaint()
    return time.perf_counter() - began


@pytest.mark.timeout(600)
def test_resnet18(app, file):
    told("open (wanted 2000)", [opened(app, file) for _ in range(3)])
    torch.set_num_threads(int(os.environ.get("OPENBLAS_NUM_THREADS", "1")))  # as many as NumPy has
    network, image = app.document.project.network, app.document.forward.trace.values["input"]
    modules, picture = to_torch(network).eval(), torch.tensor(image)[None]
    ours, theirs = [], []
    with torch.inference_mode():
        for _ in range(ROUNDS):
            began = time.perf_counter()
            trace(network, image)
            ours.append(time.perf_counter() - began)
            began = time.perf_counter()
            modules(picture)
            theirs.append(time.perf_counter() - began)
    threads = torch.get_num_threads()
    told(f"forward pass (PyTorch, {threads} threads: {1000 * min(theirs):.0f})", ours)
    for node, wanted in ((LAST, 60), (FIRST, 50)):
        app.cursor.go_to(node)
        QApplication.processEvents()
        seconds, longest = [], 0.0
        for number in range(ROUNDS):
            seconds.append(edit(app, node, 0.1 * number))
            rest = gaps(30, lambda: not app.document.forward.trace.awaited)
            longest = max(longest, float(rest.max(initial=0.0)))
            until_whole(app)
        told(f"edit in {node} (wanted {wanted})", seconds, f", longest gap {longest:.0f} ms")
    app.document.history.setClean()
