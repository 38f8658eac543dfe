"""Numbers as people type them: 1.5 and 1,5 are the same in every language."""

import re

from cnnviz.language import _
from cnnviz.text.numbers import number_text

_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
LONGEST = 400  # letters of a number: more than anybody types or any program writes
_TOO_LARGE = 2.0**128 - 2.0**103  # and what is larger become infinite as float32
_POWER = re.compile(r"\s*[×x*·]\s*10\^?([-+]?[0-9]+)$")  # as numbers are printed: 1.5 × 10³
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_EXACT = 6  # decimals, about what float32 holds
_THIN = "\u202f\u2009\u00a0"  # spaces that only group: the program prints the first
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"  # as the Swiss print it
_GROUPED = re.compile(
    rf"[+-]?[0-9]{{1,3}}(?:([ ,.'{_APOSTROPHE}_{_THIN}])[0-9]{{3}})(?:\1[0-9]{{3}})*"
)
_NEGATIVE = re.compile(r"\(\s*([0-9.,]+)\s*\)|-\s+([0-9.,].*)")  # (2) as in accounts, and - 2
_NUMBER = re.compile(rf"({_DECIMAL})(?:\s*/\s*({_DECIMAL}))?")


def parse_number(text: str) -> float:
    """Read a typed number: 1.5, 1,5, −2, 3/4, 1e-3 or .5.

    Args:
        text: What was typed. Point and comma both mark decimals; thousands are grouped by the
            thin spaces that the program prints, and by nothing else.

    Raises:
        ValueError: If it is no number; the sentence says why and what to type.
    """
    plain = _plain(text)
    if not plain:
        raise ValueError(_("There is no number; type one like 2, −1, 0.5 or 3/4."))
    number = number_in(plain)
    if number is not None:
        return number
    if len(plain) <= LONGEST and _NUMBER.fullmatch(plain):
        raise ValueError(_("Nothing can be divided by 0; type another number."))
    raise ValueError(_why_not(text.strip(), plain))


def number_in(text: str) -> float | None:
    """Return the number a text is, or None: the one grammar of typed, pasted and read numbers."""
    match = _NUMBER.fullmatch(_plain(text)) if len(text) <= LONGEST else None
    if match is None:
        return None
    over = float(match[2] or 1)
    return float(match[1]) / over if over else None


def is_in_range(number: float) -> bool:
    """Return whether a float32 can hold a number, which may be rounded to 0."""
    return abs(number) < _TOO_LARGE


def _plain(text: str) -> str:
    plain = text.strip().replace("−", "-").replace("–", "-")  # noqa: RUF001
    if len(plain) <= LONGEST and (negative := _NEGATIVE.fullmatch(plain)):
        plain = f"-{negative[1] or negative[2]}"
    if len(plain) <= LONGEST and (grouped := _GROUPED.fullmatch(plain)) and grouped[1] in _THIN:
        plain = plain.replace(grouped[1], "")
    plain = plain.replace(",", ".")
    if len(plain) > LONGEST or "10" not in plain:
        return plain
    return _POWER.sub(r"e\1", plain.translate(_RAISED))


def number_within(text: str, minimum: float, maximum: float, *, whole: bool = False) -> float:
    """Read a typed number and check it.

    Args:
        text: What was typed.
        minimum: The smallest number that is taken.
        maximum: The largest number that is taken.
        whole: Whether only whole numbers are taken. Then 1,000 and 5 000 are grouped thousands,
            in whatever way: there are no decimals that could be meant.

    Raises:
        ValueError: If it is none of these; the sentence says why and what to type.
    """
    number = parse_number(_ungrouped(text) if whole else text)
    if not minimum <= number <= maximum:
        sentence = _("{text} is too large; choose {least} to {most}.")
        if number < minimum:
            sentence = _("{text} is too small; choose {least} to {most}.")
        least, most = _limit_text(minimum), _limit_text(maximum)
        raise ValueError(sentence.format(text=_short(text.strip()), least=least, most=most))
    if whole and number != int(number):
        near = number_text(round(number))
        raise ValueError(
            _("{text} is no whole number; type one like {near}.").format(
                text=_short(text.strip()), near=near
            )
        )
    return number


def _ungrouped(text: str) -> str:
    """Return a whole number without what groups its thousands, in whatever language."""
    plain = text.strip()
    grouped = _GROUPED.fullmatch(plain) if len(plain) <= LONGEST else None
    return plain if grouped is None else plain.replace(grouped[1], "")


def pair_within(text: str, minimum: int, maximum: int) -> tuple[int, int]:
    """Read rows and columns: 2 for both, or 2×1, also typed 2x1, 2*1 or 2 1.

    Args:
        text: What was typed.
        minimum: The smallest number that is taken for either.
        maximum: The largest one.

    Raises:
        ValueError: If it is none of these; the sentence says why and what to type.
    """
    parts = [part for part in re.split(r"[×xX*\s]+", text.strip()) if part]
    if len(parts) > 2:
        raise ValueError(
            _(
                "“{text}” is more than rows and columns; type one number for both, or two like 2×1."
            ).format(text=_short(text.strip()))
        )
    sides = [round(number_within(p, minimum, maximum, whole=True)) for p in parts or [""]]
    return sides[0], sides[-1]


def decimals_of(text: str) -> int:
    """Return with how many decimals a number was typed: of 3.33e-1 three, of 1e3 minus three.

    A fraction counts as exact.
    """
    plain = _plain(text).lower()
    if "/" in plain:
        return _EXACT
    mantissa, _sign, power = plain.partition("e")
    return len(mantissa.partition(".")[2]) - int(power or 0)


def _why_not(typed: str, plain: str) -> str:
    if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+){2,}", plain):
        return _(
            "“{text}” has more than one decimal mark; thousands are not grouped: type 1234.5."
        ).format(text=_short(typed))
    return _("“{text}” is no number; type one like 2, −1, 0.5 or 3/4.").format(text=_short(typed))


def _limit_text(limit: float) -> str:
    return number_text(limit, 1 if abs(limit) >= 1e6 else 3)


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"
