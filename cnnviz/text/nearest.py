"""What was probably meant by a word that is not known."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is spelt most alike, whatever its case; None if none is near."""
    import difflib  # late: few words are wrong

    by_letters = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(word.casefold(), list(by_letters), 1)
    return by_letters[near[0]] if near else None
