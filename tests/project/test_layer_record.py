"""A layer of a file is made as it was, or refused in words; nothing in it is trusted."""

import numpy as np
import pytest

from cnnviz.cnn.layers import LAYERS, Conv2d
from cnnviz.cnn.pooling_layers import AvgPool2d
from cnnviz.project.layer_record import LARGEST_OPTION, LayerRecord, layer_of, options_of
from cnnviz.project.project_file import project_bytes, project_from_bytes
from tests.explain.sentence_truth import forward_of

WEIGHT = np.arange(8, dtype=np.float32).reshape(2, 1, 2, 2)
CONV = Conv2d(WEIGHT, stride=(2, 1), padding=(1, 0), flipped=True)


def record(kind="conv2d", options=None, arrays=("weight",)):
    return LayerRecord(kind, CONV.options() if options is None else options, arrays)


def test_a_layer_comes_back_with_every_option():
    layer = layer_of(record(), {"weight": WEIGHT})
    assert layer.options() == CONV.options()
    np.testing.assert_array_equal(layer.weight, WEIGHT)
    assert layer.bias is None


@pytest.mark.parametrize(
    "kind", [name for name, kind in LAYERS.items() if not kind.parameter_names]
)
def test_every_kind_without_weights_comes_back(kind):
    made = LAYERS[kind]()
    assert layer_of(LayerRecord(kind, made.options(), ()), {}).options() == made.options()


def test_lists_become_pairs_as_json_writes_them():
    assert options_of("conv2d", {**CONV.options(), "stride": [2, 1]})["stride"] == (2, 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stride": (LARGEST_OPTION + 1, 1)}, "too large"),
        ({"stride": (1, 2, 3)}, "damaged"),
        ({"stride": "1"}, "damaged"),
        ({"padding_mode": 7}, "damaged"),
        ({"more": 1}, "damaged"),
        ({"outputs": 3}, "damaged"),  # what only a plan says
    ],
)
def test_an_option_that_is_none_is_refused(change, words):
    with pytest.raises(ValueError, match=f"an option of its conv2d is {words}"):
        options_of("conv2d", CONV.options() | change)


def test_an_option_that_is_missing_is_refused():
    options = dict(CONV.options())
    del options["stride"]
    with pytest.raises(ValueError, match="stride"):
        options_of("conv2d", options)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match=r"no layer of kind 'os\.system'"):
        layer_of(record("os.system"), {"weight": WEIGHT})


def test_arrays_that_do_not_belong_or_lack_are_refused():
    with pytest.raises(ValueError, match="an array it should not have"):
        layer_of(record(), {"weight": WEIGHT, "swan": WEIGHT})
    with pytest.raises(ValueError, match="lacks an array"):
        layer_of(record(), {})


def test_a_plan_tells_its_outputs_too_and_may_have_more_of_them():
    planned = {"outputs": 5000, "bias": True}
    assert options_of("linear", planned, planned=True, largest=10_000) == planned
    with pytest.raises(ValueError, match="too large"):
        options_of("linear", planned, planned=True)


@pytest.mark.parametrize("name", ["every-layer", "every-curve", "every-norm"])
def test_a_network_of_every_layer_comes_back_from_its_file(name):
    """Also arrays that a layer may do without, and options that are rows of numbers."""
    forward = forward_of(name)
    opened = project_from_bytes(project_bytes(forward.project))
    for node, layer in forward.trace.network.layers.items():
        again = opened.network.layers[node]
        assert type(again) is type(layer)
        assert again.options() == layer.options()
        assert again.parameters().keys() == layer.parameters().keys()
        for array in layer.parameters():
            np.testing.assert_array_equal(getattr(again, array), getattr(layer, array))


def test_an_average_pool_of_an_earlier_file_has_no_divisor_of_its_own():
    options = AvgPool2d((3, 2)).options()
    del options["divisor_override"]
    assert options_of("avg_pool2d", options) == AvgPool2d((3, 2)).options()
