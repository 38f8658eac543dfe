"""What the commands without a screen do, all but `train`: neither Qt nor PyTorch is needed."""

import csv
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import numpy as np

from cnnviz.cnn import architectures, ops
from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.cnn.trace import Trace
from cnnviz.explain.text import as_json, as_text
from cnnviz.explain.values import explain
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.weights_file import read_weights
from cnnviz.project import shipped
from cnnviz.project.picture import Picture, limited
from cnnviz.project.picture_file import read_picture
from cnnviz.project.project import forward_pass, new_project, with_weights
from cnnviz.project.project_file import open_project
from cnnviz.text.numbers import percent_text


class CommandError(ValueError):
    """A command cannot do what it was asked to; the text is a sentence for the user."""


def networks_text(form: str) -> str:
    """Return the networks that can be named, as "text" or "json"."""
    described = [_described(name) for name in architectures.NAMES]
    if form == "json":
        return json.dumps(described, indent=2) + "\n"
    rows = [("NAME", "TITLE", "INPUT", "PARAMETERS", "ACCURACY")]
    for network in described:
        accuracy = [f"{percent_text(share)} {test}" for test, share in network["accuracy"].items()]
        rows.append(
            (
                network["name"],
                network["title"],
                shape_text(network["input"]),
                f"{network['parameters']:,}",
                ", ".join(accuracy) if network["trained"] else "random weights",
            )
        )
    return _aligned(rows, numbers=(2, 3))


def _described(name: str) -> dict[str, Any]:
    network, card = shipped.network(name), shipped.card(name)
    return {
        "name": name,
        "title": network.title,
        "input": network.input_shape,
        "parameters": network.parameter_count,
        "trained": card is not None,
        "accuracy": card.accuracy if card else {},
    }


