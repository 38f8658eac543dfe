"""The rule by which the columns of a chain were placed before a network was a graph."""

from cnnviz.views.network.columns import CHOICES, LONGEST_COLUMN, LONGEST_OUTPUT, MAP_GAP, Column


def former_columns(shapes, fans, size, scale):
    """The column of each layer in a row.

    Args:
        shapes: The shape of each, the input first.
        fans: Whether it is joined to every map before.
        size: Width and height of the page.
        scale: The text size.
    """
    width, height = size
    for sizes in [choice.scaled(scale) for choice in CHOICES]:
        gaps = [sizes.gap + sizes.fan * fan for fan in fans]
        if _total(shapes, height, sizes.smallest_map, sizes, gaps) <= width:
            break
    counts = [shape[0] for shape in shapes if len(shape) == 3 and shape[0] <= LONGEST_COLUMN]
    longest = max(counts, default=1)
    side = min(sizes.largest_map, height / (longest * (1 + MAP_GAP) - MAP_GAP))
    while side > sizes.smallest_map and _total(shapes, height, side, sizes, gaps) > width:
        side -= 1
    spare = max(0.0, width - _total(shapes, height, side, sizes, gaps))
    more = min(spare / (len(shapes) + 1), 2 * sizes.gap)
    left = sizes.gap + (spare - more * (len(shapes) - 1)) / 2 - gaps[0]
    columns = []
    for step in range(len(shapes)):
        left += gaps[step]
        columns.append(_column(shapes, step, left, height, side, sizes))
        left += max(columns[-1].width, _heading(shapes[step], sizes)) + more
    return columns


def _kind(shapes, step):
    if len(shapes[step]) == 3:
        return "maps"
    is_output = step == len(shapes) - 1 and shapes[step][0] <= LONGEST_OUTPUT
    return "output" if is_output else "strip"


def _rows(count, height, side):
    fitting = max(1, int((height + side * MAP_GAP) // (side * (1 + MAP_GAP))))
    return -(-count // -(-count // fitting))


def _width(shapes, step, height, side, sizes):
    kind, count = _kind(shapes, step), shapes[step][0]
    if kind == "maps":
        columns = -(-count // _rows(count, height, side))
        return side * (columns * (1 + MAP_GAP) - MAP_GAP)
    return sizes.output if kind == "output" else sizes.strip


def _heading(shape, sizes):
    return sizes.heading if len(shape) == 3 else sizes.strip_heading


def _total(shapes, height, side, sizes, gaps):
    widths = [
        max(_width(shapes, step, height, side, sizes), _heading(shapes[step], sizes))
        for step in range(len(shapes))
    ]
    return sum(widths) + sum(gaps) + sizes.gap


def _column(shapes, step, left, height, side, sizes):
    kind, count = _kind(shapes, step), shapes[step][0]
    width = _width(shapes, step, height, side, sizes)
    left += max(0.0, (_heading(shapes[step], sizes) - width) / 2)
    if kind != "maps":
        return Column(kind, left, width, 0, height, count, count, side)
    rows = _rows(count, height, side)
    used = side * (rows * (1 + MAP_GAP) - MAP_GAP)
    return Column(kind, left, width, max(0.0, (height - used) / 2), used, count, rows, side)
