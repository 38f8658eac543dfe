"""What is said of the curves of activations: formulas, sentences, titles."""

from collections.abc import Iterator
from dataclasses import dataclass

from cnnviz.cnn.activation_layers import (
    ELU,
    GELU,
    Activation,
    Hardsigmoid,
    Hardswish,
    Hardtanh,
    LeakyReLU,
    Mish,
    PReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softplus,
    Tanh,
)  # fmt: skip
from cnnviz.cnn.function_layers import Exponential, Logarithm, Power
from cnnviz.cnn.ops import Array
from cnnviz.language import N_, _, ngettext
from cnnviz.text.numbers import MINUS, count_text

FUNCTIONS = (N_("exp"), N_("ln"), N_("max"), N_("min"), N_("tanh"), N_("Φ"))  # in formulas
X, MINUS_X, FACTOR_X = "{x}", "{minus_x}", "{factor_x}"  # the last in brackets where negative


@dataclass(frozen=True)
class _CurveWords:
    """What is said of one kind of curve; all of it is marked, who shows it translates it."""

    formula: str  # with what stands for x
    title: str  # what it does, read from the last row
    after: str  # below a map it made
    sentence: str  # what it does to all values, without a count
    fact: str  # what is true of every value it makes


_WORDS: dict[type[Activation], _CurveWords] = {
    ReLU: _CurveWords(
        N_("max(0, {x})"),
        N_("ReLU sets every negative value to zero"),
        N_("after ReLU"),
        N_("Negative values become 0."),
        N_("No value is below 0."),
    ),
    LeakyReLU: _CurveWords(
        N_("{x}, or {slope}·{factor_x} below 0"),
        N_("Leaky ReLU multiplies every negative value by {slope}"),
        N_("after Leaky ReLU"),
        N_("Negative values are multiplied by {slope}."),
        N_("Values that are not negative pass as they are."),
    ),
    PReLU: _CurveWords(
        N_("{x}, or a learnt slope times {factor_x} below 0"),
        N_("PReLU multiplies every negative value by a slope that it learnt"),
        N_("after PReLU"),
        N_("Negative values are multiplied by a slope that was learnt."),
        N_("Values that are not negative pass as they are."),
    ),
    ELU: _CurveWords(
        N_("{x}, or {alpha}·(exp({x}) − 1) below 0"),
        N_("ELU bends negative values towards {low}"),
        N_("after ELU"),
        N_("Positive values pass; negative ones bend towards {low}."),
        N_("No value is below {low}."),
    ),
    GELU: _CurveWords(
        N_("{x}·Φ({x})"),
        N_("GELU multiplies every value by the share of a normal distribution below it"),
        N_("after GELU"),
        N_("Every value is multiplied by the share of a normal distribution that lies below it."),
        N_("Φ(x) is the share of a normal distribution that lies below x."),
    ),
    SiLU: _CurveWords(
        N_("{x} / (1 + exp({minus_x}))"),
        N_("SiLU multiplies every value by its sigmoid"),
        N_("after SiLU"),
        N_("Every value is multiplied by its sigmoid: large ones pass, negative ones fade."),
        N_("That is x times its sigmoid."),
    ),
    Mish: _CurveWords(
        N_("{x}·tanh(ln(1 + exp({x})))"),
        N_("Mish multiplies every value by the tanh of its softplus"),
        N_("after Mish"),
        N_("Every value is multiplied by the tanh of its softplus: negative ones fade."),
        N_("That is x times the tanh of its softplus."),
    ),
    Softplus: _CurveWords(
        N_("ln(1 + exp({x}))"),
        N_("Softplus is a ReLU without a corner"),
        N_("after softplus"),
        N_("Every value ends above 0; large ones hardly change."),
        N_("Every value ends above 0."),
    ),
    ReLU6: _CurveWords(
        N_("min(6, max(0, {x}))"),
        N_("ReLU6 keeps every value between 0 and 6"),
        N_("after ReLU6"),
        N_("Negative values become 0, those above 6 become 6."),
        N_("Every value ends between 0 and 6."),
    ),
    Sigmoid: _CurveWords(
        N_("1 / (1 + exp({minus_x}))"),
        N_("Sigmoid squeezes every value between 0 and 1"),
        N_("after sigmoid"),
        N_("Every value is squeezed between 0 and 1."),
        N_("Every value ends between 0 and 1."),
    ),
    Tanh: _CurveWords(
        N_("tanh({x})"),
        N_("Tanh squeezes every value between −1 and 1"),
        N_("after tanh"),
        N_("Every value is squeezed between −1 and 1."),
        N_("Every value ends between −1 and 1."),
    ),
    Hardtanh: _CurveWords(
        N_("min({high}, max({low}, {x}))"),
        N_("Hard tanh cuts every value off at {low} and {high}"),
        N_("after hard tanh"),
        N_("Values below {low} become {low}, those above {high} become {high}."),
        N_("Every value ends between {low} and {high}."),
    ),
    Hardsigmoid: _CurveWords(
        N_("min(1, max(0, {x} / 6 + 1/2))"),
        N_("Hard sigmoid brings every value between 0 and 1 on a straight line"),
        N_("after hard sigmoid"),
        N_("Values below −3 become 0, those above 3 become 1; between them it is a line."),
        N_("Every value ends between 0 and 1."),
    ),
    Hardswish: _CurveWords(
        N_("{x}·min(1, max(0, {x} / 6 + 1/2))"),
        N_("Hard swish multiplies every value by its hard sigmoid"),
        N_("after hard swish"),
        N_("Values below −3 become 0, those above 3 pass; between them it bends."),
        N_("That is x times its hard sigmoid."),
    ),
    Exponential: _CurveWords(
        N_("exp({x})"),
        N_("The exponential grows by the same factor at every step"),
        N_("after the exponential"),
        N_("Every value becomes e to its power: above 0, and the larger the faster."),
        N_("Every value ends above 0."),
    ),
    Logarithm: _CurveWords(
        N_("ln({x})"),
        N_("The logarithm draws large values together"),
        N_("after the logarithm"),
        N_("Every value becomes its natural logarithm; a negative one has none."),
        N_("It undoes an exponential."),
    ),
    Power: _CurveWords(
        N_("{factor_x}^{exponent}"),
        N_("Every value is raised to the power of {exponent}"),
        N_("after the power"),
        N_("Every value is raised to the power of {exponent}."),
        N_("The exponent is {exponent} for all of them."),
    ),
}  # fmt: skip
_GELU_WITH_TANH = N_("{x} / 2·(1 + tanh(0.797885·({x} + 0.044715·{factor_x}³)))")
_SOFTPLUS_WITH_BETA = N_("ln(1 + exp({beta}·{factor_x})) / {beta}")


