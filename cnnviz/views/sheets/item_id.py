"""What an item of a sheet stands for: its identity, which no one reads."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple


class What(Enum):
    """What an item of a sheet stands for; the values are parts of object names."""

    VALUE = "value"
    EQUATION = "equation"
    SUM = "sum"
    TOTAL = "total"
    BIAS = "bias"
    ROUNDING = "rounding"
    SUM_ROUNDING = "sum-rounding"  # of the sum above the bias
    DIVISOR = "divisor"
    OTHERS = "others"  # the terms that have no row of their own, together

    INPUT_MAP = "input-map"  # number: the channel of the node before
    OUTPUT = "output"
    NEIGHBOURHOOD = "neighbourhood"
    FIELD = "field"  # the receptive field, on the input of the network
    BEFORE = "before"
    AFTER = "after"
    STAGE = "stage"  # node: the stage of a filter
    BRANCH = "branch"  # the map of an input that is joined; number: which input, as for the next
    BRANCH_NAME = "branch-name"
    TERM = "term"
    TAKEN = "taken"  # number: a chosen channel, counted here

    WINDOW = "window"  # number: the input channel of the filter, as for the next six
    WEIGHTS = "weights"
    PRODUCTS = "products"
    SUBTOTAL = "subtotal"
    SUBTOTAL_ROUNDING = "subtotal-rounding"
    RUNNING = "running"  # also of a unit; number: the row
    CHOICE = "choice"
    LEAF = "leaf"  # number: the part of a long list that a click turns to
    FACTS = "facts"  # that have no room

    INPUT = "input"  # of a unit; number: the input, as for the next two
    WEIGHT = "weight"  # also of a batch norm, without a number
    PRODUCT = "product"
    SLICE = "slice"  # number: the map that was flattened

    X = "x"
    MEAN = "mean"
    VARIANCE = "variance"
    EPS = "eps"
    DIFFERENCE = "difference"  # also of a softmax; number: the class
    SPREAD = "spread"
    QUOTIENT = "quotient"
    SCALED = "scaled"
    MEASURED_SUM = "measured-sum"  # of the values that a mean is of
    MEASURED_SQUARES = "measured-squares"
    DEVIATION = "deviation"
    K = "k"
    ALPHA = "alpha"
    BETA = "beta"
    RAISED = "raised"  # what is raised to a power
    LARGEST = "largest"
    LOGARITHM = "logarithm"

    VALUE_BEFORE = "value-before"
    MINUS_VALUE_BEFORE = "minus-value-before"
    POINT_X = "point-x"
    POINT_Y = "point-y"
    VALUE_IN_TRAINING = "value-in-training"

    INDEX = "index"
    CHANNEL = "channel"
    ROW = "row"
    COLUMN = "column"
    STRIP = "strip"
    ROW_FROM = "row-from"  # number: the first index
    MAP = "map"  # number: the channel

    LOGITS = "logits"
    EXP = "exp"  # number: the class; without: of the class that is explained
    EXP_OF_OTHERS = "exp-of-others"
    EXP_ROUNDING = "exp-rounding"
    EXP_SUM = "exp-sum"
    SHARE = "share"  # number: the class
    SHARE_OF_OTHERS = "share-of-others"
    SHARE_ROUNDING = "share-rounding"
    SHARE_SUM = "share-sum"
    PERCENT = "percent"  # number: the row

    INPUT_CHANNEL = "input-channel"  # number: the channel of the picture, as for the next
    INPUT_VALUE = "input-value"


class ItemId(NamedTuple):
    """The identity of an item: what it stands for, and which of them."""

    what: What
    number: int | None = None  # counted from 0
    node: str = ""  # whose values it shows, where that tells such items apart

    @property
    def object_name(self) -> str:
        """What the widget that stands for it is called in the program: weights-0, stage-conv1."""
        which = self.node if self.number is None else str(self.number)
        return f"{self.what.value}-{which}" if which else self.what.value


class Spot(NamedTuple):
    """What lies at a point: an item, and the cell of it."""

    item: ItemId
    row: int
    column: int

    def is_within(self, size: Sequence[int]) -> bool:
        """Return whether its cell is one of so many rows and columns.

        It may be none any more: the pointer rests where it was when a kernel or a map changes.
        """
        rows, columns = size
        return 0 <= self.row < rows and 0 <= self.column < columns

    def is_on(self, what: What, number: int | None = None, node: str = "") -> bool:
        """Return whether it lies on this item."""
        return self.item == (what, number, node)
