"""Why branches cannot be joined, or channels not be chosen: every sentence names a remedy.

Each stands here twice: as a clause that follows the name of a layer, and as a sentence.
"""

from cnnviz.cnn.layer_base import OptionError, Shape, ShapeError, maps_text
from cnnviz.language import _


def _inputs_text(shapes: tuple[Shape, ...]) -> str:
    return ", ".join(map(maps_text, shapes))


def mixed_inputs(shapes: tuple[Shape, ...]) -> ShapeError:
    """Return that maps and values in a row cannot be joined."""
    inputs = _inputs_text(shapes)
    return ShapeError(
        _("maps and values in a row do not go together ({inputs}); flatten all of them or none")
        .format(inputs=inputs),
        _("Maps and values in a row do not go together ({inputs}); flatten all of them or none.")
        .format(inputs=inputs),
    )  # fmt: skip


def unequal_inputs(shapes: tuple[Shape, ...]) -> ShapeError:
    """Return that inputs are not equally large, nor 1 long where they differ."""
    inputs = _inputs_text(shapes)
    return ShapeError(
        _(
            "its inputs are not equally large ({inputs}); give the branches the same filters, "
            "strides and padding"
        ).format(inputs=inputs),
        _(
            "Its inputs are not equally large ({inputs}); give the branches the same filters, "
            "strides and padding."
        ).format(inputs=inputs),
    )


def unequal_maps(shapes: tuple[Shape, ...]) -> ShapeError:
    """Return that maps of different sizes cannot stand behind each other."""
    inputs = _inputs_text(shapes)
    return ShapeError(
        _(
            "the maps of its inputs are not equally large ({inputs}); give the branches the same "
            "strides and padding"
        ).format(inputs=inputs),
        _(
            "The maps of its inputs are not equally large ({inputs}); give the branches the same "
            "strides and padding."
        ).format(inputs=inputs),
    )


def few_channels(last: int, shape: Shape) -> ShapeError:
    """Return that a channel is chosen that the input does not have."""
    numbers = {"number": last + 1, "input": maps_text(shape), "count": shape[0]}
    return ShapeError(
        _("it keeps channel {number}, but its input is {input}; choose from 1 to {count}")
        .format(**numbers),
        _("It keeps channel {number}, but its input is {input}; choose from 1 to {count}.")
        .format(**numbers),
    )  # fmt: skip


def no_channels() -> OptionError:
    """Return that no channels are chosen."""
    return OptionError(
        _("it keeps no channels; choose at least one"),
        _("It keeps no channels; choose at least one."),
    )


def negative_channel(first: int) -> OptionError:
    """Return that a channel before the first is chosen."""
    number = f"−{-first}"
    return OptionError(
        _("it keeps channel {number}; channels count from 0, choose none below").format(
            number=number
        ),
        _("It keeps channel {number}; channels count from 0, choose none below.").format(
            number=number
        ),
    )
