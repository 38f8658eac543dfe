"""Puts a trained network into resources/networks/, with a card that says how good it is.

python -m tests.artwork.card RUN NAME --data-text TEXT [--mnist MNIST]

RUN is the folder of a run of `cnnviz train`; the command on the card is that of the run, with
RUN for its folder. Networks of digits are tested on MNIST, on 5,000 generated digits and on 5,000
in hands that no network learns; others on what the run was tested on.

python -m tests.artwork.card --again MNIST

The same, of the networks of digits that ship: when the generator draws otherwise than before.
"""

import argparse
import json
from functools import cache
from hashlib import sha256
from pathlib import Path

import torch

from cnnviz.cnn.architectures import DIGITS
from cnnviz.data.digits.strokes import stroke_digits
from cnnviz.data.idx_files import read_labelled
from cnnviz.project import shipped
from cnnviz.resources import folder
from cnnviz.runs.directory import WEIGHTS, RunDirectory
from cnnviz.runs.events import FinalTest
from cnnviz.runs.named_network import load_network
from cnnviz.state.training import words
from cnnviz.training.torch_network import to_torch


@torch.inference_mode()
def accuracy(network, pictures, labels):
    """The share that is read rightly."""
    modules = to_torch(network).eval()
    said = torch.cat([modules(x / 255).argmax(1) for x in torch.tensor(pictures).split(1000)])
    return round(float((said.numpy() == labels).mean()), 4)


@cache
def sets_of_digits(mnist):
    """Pictures and labels of what networks of digits are tested on."""
    return {
        "MNIST test": read_labelled(mnist, "t10k"),
        "generated test": stroke_digits(5000, 99),
        "unseen hands": stroke_digits(5000, 99, kept=True),
    }


def tested(network, run, mnist):
    """Accuracy and number of pictures by test set."""
    if network.classes != DIGITS:
        ends = [event for event in run.events() if isinstance(event, FinalTest)]
        return {end.test_set: (round(end.accuracy, 4), end.pictures) for end in ends}
    sets = sets_of_digits(mnist)
    return {name: (accuracy(network, *each), len(each[1])) for name, each in sets.items()}


def figures(found):
    """What a card says of the tests."""
    return {
        "accuracy": {name: share for name, (share, _) in found.items()},
        "test_pictures": {name: count for name, (_, count) in found.items()},
    }


def begun_with(name, weights):
    """Which weights, of an earlier revision, a run went on from, and how they were made."""
    earlier = shipped.card(name)
    checksum = sha256(weights.read_bytes()).hexdigest()
    return {"sha256": checksum, "data": earlier.data, "command": earlier.command}


def written(name, card):
    """Write a card."""
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    (folder() / "networks" / f"{name}.json").write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 - what the command is for


def tested_again(mnist):
    """Write the figures of the networks of digits that ship into their cards."""
    for path in sorted((folder() / "networks").glob("*.json")):
        network = shipped.network(path.stem)
        if network.classes == DIGITS:
            known = json.loads(path.read_text(encoding="utf-8"))
            written(path.stem, known | figures(tested(network, None, mnist)))


def main():
    """Write the weights and the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, nargs="?")
    parser.add_argument("name", nargs="?")
    parser.add_argument("--data-text")
    parser.add_argument("--licence", default="made by cnnviz")
    parser.add_argument("--mnist", type=Path)
    parser.add_argument("--again", type=Path, metavar="MNIST")
    options = parser.parse_args()
    if options.again is not None:
        tested_again(options.again)
        return
    run, network = RunDirectory(options.run), load_network(str(options.run))
    config, found = run.config(), tested(network, run, options.mnist)
    told = " ".join(["cnnviz train", options.name, *words(config), "--run RUN"])
    if options.mnist is not None:
        told = told.replace(str(options.mnist), "MNIST")
    card = {
        "name": options.name,
        "title": network.title,
        "parameters": network.parameter_count,
        **figures(found),
        "data": options.data_text,
        "licence": options.licence,
        "command": told,
        "epochs": config.epochs,
        "seed": config.seed,
    }
    weights = folder() / "networks" / f"{options.name}.safetensors"
    if config.start == "network":  # it went on from what ships now
        card["begun_with"] = begun_with(options.name, weights)
    weights.write_bytes((options.run / WEIGHTS).read_bytes())
    written(options.name, card)


if __name__ == "__main__":
    main()