def number(value: float) -> str:
    """Return an option of a layer, with the minus sign of the program."""
    return f"{value:g}".replace("-", MINUS)


def _options(layer: Activation) -> dict[str, str]:
    """Return the numbers that the words of a layer may name."""
    match layer:
        case LeakyReLU():
            return {"slope": number(layer.negative_slope)}
        case ELU():
            return {"alpha": number(layer.alpha), "low": number(-layer.alpha)}
        case Hardtanh():
            return {"low": number(layer.min_val), "high": number(layer.max_val)}
        case Softplus():
            return {"beta": number(layer.beta)}
        case Power():
            return {"exponent": number(layer.exponent)}
    return {}


def _template(layer: Activation) -> str:
    if isinstance(layer, GELU) and layer.approximate == "tanh":
        return _GELU_WITH_TANH
    if isinstance(layer, Softplus) and layer.beta != 1:
        return _SOFTPLUS_WITH_BETA
    return _WORDS[type(layer)].formula


def general_formula(layer: Activation) -> str:
    """Return the formula of a curve with x."""
    return _(_template(layer)).format(x="x", minus_x=f"{MINUS}x", factor_x="x", **_options(layer))


def formula_template(layer: Activation, before: float) -> str:
    """Return the formula of one value, with X, MINUS_X and FACTOR_X where its number stands.

    Its FUNCTIONS are not translated yet. Where a curve is made of pieces it is that of the piece
    the value lies on.
    """
    template = _template(layer)
    match layer:
        case LeakyReLU():
            template = X if before >= 0 else "{slope}·{factor_x}"
        case PReLU():
            raise TypeError("each channel of a PReLU has a curve of its own: ask for of_channel")
        case ELU():
            template = X if before > 0 else "{alpha}·(exp({x}) − 1)"
        case Softplus() if layer.beta * before > layer.threshold:
            template = X
    return template.format(x=X, minus_x=MINUS_X, factor_x=FACTOR_X, **_options(layer))


