"""Teaches convolutional neural networks: every number on the screen is true.

For scripts and notebooks, without a window and without PyTorch:

    import cnnviz

    network = cnnviz.open_network("lecture-cnn")
    picture = cnnviz.open_picture("seven.png")
    cnnviz.predict(network, picture).label  # "7"
    trace = cnnviz.trace(network, picture)
    trace.values["conv1"]  # (8, 28, 28), as PyTorch computes it
    cnnviz.terms(trace, "conv1", (2, 9, 14))  # where one of them comes from

And for a network of one's own, a module of PyTorch:

    cnnviz.show(module, image)  # in a window, with its arithmetic
    cnnviz.save(module, image, "mine.cnnviz")
    print(cnnviz.terms(module, image, "layer1.0.conv1", (2, 9, 14)))

Nothing is loaded before it is asked for. The types stand in `__init__.pyi`.
"""

import importlib

__all__ = [
    "Prediction", "Terms", "__version__", "open_network", "open_picture", "predict", "save",
    "show", "terms", "trace",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Load what is asked for first: PEP 562."""
    if name == "__version__":
        return _version()
    if name not in __all__:
        raise AttributeError(name)
    found = getattr(importlib.import_module("cnnviz.commands.scripting"), name)
    globals()[name] = found
    return found  # type: ignore[no-any-return]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _version() -> str:
    """Return the version that is installed; a checkout that is not installed has none."""
    from importlib import metadata  # it takes a moment

    try:
        return metadata.version("cnnviz")
    except metadata.PackageNotFoundError:
        return "0+unknown"
