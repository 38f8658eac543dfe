"""Arranges an explanation for its room, then lays it out as large as the room allows."""

from collections.abc import Sequence
from dataclasses import replace

from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.explanation.arrangement import (
    Arranged,
    Arrangement,
    Layouts,
    choose,
    least_height,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.look.theme import LargeLook, Look

LARGEST = 2.0  # how much larger than the size of the text an explanation grows
SMALLEST = 0.6  # of the floor, where even what folds most has no room at the floor
STEP = 0.05
KEPT = 32  # choices that are remembered


class Fitting:
    """Chooses arrangement and size; a choice that still fits is kept while numbers change."""

    def __init__(self, look: Look, floors: Sequence[float] = (1.0,)) -> None:
        """Make an empty one.

        Args:
            look: Of the view that is laid out.
            floors: Digits are at least 14 pixels times the first of these, or times the text size
                if that is less; where nothing fits in that size, times the next.
        """
        self._look, self._floors = look, floors
        self._fitted = FirstUse(self._make_look)
        self._choices: dict[tuple[object, ...], tuple[Arrangement, float]] = {}
        self._heights: dict[tuple[object, ...], int] = {}

    def _make_look(self) -> LargeLook:
        return LargeLook(self._look, 1.0)

    def end(self) -> None:
        """Let go of the look that it made; what was laid out is not painted again."""
        if self._fitted.made is not None:
            self._fitted.made.deleteLater()

    def fitted(self, scene: ExplanationScene) -> tuple[ExplanationScene, Arranged]:
        """Lay a scene out, so that nothing lies outside its room."""
        key = self._key(scene)
        if key in self._choices:
            chosen, scale = self._choices[key]
            found = self._laid(scene, chosen, scale)
            if found[1].fits(scene.room):
                return found
        if len(self._choices) >= KEPT:
            self._choices.clear()
        self._choices[key] = chosen, scale = self._chosen(scene)
        return self._laid(scene, chosen, scale)

    def least_height(self, scene: ExplanationScene) -> int:
        """Return how much height of its room an explanation needs to fold little.

        It stays the same while values are stepped through, so that nothing beside it moves.
        """
        key = self._key(scene)
        if key not in self._heights:
            if len(self._heights) >= KEPT:
                self._heights.clear()
            floor = min(self._floors[0], self._look.scale)
            self._heights[key] = least_height(self._scene(scene, floor))
        return self._heights[key]

    def _key(self, scene: ExplanationScene) -> tuple[object, ...]:
        """Return all that a choice depends on but the numbers themselves."""
        about, trace = scene.about, scene.forward.trace
        nodes = (scene.node, *trace.network.inputs.get(scene.node, ()))
        window = getattr(about, "window", None)
        size = None if window is None else window.shape
        is_asked = scene.is_hidden, scene.stage, scene.right is None, bool(scene.tried)
        shapes = tuple(trace.shapes[node] for node in nodes)
        shown = scene.room, scene.order, self._look.scale
        return type(about), nodes, shapes, size, is_asked, shown

    def _chosen(self, scene: ExplanationScene) -> tuple[Arrangement, float]:
        """Return what folds least at the smallest size, and the largest size it fits in."""
        for each_floor in self._floors:
            floor = min(each_floor, self._look.scale)
            equals, first = choose(self._scene(scene, floor))
            if first.fits(scene.room):
                break
        best: tuple[Arrangement, float] | None = None
        for each in equals:
            scale = self._largest(scene, each, floor)
            if best is None or scale > best[1] + STEP / 2:
                best = each, scale
        assert best is not None  # some arrangement is always chosen
        return best

    def _largest(self, scene: ExplanationScene, chosen: Arrangement, floor: float) -> float:
        """Return the largest size in which an arrangement fits."""
        made = self._laid(scene, chosen, floor)[1]
        room = scene.room
        grown = floor * min(n / max(size, 1) for size, n in zip(made.size, room, strict=True))
        scale = _down(min(grown, LARGEST * max(self._look.scale, 1.0)))
        lowest = floor if made.fits(room) else SMALLEST * floor
        while scale > lowest:
            if self._laid(scene, chosen, scale)[1].fits(room):
                return scale
            scale = round(scale - STEP, 3)
        return lowest

    def _scene(self, scene: ExplanationScene, scale: float) -> ExplanationScene:
        if abs(scale - self._look.scale) < STEP / 2:
            return scene
        self._fitted().set_factor(scale / self._look.scale)
        return replace(scene, look=self._fitted())

    def _laid(
        self, scene: ExplanationScene, chosen: Arrangement, scale: float
    ) -> tuple[ExplanationScene, Arranged]:
        sized = self._scene(scene, scale)
        return sized, Layouts(sized).made(chosen)


def _down(scale: float) -> float:
    return int(scale / STEP + 1e-6) * STEP
