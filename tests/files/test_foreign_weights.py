"""Weights from PyTorch are taken as they are; what does not fit is told, all of it at once."""

import io
import json
import pickle
from collections import OrderedDict
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, Softmax
from cnnviz.cnn.network import chain
from cnnviz.files.foreign_weights import weights_for
from cnnviz.files.weights_file import WeightsError
from cnnviz.training import weights_process


@pytest.fixture
def own_process():
    """Read the file as the program does: in a process of its own."""


@pytest.fixture(autouse=True)
def read_here(request, monkeypatch):
    """Read files in this process, by the same function: to load PyTorch anew takes seconds."""
    if "own_process" in request.fixturenames:
        return

    def run(command, *, input, **options):
        told, content = weights_process.answer(io.BytesIO(input))
        return SimpleNamespace(stdout=json.dumps(told).encode() + b"\n" + content)

    monkeypatch.setattr("cnnviz.files.torch_file.subprocess.run", run)
    monkeypatch.setattr("cnnviz.training.weights_process.child_limits.limit", lambda *limits: None)


def zeros(*shape):
    return np.zeros(shape, np.float32)


NETWORK = chain(
    "own", "Own", (1, 28, 28),
    (
        Conv2d(zeros(4, 1, 5, 5), zeros(4)),
        BatchNorm2d(zeros(4), zeros(4), zeros(4), zeros(4)),
        ReLU(), MaxPool2d((2, 2)), Flatten(), Linear(zeros(10, 576), zeros(10)), Softmax(),
    ),
    tuple("0123456789"),
)  # fmt: skip


class Named(nn.Module):
    """As people write it: other names, and parts within parts."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 4, 5), nn.BatchNorm2d(4), nn.ReLU())
        self.classifier = nn.ModuleDict({"out": nn.Linear(576, 10)})

    def forward(self, x):
        x = nn.functional.max_pool2d(self.features(x), 2).flatten(1)
        return self.classifier["out"](x).softmax(1)


def sequential():
    return nn.Sequential(
        nn.Conv2d(1, 4, 5), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(576, 10), nn.Softmax(1),
    )  # fmt: skip


def learnt(model):
    """The model after some steps: its counters and statistics are no more those of the start."""
    torch.manual_seed(0)
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.1)
    for _ in range(3):
        model(torch.rand(8, 1, 28, 28))
    return model.eval()


def same(model, named):
    network = NETWORK.with_parameters(named.arrays)
    x = torch.rand(1, 28, 28)
    expected = model(x[None])[0].detach().numpy()
    from cnnviz.cnn.trace import trace

    np.testing.assert_allclose(trace(network, x.numpy()).output, expected, atol=1e-5)


def prefixed(state, prefix):
    return OrderedDict((f"{prefix}{name}", array) for name, array in state.items())


@pytest.mark.parametrize(
    ("made", "prefix", "words"),
    [
        (sequential, "", []),
        (sequential, "module.", ["“module.”"]),
        (sequential, "module._orig_mod.", ["“module.”", "“_orig_mod.”"]),
        (sequential, "model.net.", ["“model.”", "“net.”"]),
        (Named, "", ["features.0 → conv1", "features.1 → bn1", "classifier.out → fc1"]),
        (Named, "module.", ["“module.”", "classifier.out → fc1"]),
    ],
)
def test_weights_of_pytorch_give_what_pytorch_gives(tmp_path, made, prefix, words):
    model = learnt(made())
    path = tmp_path / "w.safetensors"
    path.write_bytes(save(prefixed(model.state_dict(), prefix)))
    named = weights_for(path, NETWORK)
    same(model, named)
    told = " ".join(named.notes)
    assert all(word in told for word in words), told
    assert bool(told) == bool(words)


@pytest.mark.parametrize(
    ("dtype", "ending"),
    [
        (torch.float16, "safetensors"), (torch.bfloat16, "safetensors"),
        (torch.float64, "safetensors"), (torch.bfloat16, "pt"),
    ],
)  # fmt: skip
def test_other_precisions_are_read(tmp_path, dtype, ending):
    model = learnt(sequential()).to(dtype)
    path = tmp_path / f"w.{ending}"
    torch.save(model.state_dict(), path) if ending == "pt" else path.write_bytes(
        save(model.state_dict())
    )
    same(model.float(), weights_for(path, NETWORK))


@pytest.mark.parametrize(("name", "old"), [("state_dict", False), ("model_state_dict", True)])
def test_a_checkpoint_is_looked_into(tmp_path, name, old, own_process):
    model = learnt(sequential())
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.rand(2, 1, 28, 28)).sum().backward()
    optimizer.step()
    whole = {"epoch": 3, "optimizer": optimizer.state_dict(), name: model.state_dict()}
    torch.save(whole, tmp_path / "c.pt", _use_new_zipfile_serialization=not old)
    named = weights_for(tmp_path / "c.pt", NETWORK)
    assert named.notes == (f"Taken from “{name}” in it.",)
    same(model, named)


class Canary:
    """A file that would run code."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_code_in_a_file_is_never_run(tmp_path, own_process):
    canary = Canary(tmp_path / "sung")
    (tmp_path / "w.pth").write_bytes(pickle.dumps(canary))
    torch.save({"0.weight": canary}, tmp_path / "w.pt")
    for ending in ("pt", "pth"):
        with pytest.raises(WeightsError, match=r"The weights .* cannot be read: it .*\.$"):
            weights_for(tmp_path / f"w.{ending}", NETWORK)
    assert not (tmp_path / "sung").exists()


