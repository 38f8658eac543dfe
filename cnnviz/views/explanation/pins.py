"""What is pinned on a sheet, as the place keeps it and as a sheet knows it."""

from cnnviz.project.place import Pin, Place, SheetName
from cnnviz.views.sheets.item_id import ItemId, Spot, What


def pin_of(sheet: SheetName, spot: Spot) -> Pin:
    """Return what a click on a spot of a sheet pins."""
    return Pin(sheet, spot.item.what.value, spot.item.number, spot.row, spot.column)


def pinned_spot(place: Place, sheet: SheetName) -> Spot | None:
    """Return what is pinned on a sheet; None where nothing is, or what no sheet knows."""
    pin = place.pin(sheet)
    if pin is None or pin.item not in {what.value for what in What}:
        return None
    return Spot(ItemId(What(pin.item), pin.number), pin.row, pin.column)
