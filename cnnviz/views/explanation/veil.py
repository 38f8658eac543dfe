"""What stands for an explanation whose terms are themselves still to be found."""

from dataclasses import replace

from cnnviz.explain.positions import veiled_sentence
from cnnviz.views.explanation.arrangement import Arranged
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import wrapped

_SIZE, _WIDEST = 17, 620  # pixels at 100 %


def veiled(scene: ExplanationScene) -> tuple[ExplanationScene, Arranged]:
    """Return a value of which nothing is told, and one sentence that says why."""
    look, (width, _height) = scene.look, scene.room
    sentence = veiled_sentence(scene.forward.trace, scene.node)
    text = wrapped(look, sentence, 0, 0, min(width, look.px(_WIDEST)), size=_SIZE)
    sheet = Sheet((replace(text, ink="text"),), width, round(text.place.bottom()))
    return scene, Arranged(sheet, Sheet((), 0, 0), "right", 0)
