"""Whether everything on a sheet has its place."""

from PySide6.QtCore import QRectF

from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.sheets.items import Drawing, Numbers, Text
from cnnviz.views.sheets.texts import text_width


def check_layout(scene):
    """Everything lies inside its room, and no text on another."""
    look, room = scene.look, scene.room
    made = arrange(scene)
    beside = made.rows.width + made.result.width + look.px(20)
    assert max(made.rows.width, made.result.width) <= room[0]
    assert made.where == "top" or beside <= room[0] + look.px(1)
    for sheet in (made.rows, made.result):
        places = [(each, place_of(each, look)) for each in sheet.all_items()]
        for each, place in places:
            assert place.right() <= sheet.width + 2, (each.id, getattr(each, "text", ""))
            assert place.bottom() <= sheet.height + 2, each.id
        solid = [(e, p) for e, p in places if not isinstance(e, Drawing) and not p.isEmpty()]
        for index, (one_item, place) in enumerate(solid):
            for other, its_place in solid[index + 1 :]:
                shared = place.adjusted(1, 3, -1, -3).intersected(its_place.adjusted(1, 3, -1, -3))
                assert shared.isEmpty(), (show(one_item), show(other))


def show(item):
    return getattr(item, "text", "") or item.id


def place_of(item, look):
    """Where an item is painted: of a text only its signs."""
    if isinstance(item, Text) and not item.wraps:
        wide = text_width(look, item.text, item.size, bold=item.bold)
        room = QRectF(item.place)
        left = {"left": room.left(), "right": room.right() - wide}.get(
            item.side, room.center().x() - wide / 2
        )
        return QRectF(left, room.center().y() - 8, wide if item.text else 0, 16)
    return QRectF(item.outline if isinstance(item, Numbers) else item.place)
