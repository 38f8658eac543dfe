"""The text that people read, in their language: every sentence of the program passes through here.

A sentence is written whole, with names for what changes in it, and filled in afterwards:

    _("{name} has {count} weights.").format(name=name, count=count_text(count))

Code looks a text up when it is shown, never when it is imported: a table that is made at import
time marks its texts with `N_`, and who shows one of them calls `_`.
"""

import gettext as catalogues

_catalogue = catalogues.NullTranslations()  # the texts as they stand in the code: English


def _(text: str) -> str:
    """Return a text in the language of the program; no text has none to look up.

    A catalogue keeps what is said of itself under the empty text.
    """
    return _catalogue.gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Return the text for a count, in the language of the program: "1 map", "2 maps"."""
    return _catalogue.ngettext(one, many, count)


def N_(text: str) -> str:
    """Mark a text of a table for translators; `_` translates it where it is shown."""
    return text


def use(catalogue: catalogues.NullTranslations) -> None:
    """Choose the language of everything that is said from now on."""
    global _catalogue
    _catalogue = catalogue
