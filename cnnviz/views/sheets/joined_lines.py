"""The values that are joined, below each other: from bn2 2.836, from downsample.1 1.439."""

from cnnviz.cnn.trace import Trace
from cnnviz.explain.positions import small_number
from cnnviz.explain.values import Joined
from cnnviz.language import _, ngettext
from cnnviz.text.decimals import true_sum
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.joined_numbers import PrintedJoin
from cnnviz.views.sheets.local_names import local_title
from cnnviz.views.sheets.sum_lines import SumLine, rounding_line

MOST_LINES = 8  # more branches stand together: their numbers are seen below their maps


def term_lines(
    trace: Trace, about: Joined, printed: PrintedJoin, *, is_hidden: bool
) -> list[SumLine]:
    """Return a line for each branch, whose name leads to it, and one for the rounding."""
    is_short = bool(printed.rounding) and not is_hidden
    rounding = [rounding_line(printed.rounding, printed.decimals)] if is_short else []
    if len(about.sources) > MOST_LINES:
        return [_together(about, printed), *rounding] if rounding else []
    text = _("from {layer}")
    lines = [
        SumLine(
            text.format(layer=local_title(trace, node, about.node)),
            printed.terms[k],
            ItemId(What.TERM, k),
            float(about.inputs[k]),
            link=ItemId(What.BRANCH_NAME, k),
        )
        for k, node in enumerate(about.sources)
    ]
    return lines + rounding


def _together(about: Joined, printed: PrintedJoin) -> SumLine:
    """Return the line of the sum of all branches."""
    count = len(about.inputs)
    label = ngettext("Sum of {count} value", "Sum of {count} values", count)
    exact = true_sum(about.inputs.tolist())
    label = label.format(count=small_number(count))
    return SumLine(label, printed.decimals.full(exact), ItemId(What.SUM), exact)
