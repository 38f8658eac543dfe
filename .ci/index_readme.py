"""README.md as a package index shows it: what is named by a place in the checkout is not there.

Hatchling runs this when it builds the package. A picture becomes its caption, a link to a file the
words of the link; addresses stay.
"""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_PICTURE = re.compile(r"!\[([^\]]*)\]\((?!https?:)[^)]*\)")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:|#)[^)]*\)")


class IndexReadme(MetadataHookInterface):
    """Sets the long description of the package."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set it from the file."""
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": shown(text)}


def shown(text: str) -> str:
    """Return a text of Markdown that needs no other file."""
    return _LINK.sub(r"\1", _PICTURE.sub(r"*\1*", text))
