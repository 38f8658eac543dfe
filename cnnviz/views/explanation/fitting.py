"""Lays an explanation out as large as its room allows."""

from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.kinds import PANEL, Arranged, arrange
from cnnviz.views.look.theme import LargeLook, Look

LARGEST = 1.5  # how much larger than needed an explanation grows in a wide room


class Fitting:
    """Keeps the look of explanations that have more room than they need."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._large = FirstUse(self._make_large)

    def _make_large(self) -> LargeLook:
        return LargeLook(self._look, 1.0)

    def fitted(self, scene: ExplanationScene) -> tuple[ExplanationScene, Arranged]:
        """Lay out, larger where the room is wide and high enough for all of it."""
        made = arrange(scene)
        factor = self._factor(scene, made)
        if factor < 1.1:
            return scene, made
        self._large().set_factor(factor)
        larger = ExplanationScene(**{**vars(scene), "look": self._large()})
        again = arrange(larger)
        is_better = again.where == made.where and again.rows.height <= scene.room[1]
        return (larger, again) if is_better else (scene, made)

    def _factor(self, scene: ExplanationScene, made: Arranged) -> float:
        if made.where == "top":
            return 1.0
        px = self._look.px
        by_width = (scene.room[0] - px(28)) / (made.rows.width + px(PANEL))
        by_height = scene.room[1] / max(made.rows.height, made.result.height, 1)
        return int(10 * min(by_width, by_height, LARGEST)) / 10
