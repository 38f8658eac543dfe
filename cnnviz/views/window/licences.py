"""The packages that the program uses, with their licences as each package names its own."""

import re
from dataclasses import dataclass
from html import escape
from importlib import metadata

from cnnviz.language import _

_LONGEST = 200  # characters of a name of licences; some packages put the whole text there


@dataclass(frozen=True)
class Licence:
    """What a package says of itself."""

    package: str
    version: str
    terms: str  # "BSD-3-Clause"; "" where the package names none


def used_licences(name: str = "cnnviz") -> list[Licence]:
    """Return the licences of all that a package needs, and of all that those need, by name.

    Packages that are not here, such as PyTorch where nothing is trained, are left out.
    """
    found: dict[str, Licence] = {}
    waiting = [name]
    while waiting:
        for needed in _needs(waiting.pop()):
            licence = _licence(needed)
            if licence is not None and licence.package not in found:
                found[licence.package] = licence
                waiting.append(needed)
    return sorted(found.values(), key=lambda licence: licence.package.lower())


def licences_table() -> str:
    """Return the licences as rows of a table, in HTML; "" where none are known."""
    rows = "\n".join(
        f"<tr><td>{escape(licence.package)} {escape(licence.version)}</td>"
        f"<td>{escape(licence.terms or _('not named'))}</td></tr>"
        for licence in used_licences()
    )
    return rows and f'<table cellpadding="3">\n{rows}\n</table>'


def _needs(name: str) -> list[str]:
    """The packages that one asks for, also those for training, but none of other extras."""
    try:
        texts = metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # this is a checkout that was never installed
        return []
    return [
        re.split(r"[^\w.-]", text)[0]
        for text in texts
        if "extra ==" not in text or re.search(r"extra == ['\"]train['\"]", text)
    ]


def _licence(name: str) -> Licence | None:
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    return Licence(about["Name"], about["Version"], _terms(about))


def _terms(about: metadata.PackageMetadata) -> str:
    for field in ("License-Expression", "License"):
        lines = (about[field] or "").strip().splitlines() if field in about else []
        if len(lines) == 1 and len(lines[0]) <= _LONGEST:
            return lines[0]
    classified = about.get_all("Classifier") or []
    return ", ".join(text.split(" :: ")[-1] for text in classified if text.startswith("License"))
