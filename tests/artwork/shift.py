r"""Makes resources/shift/: six networks, and how well they read digits that are pushed around.

python -m tests.artwork.shift MNIST RUNS

MNIST is a folder with its four IDX files. RUNS holds a run of each network, RUNS/NAME-TRAINING,
made by

    cnnviz train NAME --data MNIST --epochs 10 --lr 0.003 --augment TRAINING \
        --run RUNS/NAME-TRAINING
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from cnnviz.cnn.shift_comparison import moved_by
from cnnviz.data.idx_files import read_labelled
from cnnviz.project.shipped_shifts import FARTHEST, NAMES, TRAININGS
from cnnviz.resources import folder
from cnnviz.runs.directory import WEIGHTS
from cnnviz.runs.named_network import load_network
from cnnviz.training.torch_network import to_torch


def pushed(pictures, far):
    """Each picture moved by `far` pixels: along one axis so far, along the other at random."""
    random = np.random.default_rng(far)
    moved = np.zeros_like(pictures)
    for index, picture in enumerate(pictures):
        by = [int(random.choice((-far, far))), int(random.integers(-far, far + 1))]
        moved[index] = moved_by(picture, *random.permutation(by))
    return moved


@torch.inference_mode()
def accuracy(network, pictures, labels):
    """The share that is read rightly."""
    modules = to_torch(network).eval()
    said = torch.cat([modules(x / 255).argmax(1) for x in torch.tensor(pictures).split(1000)])
    return float((said.numpy() == labels).mean())


def main():
    """Measure, and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mnist", type=Path)
    parser.add_argument("runs", type=Path)
    options = parser.parse_args()
    pictures, labels = read_labelled(options.mnist, "t10k")
    into = folder() / "shift"
    into.mkdir(exist_ok=True)
    pushed_sets = [pushed(pictures, far) for far in range(FARTHEST + 1)]
    found = []
    for training in TRAININGS:
        for name in NAMES:
            run = options.runs / f"{name}-{training}"
            network = load_network(str(run))
            (into / f"{name}-{training}.safetensors").write_bytes((run / WEIGHTS).read_bytes())
            rates = [round(accuracy(network, each, labels), 4) for each in pushed_sets]
            found.append({"name": name, "training": training, "accuracy": rates})
            print(name, training, rates)  # noqa: T201 - what the command is for
    story = {
        "data": "57,000 of the 60,000 training digits of MNIST (Y. LeCun, C. Cortes, C. J. C. "
        "Burges, CC BY-SA 3.0); tested on its 10,000 test digits, each moved by the given number "
        "of pixels along one axis and at random by at most as many along the other",
        "command": "cnnviz train NAME --data MNIST --epochs 10 --lr 0.003 --augment none|shift",
        "figures": found,
    }
    (into / "figures.json").write_text(json.dumps(story, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
