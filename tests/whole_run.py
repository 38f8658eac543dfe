"""What must hold of the directory of a run, whenever its process was ended."""

from safetensors.numpy import load

from cnnviz.runs.directory import CHECKPOINT, RunDirectory
from cnnviz.runs.events import EpochEnd


def check(directory: RunDirectory) -> None:
    """Nobody trains it, and everything that is there can be read."""
    assert not directory.is_running()
    if not (directory.path / "config.json").exists():
        assert not (directory.path / CHECKPOINT).exists(), "it was ended before it began"
        return
    directory.config()
    directory.network()
    for file in directory.path.rglob("*.safetensors"):
        assert load(file.read_bytes()), file
    steps = [event.step for event in directory.events() if isinstance(event, EpochEnd)]
    assert steps == sorted(set(steps)), "no epoch is told twice"
