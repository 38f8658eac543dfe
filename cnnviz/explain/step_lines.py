"""The steps of a value as lines of text: what is done to what goes in, one after the other."""

from cnnviz.cnn.trace import Trace
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.printed_measures import (
    printed_log_share,
    printed_measures,
    printed_response,
    printed_scale,
    printed_standard,
)
from cnnviz.explain.printed_steps import printed_normalisation
from cnnviz.explain.printed_values import BiasedSum
from cnnviz.explain.stepped_values import (
    LogShare,
    MeasuredNormalisation,
    Normalisation,
    Responded,
    Scaled,
    Standardised,
)
from cnnviz.language import _
from cnnviz.text.decimals import Decimals


def step_lines(trace: Trace, about: Explanation, decimals: Decimals) -> list[str]:
    """Return a line for each step, and last the value; none where a number is not finite.

    Args:
        trace: The values.
        about: A value that is made in steps.
        decimals: Those of its layer.
    """
    of_before = decimals_of(trace, trace.network.before(about.node))
    match about:
        case Normalisation():
            return _of_norm(about, decimals, of_before)
        case Scaled():
            return _of_scale(about, decimals, of_before)
        case Standardised():
            return _of_standard(about, decimals, of_before)
        case Responded():
            return _of_response(about, decimals, of_before)
        case LogShare():
            return _of_log_share(about, decimals, of_before)
    raise TypeError(f"a {type(about).__name__} has no steps")


def _of_norm(about: Normalisation, decimals: Decimals, of_before: Decimals) -> list[str]:
    made = printed_normalisation(about, decimals, of_before)
    if made is None:
        return []
    lines = [_("  x: {before}").format(before=made.before.text)]
    if isinstance(about, MeasuredNormalisation):
        of_all = printed_measures(about, made.mean, made.variance)
        mean = _("  mean of the {count} values: {total} / {count} {sign} {mean}")
        variance = _(
            "  variance: squares of the distances from the mean {squares} / {count} {sign} "
            "{variance}"
        )
        lines += [
            mean.format(
                count=about.count, total=of_all.total.text, sign=of_all.mean.sign,
                mean=of_all.mean.text,
            ),
            variance.format(
                count=about.count, squares=of_all.squares.text, sign=of_all.variance.sign,
                variance=of_all.variance.text,
            ),
        ]  # fmt: skip
    spread = _("  divided by the spread √({variance} + {eps}) = {spread}: {quotient}")
    lines += [
        _("  minus the mean {mean}: {difference}").format(
            mean=made.mean.text, difference=made.difference.text
        ),
        spread.format(
            variance=made.variance.text, eps=made.eps.text, spread=made.spread.text,
            quotient=made.quotient.text,
        ),
    ]  # fmt: skip
    if made.weight is not None:
        text = _("  times the weight {weight}: {scaled}")
        lines.append(text.format(weight=made.weight.text, scaled=made.scaled.text))
    return [*lines, *_end(made.end)]


def _of_scale(about: Scaled, decimals: Decimals, of_before: Decimals) -> list[str]:
    made = printed_scale(about, decimals, of_before)
    if made is None:
        return []
    text = _("  times the weight {weight}: {scaled}")
    return [
        _("  x: {before}").format(before=made.before.text),
        text.format(weight=made.weight.text, scaled=made.scaled.text),
        *_end(made.end),
    ]


def _of_standard(about: Standardised, decimals: Decimals, of_before: Decimals) -> list[str]:
    made = printed_standard(about, decimals, of_before)
    if made is None:
        return []
    text = _("  divided by the deviation {deviation}: {value}")
    return [
        _("  x: {before}").format(before=made.before.text),
        _("  minus the mean {mean}: {difference}").format(
            mean=made.mean.text, difference=made.difference.text
        ),
        text.format(deviation=made.deviation.text, value=made.value.text),
    ]


def _of_response(about: Responded, decimals: Decimals, of_before: Decimals) -> list[str]:
    made = printed_response(about, decimals, of_before)
    if made is None:
        return []
    squares = _("  squares of channels {first} to {last}, added: {squares}")
    base = _("  {k} + {alpha} / {size} · {squares}: {base}")
    return [
        _("  x: {before}").format(before=made.before.text),
        squares.format(
            first=about.first, last=about.first + len(about.inputs) - 1, squares=made.squares.text
        ),
        base.format(
            k=made.k.text, alpha=made.alpha.text, size=made.size, squares=made.squares.text,
            base=made.base.text,
        ),
        _("  to the power of {beta}: {divisor}").format(
            beta=made.beta.text, divisor=made.divisor.text
        ),
        _("  x divided by it: {value}").format(value=made.value.text),
    ]  # fmt: skip


def _of_log_share(about: LogShare, decimals: Decimals, of_before: Decimals) -> list[str]:
    made = printed_log_share(about, decimals, of_before)
    if made is None:
        return []
    assert made.end.bias is not None  # the logarithm
    text = _("  sum of all {count} exp(z − max): {total}")
    log = _("  minus its logarithm: {logarithm}")
    lines = [
        _("  score z: {score}").format(score=made.score.text),
        _("  minus the largest {largest}: {difference}").format(
            largest=made.largest.text, difference=made.difference.text
        ),
        text.format(count=len(about.logits), total=made.total.text),
        log.format(logarithm=made.end.of_sum.full_of(made.end.bias)),
    ]
    return [*lines, *_rounding(made.end), _together(made.end)]


def _end(end: BiasedSum) -> list[str]:
    """Return the lines of the bias, of what is missing, and of the value."""
    lines = []
    if end.bias is not None:
        lines.append(_("  bias: {bias}").format(bias=end.of_sum.full_of(end.bias)))
    return [*lines, *_rounding(end), _together(end)]


def _rounding(end: BiasedSum) -> list[str]:
    if not end.rounding:
        return []
    return [_("  rounding: {value}").format(value=end.of_total.full_of(end.rounding))]


def _together(end: BiasedSum) -> str:
    return _("  together: {value}").format(value=end.of_total.full_of(end.total))
