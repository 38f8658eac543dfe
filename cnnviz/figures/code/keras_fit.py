"""What keras is told of a training, and what it has no words for: that is told beside it."""

from collections.abc import Collection, Mapping

from cnnviz.figures.code.written import FitChoices
from cnnviz.language import N_, _
from cnnviz.text.numbers import exact_text

EPSILON, RHO = 1e-8, 0.99  # of PyTorch; keras begins with others
_CLASSES = {"adam": "Adam", "adamw": "AdamW", "sgd": "SGD", "rmsprop": "RMSprop"}
_SCHEDULES = {
    "one-cycle": N_("The rate rises for a tenth of the run, then falls to 0 in half a cosine."),
    "cosine": N_("The rate falls to 0 in half a cosine."),
    "step": N_("The rate falls to a tenth after half of the run, to a hundredth after 3/4."),
}
_AUGMENTS = {
    "shift": N_("Each picture is moved by a few pixels at random."),
    "flip": N_("Each picture is mirrored at random."),
    "digits": N_("Each digit is moved, turned and bent a little at random."),
}


def keras_optimizer(choices: FitChoices) -> tuple[str, Mapping[str, object]]:
    """Return the class of the optimiser in keras, and its options, as PyTorch computes it."""
    options: dict[str, object] = {"learning_rate": choices.lr}
    if choices.optimizer == "adamw":
        options["weight_decay"] = choices.weight_decay
    if choices.optimizer == "rmsprop":
        options["rho"] = RHO
    if choices.optimizer in ("sgd", "rmsprop"):
        options["momentum"] = choices.momentum
    if choices.optimizer == "sgd":
        options["nesterov"] = choices.momentum > 0
    else:
        options["epsilon"] = EPSILON
    if choices.averaging:
        options |= {"use_ema": True, "ema_momentum": choices.averaging}
    return _CLASSES[choices.optimizer], options


def added_decay(choices: FitChoices) -> float:
    """Return the weight decay that is added to the gradient; AdamW has it apart from that."""
    return 0.0 if choices.optimizer == "adamw" else choices.weight_decay


def left_out(choices: FitChoices, expressed: Collection[str] = ()) -> list[str]:
    """Return what the settings hold and the code does not, in sentences.

    Args:
        choices: The settings.
        expressed: The names of those that only this target expresses.
    """
    decay = added_decay(choices)
    decay_text = _("Weight decay: keras needs an L2 regulariser of {half} at each layer.")
    stop = _("The training ends after {n} epochs without a better validation.")
    limit = _("Only the first {n} pictures are learnt.")
    told = {
        "schedule": _(_SCHEDULES[choices.schedule]) if choices.schedule in _SCHEDULES else "",
        "weight_decay": decay_text.format(half=exact_text(decay / 2)) if decay else "",
        "augment": _(_AUGMENTS[choices.augment]) if choices.augment in _AUGMENTS else "",
        "shuffle": "" if choices.shuffle else _("The pictures come class by class."),
        "early_stop": stop.format(n=choices.early_stop) if choices.early_stop else "",
        "limit": limit.format(n=choices.limit) if choices.limit else "",
        "is_frozen": _("Some layers stay as they are.") if choices.is_frozen else "",
    }
    return [text for name, text in told.items() if text and name not in expressed]


def left_out_lines(sentences: list[str]) -> list[str]:
    """Return comments that tell what the code leaves out."""
    if not sentences:
        return []
    return [f"# {_('In cnnviz, and not in this code:')}", *(f"# - {each}" for each in sentences)]
