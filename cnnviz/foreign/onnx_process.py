"""Read an ONNX file from stdin, and write the project of its network to stdout.

`python -m cnnviz.foreign.onnx_process TITLE` gets a file after its size, eight bytes. It may ask
for another file by a line of JSON, and gets that in the same way. It answers with a line of JSON,
and the project. Nothing runs that the file holds; the process may use twice its size of memory
and at least 2 GB, and opens no file and no connection.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from cnnviz.cnn.layer_base import ShapeError
from cnnviz.files import child_limits
from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.onnx_file import External, parsed
from cnnviz.foreign.onnx_reading import network_of
from cnnviz.language import _
from cnnviz.project.cost import require_possible
from cnnviz.project.project import new_project
from cnnviz.project.project_file import project_bytes

SECONDS = 100  # of computing time


def main(title: str) -> None:
    """Answer for the one file on stdin."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library may print
    told, content = answer(sys.stdin.buffer, answers, title)
    answers.write(json.dumps(told).encode() + b"\n" + content)
    answers.flush()


def answer(source: BinaryIO, answers: BinaryIO, title: str) -> tuple[dict[str, Any], bytes]:
    """Return what is told of a file, and the project of its network."""
    try:
        import onnx.numpy_helper  # noqa: F401 - all of it, while files can be opened
    except ImportError:
        return {"problem": "missing"}, b""
    content = _received(source)
    child_limits.limit(len(content), SECONDS, opens_files=False)
    try:
        return {}, project_of(content, title, _asking(source, answers))
    except ForeignError as error:
        return {"sentence": str(error)}, b""
    except MemoryError:
        return {"problem": "memory"}, b""


def project_of(content: bytes, title: str, external: External) -> bytes:
    """Return the project of the network in a file.

    Raises:
        ForeignError: If it cannot be opened: why, in a sentence.
    """
    network = network_of(parsed(content, external), title)
    try:
        require_possible(network)
        return project_bytes(new_project(network))
    except ShapeError as error:
        raise ForeignError(str(error)) from None
    except ValueError as error:  # its numbers are more than a project can hold
        text = _("Its network cannot be kept as a project: {reason}.")
        raise ForeignError(text.format(reason=error)) from None


def _asking(source: BinaryIO, answers: BinaryIO) -> Callable[[str], bytes]:
    """Return what asks for the content of a file beside, once for each."""
    known: dict[str, bytes] = {}

    def external(name: str) -> bytes:
        if known and name not in known:
            raise ForeignError(_("Its weights lie in several files; export them into one."))
        if name not in known:
            answers.write(json.dumps({"asks": name}).encode() + b"\n")
            answers.flush()
            known[name] = _received(source)
        return known[name]

    return external


def _received(source: BinaryIO) -> bytes:
    size = int.from_bytes(source.read(8), "big")
    content = source.read(size)
    if len(content) != size:
        raise SystemExit(1)  # nobody is there any more
    return content


if __name__ == "__main__":
    main(sys.argv[1])
