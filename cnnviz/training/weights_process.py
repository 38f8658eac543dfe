"""Read a file of PyTorch from stdin, and write its weights as safetensors to stdout.

`python -m cnnviz.training.weights_process` answers with a line of JSON and the arrays. Nothing
that the file holds is run; the process may use twice the file's size of memory, and some more.
"""

import io
import json
import os
import sys
from collections.abc import Mapping
from typing import BinaryIO

from cnnviz.files import child_limits

SECONDS = 100  # of computing time
MOST_ARRAYS = 10_000
DEEPEST = 4  # dictionaries within each other
PLACES = ("state_dict", "model_state_dict", "model_state", "model", "net", "network", "weights")


def main() -> None:
    """Answer for the one file on stdin."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library may print
    try:
        told, content = answer(sys.stdin.buffer)
    except MemoryError:
        told, content = {"problem": "memory"}, b""
    answers.write(json.dumps(told).encode() + b"\n" + content)
    answers.flush()


def answer(source: BinaryIO) -> tuple[dict[str, object], bytes]:
    """Return what is told of a file, and its weights."""
    try:
        import torch
    except ImportError:
        return {"problem": "missing"}, b""
    from safetensors.torch import save

    content = source.read()
    child_limits.limit(len(content), SECONDS)
    try:
        loaded = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except Exception as error:  # of a damaged file it raises errors of every kind
        if "not enough memory" in str(error) or isinstance(error, MemoryError):
            return {"problem": "memory"}, b""
        is_code = "weights_only" in str(error).lower() and not _is_cut(error)
        return {"problem": "code" if is_code else "damaged"}, b""
    found = _weights(loaded, ())
    if found is None:
        several = _sets(loaded)
        return {"problem": "several" if several else "nothing", "sets": several}, b""
    place, arrays = found
    if any(isinstance(each, torch.Tensor) and each.is_complex() for each in arrays.values()):
        return {"problem": "kind"}, b""
    try:
        plain = {
            str(name): array.detach().to(torch.float32).contiguous().clone()
            for name, array in arrays.items()
            if isinstance(array, torch.Tensor)
        }
        return {"place": place, "names": list(plain)}, save(plain)
    except (RuntimeError, ValueError, TypeError, NotImplementedError):
        return {"problem": "kind"}, b""


def _is_cut(error: Exception) -> bool:
    words = ("ran out of data", "unpickling stack underflow", "ran out of input", "invalid load")
    return isinstance(error, EOFError) or any(word in str(error).lower() for word in words)


def _weights(
    loaded: object, place: tuple[str, ...]
) -> tuple[tuple[str, ...], Mapping[object, object]] | None:
    """Return the dictionary that holds arrays by name, and where in the file it is."""
    if not isinstance(loaded, Mapping) or len(loaded) > MOST_ARRAYS or len(place) > DEEPEST:
        return None
    inner = {
        name: found
        for name in map(str, loaded)
        if (found := _weights(loaded.get(name), (*place, name))) is not None
    }
    for name in PLACES:
        if name in inner:
            return inner[name]
    if _holds_weights(loaded):
        return place, loaded
    return next(iter(inner.values())) if len(inner) == 1 else None


def _sets(loaded: object) -> list[str]:
    """Return the names of the dictionaries of weights in a file that has no one of its own."""
    if not isinstance(loaded, Mapping) or len(loaded) > MOST_ARRAYS:
        return []
    return [str(name) for name in loaded if _weights(loaded[name], (str(name),)) is not None]


def _holds_weights(loaded: Mapping[object, object]) -> bool:
    """Return whether arrays lie in a dictionary; a loss that was kept as a number is none."""
    import torch

    return any(isinstance(value, torch.Tensor) and value.ndim for value in loaded.values())


if __name__ == "__main__":
    main()
