"""What the cards of the shipped networks say is true."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from cnnviz.cnn import architectures
from cnnviz.data.digits.strokes import stroke_digits
from cnnviz.data.idx_files import read_labelled
from cnnviz.data.swans.draw import kind_pictures
from cnnviz.project.shipped import card
from cnnviz.project.shipped import network as shipped_network
from cnnviz.training.torch_network import to_torch
from tests.data.digits import pen_drawings as strangers

ROOT = Path(__file__).parents[2]
MNIST = ROOT.parent / "shared" / "data" / "mnist"
CARDS = sorted((ROOT / "resources" / "networks").glob("*.json"))
BEST = ("lecture-cnn", "lenet-5")
OF_DIGITS = [path for path in CARDS if "MNIST test" in path.read_text(encoding="utf-8")]
REQUIRED = {"name", "title", "data", "licence", "seed", "command", "epochs", "parameters"}


def shipped(path):
    weights = load_file(path.with_suffix(".safetensors"))
    return architectures.build(path.stem).with_parameters(weights)


@torch.inference_mode()
def accuracy(network, pictures, labels):
    modules = to_torch(network).eval()
    batches = torch.tensor(pictures).split(1000)
    read = torch.cat([modules(batch / 255).argmax(dim=1) for batch in batches])
    return np.mean(read.numpy() == labels)


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_the_card_describes_its_network(path):
    card, network = json.loads(path.read_text(encoding="utf-8")), shipped(path)
    assert card.keys() >= REQUIRED
    assert (card["name"], card["title"]) == (network.name, network.title)
    assert card["parameters"] == network.parameter_count
    assert card["command"].startswith(f"cnnviz train {network.name} ")
    assert f"--seed {card['seed']} " in card["command"]


@pytest.mark.sweep(3)
@pytest.mark.skipif(not MNIST.is_dir(), reason="needs the files of MNIST beside the checkout")
@pytest.mark.parametrize("path", OF_DIGITS, ids=lambda path: path.stem)
def test_the_network_reads_mnist_as_well_as_its_card_says(path):
    card = json.loads(path.read_text(encoding="utf-8"))
    found = accuracy(shipped(path), *read_labelled(MNIST, "t10k"))
    assert found == pytest.approx(card["accuracy"]["MNIST test"], abs=2e-4)


@pytest.fixture(scope="module")
def drawn_digits():
    return stroke_digits(1000, seed=123_456)


@pytest.mark.sweep(3)
@pytest.mark.parametrize("path", OF_DIGITS, ids=lambda path: path.stem)
def test_the_network_reads_drawn_digits_about_as_well_as_its_card_says(path, drawn_digits):
    card = json.loads(path.read_text(encoding="utf-8"))
    found = accuracy(shipped(path), *drawn_digits)
    assert found == pytest.approx(card["accuracy"]["generated test"], abs=0.02)


@pytest.fixture(scope="module")
def unseen_hands():
    return stroke_digits(1000, seed=123_456, kept=True)


@pytest.mark.sweep(3)
@pytest.mark.parametrize("path", OF_DIGITS, ids=lambda path: path.stem)
def test_the_network_reads_unseen_hands_about_as_well_as_its_card_says(path, unseen_hands):
    card = json.loads(path.read_text(encoding="utf-8"))
    found = accuracy(shipped(path), *unseen_hands)
    assert found == pytest.approx(card["accuracy"]["unseen hands"], abs=0.02)


@pytest.fixture(scope="module")
def drawn_by_strangers():
    return strangers.pen_drawings(1000, seed=8)


@pytest.mark.parametrize("name", BEST)
def test_the_best_networks_read_hands_that_no_network_learns(name, drawn_by_strangers):
    """Hands left out of all training, and drawings of another generator with the window's pen."""
    measured = card(name).accuracy
    assert measured["MNIST test"] >= 0.994
    assert measured["unseen hands"] >= 0.977  # 0.975 and 0.971 before
    assert accuracy(shipped_network(name), *drawn_by_strangers) >= 0.99


@pytest.mark.parametrize("name", BEST)
@pytest.mark.parametrize(
    ("digit", "hand"),
    [(digit, hand) for digit in (7, 9) for hand in strangers.HANDS[digit]],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_the_best_networks_read_a_hand(name, digit, hand):
    pictures = strangers.of_hand(digit, hand, 100, seed=21)
    assert accuracy(shipped_network(name), pictures, np.full(100, digit)) >= 0.9


def test_the_lecture_cnn_ships():
    assert [path.stem for path in CARDS].count("lecture-cnn") == 1


def test_the_swan_network_knows_white_and_black_swans():
    network = shipped_network("swan-cnn")
    for kind, least in (("white swan", 0.88), ("black swan", 0.92)):
        made = kind_pictures(200, 77, 32, (kind,))
        assert accuracy(network, made.pictures, made.labels) > least


def test_every_network_with_classes_ships_trained():
    untrained = [name for name in architectures.NAMES if card(name) is None]
    assert untrained == ["one-filter", "one-filter-rgb"]
