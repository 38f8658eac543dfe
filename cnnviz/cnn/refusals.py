"""Why a layer cannot be made, or cannot take its input: every sentence names a remedy.

Most stand here twice: as a clause that follows the name of a layer, and as a sentence.
"""

from cnnviz.cnn.layer_base import OptionError, Shape, ShapeError, maps_text, shape_text
from cnnviz.cnn.ops import Array, Pair
from cnnviz.language import N_, _


def need_maps(shape: Shape) -> None:
    """Raise a ShapeError where the input is no maps."""
    if len(shape) != 3:
        given = maps_text(shape)
        raise ShapeError(
            _(
                "it needs maps, but its input is {input} in a row; move it before the flatten layer"
            ).format(input=given),
            _(
                "It needs maps, but its input is {input} in a row; move it before the flatten "
                "layer."
            ).format(input=given),
        )


def need_row(shape: Shape) -> None:
    """Raise a ShapeError where the input is no values in a row."""
    if len(shape) != 1:
        given = maps_text(shape)
        raise ShapeError(
            _(
                "it needs values in a row, but its input is {input}; add a flatten layer before it"
            ).format(input=given),
            _(
                "It needs values in a row, but its input is {input}; add a flatten layer before it."
            ).format(input=given),
        )


_TOO_SMALL = {  # of each option: as a clause, and as a sentence
    "stride": (
        N_("stride is {value}; choose at least {minimum}"),
        N_("Stride is {value}; choose at least {minimum}."),
    ),
    "padding": (
        N_("padding is {value}; choose at least {minimum}"),
        N_("Padding is {value}; choose at least {minimum}."),
    ),
    "dilation": (
        N_("dilation is {value}; choose at least {minimum}"),
        N_("Dilation is {value}; choose at least {minimum}."),
    ),
    "kernel_size": (
        N_("kernel size is {value}; choose at least {minimum}"),
        N_("Kernel size is {value}; choose at least {minimum}."),
    ),
    "output_size": (
        N_("output size is {value}; choose at least {minimum}"),
        N_("Output size is {value}; choose at least {minimum}."),
    ),
}


def need_at_least(minimum: int, **options: Pair) -> None:
    """Raise an OptionError where an option is smaller than a minimum."""
    for name, pair in options.items():
        if min(pair) < minimum:
            clause, sentence = (
                _(text).format(value=min(pair), minimum=minimum) for text in _TOO_SMALL[name]
            )
            raise OptionError(clause, sentence)


def need_axes(name: str, array: Array, count: int, axes: str) -> None:
    """Raise a ShapeError where an array has another number of axes; `axes` is what they are."""
    if array.ndim != count or not array.size:
        told = {"name": name, "shape": shape_text(array.shape), "axes": _(axes)}
        raise ShapeError(
            _("its {name} has shape {shape}; it needs {axes}").format(**told),
            _("Its {name} has shape {shape}; it needs {axes}.").format(**told),
        )


def need_length(length: int, **arrays: Array | None) -> None:
    """Raise a ShapeError where an array of one axis has another length."""
    for name, array in arrays.items():
        if array is not None and array.shape != (length,):
            text = _(
                "its {name} has shape {shape}; it needs one number for each of the {count} outputs"
            )
            raise ShapeError(text.format(name=name, shape=shape_text(array.shape), count=length))


def need_padding_within(less: int, padding: Pair, mode: str, shape: Shape) -> None:
    """Raise a ShapeError where padding that copies needs more cells than the input has."""
    limits = tuple(n - less for n in shape[1:])
    if all(p <= limit for p, limit in zip(padding, limits, strict=True)):
        return
    numbers = {
        "padding": shape_text(padding),
        "mode": mode,
        "input": maps_text(shape),
        "limits": shape_text(limits),
    }
    raise ShapeError(
        _(
            "its padding {padding} ({mode}) reaches beyond its input, {input}; use at most "
            "{limits}, or pad with zeros"
        ).format(**numbers),
        _(
            "Its padding {padding} ({mode}) reaches beyond its input, {input}; use at most "
            "{limits}, or pad with zeros."
        ).format(**numbers),
    )


