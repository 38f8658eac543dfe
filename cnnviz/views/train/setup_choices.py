"""What can be chosen for a run, as people call it; marked here, translated where it is shown."""

from typing import NamedTuple

from cnnviz.language import N_, _, ngettext
from cnnviz.runs.config import Config
from cnnviz.text.numbers import significant_text

OPTIMIZERS = {
    "adam": N_("Adam"), "adamw": N_("AdamW"), "sgd": N_("SGD with momentum"),
    "rmsprop": N_("RMSprop"),
}  # fmt: skip
_SHORT = {"adam": N_("Adam"), "adamw": N_("AdamW"), "sgd": N_("SGD"), "rmsprop": N_("RMSprop")}
SCHEDULES = {
    "one-cycle": N_("up, then down to 0"), "constant": N_("constant"),
    "cosine": N_("down in a cosine"), "step": N_("down in steps"),
}  # fmt: skip
AUGMENTS = {
    "none": N_("none"), "shift": N_("shifted"), "flip": N_("mirrored"),
    "digits": N_("turned, bent, other pen"),
}  # fmt: skip
LAST = "last"  # a start that says what is learnt, too
STARTS = {
    "random": N_("random weights"), "network": N_("the weights as they are now"),
    LAST: N_("as they are now; learn the last layer only"),
}  # fmt: skip


def start_of(config: Config) -> str:
    """Return which of the starts settings ask for."""
    return LAST if config.fine_tune else config.start


def settings_of(start: str) -> dict[str, object]:
    """Return the settings of a start."""
    is_last = start == LAST
    return {"start": "network" if is_last else start, "fine_tune": is_last, "freeze_to": None}


class NumberChoice(NamedTuple):
    """A number of the settings."""

    title: str
    least: float
    most: float
    step: float
    is_whole: bool
    tip: str


NUMBERS = {
    "lr": NumberChoice(
        N_("Rate"), 1e-7, 1e7, 0.001, False,
        N_("How far a step goes; the highest during the run"),
    ),
    "batch_size": NumberChoice(
        N_("Batch"), 1, 100_000, 1, True, N_("Pictures a step learns from")
    ),
    "epochs": NumberChoice(N_("Epochs"), 1, 10_000, 1, True, N_("How often every picture is seen")),
    "weight_decay": NumberChoice(
        N_("Weight decay"), 0, 1e3, 0.0001, False, N_("How much weights shrink each step")
    ),
    "seed": NumberChoice(
        N_("Seed"), 0, 2**31 - 1, 1, True, N_("The same seed gives the same start and order")
    ),
    "early_stop": NumberChoice(
        N_("Early stop"), 0, 1000, 1, True,
        N_("End after so many epochs without a better validation; 0: never"),
    ),
    "limit": NumberChoice(
        N_("Only the first"), 0, 10_000_000, 1, True,
        N_("Train on so many pictures only; 0: on all"),
    ),
}  # fmt: skip


def in_short(config: Config) -> str:
    """Return settings in a few words."""
    return ngettext(
        "{optimizer}, rate {rate}, {n} epoch", "{optimizer}, rate {rate}, {n} epochs", config.epochs
    ).format(
        optimizer=_(_SHORT[config.optimizer]), rate=significant_text(config.lr, 6), n=config.epochs
    )
