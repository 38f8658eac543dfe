"""Training in the window: the settings of the next run, and the run that is looked at."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, Signal

from cnnviz.cnn.network import Network
from cnnviz.project.project import Project, new_project, with_network, with_weights
from cnnviz.project.project_file import save_project
from cnnviz.runs.config import Config, from_json, to_json
from cnnviz.state.document import Document
from cnnviz.state.settings import Settings, home
from cnnviz.state.training_presets import GOOD
from cnnviz.state.training_run import TrainingRun

FIRST = replace(Config("", ("strokes:5000",)), **GOOD)  # type: ignore[arg-type]
LEFT_OUT = ("network", "data", "shuffle")  # settings that are not told as --name value


class Device(msgspec.Struct, frozen=True):
    """What can train: its name for `--device`, and what people call it."""

    name: str
    title: str


CPU = Device("cpu", "CPU")


def runs_folder() -> Path:
    """Return the folder that new runs are put into."""
    return home() / "runs"


class Training(QObject):
    """Owns the settings of the next run and the run that is shown; starts and closes processes."""

    setup_changed = Signal()
    run_changed = Signal()  # another run is shown
    devices_changed = Signal()

    def __init__(self, document: Document, settings: Settings) -> None:
        super().__init__(document)
        self._document, self._settings = document, settings
        self.config = _remembered(settings)  # of the next run
        self.run: TrainingRun | None = None  # the one that is shown
        self.devices: tuple[Device, ...] = ()  # asked for when the Train page opens
        self._asking: QProcess | None = None

    # The settings

    def change(self, **settings: object) -> None:
        """Change settings of the next run.

        Raises:
            ValueError: If one is out of its range; the text names it. Nothing is changed then.
        """
        after = replace(self.config, **settings)  # type: ignore[arg-type]
        if after != self.config:
            self.config = after
            self._settings.set_training(to_json(after))
            self.setup_changed.emit()

    def ask_for_devices(self) -> None:
        """Find out in the background what can train."""
        if self._asking is None and not self.devices:
            self._asking = QProcess(self)
            self._asking.finished.connect(self._on_devices_answered)
            self._asking.start(sys.executable, ["-m", "cnnviz", "devices", "--format", "json"])

    def _on_devices_answered(self) -> None:
        assert self._asking is not None
        try:
            answer = self._asking.readAllStandardOutput().data()
            self.devices = tuple(msgspec.json.decode(answer, type=list[Device]))
        except msgspec.DecodeError:
            self.devices = (CPU,)
        self._asking.deleteLater()
        self._asking = None
        self.devices_changed.emit()

    # Runs

    def start(self) -> TrainingRun:
        """Train the open network with the settings, in a new directory of its own.

        Raises:
            OSError, ValueError: If the directory cannot be written; why, in a sentence.
        """
        return self._start(self._document.project, self.config)

    def start_another(self) -> TrainingRun:
        """Train the network of the run that is shown once more, from other random weights.

        Raises:
            OSError, ValueError: If the directory cannot be written, or nothing is known of the run
                that is shown; why, in a sentence.
        """
        config = None if self.run is None else self.run.config()
        network = None if self.run is None else self.run.network
        if config is None or network is None:
            raise ValueError("the settings or the network of this run are gone; choose them anew.")
        other = replace(config, seed=config.seed + 1, start="random")
        return self._start(new_project(network), other)

    def _start(self, project: Project, config: Config) -> TrainingRun:
        path = _free_name(runs_folder(), project.network)
        path.mkdir(parents=True)
        file = path / "network.cnnviz"
        save_project(file, project)
        run = TrainingRun(path, self)
        self._show(run)
        run.start([str(file), *words(config), "--run", str(path)])
        return run

    def resume(self) -> None:
        """Go on with the run that is shown, from its last checkpoint."""
        config = None if self.run is None else self.run.config()
        if self.run is not None and config is not None and not self.run.is_running:
            path = str(self.run.directory.path)
            self.run.start([config.network, *words(config), "--run", path, "--resume"])

    def open(self, path: Path) -> None:
        """Show a run of any folder; one that is being trained is followed."""
        self._show(TrainingRun(path, self))
        assert self.run is not None
        self.run.watch()

    def forget(self, path: Path) -> None:
        """Show no run any more, if it is that of a folder which is gone."""
        if self.shows(path):
            self._show(None)

    def shows(self, path: Path) -> bool:
        """Return whether the run that is shown is that of a folder."""
        return self.run is not None and self.run.directory.path == path

    def _show(self, run: TrainingRun | None) -> None:
        before, self.run = self.run, run
        if before is not None:
            before.close()
            before.deleteLater()
        self.run_changed.emit()

    def close(self) -> None:
        """End the processes: the window closes."""
        if self.run is not None:
            self.run.close()
        if self._asking is not None:
            self._asking.finished.disconnect()
            self._asking.kill()
            self._asking.waitForFinished()

    # Weights of the run for the project

    def fits(self, network: Network) -> bool:
        """Return whether the open network differs from one of a run in its weights alone."""
        return _is_alike(self._document.project.network, network)

    def use_weights(self, number: int | None, *, gesture: str = "") -> str:
        """Give the project the weights of a snapshot, or of the latest one; one edit.

        Edits with the same gesture undo together, such as those of following a run.

        Returns:
            "" where it was done, else why not, in a sentence.
        """
        run = self.run
        if run is None or not run.history.snapshots:
            return "No weights are kept yet. Nothing was changed."
        last = run.history.snapshots[-1].number
        network = run.network_at(last if number is None else number)
        if network is None:
            return "This snapshot cannot be read. Nothing was changed."
        after = with_trained(self._document.project, network)
        return self._document.edit(f"Use the weights of {run.name}", after, gesture=gesture)


def _remembered(settings: Settings) -> Config:
    """Return the settings as they were left; the first ones where there are none, or damaged."""
    try:
        return from_json(settings.training)
    except ValueError:
        return FIRST


def with_trained(project: Project, network: Network) -> Project:
    """Return the project with the weights of a run; with its whole network where it is another."""
    if _is_alike(project.network, network):
        return with_weights(project, network.parameters())
    return with_network(project, network)


def _is_alike(mine: Network, network: Network) -> bool:
    """Return whether two networks differ in their weights alone."""
    layers = zip(mine.layers, network.layers, strict=False)
    same_layers = len(mine.layers) == len(network.layers) and all(
        one.kind == other.kind and one.options() == other.options() for one, other in layers
    )
    return same_layers and mine.shapes == network.shapes and mine.classes == network.classes


def words(config: Config) -> list[str]:
    """Return settings as the arguments of `cnnviz train`."""
    made = [word for source in config.data for word in ("--data", source)]
    for name, value in vars(config).items():
        if name not in LEFT_OUT:
            made += [f"--{name.replace('_', '-')}", str(value)]
    return made if config.shuffle else [*made, "--no-shuffle"]


def _free_name(folder: Path, network: Network) -> Path:
    """Return a folder that is not there yet, named by date and network."""
    stem = f"{date.today().isoformat()}-{network.name or 'network'}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 10_000)))
    return next(folder / name for name in names if not (folder / name).exists())
