"""What people call a network, in their language; files keep the titles of those that ship as ids.

A title that somebody gave to a network of their own is shown as they wrote it, as far as one line
has room: no file makes the window wider.
"""

from cnnviz.cnn.architectures import TITLES
from cnnviz.cnn.network import Network
from cnnviz.language import N_, _
from cnnviz.text.shown_name import shown_name

CHANGED = "-changed"  # how the name of a network ends that is no more as it ships
_CHANGED_TITLE = N_("{network}, changed")


def changed(name: str, title: str) -> tuple[str, str]:
    """Return name and title for a network whose layers are no more those it had."""
    if name.endswith(CHANGED):
        return name, title
    return f"{name}{CHANGED}", _CHANGED_TITLE.format(network=title)


def unchanged(name: str) -> str:
    """Return the name of the network that one was made from, where that ships."""
    return name.removesuffix(CHANGED)


def shown_title(network: Network) -> str:
    """Return the title of a network in the language of the program, in one line."""
    title = TITLES.get(unchanged(network.name), "")
    if title and network.title == title:
        return _(title)
    if title and network.title == _CHANGED_TITLE.format(network=title):
        return _(_CHANGED_TITLE).format(network=_(title))
    return shown_name(network.title)
