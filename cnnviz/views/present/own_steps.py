"""What is told in steps of its own, not by layers and positions: with its bar."""

from typing import NamedTuple

from cnnviz.views.look.theme import Look
from cnnviz.views.present.pair_steps import PairSteps
from cnnviz.views.present.patch_steps import PatchSteps
from cnnviz.views.present.scenes import SceneKind
from cnnviz.views.present.shown import Shown
from cnnviz.views.present.step_bar import StepBar, Steps
from cnnviz.views.present.topic_steps import TopicSteps


class OwnSteps(NamedTuple):
    """Both do the same: keys, and the buttons of the bar."""

    steps: Steps
    bar: StepBar


def own_steps(kind: SceneKind, shown: Shown, look: Look) -> OwnSteps:
    """Return the steps of a kind of scene that has its own, and their bar."""
    if kind == "hierarchy":
        patches = PatchSteps(shown.document, shown.hierarchy())
        return OwnSteps(patches, StepBar(patches, look, "patch"))
    if kind == "pair":
        pairs = PairSteps(shown.document, shown.cursor, shown.pair())
        return OwnSteps(pairs, StepBar(pairs, look, "pair"))
    training = shown.training()
    topics = TopicSteps(shown.cursor, training)
    bar = StepBar(topics, look, "topic")
    for signal in (
        training.run_changed, training.run_reported, training.looked_changed,
        training.pushed.changed,
    ):  # fmt: skip
        signal.connect(bar.refresh)
    return OwnSteps(topics, bar)
