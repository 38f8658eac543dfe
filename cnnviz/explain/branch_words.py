"""What is said of the layers where branches meet or part."""

from collections.abc import Sequence
from string import ascii_lowercase

from cnnviz.cnn.branch_layers import Add, Joining, Multiply, SelectChannels
from cnnviz.cnn.layer_base import Shape, shape_text
from cnnviz.explain.listed import listed
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text

_MOST_SIGNS = 4  # of what is added or put behind each other that are written out


def branch_detail(layer: Joining | SelectChannels, shapes: Sequence[Shape]) -> str:
    """Return what the layer does in few words: a + b, 16 + 16 maps, 8 of 16 maps.

    Args:
        layer: The layer.
        shapes: Those of its inputs.
    """
    letters, counts = list(ascii_lowercase), [str(shape[0]) for shape in shapes]
    match layer:
        case Add():
            return _with_signs(letters[: len(shapes)], " + ")
        case Multiply():
            return _with_signs(letters[: len(shapes)], " · ")
        case SelectChannels():
            text = (
                _("{taken} of {all} values") if len(shapes[0]) == 1 else _("{taken} of {all} maps")
            )
            return text.format(taken=len(layer.channels), all=counts[0])
    text = _("{sum} values") if len(shapes[0]) == 1 else _("{sum} maps")
    return text.format(sum=_with_signs(counts, " + "))


def _with_signs(texts: list[str], sign: str) -> str:
    shown = texts if len(texts) <= _MOST_SIGNS else [*texts[:2], "…", texts[-1]]
    return sign.join(shown)


def branch_sentence(
    layer: Joining | SelectChannels, names: Sequence[str], shapes: Sequence[Shape]
) -> str:
    """Return what the layer does, in one sentence.

    Args:
        layer: The layer.
        names: Those of what it takes.
        shapes: Those of what it takes.
    """
    match layer:
        case SelectChannels():
            return _taken(layer, shapes[0])
        case Add():
            text = _("The values of {layers} are added, place by place.")
        case Multiply():
            text = _("The values of {layers} are multiplied, place by place.")
        case _ if len(shapes[0]) == 1:
            text = _("The values of {layers} stand behind each other: {sum} = {count}.")
        case _:
            text = _("The maps of {layers} stand behind each other: {sum} = {count}.")
    count = count_text(sum(shape[0] for shape in shapes))
    parts = _with_signs([count_text(shape[0]) for shape in shapes], " + ")
    return text.format(layers=listed(names), sum=parts, count=count)


def _taken(layer: SelectChannels, shape: Shape) -> str:
    count = len(layer.channels)
    if len(shape) == 1:
        text = ngettext(
            "Of {all} values one is taken: {which}.", "Of {all} values {count} are taken: {which}.",
            count,
        )  # fmt: skip
    else:
        text = ngettext(
            "Of {all} maps one is taken: {which}.", "Of {all} maps {count} are taken: {which}.",
            count,
        )  # fmt: skip
    which = listed([str(channel + 1) for channel in layer.channels])
    return text.format(all=count_text(shape[0]), count=count_text(count), which=which)


def broadcast_sentences(names: Sequence[str], shapes: Sequence[Shape], after: Shape) -> list[str]:
    """Return how inputs count that have fewer values than what is made of them; each once.

    Args:
        names: Those of what is added or multiplied.
        shapes: Those of what is added or multiplied.
        after: The shape of the result.
    """
    smaller = {name: shape for name, shape in zip(names, shapes, strict=True) if shape != after}
    return [_broadcast(name, shape, after) for name, shape in smaller.items()]


def _broadcast(name: str, shape: Shape, after: Shape) -> str:
    if len(shape) == 3 and shape == (after[0], 1, 1):
        text = _("Each value of {layer} counts for a whole map.")
    elif len(shape) == 3 and shape == (1, *after[1:]):
        text = _("The one map of {layer} counts for all {count} maps.")
    else:
        text = _("{layer} is {size}: where a side is 1, it counts for all places along it.")
    size = shape_text((*shape[1:], shape[0]))
    return text.format(layer=name, count=after[0], size=size)
