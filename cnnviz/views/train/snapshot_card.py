"""Going back in time: the kernels of a layer, and what the network said then."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
)

from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.project.slices import slices_of
from cnnviz.state.training import Training
from cnnviz.state.training_run import TrainingRun
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.bubble import tell
from cnnviz.views.controls.card import Card, heading
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.controls.panel import label
from cnnviz.views.controls.wheel_guard import WheelGuard
from cnnviz.views.look.theme import Look
from cnnviz.views.train.kernel_gallery import KernelGallery

FOLLOW = "follow the run"  # the gesture: all that following changes is one edit
MOST = 64  # kernels that are shown of a layer


class SnapshotCard(Card):
    """Shows one snapshot of the run: the latest while it trains, any other by the slider."""

    changed = Signal()  # another snapshot or layer is shown

    def __init__(self, training: Training, look: Look) -> None:
        super().__init__(look, "snapshot-card")
        self._training = training
        self._shown: tuple[object, ...] = ()
        self._follows = 0  # how often following began: each time is one edit
        self.network: Network | None = None  # as it was at the snapshot that is shown
        self._beside: TrainingRun | None = None  # another run, whose kernels stand below
        self._make_controls()
        self._arrange()
        self._connect()

    def _make_controls(self) -> None:
        self.layer = ChoiceBox()
        self.layer.setObjectName("snapshot-layer")
        self.layer.setAccessibleName("Layer")
        self.layer.setToolTip("Whose kernels are shown")
        self.layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.place = QLabel()
        self.place.setObjectName("snapshot-place")
        self.place.setProperty("role", "muted")
        self.gallery = KernelGallery(self._look, "snapshot-kernels")
        self.other = ChoiceBox()
        self.other.setObjectName("snapshot-beside")
        self.other.setAccessibleName("Beside another run")
        self.other.setToolTip(
            "Another start: the filters differ. Runs that are ticked in the list are offered"
        )
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.other.addItem("No other run beside")
        self.other.hide()
        self.other_gallery = KernelGallery(self._look, "snapshot-other-kernels")
        self.other_gallery.hide()
        self._make_slider()

    def _make_slider(self) -> None:
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("snapshot-slider")
        self.slider.setAccessibleName("Snapshot")
        self.slider.setToolTip("Go back in time (Left, Right)")
        WheelGuard(self.slider)
        self.follow = QCheckBox("Network page follows")
        self.follow.setObjectName("snapshot-follow")
        self.follow.setToolTip(
            "Put each snapshot into the open network, while it has the same layers: its maps and "
            "probabilities follow. One edit"
        )
        self.use = QPushButton("Use these weights")
        self.use.setObjectName("snapshot-use")
        self.use.setToolTip("Put this snapshot into the open network; an edit that can be undone")
        self.another = QPushButton("Another start")
        self.another.setObjectName("snapshot-another")
        self.another.setToolTip(
            "Train this network with these settings once more, from other random weights, beside "
            "this run: the filters differ, and what becomes of them"
        )
        self.shipped = QPushButton("Shipped weights")
        self.shipped.setObjectName("snapshot-shipped")
        self.shipped.setToolTip(
            "Take the network as it ships, with its trained weights; can be undone"
        )
        self.nothing = label("snapshot-nothing", "muted", "Kernels appear here when a run begins.")

    def _arrange(self) -> None:
        head = FlowLayout(self._look, gap=8)
        self.title = heading("Filters as they learn")
        head.addWidget(self.title)
        head.addWidget(self.layer)
        head.addWidget(self.other)
        head.addWidget(self.place)
        foot = FlowLayout(self._look, gap=8)
        for part in (self.use, self.shipped, self.another, self.follow):
            foot.addWidget(part)
        self.column.addLayout(head)
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.gallery)
        self.column.addWidget(self.other_gallery)
        self.column.addWidget(self.slider)
        self.column.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_slider)
        self.layer.activated.connect(self._on_layer)
        self.other.activated.connect(self._on_other)
        self.use.clicked.connect(self._on_use)
        self.follow.toggled.connect(self._on_follow)

    # What is shown

    @property
    def number(self) -> int | None:
        """Which snapshot is shown; None before there is one."""
        run = self._training.run
        if run is None or not run.history.snapshots:
            return None
        place = min(self.slider.value(), len(run.history.snapshots) - 1)
        return run.history.snapshots[place].number

    @property
    def layer_index(self) -> int:
        """Which layer's kernels are shown."""
        return self.layer.currentData() or 0

    def offer(self, paths: tuple[Path, ...]) -> None:
        """Offer runs to be shown beside this one."""
        known = [self.other.itemData(i) for i in range(1, self.other.count())]
        if known != list(paths):
            chosen = self.other.currentData()
            with QSignalBlocker(self.other):
                self.other.clear()
                self.other.addItem("No other run beside")
                for path in paths:
                    self.other.addItem(f"Beside {path.name}", path)
                self.other.setCurrentIndex(max(0, self.other.findData(chosen)))
            self._on_other(self.other.currentIndex())
        self.other.setVisible(bool(paths))

    def put_beside(self, path: Path) -> None:
        """Show the kernels of a run that is offered beside those of this one."""
        place = self.other.findData(path)
        if place > 0:
            with QSignalBlocker(self.other):
                self.other.setCurrentIndex(place)
            self._on_other(place)

    def refresh(self) -> None:
        """Show the latest snapshot, or the chosen one where the slider is not at the end."""
        run = self._training.run
        snapshots = [] if run is None else run.history.snapshots
        was_last = self.slider.value() == self.slider.maximum()
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, len(snapshots) - 1))
            if was_last:
                self.slider.setValue(self.slider.maximum())
        for control in (self.slider, self.use, self.follow):
            control.setEnabled(bool(snapshots))
        self.another.setEnabled(run is not None and bool(snapshots) and not run.is_running)
        self.nothing.setVisible(not snapshots)
        self.gallery.setVisible(bool(snapshots))
        self._show_layers(None if run is None else run.network)
        self._show_snapshot()

    def _show_layers(self, network: Network | None) -> None:
        layers = [] if network is None else [
            (network.layer_name(index), index)
            for index, layer in enumerate(network.layers) if isinstance(layer, Conv2d | Linear)
        ]  # fmt: skip
        if [self.layer.itemText(i) for i in range(self.layer.count())] != [n for n, _ in layers]:
            self.layer.clear()
            for name, index in layers:
                self.layer.addItem(name, index)
        self.layer.setVisible(bool(layers))

    def _show_snapshot(self) -> None:
        run, number = self._training.run, self.number
        if run is None or number is None:
            self.network, self._shown = None, ()
            self.place.setText("")
            return
        self._tell_place(run)
        now = (run.directory.path, number, self.layer.currentData())
        if now == self._shown:
            return
        network = run.network_at(number)
        if network is None:  # just being written, or gone
            return
        self._shown, self.network = now, network
        self._show_other()
        if self.layer.currentData() is not None:
            self.gallery.show_kernels(*kernels_of(network, self.layer.currentData()))
        self._take_along()
        self.changed.emit()

    def _take_along(self) -> None:
        """Put the snapshot into the open network where that follows, and has the same layers."""
        network = self.network
        if self.follow.isChecked() and network is not None and self._training.fits(network):
            self._training.use_weights(self.number, gesture=f"{FOLLOW} {self._follows}")

    def _tell_place(self, run: TrainingRun) -> None:
        snapshots = run.history.snapshots
        at = min(self.slider.value(), len(snapshots) - 1)
        self.place.setText(
            f"Snapshot {at + 1} of {len(snapshots)} · step {count_text(snapshots[at].step)} · "
            f"{100 * snapshots[at].val_accuracy:.1f} % right"
        )

    def _show_other(self) -> None:
        """Show the kernels of the other run at the same point of its way."""
        shown, run, beside = None, self._training.run, self._beside
        if beside is not None and run is not None and run.history.snapshots:
            theirs = beside.history.snapshots
            share = self.slider.value() / max(1, len(run.history.snapshots) - 1)
            number = theirs[round(share * (len(theirs) - 1))].number if theirs else None
            network = None if number is None else beside.network_at(number)
            layers = () if network is None else network.layers
            if self.layer_index < len(layers) and layers[self.layer_index].parameters():
                assert network is not None  # it has layers
                shown = kernels_of(network, self.layer_index)
        self.other_gallery.setVisible(shown is not None)
        if shown is not None:
            self.other_gallery.show_kernels(*shown)

    # Signals

    def _on_other(self, place: int) -> None:
        path, before = self.other.itemData(place), self._beside
        if before is not None and before.directory.path == path:
            return
        if before is not None:
            before.close()
            before.deleteLater()
        self._beside = None if path is None else TrainingRun(path, self)
        if self._beside is not None:
            self._beside.watch()
        self._show_other()

    def _on_slider(self, value: int) -> None:
        self._show_snapshot()

    def _on_layer(self, place: int) -> None:
        self._show_snapshot()

    def _on_use(self) -> None:
        refusal = self._training.use_weights(self.number)
        if refusal:
            tell(self._look, self.use, refusal)

    def _on_follow(self, follows: bool) -> None:
        self._follows += follows
        self._take_along()


def kernels_of(network: Network, index: int) -> tuple[Array, list[str]]:
    """Return the kernels of a layer as pictures (N, H, W), and what each is called.

    Every slice of a small convolution; of a larger one, and of units, the first slice of each.
    """
    layer = network.layers[index]
    assert isinstance(layer, Conv2d | Linear)  # others have no kernels
    if isinstance(layer, Linear):
        channels = range(min(len(layer.weight), MOST))
        first = [slices_of(network, index, channel).values[0] for channel in channels]
        return np.stack(first), [f"Unit {channel + 1}" for channel in channels]
    filters, inputs = layer.weight.shape[:2]
    shown = inputs if filters * inputs <= MOST else 1
    kernels = layer.weight[:MOST, :shown].reshape(-1, *layer.weight.shape[2:])
    names = [(filter_, place) for filter_ in range(filters) for place in range(shown)][:MOST]
    if inputs == 1:
        return kernels, [f"Filter {filter_ + 1}" for filter_, _ in names]
    return kernels, [f"Filter {filter_ + 1}, slice {place + 1}" for filter_, place in names]
