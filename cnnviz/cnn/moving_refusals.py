"""Why values cannot be moved as a layer says: every sentence names a remedy.

Each stands here twice: as a clause that follows the name of a layer, and as a sentence.
"""

from math import prod

from cnnviz.cnn.layer_base import OptionError, Shape, ShapeError, maps_text, shape_text
from cnnviz.language import _


def empty_span(first: int, end: int, step: int) -> OptionError:
    """Return that no row or column is kept."""
    span = {"first": first, "end": end, "step": step}
    return OptionError(
        _("it keeps nothing from {first} to {end} in steps of {step}; choose an end behind the "
          "first, and a step of at least 1").format(**span),
        _("It keeps nothing from {first} to {end} in steps of {step}; choose an end behind the "
          "first, and a step of at least 1.").format(**span),
    )  # fmt: skip


def span_beyond(end: int, shape: Shape) -> ShapeError:
    """Return that rows or columns are kept that the input does not have."""
    names = {"end": end, "input": maps_text(shape)}
    return ShapeError(
        _("it keeps rows or columns up to {end}, but its input is {input}; choose an end within it")
        .format(**names),
        _("It keeps rows or columns up to {end}, but its input is {input}; choose an end within "
          "it.").format(**names),
    )  # fmt: skip


def odd_factor(factors: tuple[float, float]) -> OptionError:
    """Return that maps cannot be made so much larger."""
    text = "×".join(f"{factor:g}" for factor in factors)
    return OptionError(
        _("its factor is {factor}; choose more than 0, and 1024 at most").format(factor=text),
        _("Its factor is {factor}; choose more than 0, and 1024 at most.").format(factor=text),
    )


def nothing_left(factors: tuple[float, float], shape: Shape) -> ShapeError:
    """Return that a factor leaves no row or no column."""
    names = {"factor": "×".join(f"{f:g}" for f in factors), "input": maps_text(shape)}
    return ShapeError(
        _("a factor of {factor} leaves nothing of {input}; choose a larger one").format(**names),
        _("A factor of {factor} leaves nothing of {input}; choose a larger one.").format(**names),
    )


def uneven_maps(count: int, parts: int) -> ShapeError:
    """Return that maps cannot be split into equal parts."""
    numbers = {"count": count, "parts": parts}
    return ShapeError(
        _("its {count} maps cannot be split into parts of equal size with {parts}; choose a number "
          "that divides {count}").format(**numbers),
        _("Its {count} maps cannot be split into parts of equal size with {parts}; choose a number "
          "that divides {count}.").format(**numbers),
    )  # fmt: skip


def no_order(order: tuple[int, ...]) -> OptionError:
    """Return that something is no order of the three axes."""
    text = ", ".join(map(str, order))
    return OptionError(
        _("{order} is no order of its axes; name 0, 1 and 2 once each").format(order=text),
        _("{order} is no order of its axes; name 0, 1 and 2 once each.").format(order=text),
    )


def no_shape(size: tuple[int, ...]) -> OptionError:
    """Return that something is no shape of maps or of a row."""
    text = shape_text(size)
    return OptionError(
        _("{size} is no shape; give channels, rows and columns, or a count").format(size=text),
        _("{size} is no shape; give channels, rows and columns, or a count.").format(size=text),
    )


def other_count(shape: Shape, size: tuple[int, ...]) -> ShapeError:
    """Return that a shape has not as many values as the input."""
    names = {
        "input": maps_text(shape), "count": prod(shape), "size": shape_text(size),
        "other": prod(size),
    }  # fmt: skip
    return ShapeError(
        _("its input is {input} with {count} values, but {size} has {other}; choose a shape with "
          "as many values").format(**names),
        _("Its input is {input} with {count} values, but {size} has {other}; choose a shape with "
          "as many values.").format(**names),
    )  # fmt: skip


def need_one(count: int) -> None:
    """Raise an OptionError where something is to be split into no parts."""
    if count < 1:
        raise OptionError(
            _("it is split into {count} parts; choose at least 1").format(count=count),
            _("It is split into {count} parts; choose at least 1.").format(count=count),
        )
