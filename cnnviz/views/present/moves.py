"""What the keys of Present mode do to the place: steps, positions, maps and slices."""

from cnnviz.cnn.network import INPUT
from cnnviz.state.cursor import Cursor
from cnnviz.state.teller import Teller
from cnnviz.views.network.page import NetworkPage
from cnnviz.views.present.keys import KeyMeaning
from cnnviz.views.present.layer_scene import LayerScene

_WAYS = {
    KeyMeaning.NEXT: 1,
    KeyMeaning.BACK: -1,
    KeyMeaning.DOWN: 1,
    KeyMeaning.UP: -1,
    KeyMeaning.NEXT_MAP: 1,
    KeyMeaning.MAP_BEFORE: -1,
    KeyMeaning.NEXT_INPUT: 1,
    KeyMeaning.INPUT_BEFORE: -1,
}


class Moves:
    """Moves the cursor as a key asks for, where that makes sense in what is shown."""

    def __init__(self, cursor: Cursor, teller: Teller) -> None:
        self._cursor, self._teller = cursor, teller

    def do(self, meaning: KeyMeaning, scene: object) -> None:
        """Move, while a scene is shown."""
        way = _WAYS.get(meaning, 0)
        if meaning in (KeyMeaning.NEXT_INPUT, KeyMeaning.INPUT_BEFORE):
            self._choose_input(way, scene)
        elif meaning in (KeyMeaning.NEXT_MAP, KeyMeaning.MAP_BEFORE):
            self._choose_map(way, scene)
        elif self._cursor.is_open:
            self._move_position(meaning, way)
        else:
            self._move_node(meaning, way)

    def tell(self, way: int, *, is_whole: bool) -> None:
        """Tell what comes next, or take it back: a value in its stages, or as a whole."""
        step = self._teller.go_on if way > 0 else self._teller.go_back
        step()
        while is_whole and self._teller.next_stage is not None and self._teller.can_go_back:
            step()

    def _choose_input(self, way: int, scene: object) -> None:
        if isinstance(scene, LayerScene):
            scene.move_input(way)
        elif self._cursor.is_open:
            self._cursor.choose_slice(self._cursor.place.slice + way)

    def _choose_map(self, way: int, scene: object) -> None:
        if isinstance(scene, LayerScene):
            scene.choose(scene.position.channel + way)
        elif isinstance(scene, NetworkPage):
            scene.move_selection(0, way)
        elif self._cursor.is_open:
            self._cursor.move_channels(way)

    def _move_position(self, meaning: KeyMeaning, way: int) -> None:
        cursor = self._cursor
        if meaning in (KeyMeaning.UP, KeyMeaning.DOWN):
            cursor.move_rows(way)
        elif way:
            cursor.go_to_index(cursor.index + way)
        elif meaning is KeyMeaning.FIRST:
            self._teller.begin()  # Page Down tells its stages then, and none is passed over
        else:
            cursor.go_to_index(cursor.count - 1)

    def _move_node(self, meaning: KeyMeaning, way: int) -> None:
        cursor = self._cursor
        if way:
            cursor.go_by(way)
        else:
            cursor.go_to(INPUT if meaning is KeyMeaning.FIRST else cursor.last)