def test_a_whole_model_is_refused_with_a_remedy(tmp_path, own_process):
    torch.save(sequential(), tmp_path / "model.pt")
    with pytest.raises(WeightsError, match=r"never run here; save model.state_dict\(\) instead"):
        weights_for(tmp_path / "model.pt", NETWORK)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04nothing", "it is damaged"),
        (pickle.dumps({"a": 1}, 2), "it is damaged, or of another program"),
    ],
)
def test_a_damaged_file_is_told(tmp_path, content, words, own_process):
    (tmp_path / "w.pt").write_bytes(content)
    with pytest.raises(WeightsError, match=words):
        weights_for(tmp_path / "w.pt", NETWORK)


def test_what_does_not_fit_is_told_by_name_and_shape_all_at_once(tmp_path):
    model = nn.Sequential(
        nn.Conv2d(1, 5, 5), nn.BatchNorm2d(5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(720, 10, bias=False), nn.Softmax(1), nn.Linear(10, 2),
    )  # fmt: skip
    (tmp_path / "w.safetensors").write_bytes(save(model.state_dict()))
    with pytest.raises(WeightsError) as refused:
        weights_for(tmp_path / "w.safetensors", NETWORK)
    told = str(refused.value)
    for part in (
        "conv1.weight is 5×1×5×5, not 4×1×5×5", "conv1.bias is 5, not 4",
        "fc1.weight is 10×720, not 10×576", "fc1.bias, 10, is missing",
        "it has no 7.weight, 2×10, which the file holds", "it has no 7.bias, 2, which",
    ):  # fmt: skip
        assert part in told, told


class Layered(nn.Module):
    """Layers of equal shapes, whose names are in no order of the alphabet."""

    def __init__(self):
        super().__init__()
        self.one, self.two, self.three = (nn.Conv2d(3, 3, 3, padding=1) for _ in range(3))
        self.out = nn.Linear(192, 2)

    def forward(self, x):
        return self.out(self.three(self.two(self.one(x).relu()).relu()).flatten(1))


def equal_layers():
    convolutions = [Conv2d(zeros(3, 3, 3, 3), zeros(3), padding=(1, 1)) for _ in range(3)]
    layers = (convolutions[0], ReLU(), convolutions[1], ReLU(), convolutions[2])
    end = (Flatten(), Linear(zeros(2, 192), zeros(2)))
    return chain("equal", "Equal", (3, 8, 8), (*layers, *end), ("a", "b"))


def test_layers_of_equal_shapes_are_taken_as_the_model_defines_them(tmp_path):
    torch.manual_seed(0)
    model, network = Layered(), equal_layers()
    torch.save(model.state_dict(), tmp_path / "w.pt")
    named = weights_for(tmp_path / "w.pt", network)
    np.testing.assert_array_equal(named.arrays["conv2.weight"], model.two.weight.detach().numpy())
    (tmp_path / "w.safetensors").write_bytes(save(model.state_dict()))  # it sorts them
    told = weights_for(tmp_path / "w.safetensors", network).notes
    assert "three → conv2" in told[0]
    assert "in the order of their names" in told[1]


def without_a_bias():
    return nn.Sequential(nn.Conv2d(1, 4, 5, bias=False), *sequential()[1:])


def without_scale_and_shift():
    model = sequential()
    model[1] = nn.BatchNorm2d(4, affine=False)
    return model


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (without_a_bias, "“0” has no bias in the file: 0 was taken."),
        (without_scale_and_shift, "“1” neither scales nor shifts in the file: 1 and 0 were taken."),
    ],
)
def test_what_a_model_does_without_is_put_in(tmp_path, made, words):
    model = learnt(made())
    torch.save(model.state_dict(), tmp_path / "w.pt")
    named = weights_for(tmp_path / "w.pt", NETWORK)
    assert named.notes == (words,)
    same(model, named)


def test_a_model_of_averages_has_a_counter_that_is_no_weight(tmp_path):
    model = learnt(sequential())
    torch.save(torch.optim.swa_utils.AveragedModel(model).state_dict(), tmp_path / "w.pt")
    same(model, weights_for(tmp_path / "w.pt", NETWORK))


@pytest.mark.parametrize("name", ["model_state_dict", "cnn"])
def test_a_loss_beside_the_weights_is_no_weight(tmp_path, name):
    model = learnt(sequential())
    whole = {"loss": torch.tensor(0.3), "epoch": 3, name: model.state_dict()}
    torch.save(whole, tmp_path / "w.pt")
    same(model, weights_for(tmp_path / "w.pt", NETWORK))


def test_complex_numbers_are_refused(tmp_path):
    state = {name: array.to(torch.complex64) for name, array in sequential().state_dict().items()}
    torch.save(state, tmp_path / "w.pt")
    with pytest.raises(WeightsError, match="no plain numbers, such as complex"):
        weights_for(tmp_path / "w.pt", NETWORK)


def test_what_does_not_fit_is_told_by_its_own_name(tmp_path):
    model = nn.Sequential(*sequential()[:2], nn.Linear(100, 10))
    (tmp_path / "w.safetensors").write_bytes(save(model.state_dict()))
    with pytest.raises(WeightsError, match=r"it has no 2\.weight, 10×100, which the file holds"):
        weights_for(tmp_path / "w.safetensors", NETWORK)


def test_several_sets_of_weights_are_named(tmp_path):
    state = learnt(sequential()).state_dict()
    torch.save({"epoch": 3, "student": state, "teacher": state}, tmp_path / "w.pt")
    words = "it holds several sets of weights, “student”, “teacher”; save the one that is meant"
    with pytest.raises(WeightsError, match=words):
        weights_for(tmp_path / "w.pt", NETWORK)
