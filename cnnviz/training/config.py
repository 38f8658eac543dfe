"""The settings of a training run. Imports no PyTorch."""

import json
import math
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Optimizer = Literal["adam", "adamw", "sgd"]
Augmentation = Literal["none", "digits"]

OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)
AUGMENTATIONS: tuple[Augmentation, ...] = get_args(Augmentation)


@dataclass(frozen=True)
class Config:
    """Everything that a run depends on: the same settings give the same weights.

    Raises:
        ValueError: If a setting is out of its range; the text names it.
    """

    network: str
    data: tuple[str, ...]  # folders with IDX files, or "strokes:COUNT"
    epochs: int = 5
    batch_size: int = 64  # pictures a step
    optimizer: Optimizer = "adam"
    lr: float = 0.002  # the highest learning rate; it rises to this and falls to 0
    weight_decay: float = 0.0
    label_smoothing: float = 0.0  # share of the target that is spread over all classes
    averaging: float = 0.0  # how much of the mean of the weights stays after a step; 0: no mean
    augment: Augmentation = "none"
    seed: int = 0
    threads: int = 1

    def __post_init__(self) -> None:
        at_least = {"epochs": 1, "batch_size": 1, "seed": 0, "threads": 1, "weight_decay": 0}
        for name, least in at_least.items():
            if not least <= getattr(self, name) < math.inf:
                raise ValueError(f"{_spoken(name)} must be at least {least}")
        for name in ("label_smoothing", "averaging"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{_spoken(name)} must be from 0 to below 1")
        for name, choices in (("optimizer", OPTIMIZERS), ("augment", AUGMENTATIONS)):
            if getattr(self, name) not in choices:
                raise ValueError(f"{_spoken(name)} must be one of {', '.join(choices)}")
        if not (0 < self.lr < math.inf and self.data):
            raise ValueError("the learning rate must be above 0, and the data named")


def to_json(config: Config) -> str:
    """Encode the settings."""
    return json.dumps(asdict(config), indent=2)


def from_json(text: str | bytes) -> Config:
    """Decode settings.

    Raises:
        ValueError: If the text is no JSON object, or a setting is out of its range.
        TypeError: If a setting is missing or unknown.
    """
    fields: Any = json.loads(text)
    if not isinstance(fields, dict) or not isinstance(fields.get("data"), list):
        raise ValueError("these are no settings of a training run")
    return Config(**{**fields, "data": tuple(fields["data"])})


def _spoken(name: str) -> str:
    return name.replace("_", " ")
