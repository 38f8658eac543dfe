"""The classification models of torchvision with random weights, beside the CPU build of torch.

torchvision's wheel for the default build of torch does not load its compiled operators beside the
CPU build ("operator torchvision::nms does not exist"). The classification models need none of
them, so their schemas are declared here first, without an implementation.
"""

import re
import warnings
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch

_LIBRARY = torch.library.Library("torchvision", "DEF")  # kept: the schemas live as long as it
_ATTENTION = ("vit_", "swin_", "maxvit_")

SMALL = (  # one of each family that has small ones
    "resnet18", "squeezenet1_1", "mobilenet_v3_small", "shufflenet_v2_x0_5", "mnasnet0_5",
    "regnet_y_400mf", "efficientnet_b0", "googlenet",
)  # fmt: skip


def _models():
    spec = find_spec("torchvision")
    if spec is None or spec.origin is None:
        pytest.skip("torchvision is not installed: .ci/setup test does it", allow_module_level=True)
    text = (Path(spec.origin).parent / "_meta_registrations.py").read_text()
    found = re.findall(r'register_meta\("(\w+)"\)|register_fake\("torchvision::(\w+)"\)', text)
    for name in sorted({a or b for a, b in found}):
        _LIBRARY.define(f"{name}(Tensor x) -> Tensor")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from torchvision import models
    return models


MODELS = _models()
CNNS = [name for name in MODELS.list_models(module=MODELS) if not name.startswith(_ATTENTION)]


def model(name, seed=0):
    """A model in eval mode, whose batch norms have the statistics of one random batch.

    So values keep a sound size through a deep network.
    """
    torch.manual_seed(seed)
    options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        built = MODELS.get_model(name, weights=None, **options)
    norms = [part for part in built.modules() if isinstance(part, torch.nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = None  # the plain mean of what it sees
    built.train()
    for dropout in (part for part in built.modules() if isinstance(part, torch.nn.Dropout)):
        dropout.eval()
    with torch.no_grad():
        built(torch.randn(4, 3, side(name), side(name)))
    for norm in norms:
        norm.momentum = 0.1
    return built.eval()


def side(name):
    """Rows and columns of the pictures a model is made for."""
    return 299 if name == "inception_v3" else 224
