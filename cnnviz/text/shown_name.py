"""Names of files, as sentences and titles show them."""

LONGEST = 60  # letters
_JOINERS = "\u200c\u200d"  # of some scripts and of emoji: no letters, and yet part of words
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def shown_name(name: str, most: int = LONGEST) -> str:
    """Return a name in one line, shortened in its middle: both ends tell files apart.

    What is no letter is replaced: line ends, bytes of no encoding, and marks that turn the
    direction of writing, by which a name could pretend to be another one.
    """
    seen = "".join(c if c.isprintable() or c in _JOINERS else _UNKNOWN for c in name)
    if len(seen) <= most:
        return seen
    end = most // 2
    return f"{seen[: most - end - 1]}…{seen[-end:]}"
