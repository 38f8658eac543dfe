"""What the keys of Present mode do to the place: steps, positions, maps and slices."""

from cnnviz.state.cursor import Cursor
from cnnviz.views.network.page import NetworkPage
from cnnviz.views.present.keys import Wish
from cnnviz.views.present.layer_scene import LayerScene

_WAYS = {
    Wish.NEXT: 1,
    Wish.BACK: -1,
    Wish.DOWN: 1,
    Wish.UP: -1,
    Wish.NEXT_LAYER: 1,
    Wish.LAYER_BEFORE: -1,
    Wish.NEXT_MAP: 1,
    Wish.MAP_BEFORE: -1,
    Wish.NEXT_INPUT: 1,
    Wish.INPUT_BEFORE: -1,
}


class Moves:
    """Moves the cursor as a key asks for, where that makes sense in what is shown."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def do(self, wish: Wish, scene: object) -> None:
        """Move, while a scene is shown."""
        way = _WAYS.get(wish, 0)
        if wish in (Wish.NEXT_LAYER, Wish.LAYER_BEFORE):
            self._go_to_layer(way)
        elif wish in (Wish.NEXT_INPUT, Wish.INPUT_BEFORE):
            self._choose_input(way, scene)
        elif wish in (Wish.NEXT_MAP, Wish.MAP_BEFORE):
            self._choose_map(way, scene)
        elif self._cursor.is_open:
            self._move_position(wish, way)
        else:
            self._move_step(wish, way)

    def _go_to_layer(self, way: int) -> None:
        place = self._cursor.place
        self._cursor.go_to_layer((place.looked_at if place.is_open else place.step) + way)

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

    def _move_position(self, wish: Wish, way: int) -> None:
        cursor = self._cursor
        if wish in (Wish.UP, Wish.DOWN):
            cursor.move_rows(way)
        elif way:
            cursor.go_to_index(cursor.index + way)
        else:
            cursor.go_to_index(0 if wish is Wish.FIRST else cursor.count - 1)

    def _move_step(self, wish: Wish, way: int) -> None:
        cursor = self._cursor
        if way:
            cursor.go_to(cursor.step + way)
        else:
            cursor.go_to(0 if wish is Wish.FIRST else cursor.last_step)
