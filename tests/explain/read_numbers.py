"""The numbers of a sentence, read back from its text."""

import re

import numpy as np
import pytest

from cnnviz.explain.printed import read_back

WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNTED = re.compile(rf"\b({'|'.join(WORDS)})(?= (?:values|products|times)\b)")
POWER = re.compile(" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def numbers_in(sentence):
    """The numbers of a sentence in their order; names in quotes are no numbers."""
    plain = re.sub("“[^”]*”", "", sentence)
    plain = re.sub("(?<=\\d)\N{NARROW NO-BREAK SPACE}(?=\\d)", "", plain)
    plain = re.sub("\\btwice\\b", "two times", plain).replace("−", "-")
    plain = COUNTED.sub(lambda found: str(WORDS.index(found[1]) + 2), plain)
    plain = POWER.sub(lambda found: f"e{found[1].translate(RAISED)}", plain)
    return NUMBER.findall(plain)


def number_at_end(line):
    """The printed number that ends a line, behind a colon or a sign of equality."""
    return read_back(re.split("[:=≈] ", line)[-1])


def is_rounded(text, true):
    """Whether a printed number is the true one with as many decimals as it has."""
    if isinstance(true, int | np.integer):
        return text == str(true)
    if text in ("0", "-0") or "e" not in text:
        decimals = len(text.partition(".")[2])
        whole_or_cut = "." in text or float(true).is_integer()
        return whole_or_cut and abs(float(text) - true) <= 0.5000001 * 10.0**-decimals
    return float(text) == pytest.approx(true, rel=6e-3)


def assert_says(sentence, *true):
    """Every number of a sentence is the true one, and none is missing."""
    found = numbers_in(sentence)
    assert len(found) == len(true), (sentence, found, true)
    for text, value in zip(found, true, strict=True):
        assert is_rounded(text, value), (sentence, text, value)
