"""Numbers as people read them: a true minus sign, no −0.00, whole numbers whole."""

import math

import numpy as np

from cnnviz.cnn.ops import Array

MINUS = "−"
LARGEST_WHOLE_POWER = 5  # of ten: larger numbers are written with the power
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")  # digits of a power


def number_text(value: float, digits: int = 2) -> str:
    """Return a number with `digits` decimals; one that is whole without any."""
    if not math.isfinite(value):
        return not_finite_text(value)
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value)}".replace("-", MINUS)
    if abs(value) >= 1e6:
        return f"{value:.{digits}e}".replace("-", MINUS)
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = f"{0:.{digits}f}"
    return text.replace("-", MINUS)


def not_finite_text(value: float) -> str:
    """Return the one sign of what is no finite number: NaN, ∞ or −∞."""
    if value != value:
        return "NaN"
    return "∞" if value > 0 else f"{MINUS}∞"


def short_text(value: float) -> str:
    """Return a number in at most six signs: 0.1, 45, 4.5e5."""
    text = number_text(value, 0 if abs(value) >= 10 else 1)
    if len(text) <= 4 or not abs(value) < float("inf"):
        return text
    return (
        f"{value:.0e}".replace("e+0", "e")
        .replace("e-0", "e-")
        .replace("e+", "e")
        .replace("-", MINUS)
    )


def significant_text(value: float, digits: int) -> str:
    """Return a number with so many significant digits: 0.17, −1.7, 7.3 × 10⁻⁹."""
    return tidy_text(f"{value:.{digits}g}") if math.isfinite(value) else not_finite_text(value)


def tidy_text(text: str) -> str:
    """Return a number as a program writes it, such as -7.3e-09, as people do: −7.3 × 10⁻⁹."""
    digits, _, power = text.partition("e")
    if power and 0 <= int(power) <= LARGEST_WHOLE_POWER:
        digits = f"{float(text):.0f}"
    elif power:
        digits += f" × 10{str(int(power)).translate(RAISED)}"
    return digits.replace("-", MINUS)


def exact_text(value: float) -> str:
    """Return the shortest text that reads back as the same float32."""
    if not math.isfinite(value):
        return not_finite_text(value)
    exact = np.float32(value) if value else np.float32(0)  # 0, not −0
    return str(exact).removesuffix(".0").replace("-", MINUS)


def percent_text(
    share: float, space: str = " ", decimals: int = 1, *, is_listed: bool = False
) -> str:
    """Return a share of 1 in percent, with the digits the share has: 0.993 is 99.3 %.

    All or nothing is whole, 100 %, 0 %, but in a list with other shares: there 100.0 %, 0.0 %.
    """
    if not math.isfinite(share):
        return not_finite_text(share)
    if share in (0, 1) and not is_listed:
        return f"{100 * share:.0f}{space}%"
    whole, _, digits = f"{abs(share):.{decimals + 2}f}".partition(".")
    moved = f"{int(whole + digits[:2])}.{digits[2:]}".removesuffix(".")  # by two places
    return f"{MINUS if share < 0 else ''}{moved}{space}%"


def unbroken(text: str) -> str:
    """Return a text of the same length whose percent signs stay in the lines of their numbers."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def count_text(count: int) -> str:
    """Return a count with thin spaces between groups of three: 13 698."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def is_whole(values: Array) -> bool:
    """Return whether every value is a whole number."""
    return bool((values == values.round()).all())