def activation_title(layer: Activation) -> str:
    """Return what an activation does, in few words that are read from the last row."""
    if isinstance(layer, LeakyReLU) and 0 <= layer.negative_slope < 1:
        text = _("Leaky ReLU shrinks every negative value to {slope} of it")
        return text.format(**_options(layer))
    return _(_WORDS[type(layer)].title).format(**_options(layer))


def after_activation(layer: Activation) -> str:
    """Return what stands below a map that an activation made."""
    return _(_WORDS[type(layer)].after)


def activation_fact(layer: Activation) -> str:
    """Return what is true of every value that an activation makes."""
    if isinstance(layer, GELU) and layer.approximate == "tanh":
        return _("That is close to x·Φ(x), and needs no Φ.")
    return _(_WORDS[type(layer)].fact).format(**_options(layer))


def activation_in_general(layer: Activation) -> str:
    """Return what an activation does to values, in one sentence that counts none."""
    return _(_WORDS[type(layer)].sentence).format(**_options(layer))


def activation_sentence(layer: Activation, before: Array) -> str:
    """Return what an activation does to values, in one sentence with their numbers."""
    below, above = _beyond(layer, before)
    if below is None:
        return activation_in_general(layer)
    numbers = {"count": count_text(below), "total": count_text(before.size), **_options(layer)}
    match layer:
        case ReLU():
            text = _of_relu(before)
        case LeakyReLU() if 0 <= layer.negative_slope < 1:
            text = _(
                "{count} of {total} values were negative. They shrink to {slope} of their size."
            )
        case LeakyReLU():
            text = _("{count} of {total} values were negative. They are multiplied by {slope}.")
        case PReLU():
            text = _(
                "{count} of {total} values were negative. They are multiplied by a learnt slope."
            )
        case ELU():
            text = _("{count} of {total} values were negative. They bend towards {low}.")
        case ReLU6():
            text = _(
                "{count} of {total} values were negative and become 0; {above} were above 6 and "
                "become 6."
            )
        case _other:
            text = _(
                "{count} of {total} values were below {low} and become {low}; {above} were above "
                "{high} and become {high}."
            )
    return text.format(above=count_text(above), **numbers)


def _of_relu(before: Array) -> str:
    if before.ndim == 1:  # bars, too: what is 0 has none
        return _("{count} of {total} values were negative (orange). They become 0.")
    return _("{count} of {total} values were negative (orange). They become 0 (white).")


def _beyond(layer: Activation, before: Array) -> tuple[int | None, int]:
    """Return how many values lie below the bend of a curve, and above its upper one."""
    match layer:
        case ReLU() | LeakyReLU() | PReLU() | ELU():
            return int((before < 0).sum()), 0
        case ReLU6():
            return int((before < 0).sum()), int((before > 6).sum())
        case Hardtanh():
            return int((before < layer.min_val).sum()), int((before > layer.max_val).sum())
    return None, 0


def negative_facts(layer: Activation, of_map: Array, name: str, every: Array) -> Iterator[str]:
    """Yield what became of the negative values of a map and of all maps, or of a row.

    Args:
        layer: A ReLU, or a curve that multiplies negative values by a slope.
        of_map: The values of one map before the layer.
        name: What the map is called.
        every: All values before the layer.
    """
    slope = number(layer.negative_slope) if isinstance(layer, LeakyReLU) else _("learnt slopes")
    if isinstance(layer, ReLU):
        one = _("{count} of {total} values of {channel} were negative and became 0.")
        row = _("{count} of {total} values of the row were negative and became 0.")
    else:
        one = _("{count} of {total} values of {channel} were negative, multiplied by {slope}.")
        row = _("{count} of {total} values of the row were negative, multiplied by {slope}.")
    if every.ndim == 1:
        yield _counted(row, every, slope=slope)
        return
    yield _counted(one, of_map, channel=name, slope=slope)
    maps = len(every)
    if isinstance(layer, ReLU):
        text = ngettext(
            "{count} of {total} values of the one map were negative and became 0.",
            "{count} of {total} values of all {maps} maps were negative and became 0.",
            maps,
        )
    else:
        text = ngettext(
            "{count} of {total} values of the one map were negative, multiplied by {slope}.",
            "{count} of {total} values of all {maps} maps were negative, multiplied by {slope}.",
            maps,
        )
    yield _counted(text, every, maps=count_text(maps), slope=slope)


def _counted(text: str, values: Array, **names: str) -> str:
    count, total = int((values < 0).sum()), values.size
    return text.format(count=count_text(count), total=count_text(total), **names)
