"""Settings worth trying: good ones with the reason, and each classic failure with what to see."""

from dataclasses import dataclass, field

from cnnviz.language import N_

GOOD: dict[str, object] = {
    "data": ("strokes:5000",), "epochs": 20, "batch_size": 64, "optimizer": "adam", "lr": 0.005,
    "weight_decay": 0.0, "schedule": "one-cycle", "augment": "digits", "shuffle": True,
    "early_stop": 0, "limit": 0, "start": "random",
}  # fmt: skip


@dataclass(frozen=True)
class TrainingPreset:
    """Settings of a run that show something."""

    name: str
    title: str  # marked for translation, as the next
    why: str  # why they are good, or what goes wrong and where to see it
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
    ),
    TrainingPreset(
        "rate-too-high",
        N_("Failure: rate too high"),
        N_(
            "Each step jumps over the valley. Look at the loss: it rises, stays near 2.3 (as good "
            "as guessing among ten), or is no number any more. Remedy: a tenth of the rate."
        ),
        {"optimizer": "sgd", "lr": 3.0, "schedule": "constant", "epochs": 3, "augment": "none"},
    ),
    TrainingPreset(
        "too-few-filters",
        N_("Failure: too few filters"),
        N_(
            "One filter for each convolution sees one feature only. Look at both accuracies: they "
            "stay low together. Remedy: more filters."
        ),
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
        {"shuffle": False, "schedule": "constant", "lr": 0.001, "epochs": 4, "augment": "none"},
    ),
    TrainingPreset(
        "overfitting",
        N_("Failure: overfitting on 100 pictures"),
        N_(
            "The network learns 100 pictures by heart. Look at the gap: training reaches 100 %, "
            "validation stays far below. Remedy: more pictures, augmentation, fewer weights."
        ),
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
        {"lr": 0.3, "schedule": "constant", "epochs": 4, "augment": "none"},
    ),
)
