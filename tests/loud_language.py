"""A language in which every text stands between ⟦ and ⟧, so that one which was left out is seen.

A text is *bare* where letters stand outside of the brackets, and *cut* where a bracket is lost or
text of ours is glued to another: what a translator gets would then be no whole sentence.
"""

import gettext as catalogues
import re


class Loud(catalogues.NullTranslations):
    """Wraps every text."""

    def gettext(self, text):
        return f"⟦{text}⟧" if text else text

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


_NUMBER = re.compile(r"[−+-]?\d[\d.,\u202f]*(?:e[+−-]?\d+)?")
_SHORT_NAME = re.compile("…\N{WORD JOINER}([^\\s,:⟦⟧]+)")  # the end of one in a sentence
_SIGNS = re.compile(r"NaN|∞")


def outside(text):
    """Return what stands outside of the brackets; None where they do not match."""
    rest, depth = [], 0
    for letter in text:
        if letter == "⟦":
            depth += 1
        elif letter == "⟧":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0:
            rest.append(letter)
    return "".join(rest) if depth == 0 else None


def _with_what_was_left_out(text, known):
    """Return a text without the shortened names in it, whose first may have lost its bracket."""
    for end in re.findall(_SHORT_NAME, text):
        if any(name.endswith(end) for name in known):
            if text.startswith("…"):
                is_open = text.endswith("…") or text.count("⟧") > text.count("⟦")
                text = "⟦" * is_open + text
            text = text.replace(end, " ")
    return text


def problem(text, known=()):
    """Return what is wrong with a text that people read, or nothing.

    Args:
        text: What is shown.
        known: Names that are no text of the program: of classes, files, keys.
    """
    if text.startswith("…") and any(name.endswith(text[1:]) for name in known):
        return ""  # the end of the name of a node
    text = _with_what_was_left_out(text, known)
    if text.endswith("…"):  # what had no room is told whole by a tip
        if any(name.startswith(text[:-1]) for name in known):
            return ""
        text += "⟧" * (text.count("⟦") - text.count("⟧"))
    rest = outside(text)
    if rest is None:
        return f"cut: {text!r}"
    rest = re.sub(r"<[^<>]*>", " ", rest)
    for name in sorted(known, key=len, reverse=True):
        rest = rest.replace(name, " ") if name else rest
    rest = _SIGNS.sub(" ", _NUMBER.sub(" ", rest))
    words = re.findall(r"[^\W\d_]+", rest)
    if "⟦" not in text:  # a formula has names of one letter
        words = [word for word in words if len(word) > 1]
    return f"bare: {text!r}" if words else ""
