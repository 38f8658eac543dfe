"""What cannot be opened is refused in one sentence that names it and where it stands."""

import re

import pytest
import torch
import torch.nn.functional as functional
from torch import nn

from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.module_network import opened_module
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here

IMAGE = torch.randn(1, 3, 8, 8)


class Convolved(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)


class Two(Convolved):
    def forward(self, x, other):
        return self.conv(x) + other


class TwoResults(Convolved):
    def forward(self, x):
        return self.conv(x), x


class Decides(Convolved):
    def forward(self, x):
        return self.conv(x) if x.sum() > 0 else -self.conv(x)


class Counts(Convolved):
    def forward(self, x):
        return self.conv(x)[:, : int(x.abs().max().item()) + 1]


class Strange(Convolved):
    def forward(self, x):
        return torch.linalg.inv(self.conv(x))  # the line that is told


class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = Strange()

    def forward(self, x):
        return self.part(x)


class Part(Convolved):
    def forward(self, x):
        x = self.conv(x)
        x[:, :2].relu_()
        return x


class JoinsPlaces(Convolved):
    def forward(self, x):
        places = torch.linspace(-1, 1, x.shape[3]).expand(1, 1, *x.shape[2:])
        return torch.cat([self.conv(x), places], 1)


class Nothing(nn.Module):
    def forward(self, x):
        return x


class Fails(nn.Module):
    def forward(self, x):
        raise KeyError("what I wrote")


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True)

    def forward(self, x):
        rows = x.flatten(2).transpose(1, 2)
        return self.attention(rows[..., :4], rows[..., :4], rows[..., :4], need_weights=False)[0]


@pytest.mark.parametrize(
    ("module", "told"),
    [
        (Two(), r"takes 2 inputs \(x, other\)"),
        (TwoResults(), "gives 2 tensors"),
        (Decides(), r"decides by the values of the picture.*test_refusals\.py:\d+"),
        (Counts(), "decides by the values of the picture"),
        (
            Strange(),
            r"does not know linalg_inv \(in the network itself, .*test_refusals\.py:\d+",
        ),
        (Inner(), r"does not know linalg_inv \(in part, "),
        (Part(), r"relu_ in the network itself changes a part of a tensor in place.*\.py:\d+"),
        (JoinsPlaces(), r"cat in the network itself.*differ from place to place.*\.py:\d+"),
        (Nothing(), "computes nothing"),
        (Fails(), r"cannot trace.*test_refusals\.py:\d+.*what I wrote"),
        ("resnet18", r"str is no torch\.nn\.Module"),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, nn.Module) else "",
)
def test_it_is_refused_in_words(module, told):
    with pytest.raises(ForeignError) as error:
        opened_module(module, IMAGE)
    assert re.search(told, str(error.value)), str(error.value)


def test_attention_is_refused_by_the_name_of_its_operator_and_what_is_known_is_listed():
    with pytest.raises(ForeignError) as error:
        opened_module(Attention(), torch.randn(1, 4, 3, 3))
    assert "scaled_dot_product_attention (in attention" in str(error.value)
    assert re.search(r"It knows .*batch_norm, .*conv2d, .*upsample_nearest2d", str(error.value))


def test_classes_must_be_as_many_as_the_network_gives():
    with pytest.raises(ForeignError, match="3 classes, but the network gives 8"):
        opened_module(nn.Sequential(nn.Flatten(), nn.Linear(192, 8)), IMAGE, classes="abc")


def test_a_refusal_is_all_that_is_written(capfd):
    with pytest.raises(ForeignError):
        opened_module(Decides(), IMAGE)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("module", "name"),
    [(nn.LazyConv2d(4, 3), "weight"), (Convolved().to("meta"), "conv.weight")],
    ids=["lazy", "meta"],
)
def test_weights_without_numbers_are_refused(module, name):
    with pytest.raises(ForeignError, match=f"{name} has no numbers yet"):
        opened_module(module, IMAGE)


def test_what_must_be_named_is_an_input_too():
    class Named(Convolved):
        def forward(self, x, *, scale):
            return self.conv(x) * scale

    with pytest.raises(ForeignError, match=r"takes 2 inputs \(x, scale\)"):
        opened_module(Named(), IMAGE)


@pytest.mark.parametrize(
    ("rounds", "kind"),
    [
        (lambda x: x.int().float(), "int32"),
        (lambda x: x.type_as(torch.zeros(1, dtype=torch.long)), "int64"),
        (lambda x: x.bool().float(), "bool"),
        (lambda x: x.half().float(), "float16"),
        (lambda x: x.bfloat16().float(), "bfloat16"),
        (lambda x: x.softmax(-1, dtype=torch.float16), "float16"),
    ],
)
def test_numbers_that_are_rounded_on_the_way_are_refused(rounds, kind):
    class Rounds(Convolved):
        def forward(self, x):
            return rounds(self.conv(x).mean((2, 3)))

    with pytest.raises(ForeignError, match=rf"it rounds numbers to torch\.{kind}\. See .*\.py:\d+"):
        opened_module(Rounds(), IMAGE)


@pytest.mark.parametrize(
    "drops",
    [functional.dropout, functional.dropout2d, lambda x: functional.alpha_dropout(x, 0.5, True)],
    ids=["dropout", "dropout2d", "alpha_dropout"],
)
def test_a_dropout_that_acts_after_eval_is_refused(drops):
    class Drops(Convolved):
        def forward(self, x):
            return drops(self.conv(x))

    told = r"at random, also after \.eval\(\); give it training=self\.training\. See .*\.py:\d+"
    with pytest.raises(ForeignError, match=told):
        opened_module(Drops(), IMAGE)


def test_a_product_of_what_is_computed_is_not_known():
    class Bilinear(Convolved):
        def forward(self, x):
            rows = self.conv(x).flatten(2)
            return (rows @ rows.transpose(1, 2)).flatten(1)

    with pytest.raises(ForeignError, match=r"does not know matmul \(in the network itself, "):
        opened_module(Bilinear(), IMAGE)
