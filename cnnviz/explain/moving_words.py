"""What is said of layers that only move, repeat or leave out values."""

from cnnviz.cnn.layer_base import Shape, shape_text
from cnnviz.cnn.moving_layers import (
    ChannelShuffle,
    Crop,
    Moving,
    Pad,
    Permute,
    PixelShuffle,
    Reshape,
    UpsampleNearest,
)  # fmt: skip
from cnnviz.language import N_, _
from cnnviz.text.numbers import count_text

MOVES = ChannelShuffle | Crop | Pad | Permute | PixelShuffle | Reshape | UpsampleNearest
_AXES = (N_("channels"), N_("rows"), N_("columns"))
_TITLES: dict[type[Moving], str] = {
    Pad: N_("Rows and columns are put around every map"),
    Crop: N_("A part of every map is kept"),
    UpsampleNearest: N_("Every map grows: values are repeated"),
    PixelShuffle: N_("Several maps are woven together to one larger map"),
    ChannelShuffle: N_("The maps of all groups are mixed"),
    Permute: N_("The axes change places"),
    Reshape: N_("The same values stand in another shape"),
}
_AROUND = {
    "constant": N_("{value} all over"),
    "reflect": N_("its values mirrored at the edge"),
    "replicate": N_("the value of its edge"),
    "circular": N_("its values from the other side"),
}


def move_title(layer: Moving) -> str:
    """Return what a layer does, in few words that are read from the last row."""
    return _(_TITLES[type(layer)])


def move_detail(layer: Moving, before: Shape, after: Shape) -> str:
    """Return what a layer does in few words: 7×7 → 14×14."""
    if isinstance(layer, ChannelShuffle):
        return _("{groups} groups").format(groups=layer.groups)
    if isinstance(layer, Permute | Reshape) or len(after) != len(before):
        return f"{shape_text(before)} → {shape_text(after)}"
    return f"{shape_text(before[1:])} → {shape_text(after[1:])}"


def move_sentence(layer: Moving, before: Shape, after: Shape) -> str:
    """Return what a layer does, in one sentence with the numbers of this network.

    Args:
        layer: One of MOVES.
        before: The shape of its input.
        after: The shape of its output.
    """
    match layer:
        case Pad():
            text = _(
                "Every map gets rows and columns around it, above {top}, below {bottom}, left "
                "{left}, right {right}: {filling}."
            )
            filling = _(_AROUND[layer.mode]).format(value=f"{layer.value:g}")
            return text.format(
                top=layer.top, bottom=layer.bottom, left=layer.left, right=layer.right,
                filling=filling,
            )  # fmt: skip
        case Crop():
            text = _("Of every map of {before} the part of {after} is kept.")
            if layer.rows[2] > 1 or layer.columns[2] > 1:
                text = _("Of every map of {before} some rows and columns are kept: {after}.")
        case PixelShuffle():
            text = _(
                "Every {together} maps of {before} are woven to one of {after}: {maps} maps become "
                "{left}."
            )
        case ChannelShuffle():
            text = _(
                "The {maps} maps are dealt out in turn from {groups} groups: the first of every "
                "group, then the second, and so on."
            )
            return text.format(maps=before[0], groups=layer.groups)
        case Permute():
            text = _("Its channels are what were {0}, its rows {1}, its columns {2}.")
            return text.format(*(_(_AXES[axis]) for axis in layer.order))
        case Reshape():
            text = _("The {count} values of {before} are read in their order into {after}.")
            count = count_text(_count(before))
            names = {"before": shape_text(before), "after": shape_text(after)}
            return text.format(count=count, **names)
        case _other:
            text = _("Every map of {before} becomes {after}: the nearest value is taken.")
    sizes = {"before": shape_text(before[1:]), "after": shape_text(after[1:])}
    together = before[0] // after[0]
    return text.format(maps=before[0], left=after[0], together=together, **sizes)


def _count(shape: Shape) -> int:
    count = 1
    for side in shape:
        count *= side
    return count


def constant_sentence(layer: Moving) -> str:
    """Return what is said of a value that stood nowhere before."""
    return _("This is padding: {value}, put around the map.").format(value=f"{layer.filled:g}")
