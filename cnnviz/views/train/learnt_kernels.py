"""The kernels of a layer as they were at a snapshot, and those of another run below them."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

from cnnviz.cnn.network import Network
from cnnviz.language import _
from cnnviz.state.trained_network import layer_like
from cnnviz.state.training import WindowTraining
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.panel import Panel
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.train.kernel_gallery import KernelGallery
from cnnviz.views.train.kernel_pictures import kernels_of


class LearntKernels(Panel):
    """Two galleries; the boxes that choose layer and run stand in the head of the card."""

    def __init__(self, training: WindowTraining, look: Look) -> None:
        super().__init__(look)
        self._training = training
        self._shown: tuple[object, ...] = ()
        self._shown_beside: tuple[object, ...] = ()
        self._offered: list[tuple[str, str]] = []  # layers: their titles and names
        self.layer = self._box("snapshot-layer", _("Layer"), _("Whose kernels are shown"))
        self.gallery = KernelGallery(look, "snapshot-kernels")
        self.other = self._box(
            "snapshot-beside",
            _("Beside another run"),
            _("Another start: the filters differ. Runs that are ticked in the list are offered"),
        )
        self.other_gallery = KernelGallery(look, "snapshot-other-kernels")
        self.column.addWidget(self.gallery)
        self.column.addWidget(self.other_gallery)
        self.layer.activated.connect(self._on_layer)
        self.other.activated.connect(self._on_other)
        training.comparison.changed.connect(self.refresh_beside)
        training.comparison.beside_changed.connect(self.refresh_beside)
        self.refresh()

    # What is shown

    def refresh(self) -> None:
        """Show the snapshot that is looked at. Emits nothing."""
        run = self._training.run
        self._show_layers()
        self.gallery.setVisible(run is not None and run.snapshot is not None)
        then, layer = None if run is None else run.network_then, self._training.layer
        if self._shown != (then, layer) and then is not None and layer in self._training.layers:
            self.gallery.show_kernels(*kernels_of(then, layer))
        self._shown = then, layer
        self.refresh_beside()

    def _show_layers(self) -> None:
        run, layers = self._training.run, self._training.layers
        network = None if run is None else run.network
        named = [] if network is None else [(network.layer_name(each), each) for each in layers]
        box = self.layer
        with QSignalBlocker(box):
            if named != self._offered:
                self._offered = named
                box.clear()
                for title, name in named:
                    box.addItem(title, name)
            box.setCurrentIndex(box.findData(self._training.layer))
        box.setVisible(bool(named))

    def refresh_beside(self) -> None:
        """Show the kernels of the other run at the same point of its way."""
        self._show_offered()
        beside, number = self._training.comparison.beside, self._number_beside()
        network = self._training.run.network if self._training.run is not None else None
        now = beside, number, network, self._training.layer
        if now == self._shown_beside:
            return
        shown: Network | None = None
        if beside is not None and number is not None:
            shown = beside.network_at(number)
        layer = self._training.layer
        if shown is not None and network is not None and layer in self._training.layers:
            found = layer_like(network, layer, shown)
        else:
            found = None
        self.other_gallery.setVisible(found is not None)
        if shown is not None and found is not None:
            self.other_gallery.show_kernels(*kernels_of(shown, found))
        if shown is not None or number is None:  # else it is just being written
            self._shown_beside = now

    def _number_beside(self) -> int | None:
        """Return which snapshot of the other run is as far on its way as the one looked at."""
        run, beside = self._training.run, self._training.comparison.beside
        if run is None or beside is None or not run.history.snapshots:
            return None
        theirs = beside.history.snapshots
        share = run.place / max(1, len(run.history.snapshots) - 1)
        return theirs[round(share * (len(theirs) - 1))].number if theirs else None

    def _show_offered(self) -> None:
        comparison, box = self._training.comparison, self.other
        offered: list[Path | None] = [None, *comparison.offered]
        with QSignalBlocker(box):
            if offered != [box.itemData(i) for i in range(box.count())]:
                box.clear()
                box.addItem(_("No other run beside"))
                for each in comparison.offered:
                    box.addItem(_("Beside {run}").format(run=each.name), each)
            beside = comparison.beside
            path = None if beside is None else beside.directory.path
            box.setCurrentIndex(0 if path is None else max(0, box.findData(path)))
        box.setVisible(bool(comparison.offered))

    # What is asked for

    def _on_layer(self, place: int) -> None:
        self._training.choose_layer(self.layer.itemData(place))

    def _on_other(self, place: int) -> None:
        self._training.comparison.put_beside(self.other.itemData(place))

    def _box(self, name: str, title: str, tip: str) -> ChoiceBox:
        box = ChoiceBox(parent=self)  # without a parent it would be shown as a window of its own
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setToolTip(plain_tip(tip))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box
