"""Finds the files of `resources/`, in a checkout and in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource_path(name: str, package: Path = _PACKAGE) -> Path:
    """Return where a file or folder of `resources/` is.

    Args:
        name: Its place below `resources/`, with slashes: "networks/lecture-cnn.safetensors".
        package: The folder of the package; another one in tests.

    Raises:
        FileNotFoundError: If it is not there, which the message says for a user to read.
    """
    installed = package / "_resources"  # a wheel has them inside the package
    folder = installed if installed.is_dir() else package.parent / "resources"
    path = folder / name
    if not path.exists():
        raise FileNotFoundError(f"cnnviz is incomplete, please install it again: {path} is missing")
    return path
