"""The directory of a training run: its settings, its events and its weights. Imports no PyTorch."""

from collections.abc import Mapping
from pathlib import Path

from safetensors import SafetensorError
from safetensors.numpy import load, save

from cnnviz.cnn.atomic_file import write_atomically
from cnnviz.cnn.ops import Array
from cnnviz.training.config import Config, from_json, to_json
from cnnviz.training.events import Event, from_line, to_line

CONFIG, EVENTS, WEIGHTS = "config.json", "events.jsonl", "weights.safetensors"


class RunDirectory:
    """One run on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self, config: Config) -> None:
        """Make the directory, and keep the settings in it.

        Raises:
            FileExistsError: If it already holds a run.
            OSError: If it cannot be written to.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        if (self.path / CONFIG).exists():
            raise FileExistsError(f"{self.path} already holds a run; choose another folder")
        write_atomically(self.path / CONFIG, to_json(config).encode())

    def config(self) -> Config:
        """Return the settings of the run.

        Raises:
            OSError: If there are none.
            ValueError, TypeError: If they are damaged.
        """
        return from_json((self.path / CONFIG).read_bytes())

    def add_event(self, event: Event) -> None:
        """Append an event to those of the run."""
        with (self.path / EVENTS).open("a", encoding="utf-8") as file:
            file.write(to_line(event) + "\n")

    def events(self) -> list[Event]:
        """Return the events so far; a last line that is still being written is left out."""
        path = self.path / EVENTS
        lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else [""]
        return [from_line(line) for line in lines[:-1]]

    def save_weights(self, weights: Mapping[str, Array]) -> None:
        """Keep the weights, named as in torch.nn.Sequential."""
        write_atomically(self.path / WEIGHTS, save(dict(weights)))

    def weights(self) -> dict[str, Array]:
        """Return the weights that were saved last.

        Raises:
            OSError: If there are none.
            ValueError: If they are damaged.
        """
        try:
            return load((self.path / WEIGHTS).read_bytes())
        except SafetensorError as error:
            raise ValueError(f"{self.path / WEIGHTS} is damaged: {error}") from error
