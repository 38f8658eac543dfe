"""What the code of a training is told: the settings of a run, or those that suit a network."""

from cnnviz.cnn.network import Network
from cnnviz.figures.code.written import FitChoices
from cnnviz.runs.config import Config


def choices_of(config: Config) -> FitChoices:
    """Return what the code of a run is told."""
    return FitChoices(
        config.data, config.optimizer, config.lr, config.momentum, config.batch_size,
        config.epochs, config.weight_decay, config.label_smoothing, config.averaging,
        config.schedule, config.augment, config.shuffle, config.early_stop, config.limit,
        config.fine_tune or config.freeze_to is not None, config.resize,
    )  # fmt: skip


def usual_choices(network: Network, data: str) -> FitChoices:
    """Return what is told where nothing was chosen yet: the settings that a run begins with."""
    return choices_of(Config(network.name, (data,)))