def other_channels(weight: Shape, taken: int, shape: Shape) -> ShapeError:
    """Return that kernels take another number of channels than there are."""
    numbers = {
        "shape": shape_text(weight),
        "taken": taken,
        "input": maps_text(shape),
        "channels": shape[0],
    }
    return ShapeError(
        _(
            "its kernels have shape {shape} and take {taken} channels, but its input is "
            "{input}; give it kernels for {channels} channels, or make the layer before it "
            "give {taken}"
        ).format(**numbers),
        _(
            "Its kernels have shape {shape} and take {taken} channels, but its input is "
            "{input}; give it kernels for {channels} channels, or make the layer before it "
            "give {taken}."
        ).format(**numbers),
        problem=_(
            "its kernels have shape {shape} and take {taken} channels, but its input is {input}"
        ).format(**numbers),
    )


def large_window(kernel: Pair, dilation: Pair, padding: Pair, shape: Shape) -> ShapeError:
    """Return that the window of a convolution is larger than its input."""
    numbers = {
        "kernel": shape_text(kernel),
        "dilation": shape_text(dilation),
        "input": maps_text(shape),
        "padding": shape_text(padding),
    }
    return ShapeError(
        _(
            "its {kernel} window with dilation {dilation} is larger than its input, {input}, "
            "with padding {padding}; use a smaller kernel, more padding, or take out a pooling "
            "layer before it"
        ).format(**numbers),
        _(
            "Its {kernel} window with dilation {dilation} is larger than its input, {input}, "
            "with padding {padding}; use a smaller kernel, more padding, or take out a pooling "
            "layer before it."
        ).format(**numbers),
    )


def other_maps(count: int, shape: Shape) -> ShapeError:
    """Return that a batch norm was made for another number of maps."""
    numbers = {
        "count": count, "input": maps_text(shape), "channels": shape[0]
    }  # fmt: skip
    return ShapeError(
        _(
            "it normalises {count} channels, but its input is {input}; make it for "
            "{channels} channels"
        ).format(**numbers),
        _(
            "It normalises {count} channels, but its input is {input}; make it for "
            "{channels} channels."
        ).format(**numbers),
    )


def other_inputs(weight: Shape, shape: Shape) -> ShapeError:
    """Return that a fully connected layer takes another number of values."""
    numbers = {
        "shape": shape_text(weight), "inputs": weight[1], "given": shape[0]
    }  # fmt: skip
    return ShapeError(
        _(
            "its weights have shape {shape} and take {inputs} values, but its input has "
            "{given}; give it {given} inputs, or mend the layer before it"
        ).format(**numbers),
        _(
            "Its weights have shape {shape} and take {inputs} values, but its input has "
            "{given}; give it {given} inputs, or mend the layer before it."
        ).format(**numbers),
        problem=_(
            "its weights have shape {shape} and take {inputs} values, but its input has {given}"
        ).format(**numbers),
    )


def large_pooling_window(kernel: Pair, shape: Shape) -> ShapeError:
    """Return that the window of a pooling is larger than its input."""
    window, given = shape_text(kernel), maps_text(shape)
    return ShapeError(
        _(
            "its {window} window is larger than its input, {input}; use a smaller window, "
            "or take this pooling layer out"
        ).format(window=window, input=given),
        _(
            "Its {window} window is larger than its input, {input}; use a smaller window, "
            "or take this pooling layer out."
        ).format(window=window, input=given),
    )


def much_padding() -> OptionError:
    """Return that the padding of a pooling is too large for its window."""
    return OptionError(
        _("padding is more than half the window; choose less"),
        _("Padding is more than half the window; choose less."),
    )


def uneven_groups(count: int, groups: int) -> OptionError:
    """Return that the kernels of a convolution cannot be split into so many groups."""
    return OptionError(
        _(
            "{count} kernels cannot be split into {groups} groups; choose a number that divides "
            "{count}"
        ).format(count=count, groups=groups),
        _(
            "{count} kernels cannot be split into {groups} groups; choose a number that divides "
            "{count}."
        ).format(count=count, groups=groups),
    )


def no_divisor(divisor: int) -> OptionError:
    """Return that sums are to be divided by less than 1."""
    return OptionError(
        _("its divisor is {divisor}; choose at least 1").format(divisor=divisor),
        _("Its divisor is {divisor}; choose at least 1.").format(divisor=divisor),
    )
