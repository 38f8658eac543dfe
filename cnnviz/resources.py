"""Finds the files of `resources/`, in a checkout and in an installed wheel."""

from pathlib import Path

from cnnviz.language import _

_PACKAGE = Path(__file__).parent


def folder(package: Path = _PACKAGE) -> Path:
    """Return the folder of the resources.

    Args:
        package: The folder of the package; another one in tests.

    Raises:
        FileNotFoundError: If there is none, which the message says for a user to read.
    """
    places = (package / "_resources", package.parent / "resources")  # in a wheel, in a checkout
    return next((place for place in places if place.is_dir()), None) or _missing(places[0])


def path(name: str, package: Path = _PACKAGE) -> Path:
    """Return where a file or folder of `resources/` is.

    Args:
        name: Its place below `resources/`, with slashes: "networks/lecture-cnn.safetensors".
        package: The folder of the package; another one in tests.

    Raises:
        FileNotFoundError: If it is not there, which the message says for a user to read.
    """
    found = folder(package) / name
    return found if found.exists() else _missing(found)


def _missing(place: Path) -> Path:
    text = _("cnnviz is incomplete, please install it again: {place} is missing")
    raise FileNotFoundError(text.format(place=place))
