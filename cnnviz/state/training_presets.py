"""Settings worth trying: good ones with the reason, and each classic failure with what to see."""

from dataclasses import dataclass, field

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import Network
from cnnviz.language import N_
from cnnviz.runs.config import Config

GOOD: dict[str, object] = {
    "data": ("strokes:5000",), "epochs": 20, "batch_size": 64, "optimizer": "adam", "lr": 0.005,
    "weight_decay": 0.0, "momentum": 0.9, "label_smoothing": 0.0, "averaging": 0.0,
    "schedule": "one-cycle", "augment": "digits", "shuffle": True, "early_stop": 0, "limit": 0,
    "start": "random", "weights_seed": None, "fine_tune": False, "freeze_to": None,
}  # fmt: skip


@dataclass(frozen=True)
class TrainingPreset:
    """Settings of a run that show something."""

    name: str
    title: str  # marked for translation, as the next
    why: str  # why they are good, or what goes wrong and where to see it
    seen_in: str  # the curves where that is seen: "loss" or "accuracy"
    changes: dict[str, object] = field(default_factory=dict)  # to the good settings
    filters: int = 0  # how many filters each convolution gets; 0: as they are

    @property
    def settings(self) -> dict[str, object]:
        """All settings of the preset."""
        return {**GOOD, **self.changes}


PRESETS = (
    TrainingPreset(
        "good",
        N_("Known-good settings"),
        N_(
            "Adam finds its own step for each weight; the rate rises, so that the start is calm, "
            "and falls to 0, so that the end is exact. 64 pictures a step are enough to point "
            "downhill. Each picture is turned and bent a little, so that none is seen twice alike."
        ),
        "loss",
    ),
    TrainingPreset(
        "rate-too-high",
        N_("Failure: rate too high"),
        N_(
            "Each step jumps over the valley. Look at the loss: it rises, stays near 2.3 (as good "
            "as guessing among ten), or is no number any more. Remedy: a tenth of the rate."
        ),
        "loss",
        {"optimizer": "sgd", "lr": 3.0, "schedule": "constant", "epochs": 3, "augment": "none"},
    ),
    TrainingPreset(
        "too-few-filters",
        N_("Failure: too few filters"),
        N_(
            "One filter for each convolution sees one feature only. Look at both accuracies: they "
            "stay low together. Remedy: more filters."
        ),
        "accuracy",
        {"epochs": 6},
        filters=1,
    ),
    TrainingPreset(
        "no-shuffling",
        N_("Failure: no shuffling"),
        N_(
            "All zeros come first, then all ones, to the nines: what a digit taught, the next one "
            "undoes. Look at the training loss: up and down with every digit, never near 0; and at "
            "the confusion matrix: every picture gets the same answer. Remedy: shuffle."
        ),
        "loss",
        {"shuffle": False, "schedule": "constant", "lr": 0.001, "epochs": 4, "augment": "none"},
    ),
    TrainingPreset(
        "overfitting",
        N_("Failure: overfitting on 100 pictures"),
        N_(
            "The network learns 100 pictures by heart. Look at the gap: training reaches 100 %, "
            "validation stays far below. Remedy: more pictures, augmentation, fewer weights."
        ),
        "accuracy",
        {"limit": 100, "epochs": 60, "augment": "none"},
    ),
    TrainingPreset(
        "dying-relus",
        N_("Failure: dying ReLUs"),
        N_(
            "Steps so large that units fall below 0 for every picture: their gradient is 0, and "
            "they never wake up. Use these weights, and look at the Network page: every map after "
            "a ReLU is white. Remedy: a smaller rate, or leaky ReLU."
        ),
        "loss",
        {"lr": 0.3, "schedule": "constant", "epochs": 4, "augment": "none"},
    ),
)


def preset_of(config: Config, network: Network | None) -> TrainingPreset | None:
    """Return the preset whose settings a run has, on whatever data; None where it has its own."""
    now = vars(config)
    for preset in PRESETS:
        settings = {**preset.settings, "data": now["data"], "weights_seed": now["weights_seed"]}
        if all(now[name] == value for name, value in settings.items()) and (
            not preset.filters or has_filters(network, preset.filters)
        ):
            return preset
    return None


def has_filters(network: Network | None, count: int) -> bool:
    """Return whether a network has convolutions, and every one of them so many filters."""
    layers = () if network is None else network.layers.values()
    found = {len(layer.weight) for layer in layers if isinstance(layer, Conv2d)}
    return found == {count}
