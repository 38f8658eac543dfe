"""Weights in a file of PyTorch, read by a process of its own: no such file is unpacked here.

The process lets PyTorch read what is no code (`weights_only=True`), in bounded memory and time,
and answers with the content of a .safetensors file.
"""

import json
import subprocess
from typing import Any

from cnnviz.files import python_process
from cnnviz.files.torch_names import Named
from cnnviz.files.weights_file import WeightsError, floats_from_bytes
from cnnviz.language import N_, _
from cnnviz.text.shown_name import shown_name

SECONDS = 120.0  # for PyTorch to start, and to read
MOST_TOLD = 5  # names of sets of weights
_STARTS = (b"PK\x03\x04", b"\x80")  # of a zip, and of the form before 2020
_PROBLEMS = {
    "missing": N_("it is a file of PyTorch, and PyTorch is not installed here"),
    "code": N_(
        "it holds more than weights, such as a whole model with its code, which is never run here; "
        "save model.state_dict() instead"
    ),
    "nothing": N_("no weights by name are in it; save model.state_dict()"),
    "kind": N_(
        "it holds arrays that are no plain numbers, such as complex, sparse or quantised ones"
    ),
    "memory": N_("it needs more memory than weights may"),
    "time": N_("it takes too long to read"),
    "damaged": N_("it is damaged, or of another program"),
}


def is_of_pytorch(data: bytes) -> bool:
    """Return whether a file may be one of PyTorch."""
    return data.startswith(_STARTS)


def weights_of_pytorch(data: bytes) -> Named:
    """Return the arrays of a state dict, as float32, with its own names and in its order.

    Raises:
        WeightsError: If it cannot be read; why, as the end of a sentence.
    """
    try:
        ended = subprocess.run(
            python_process.module_command("cnnviz.training.weights_process"),
            input=data, capture_output=True, timeout=SECONDS, check=False,
            cwd=python_process.ROOT, env=python_process.environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows
        )  # fmt: skip
        told, content = _answer(ended.stdout)
    except subprocess.TimeoutExpired:
        raise _problem("time") from None
    except (ValueError, KeyError):  # it died in the middle
        raise _problem("damaged") from None
    if told.get("problem") == "several":
        raise _several([str(name) for name in told["sets"]])
    if problem := told.get("problem"):
        raise _problem(str(problem))
    place = [str(part) for part in told["place"]]
    notes = (_("Taken from “{name}” in it.").format(name=" → ".join(place)),) if place else ()
    arrays = floats_from_bytes(content)  # in an order of its own
    return Named({str(name): arrays[str(name)] for name in told["names"]}, notes)


def _answer(output: bytes) -> tuple[dict[str, Any], bytes]:
    line, _end, content = output.partition(b"\n")
    told = json.loads(line)
    if not isinstance(told, dict) or ("problem" not in told and "place" not in told):
        raise ValueError
    return told, content


def _several(sets: list[str]) -> WeightsError:
    text = _("it holds several sets of weights, {names}; save the one that is meant alone")
    names = ", ".join(f"“{shown_name(name)}”" for name in sets[:MOST_TOLD])
    return WeightsError(text.format(names=names))


def _problem(name: str) -> WeightsError:
    return WeightsError(_(_PROBLEMS.get(name, _PROBLEMS["damaged"])))
