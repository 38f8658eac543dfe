"""Why a layer cannot look at the channels it should: every sentence names a remedy."""

from cnnviz.cnn.layer_base import OptionError, Shape, ShapeError, maps_text, shape_text
from cnnviz.language import _


def no_channels(count: int) -> OptionError:
    """Return that no channels are to count."""
    return OptionError(
        _("it counts {count} channels; choose at least 1").format(count=count),
        _("It counts {count} channels; choose at least 1.").format(count=count),
    )


def many_kernels(shape: Shape) -> ShapeError:
    """Return that there is not one kernel for one row of channels."""
    told = {"shape": shape_text(shape)}
    return ShapeError(
        _("its weight has shape {shape}; it takes one kernel, 1×1×channels").format(**told),
        _("Its weight has shape {shape}; it takes one kernel, 1×1×channels.").format(**told),
    )


def few_channels(kernel: int, shape: Shape) -> ShapeError:
    """Return that a kernel is longer than there are channels."""
    told = {"kernel": kernel, "input": maps_text(shape)}
    return ShapeError(
        _("its kernel takes {kernel} channels, but its input is {input}; use a shorter kernel, or "
          "more padding").format(**told),
        _("Its kernel takes {kernel} channels, but its input is {input}; use a shorter kernel, or "
          "more padding.").format(**told),
    )  # fmt: skip
