"""Arranges the explanation of a value for the last row of a room."""

from cnnviz.views.explanation.arrangement import Arranged
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.fitting import KEPT, Fitting
from cnnviz.views.look.theme import Look
from cnnviz.views.present.large_sheet import Choice, large_sheet
from cnnviz.views.present.large_values import plans_of
from cnnviz.views.present.sizes import LARGE
from cnnviz.views.present.texts import CAPTION
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import HEADING_SIZE


class LargeFitting(Fitting):
    """Lays out what has a large form in it; all else as on a page, as large as it goes."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, (CAPTION * LARGE / HEADING_SIZE, LARGE))
        self._large_choices: dict[tuple[object, ...], Choice] = {}

    def fitted(self, scene: ExplanationScene) -> tuple[ExplanationScene, Arranged]:
        """Lay a scene out, so that nothing lies outside its room."""
        for number, plan in enumerate(plans_of(scene)):
            key = (number, *self._key(scene))
            found = large_sheet(scene.look, plan, scene.room, self._large_choices.get(key))
            if found is not None:
                if len(self._large_choices) >= KEPT:
                    self._large_choices.clear()
                made, self._large_choices[key] = found
                return scene, Arranged(made, Sheet((), 0, 0), "right", 0)
        return super().fitted(scene)
