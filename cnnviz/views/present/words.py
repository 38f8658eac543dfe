"""What Present mode says around a scene: its title, where one is, and what comes next."""

from PySide6.QtWidgets import QWidget

from cnnviz.explain.channel_names import gives_scores
from cnnviz.explain.present import present_title
from cnnviz.language import _
from cnnviz.project.filter_stages import stage_looked_at
from cnnviz.text.numbers import count_text
from cnnviz.text.shown_name import shown_name
from cnnviz.views.explanation.view import ExplanationView
from cnnviz.views.present.following import following_words
from cnnviz.views.present.scenes import SceneKind
from cnnviz.views.present.shown import Shown
from cnnviz.views.present.verdict_column import BEST


class PresentWords:
    """Words for scenes that are told by layers and positions."""

    def __init__(self, shown: Shown) -> None:
        self._document, self._cursor = shown.document, shown.cursor
        self._teller = shown.teller

    def title(self, kind: SceneKind, scene: QWidget | None) -> str:
        """Return what happens now, for the whole room."""
        trace, cursor = self._document.forward.trace, self._cursor
        if isinstance(scene, ExplanationView):
            return scene.accessibleName()
        if kind == "verdict":
            return self._verdict_title()
        if kind == "filter":
            return self._filter_title()
        if kind == "network" and cursor.step == cursor.last:
            return _("From the picture to the answer")
        return present_title(trace, cursor.step)

    def _filter_title(self) -> str:
        stages = self._cursor.stages
        stage = "" if stages is None else stage_looked_at(stages, self._cursor.place)
        if stages is None or stage not in stages.nodes or stage == stages.conv:
            return _("One kernel slides over the picture")
        return present_title(self._document.forward.trace, stage)

    def _verdict_title(self) -> str:
        name = self._document.project.picture.name
        if self._cursor.place.second is None:
            trace = self._document.forward.trace
            count = len(trace.network.classes)
            if count > BEST and gives_scores(trace, trace.network.output):
                text = _("From the picture to the answer: the five best of {count} classes")
                return text.format(count=count_text(count))
            return _("From the picture to the answer")
        if not name:
            return _("One picture, and two networks")
        return _("{picture}, and two networks").format(picture=shown_name(name))

    def place(self, kind: SceneKind, *, is_narrow: bool) -> str:
        """Return where one is: the number of the position, or of the layer."""
        cursor = self._cursor
        if kind == "verdict":
            return ""
        if not cursor.is_open:
            return f"{cursor.number} / {cursor.last_number}"
        if is_narrow:
            return f"{count_text(cursor.index + 1)} / {count_text(cursor.count)}"
        text = _("Position {number} / {count}")
        return text.format(number=count_text(cursor.index + 1), count=count_text(cursor.count))

    def following(self, kind: SceneKind) -> str:
        """Return what comes next, in words; "" where that is not said."""
        cursor, trace = self._cursor, self._document.forward.trace
        if kind == "verdict" or not self._teller.can_go_on:
            return ""
        if cursor.is_open:
            return following_words(self._document, self._teller)
        title = present_title(trace, self._teller.next_node or cursor.last)
        return _("Next: {what}").format(what=title)
