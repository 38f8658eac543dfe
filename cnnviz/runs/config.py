"""The settings of a training run. Imports no PyTorch."""

import json
import math
import re
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

import msgspec

from cnnviz.files.strict_json import check_names
from cnnviz.language import N_, _
from cnnviz.project.resizing import RESIZES, Resize

Optimizer = Literal["adam", "adamw", "sgd", "rmsprop"]
Schedule = Literal["one-cycle", "constant", "cosine", "step"]
Augmentation = Literal["none", "shift", "flip", "digits"]
Start = Literal["random", "network"]
Colours = Literal["network", "grey", "colour"]

OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)
AUGMENTATIONS: tuple[Augmentation, ...] = get_args(Augmentation)
STARTS: tuple[Start, ...] = get_args(Start)
COLOURS: tuple[Colours, ...] = get_args(Colours)
_CHOICES = {
    "optimizer": OPTIMIZERS, "schedule": SCHEDULES, "augment": AUGMENTATIONS, "start": STARTS,
    "resize": RESIZES, "colours": COLOURS,
}  # fmt: skip
_NAMES = {  # of the settings, as they begin a sentence
    "epochs": N_("Epochs"), "batch_size": N_("Batch size"), "seed": N_("Seed"),
    "weights_seed": N_("Seed of the weights"),
    "threads": N_("Threads"), "weight_decay": N_("Weight decay"), "early_stop": N_("Early stop"),
    "limit": N_("Limit"), "snapshots": N_("Snapshots"), "momentum": N_("Momentum"),
    "label_smoothing": N_("Label smoothing"), "averaging": N_("Averaging"),
    "optimizer": N_("Optimizer"), "schedule": N_("Schedule"), "augment": N_("Augment"),
    "start": N_("Start"), "resize": N_("Resize"), "colours": N_("Colours"), "side": N_("Side"),
}  # fmt: skip
MOST = 1_000_000_000
LARGEST_SEED = 2**63 - 1
_WITHIN: dict[str, tuple[int, float]] = {  # the least, and the most
    "epochs": (1, MOST), "batch_size": (1, MOST), "seed": (0, LARGEST_SEED),
    "weights_seed": (0, LARGEST_SEED), "threads": (0, 1024), "weight_decay": (0, math.inf),
    "early_stop": (0, MOST), "limit": (0, MOST), "snapshots": (2, MOST), "side": (0, MOST),
}  # fmt: skip


SMALLEST_SIDE, LARGEST_SIDE = 4, 512  # pixels


class SettingError(ValueError):
    """A setting cannot be what it should be; the text is a sentence for the user."""

    def __init__(self, setting: str, sentence: str) -> None:
        super().__init__(sentence)
        self.setting = setting  # the name of the field


@dataclass(frozen=True)
class Config:
    """Everything that a run depends on: the same settings give the same weights.

    Raises:
        SettingError: If a setting is out of its range.
    """

    network: str
    data: tuple[str, ...]  # names of data sets, such as "strokes:5000", or folders
    epochs: int = 5
    batch_size: int = 64  # pictures a step
    optimizer: Optimizer = "adam"
    lr: float = 0.002  # the highest learning rate; the schedule multiplies it
    weight_decay: float = 0.0
    momentum: float = 0.9  # of SGD and RMSprop
    label_smoothing: float = 0.0  # share of the target that is spread over all classes
    averaging: float = 0.0  # how much of the mean of the weights stays after a step; 0: no mean
    schedule: Schedule = "one-cycle"
    augment: Augmentation = "none"
    seed: int = 0
    weights_seed: int | None = None  # of the random weights alone; None: `seed`
    threads: int = 1  # of PyTorch; 0: as many as help, tried out at the start
    device: str = "auto"  # cpu, cuda, cuda:1, mps; auto: the quickest that is there
    start: Start = "random"  # random weights, or those that the network has
    fine_tune: bool = False  # learn the last layer only, from the weights that the network has
    freeze_to: str | None = None  # leave the layers up to this node as they are; None: learn all
    shuffle: bool = True  # a new order each epoch; else class by class
    limit: int = 0  # train on so many pictures only; 0: on all
    early_stop: int = 0  # epochs without a better validation after which it ends; 0: never
    snapshots: int = 60  # at least so many during the run
    side: int = 0  # pixels of the pictures of a folder; 0: as the network takes them
    colours: Colours = "network"  # of the pictures of a folder; those that the network takes
    resize: Resize = "crop"  # what becomes of their proportions

    def __post_init__(self) -> None:
        for name, limits in _WITHIN.items():
            if (value := getattr(self, name)) is not None:
                _check_within(name, value, *limits)
        for name in ("label_smoothing", "averaging", "momentum"):
            if not 0 <= getattr(self, name) < 1:
                text = _("{setting} must be from 0 to below 1.")
                raise SettingError(name, text.format(setting=_(_NAMES[name])))
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                text = _("{setting} must be one of {choices}.")
                known = ", ".join(choices)
                raise SettingError(name, text.format(setting=_(_NAMES[name]), choices=known))
        self._check_the_rest()

    def picture_shape(self, network_shape: tuple[int, int, int]) -> tuple[int, int, int]:
        """Return to which channels, rows and columns the pictures of a folder are brought."""
        channels, rows, columns = network_shape
        channels = {"network": channels, "grey": 1, "colour": 3}[self.colours]
        return (channels, self.side, self.side) if self.side else (channels, rows, columns)

    def _check_the_rest(self) -> None:
        if self.side and not SMALLEST_SIDE <= self.side <= LARGEST_SIDE:
            text = _("The side must be from {least} to {most} pixels, or 0: as the network takes.")
            raise SettingError("side", text.format(least=SMALLEST_SIDE, most=LARGEST_SIDE))
        if not 0 < self.lr < math.inf:
            raise SettingError("lr", _("The learning rate must be above 0, and finite."))
        if (self.fine_tune or self.freeze_to) and self.start != "network":
            text = _("What is frozen keeps the weights the network has: start from them.")
            raise SettingError("start", text)
        if self.fine_tune and self.freeze_to:
            text = _("Freeze up to a node, or learn the last layer only, not both.")
            raise SettingError("freeze_to", text)
        if not self.data:
            raise SettingError("data", _("The data must be named."))
        if not re.fullmatch(r"auto|cpu|cuda(:\d+)?|mps", self.device):
            raise SettingError("device", _("The device must be auto, cpu, cuda, cuda:0 or mps."))


def _check_within(name: str, value: float, least: int, most: float) -> None:
    if not least <= value < math.inf:
        text = _("{setting} must be at least {least}.")
        raise SettingError(name, text.format(setting=_(_NAMES[name]), least=least))
    if value > most:
        text = _("{setting} must be at most {most}.")
        raise SettingError(name, text.format(setting=_(_NAMES[name]), most=most))


def to_json(config: Config) -> str:
    """Encode the settings."""
    return json.dumps(asdict(config), indent=2)


def from_json(text: str | bytes) -> Config:
    """Decode settings.

    Raises:
        ValueError: If the text is no JSON object, or a setting is missing, unknown or out of its
            range.
    """
    check_names(text)
    found: Any = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError(_("These are no settings of a training run."))
    if unknown := found.keys() - {each.name for each in fields(Config)}:
        name = min(unknown)
        raise SettingError(name, _("There is no setting {name}.").format(name=name))
    return msgspec.convert(found, Config)
