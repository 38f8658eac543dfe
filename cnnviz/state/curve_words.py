"""What is said beside the curves of a run: its lesson, and why one of them is above the other."""

from cnnviz.cnn.network import Network
from cnnviz.language import _
from cnnviz.runs.config import Config
from cnnviz.runs.history import History
from cnnviz.state.training_presets import preset_of


def lesson(config: Config | None, network: Network | None, curves: str) -> str:
    """Return what is to be seen in some curves of a run: "loss" or "accuracy"; "" where nothing."""
    preset = None if config is None else preset_of(config, network)
    return _(preset.why) if preset is not None and preset.seen_in == curves else ""


def why_validation_is_better(
    history: History, config: Config | None, network: Network | None
) -> str:
    """Return why the validation of the last epoch is better than its training; "" where not."""
    if not history.epochs or history.epochs[-1].val_accuracy <= history.epochs[-1].train_accuracy:
        return ""
    reasons = [
        _(
            "training is counted while the network learns, over the whole epoch; validation after "
            "it, when it can more"
        )
    ]
    if config is not None and config.augment != "none":
        reasons.insert(0, _("training pictures are changed at random, validation pictures are not"))
    if network is not None and any(layer.kind == "dropout" for layer in network.layers.values()):
        reasons.insert(0, _("dropout silences values in training only"))
    text = _("Validation is above training: {reasons}.")
    return text.format(reasons=_("; ").join(reasons))
