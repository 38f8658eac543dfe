"""Training in the window: the settings of the next run, and the run that is looked at."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from cnnviz.cnn.network import Network
from cnnviz.language import _
from cnnviz.project.picture import Picture
from cnnviz.project.project import Project, new_project, with_picture
from cnnviz.project.project_file import save_project
from cnnviz.runs.config import Config, from_json, to_json
from cnnviz.runs.named_network import Which
from cnnviz.state.comparison import Comparison
from cnnviz.state.data_look import DataLook
from cnnviz.state.data_sheet import wanted_for
from cnnviz.state.devices import DeviceList
from cnnviz.state.document import Document
from cnnviz.state.plot_options import PlotOptions
from cnnviz.state.pushed_digit import PushedDigit
from cnnviz.state.run_folder import BEGINNING, free_folder, mark, sweep_unbegun, throw_away_unbegun
from cnnviz.state.run_list import RunList
from cnnviz.state.run_process import RunProcess
from cnnviz.state.settings import Settings, home
from cnnviz.state.trained_network import is_alike, layers_with_kernels, with_trained
from cnnviz.state.training_presets import GOOD
from cnnviz.state.training_run import TrainingRun

FIRST = replace(Config("", ("strokes:5000",)), **GOOD)  # type: ignore[arg-type]
# Settings that are not told as --name value.
LEFT_OUT = ("network", "data", "shuffle")
FRAME = 100  # ms: what a run reports is passed on at most so often
FOLLOW = "follow the run"  # the gesture: all that following changes is one edit


# What makes a run begin with random weights, all of which are learnt.
ANEW: dict[str, Any] = {"start": "random", "fine_tune": False, "freeze_to": None}


def runs_folder() -> Path:
    """Return the folder that new runs are put into."""
    return home() / "runs"


class WindowTraining(QObject):
    """Owns the settings of the next run and the run that is shown; starts and closes processes."""

    setup_changed = Signal()
    run_changed = Signal()  # another run is shown
    run_reported = Signal()  # there is news of the run that is shown
    run_ended = Signal()  # nobody trains it any more; follows the last news at once
    looked_changed = Signal()  # another snapshot, layer or cell of it is looked at

    def __init__(self, document: Document, settings: Settings) -> None:
        super().__init__(document)
        self._document, self._settings = document, settings
        self.config = remembered(settings)  # of the next run
        self.run: TrainingRun | None = None  # the one that is shown
        self.devices = DeviceList(self)
        self._runs_folder: Path | None = None  # chosen where the usual one cannot be written
        sweep_unbegun(runs_folder())
        self.runs = RunList(self.runs_folder, self)
        self.comparison = Comparison(self.runs, self)
        self.plots = PlotOptions(self)
        self.pushed = PushedDigit(self)
        document.replaced.connect(self.pushed.begin)
        self.data_look = DataLook(self)
        self._layer = ""  # whose kernels are looked at; "": of the first that has any
        self._follows = False
        self._gesture = 0  # how often following began: each time is one edit
        self._taken: Network | None = None  # what following gave to the project last
        self._news = QTimer(self, singleShot=True, interval=FRAME)
        self._news.timeout.connect(self._on_news)

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

    def look_at_data(self) -> None:
        """Read the pictures that the open network would learn from, unless they are here."""
        shape = self._document.project.network.input_shape
        self.data_look.look_at(wanted_for(self.config, shape))

    # Runs

    def runs_folder(self) -> Path:
        """Return the folder that new runs are put into."""
        return self._runs_folder or runs_folder()

    def keep_runs_in(self, folder: Path) -> None:
        """Put new runs into another folder, and list those in it, until the program ends."""
        self._runs_folder = folder
        self.runs.look()

    def start(self) -> TrainingRun:
        """Train the open network with the settings, in a new directory of its own.

        Raises:
            OSError, ValueError: If the directory cannot be written; why, in a sentence.
        """
        return self._start(self._document.project, self.config)

    def start_another(self) -> TrainingRun:
        """Train the network of the run that is shown once more, from other random weights.

        Data, their order and all else stay the same. The run that was shown stands beside the new
        one.

        Raises:
            OSError, ValueError: If the directory cannot be written, or nothing is known of the run
                that is shown; why, in a sentence.
        """
        before = self.run
        config = None if before is None else before.config()
        network = None if before is None else before.network
        if before is None or config is None or network is None:
            raise ValueError(
                _("The settings or the network of this run are gone; choose them anew.")
            )
        path = before.directory.path  # asked first: `before` goes when the other one is shown
        before_it = config.seed if config.weights_seed is None else config.weights_seed
        other = replace(config, weights_seed=before_it + 1, **ANEW)
        run = self._start(new_project(network), other)
        self.runs.look()
        self.comparison.tick(path, True)
        self.comparison.put_beside(path)
        return run

    def _start(self, project: Project, config: Config) -> TrainingRun:
        path = free_folder(self.runs_folder(), project.network.name)
        path.mkdir(parents=True)
        file = path / BEGINNING
        try:
            mark(path)
            save_project(file, project)
        except OSError:
            throw_away_unbegun(path)
            raise
        run = TrainingRun(path, self)
        self._show(run)
        run.start([str(file), *words(config), "--run", str(path)])
        return run

    def resume(self, takes_other_data: bool = False) -> None:
        """Go on with the run that is shown, from its last checkpoint.

        Without `takes_other_data` it ends at once where its data is not what it was.
        """
        config = None if self.run is None else self.run.config()
        if self.run is not None and config is not None and not self.run.is_running:
            path = str(self.run.directory.path)
            config = replace(config, device=self._device_for(config))
            more = ["--other-data"] if takes_other_data else []
            self.run.start([config.network, *words(config), "--run", path, "--resume", *more])

    def _device_for(self, config: Config) -> str:
        """Return where a run goes on: where it was, unless only another machine has that device."""
        known = [device.name for device in self.devices.found]
        generic = config.device.partition(":")[0] in {name.partition(":")[0] for name in known}
        is_here = not known or config.device == "auto" or generic
        return config.device if is_here else self.config.device

    def open(self, path: Path) -> None:
        """Show a run of any folder; one that is being trained is followed.

        The run that was shown is no more; if this window trains it, that is saved and ends.
        """
        if not (self.is_training and self.shows(path)):
            run = TrainingRun(path, self)
            run.watch()  # so that views find what it told so far
            self._show(run)

    def rename(self, path: Path, name: str) -> None:
        """Give a run of the list another name.

        Raises:
            ValueError: If the name cannot be, or is taken; why, in a sentence.
            OSError: If the folder is gone or cannot be renamed.
        """
        after = self.runs.rename(path, name)
        if self.shows(path):
            self.open(after)

    def throw_away(self, path: Path) -> None:
        """Move a run to the trash, and show it no more.

        Raises:
            ValueError: If it is being trained.
            OSError: If it cannot be removed.
        """
        self.runs.throw_away(path)
        if self.shows(path):
            self._show(None)

    def shows(self, path: Path) -> bool:
        """Return whether the run that is shown is that of a folder."""
        return self.run is not None and self.run.directory.path == path

    @property
    def is_training(self) -> bool:
        """Whether a process of this window trains the run that is shown."""
        return self.run is not None and self.run.is_ours

    def _show(self, run: TrainingRun | None) -> None:
        before, self.run = self.run, run
        if before is not None:
            before.leave(self)
            before.deleteLater()
        if run is not None:
            run.changed.connect(self._on_run_changed)
            run.ended.connect(self._on_run_ended)
            run.looked_changed.connect(self._on_run_looked_changed)
        self._taken = None
        self.run_changed.emit()

    def _on_run_changed(self) -> None:
        if not self._news.isActive():
            self._news.start()

    def _on_run_ended(self) -> None:
        self._news.stop()
        self._on_news()
        self.run_ended.emit()

    def _on_news(self) -> None:
        self._take_along()
        self.run_reported.emit()

    def _on_run_looked_changed(self) -> None:
        self._take_along()
        self.looked_changed.emit()

    def close(self) -> None:
        """End the processes, also of runs that are no more shown: the window closes."""
        if self.run is not None:
            self.run.close()
        for process in self.findChildren(RunProcess):
            process.close()
        self.devices.close()
        self.data_look.close()

    # What of the run is looked at

    @property
    def layer(self) -> str:
        """The node whose kernels are looked at: the chosen one, else the first that has some."""
        layers = self.layers
        return self._layer if self._layer in layers else next(iter(layers), "")

    @property
    def layers(self) -> tuple[str, ...]:
        """Which nodes of the run's network have kernels that can be looked at."""
        network = None if self.run is None else self.run.network
        return () if network is None else layers_with_kernels(network)

    def choose_layer(self, layer: str) -> None:
        """Look at the kernels of another node."""
        if layer != self.layer:
            self._layer = layer
            self.looked_changed.emit()

    @property
    def follows(self) -> bool:
        """Whether the project takes the weights of each snapshot that is looked at."""
        return self._follows

    def follow(self, follows: bool) -> None:
        """Let the project follow the run, while it has the same layers, or no more."""
        self._follows = follows
        self._gesture += follows
        self._taken = None
        self._take_along()

    def _take_along(self) -> None:
        """Put the snapshot into the open network where that follows, and has the same layers."""
        network = self.run.network_then if self.run is not None and self._follows else None
        if network is not None and network is not self._taken and self.fits(network):
            self._taken = network
            self._use(network, f"{FOLLOW} {self._gesture}")

    # Weights of the run for the project

    def fits(self, network: Network) -> bool:
        """Return whether the open network differs from one of a run in its weights alone."""
        return is_alike(self._document.project.network, network)

    def use_weights(self, number: int | None) -> str:
        """Give the project the weights of a snapshot, or of the latest one; one edit.

        Returns:
            "" where it was done, else why not, in a sentence.
        """
        run = self.run
        if run is None or not run.history.snapshots:
            return _("No weights are kept yet. Nothing was changed.")
        last = run.history.snapshots[-1].number
        network = run.network_at(last if number is None else number)
        if network is None:
            return _("This snapshot cannot be read. Nothing was changed.")
        return self._use(network)

    def use_kept(self, which: Which) -> str:
        """Give the project the best weights of the run, or its last ones; one edit.

        Returns:
            "" where it was done, else why not, in a sentence.
        """
        network = None if self.run is None else self.run.kept_network(which)
        if network is None:
            return _("These weights cannot be read. Nothing was changed.")
        return self._use(network)

    def show_picture(self, picture: Picture, epoch: int | None) -> str:
        """Put a picture into the project, with the weights that a run had after an epoch; one edit.

        Args:
            picture: What the network of then was asked.
            epoch: Of the run that is shown; None: the weights stay.

        Returns:
            "" where it was done, else why not, in a sentence.
        """
        after, found = with_picture(self._document.project, picture), None
        if self.run is not None and epoch is not None:
            found = self.run.network_of_epoch(epoch)
        text = _("Send {name} to the input").format(name=picture.name)
        if self.run is not None and found is not None:
            network, is_exact = found
            after = with_picture(with_trained(after, network), picture)
            exact = _("Send {name} to the input, with the weights after epoch {epoch} of {run}")
            near = _("Send {name} to the input, with weights near epoch {epoch} of {run}")
            chosen = exact if is_exact else near
            text = chosen.format(name=picture.name, epoch=epoch, run=self.run.name)
        return self._document.edit(text, after)

    def _use(self, network: Network, gesture: str = "") -> str:
        """Edits with the same gesture undo together, such as those of following a run."""
        assert self.run is not None  # whose network it is
        after = with_trained(self._document.project, network)
        text = _("Use the weights of {run}").format(run=self.run.name)
        return self._document.edit(text, after, gesture=gesture)


def remembered(settings: Settings) -> Config:
    """Return the settings as they were left; the first ones where there are none, or damaged."""
    try:
        return from_json(settings.training)
    except ValueError:
        return FIRST


def words(config: Config) -> list[str]:
    """Return settings as the arguments of `cnnviz train`."""
    made = [word for source in config.data for word in ("--data", source)]
    for name, value in vars(config).items():
        if name in LEFT_OUT or value in (None, "") or value is False:
            continue  # as it is where nothing is said
        made.append(f"--{name.replace('_', '-')}")
        if value is not True:
            made.append(str(value))
    return made if config.shuffle else [*made, "--no-shuffle"]