def _aligned(rows: Sequence[tuple[str, ...]], numbers: tuple[int, ...]) -> str:
    """Return a table; the columns in `numbers` stand on the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def load_network(source: str, weights: str | None = None) -> Network:
    """Return a network by its name, from a project, or from the folder of a training run.

    Args:
        source: A shipped name, a `.cnnviz` file, or a folder.
        weights: A .safetensors file with other weights for it.

    Raises:
        ValueError: If there is no such network, or the weights do not fit it.
    """
    if source in architectures.NAMES:
        network = shipped.network(source)
    elif source in shipped.PROJECTS:
        network = open_project(shipped.project_file(source)).network
    elif os.path.isdir(source):
        network = _trained(Path(source))
    elif os.path.exists(source):
        network = open_project(source).network
    else:
        names = ", ".join(architectures.NAMES)
        raise CommandError(
            f"There is no network, project or run {source!r}. The networks are {names}."
        )
    return network if weights is None else network.with_parameters(read_weights(Path(weights)))


def _trained(folder: Path) -> Network:
    """Return the network of a training run with the weights it saved last."""
    from cnnviz.runs.directory import NETWORK, WEIGHTS, RunDirectory

    run = RunDirectory(folder)
    try:
        config = run.config()
    except (OSError, ValueError):
        raise CommandError(f"{folder} is no folder of a training run.") from None
    has_network = (folder / NETWORK).exists()  # those of the first version name it only
    network = run.network() if has_network else architectures.build(config.network)
    return network.with_parameters(read_weights(folder / WEIGHTS))


def predictions_text(network: Network, images: list[str], form: str, raw: bool) -> str:
    """Return the label and class probabilities of images as "text", "json" or "csv".

    Raises:
        ValueError: If the network has no classes, or an image cannot be read.
    """
    if not network.classes:
        raise CommandError(f"{network.title} has no classes to predict; try `cnnviz trace`.")
    read = [(image, _probabilities(network, image, raw)) for image in images]
    if form == "json":
        return json.dumps([_as_json(network, *pair) for pair in read], indent=2) + "\n"
    if form == "csv":
        return _as_csv(network, read)
    return "\n".join(_as_text(network, *pair) for pair in read)


def _probabilities(network: Network, image: str, raw: bool) -> Array:
    output = _trace(network, image, raw).output
    if not np.isfinite(output).all():
        raise CommandError(
            f"{network.title} gives no numbers for {image}; look for NaN or infinity in its "
            "weights."
        )
    return output if network.layers[-1].kind == "softmax" else ops.softmax(output)


def _label(network: Network, probabilities: Array) -> str:
    return network.classes[int(probabilities.argmax())]


def _as_json(network: Network, image: str, probabilities: Array) -> dict[str, Any]:
    shares = zip(network.classes, map(float, probabilities), strict=True)
    return {
        "image": image,
        "label": _label(network, probabilities),
        "probabilities": dict(shares),
    }


def _as_csv(network: Network, read: list[tuple[str, Array]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["image", "label", *network.classes])
    for image, probabilities in read:
        writer.writerow([image, _label(network, probabilities), *map(str, probabilities)])
    return text.getvalue()


def _as_text(network: Network, image: str, probabilities: Array) -> str:
    order = np.argsort(-probabilities, kind="stable")
    rows = [(f"  {network.classes[i]}", f"{probabilities[i]:.6f}") for i in order]
    return f"{image}: {_label(network, probabilities)}\n{_aligned(rows, numbers=(1,))}"


def save_trace(network: Network, image: str, output: str, raw: bool) -> None:
    """Write the values of an image at every layer into a .npz file.

    Raises:
        ValueError: If the image cannot be read, or the file not be written.
    """
    content = BytesIO()
    np.savez(content, **_trace(network, image, raw).named())  # type: ignore[arg-type]
    try:
        write_atomically(Path(output), content.getvalue())
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror}.") from None


def explanation_text(trace: Trace, step: int, place: tuple[int, ...], form: str) -> str:
    """Return where one value of a trace comes from, as "text" or "json".

    Raises:
        CommandError: If there is no such value; the sentence names the shape.
    """
    try:
        about = explain(trace, step, place)
    except IndexError as error:
        raise CommandError(f"{str(error).capitalize()}; places are counted from 0.") from None
    if form == "json":
        return json.dumps(as_json(trace, about), indent=2) + "\n"
    return as_text(trace, about)


def load_trace(source: str, image: str | None, weights: str | None, raw: bool) -> Trace:
    """Return the trace of an image, or where none is given, of a project's own picture.

    Raises:
        ValueError: If something cannot be read, or there is no picture.
    """
    if image is not None:
        return _trace(load_network(source, weights), image, raw)
    file = shipped.project_file(source) if source in shipped.PROJECTS else Path(source)
    if not file.is_file():
        raise CommandError(f"{source} has no picture of its own; name one after it.")
    project = open_project(file)
    if weights is not None:
        project = with_weights(project, read_weights(Path(weights)))
    return forward_pass(project).trace


def _trace(network: Network, image: str, raw: bool) -> Trace:
    """Send an image through the network; `raw` without the treatment that digits get."""
    if raw:
        network = replace(network, treatment="photo")
    picture = limited(read_picture(image))  # as the window does
    if picture.kind == "matrix" and _is_larger(picture, network):
        picture = _as_image(picture)
    return forward_pass(new_project(network, picture)).trace


def _is_larger(picture: Picture, network: Network) -> bool:
    sides = zip(picture.values.shape[1:], network.input_shape[1:], strict=True)
    return not network.takes_any_size and any(n > m for n, m in sides)


def _as_image(matrix: Picture) -> Picture:
    """Take numbers that are more than the input for a picture, 0 to 1 or 0 to 255."""
    low, high = float(matrix.values.min()), float(matrix.values.max())
    if not (low >= 0 and high <= 255):
        raise CommandError(
            f"{matrix.name} has {shape_text(matrix.values.shape[1:])} numbers from {low:g} to "
            f"{high:g}; give as many as the network takes, or intensities from 0 to 255."
        )
    white = np.float32(255 if high > 1 else 1)
    return Picture("image", np.asarray(matrix.values / white), matrix.name)
