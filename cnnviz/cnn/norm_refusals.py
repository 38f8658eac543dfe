"""Why values cannot be normalised or scaled as a layer says: every sentence names a remedy."""

from cnnviz.cnn.layer_base import OptionError, Shape, ShapeError, maps_text, shape_text
from cnnviz.cnn.ops import Array
from cnnviz.language import _


def negative_eps(eps: float) -> OptionError:
    """Return that what keeps the root from zero is negative."""
    return OptionError(
        _("its eps is {eps}; choose 0 or more").format(eps=f"{eps:g}"),
        _("Its eps is {eps}; choose 0 or more.").format(eps=f"{eps:g}"),
    )


def need_alike(weight: Array | None, bias: Array | None) -> None:
    """Raise a ShapeError where weight and bias are both there and differ in shape."""
    if weight is not None and bias is not None and weight.shape != bias.shape:
        told = {"weight": shape_text(weight.shape), "bias": shape_text(bias.shape)}
        raise ShapeError(
            _("its weight has shape {weight}, its bias {bias}; give both the same").format(**told),
            _("Its weight has shape {weight}, its bias {bias}; give both the same.").format(**told),
        )


def need_both(weight: Array | None, bias: Array | None) -> None:
    """Raise an OptionError where there is a weight without a bias, or a bias without a weight."""
    if (weight is None) != (bias is None):
        raise OptionError(
            _("it has one of weight and bias without the other; give both, or none"),
            _("It has one of weight and bias without the other; give both, or none."),
        )


def need_groups(groups: int) -> None:
    """Raise an OptionError where there is to be no group."""
    if groups < 1:
        raise OptionError(
            _("its channels are to form {groups} groups; choose at least 1").format(groups=groups),
            _("Its channels are to form {groups} groups; choose at least 1.").format(groups=groups),
        )


def uneven_groups(channels: int, groups: int) -> ShapeError:
    """Return that channels cannot be split into groups of one size."""
    numbers = {"channels": channels, "groups": groups}
    return ShapeError(
        _("its {channels} maps cannot be split into {groups} groups of equal size; choose a number "
          "that divides {channels}").format(**numbers),
        _("Its {channels} maps cannot be split into {groups} groups of equal size; choose a number "
          "that divides {channels}.").format(**numbers),
    )  # fmt: skip


def other_values(weight: Shape, shape: Shape) -> ShapeError:
    """Return that there are weights for other values than go in."""
    told = {"weight": shape_text(weight), "input": maps_text(shape)}
    return ShapeError(
        _("its weights have shape {weight}, but its input is {input}; take weights made for this "
          "input").format(**told),
        _("Its weights have shape {weight}, but its input is {input}; take weights made for this "
          "input.").format(**told),
        problem=_("its weights have shape {weight}, but its input is {input}").format(**told),
    )  # fmt: skip


def no_deviation(deviation: float) -> OptionError:
    """Return that something is to be divided by what is not above 0."""
    return OptionError(
        _("it divides by {deviation}; choose deviations above 0").format(
            deviation=f"{deviation:g}"
        ),
        _("It divides by {deviation}; choose deviations above 0.").format(
            deviation=f"{deviation:g}"
        ),
    )


def unequal_lists(means: int, deviations: int) -> OptionError:
    """Return that there are not as many means as deviations."""
    numbers = {"means": means, "deviations": deviations}
    return OptionError(
        _("it has {means} means and {deviations} deviations; give one of each for every "
          "channel").format(**numbers),
        _("It has {means} means and {deviations} deviations; give one of each for every "
          "channel.").format(**numbers),
    )  # fmt: skip
