"""What people read of an item: what its number or its grid is called."""

from cnnviz.language import N_, _
from cnnviz.views.sheets.item_id import ItemId, What


def title_of(item: ItemId) -> str:
    """Return what an item is called; numbers are counted from 1."""
    if item.number is not None and item.what in _NUMBERED:
        return _(_NUMBERED[item.what]).format(number=item.number + 1)
    return _(_TITLES[item.what])


_NUMBERED = {
    What.INPUT_MAP: N_("Input map {number}"),
    What.WINDOW: N_("Window of slice {number}"),
    What.WEIGHTS: N_("Weights of slice {number}"),
    What.PRODUCTS: N_("Products of slice {number}"),
    What.SUBTOTAL: N_("Sum of slice {number}"),
    What.RUNNING: N_("Sum up to slice {number}"),
    What.INPUT: N_("Input {number}"),
    What.WEIGHT: N_("Weight {number}"),
    What.PRODUCT: N_("Product {number}"),
    What.SLICE: N_("Weights over map {number}"),
    What.MAP: N_("Map {number}"),
    What.INPUT_CHANNEL: N_("Channel {number}"),
    What.INPUT_VALUE: N_("Value of channel {number}"),
}
_TITLES = {
    What.VALUE: N_("Value"),
    What.EQUATION: N_("Equation"),
    What.SUM: N_("Sum"),
    What.TOTAL: N_("Total"),
    What.BIAS: N_("Bias"),
    What.ROUNDING: N_("Rounding"),
    What.DIVISOR: N_("Divisor"),
    What.OTHERS: N_("Others"),
    What.INPUT_MAP: N_("Input map"),
    What.OUTPUT: N_("Output"),
    What.NEIGHBOURHOOD: N_("Neighbourhood"),
    What.FIELD: N_("Field"),
    What.BEFORE: N_("Before"),
    What.AFTER: N_("After"),
    What.STAGE: N_("Stage"),
    What.WINDOW: N_("Window"),
    What.WEIGHTS: N_("Weights"),
    What.PRODUCTS: N_("Products"),
    What.SUBTOTAL: N_("Sum"),
    What.RUNNING: N_("Sum so far"),
    What.CHOICE: N_("Input map"),
    What.INPUT: N_("Input"),
    What.WEIGHT: N_("Weight"),
    What.PRODUCT: N_("Product"),
    What.SLICE: N_("Weights"),
    What.X: N_("X"),
    What.MEAN: N_("Mean"),
    What.VARIANCE: N_("Variance"),
    What.EPS: N_("Eps"),
    What.DIFFERENCE: N_("Difference"),
    What.SPREAD: N_("Spread"),
    What.QUOTIENT: N_("Quotient"),
    What.SCALED: N_("Scaled"),
    What.VALUE_BEFORE: N_("Value before"),
    What.MINUS_VALUE_BEFORE: N_("Minus value before"),
    What.POINT_X: N_("Point x"),
    What.POINT_Y: N_("Point y"),
    What.VALUE_IN_TRAINING: N_("Value in training"),
    What.INDEX: N_("Index"),
    What.CHANNEL: N_("Channel"),
    What.ROW: N_("Row"),
    What.COLUMN: N_("Column"),
    What.STRIP: N_("Row of all values"),
    What.ROW_FROM: N_("Row of values"),
    What.MAP: N_("Map"),
    What.LOGITS: N_("Logits"),
    What.EXP: N_("Exp"),
    What.EXP_OF_OTHERS: N_("Exp of others"),
    What.EXP_ROUNDING: N_("Exp rounding"),
    What.EXP_SUM: N_("Exp sum"),
    What.SHARE: N_("Share"),
    What.SHARE_OF_OTHERS: N_("Share of others"),
    What.SHARE_ROUNDING: N_("Share rounding"),
    What.SHARE_SUM: N_("Share sum"),
    What.PERCENT: N_("Percent"),
    What.INPUT_CHANNEL: N_("Channel"),
    What.INPUT_VALUE: N_("Value"),
}
