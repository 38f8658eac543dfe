"""Which view Present mode shows: derived from the place, and chosen by moving that."""

from cnnviz.cnn.network import INPUT
from cnnviz.language import _
from cnnviz.project.filter_stages import stage_looked_at
from cnnviz.views.present.layer_scene import shown_position
from cnnviz.views.present.scenes import SceneKind, Scenes
from cnnviz.views.present.shown import Shown


class SceneChoice:
    """Nothing of it is kept here: another window shows the same."""

    def __init__(self, shown: Shown, scenes: Scenes) -> None:
        self._shown, self._cursor, self._scenes = shown, shown.cursor, scenes

    @property
    def kind(self) -> SceneKind:
        """Which view is shown."""
        cursor = self._cursor
        if cursor.page == "train":
            return "train"
        if cursor.place.patch and self._shown.hierarchy().is_shown:
            return "hierarchy"
        scene = cursor.place.scene
        if scene == "filter":
            return "filter"
        if cursor.is_open:
            return "value"
        if scene == "pair" and self._shown.pair().count < 2:
            return "layer"  # of another network: there is no other filter
        if scene == "layer" and cursor.step == INPUT:
            return "input"
        return scene

    def refusal(self, kind: SceneKind) -> str:
        """Return why this network has nothing to show in a view, in a sentence; "" where it has."""
        if kind == "pair" and self._shown.pair().count < 2:
            return _("This network has no second filter to put beside the first.")
        if kind == "hierarchy" and not self._shown.hierarchy().stops:
            return _("No value of this network sees a patch of the input that grows.")
        return ""

    def show(self, kind: SceneKind) -> None:
        """Show the layer, the network, one value, or another view, where there is one."""
        if kind == "train":
            self._cursor.show_page("train")
            return
        if self._cursor.page == "train":
            self._cursor.show_page("network")
        if kind == "hierarchy":
            self._shown.hierarchy().show()
            return
        self._cursor.show_patch("")
        self._show_of_project(kind)

    def _show_of_project(self, kind: SceneKind) -> None:
        cursor = self._cursor
        if kind == "value":
            if cursor.place.scene == "filter":
                cursor.show_scene("layer")
            if not cursor.is_open:
                self._open()
        elif kind == "filter":
            cursor.show_scene("filter")
            self._scenes.filter_page().enter(cursor.page)
            if not cursor.is_open and cursor.stages is not None:  # the stage shown is that told of
                cursor.go_to(stage_looked_at(cursor.stages, cursor.place))
        elif kind in ("network", "verdict", "layer", "pair", "input"):
            cursor.close_here()
            if kind != "pair" or self._shown.pair().count > 1:
                cursor.show_scene("layer" if kind == "input" else kind)

    def enter(self) -> None:
        """Open the value that is looked at, or close it; of other views, go back."""
        kind = self.kind
        if kind == "pair":
            self._cursor.show_scene("layer")
        elif kind == "hierarchy":
            self._shown.hierarchy().leave()
        elif kind == "filter":
            self.show("value")
        elif self._cursor.is_open:
            self._cursor.close_here()
        else:
            self._open()

    def _open(self) -> None:
        if self._cursor.place.scene in ("verdict", "filter", "pair"):
            self._cursor.show_scene("layer")
        trace = self._shown.document.forward.trace
        self._cursor.open(shown_position(self._cursor, trace))
