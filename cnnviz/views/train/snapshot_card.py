"""Going back in time: which snapshot of the run is looked at, and what can be done with it."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QSizePolicy, QWidget

from cnnviz.cnn import architectures
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.network_title import shown_title, unchanged
from cnnviz.project.project import with_network
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.bubble import tell
from cnnviz.views.controls.card import Card, heading
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.controls.panel import label
from cnnviz.views.controls.place_slider import PlaceSlider
from cnnviz.views.controls.wheel_guard import WheelGuard
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.train.learnt_kernels import LearntKernels


class SnapshotCard(Card):
    """Shows the snapshot that is looked at: the latest, or any other by the slider."""

    another_asked = Signal()  # a run from another start

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__(look, "snapshot-card")
        self._document, self._training = document, training
        self.kernels = LearntKernels(training, look)
        self.place = QLabel()
        self.place.setObjectName("snapshot-place")
        self.place.setProperty("role", "muted")
        self.nothing = label(
            "snapshot-nothing", "muted", _("Kernels appear here when a run begins.")
        )
        self._make_slider()
        self._make_buttons()
        self._arrange()
        self._connect()
        self._on_document_changed(None, None)

    def _make_slider(self) -> None:
        self.slider = PlaceSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("snapshot-slider")
        self.slider.setAccessibleName(_("Snapshot"))
        self.slider.setToolTip(_("Go back in time (Left, Right)"))
        WheelGuard(self.slider)

    def _make_buttons(self) -> None:
        self.use = _button(
            "snapshot-use",
            _("Use these weights"),
            _("Put this snapshot into the open network; an edit that can be undone"),
        )
        self.best = _button(
            "snapshot-best",
            _("Use the best"),
            _(
                "Put the weights of the epoch with the best validation into the open network; an "
                "edit that can be undone"
            ),
        )
        self.last = _button(
            "snapshot-last",
            _("Use the last"),
            _("Put the weights that the run ended with into the open network; can be undone"),
        )
        self.shipped = _button(
            "snapshot-shipped",
            _("Shipped weights"),
            _("Take the network as it ships, with its trained weights; can be undone"),
        )
        self.another = _button(
            "snapshot-another",
            _("Another start"),
            _(
                "Train this network with these settings once more, from other random weights, "
                "beside this run: the filters differ, and what becomes of them"
            ),
        )
        self.follow = QCheckBox(_("Network page follows"))
        self.follow.setObjectName("snapshot-follow")
        self.follow.setToolTip(
            _(
                "Put each snapshot into the open network, while it has the same layers: its maps "
                "and probabilities follow. One edit"
            )
        )

    def _arrange(self) -> None:
        head = FlowLayout(self._look, gap=8)
        self.title = heading(_("Filters as they learn"))
        for part in (self.title, self.kernels.layer, self.kernels.other, self.place):
            head.addWidget(part)
        foot = FlowLayout(self._look, gap=8)
        for control in (self.use, self.best, self.last, self.shipped, self.another, self.follow):
            foot.addWidget(control)
        self.column.addLayout(head)
        for below in (self.nothing, self.kernels, self.slider):
            self.column.addWidget(below)
        self.column.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_slider)
        self.use.clicked.connect(self._on_use)
        self.best.clicked.connect(self._on_best)
        self.last.clicked.connect(self._on_last)
        self.shipped.clicked.connect(self._on_shipped)
        self.another.clicked.connect(self.another_asked)
        self.follow.toggled.connect(self._training.follow)
        self._document.changed.connect(self._on_document_changed)

    # What is shown

    def refresh(self) -> None:
        """Show the snapshot that is looked at. Emits nothing."""
        run = self._training.run
        count = 0 if run is None else len(run.history.snapshots)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, count - 1))
            self.slider.setValue(0 if run is None else run.place)
        for control in (self.slider, self.use, self.follow):
            control.setEnabled(bool(count))
        best = None if run is None else run.history.kept_best
        text = _("Use the best: epoch {epoch}, {share} % in validation")
        self.best.setText(
            _("Use the best") if best is None else text.format(
                epoch=best.epoch, share=f"{100 * best.val_accuracy:.1f}"
            )
        )  # fmt: skip
        self.best.setEnabled(best is not None)
        self.last.setEnabled(run is not None and not run.is_running and run.history.has_ended)
        self.another.setEnabled(run is not None and bool(count) and not run.is_running)
        self.nothing.setVisible(not count)
        self.kernels.refresh()
        self._tell_place(count)

    def _tell_place(self, count: int) -> None:
        run = self._training.run
        if run is None or run.snapshot is None:
            self.place.setText("")
            return
        text = _("Snapshot {place} of {count} · step {step} · {share} % of validation right")
        shown = run.snapshot
        self.place.setText(
            text.format(
                place=run.place + 1,
                count=count,
                step=count_text(shown.step),
                share=f"{100 * shown.val_accuracy:.1f}",
            )
        )

    @property
    def _shipped_name(self) -> str:
        """The name of the network that ships and that the open one was made from."""
        return unchanged(self._document.project.network.name)

    # What is asked for

    def _on_document_changed(self, before: object, after: object) -> None:
        self.shipped.setEnabled(self._shipped_name in architectures.NAMES)

    def _on_slider(self, value: int) -> None:
        if self._training.run is not None:
            self._training.run.look_at(value)

    def _on_use(self) -> None:
        run = self._training.run
        if run is not None and run.snapshot is not None:
            done = _("{network} has the weights of step {step} of {run} now. {undo}")
            step = count_text(run.snapshot.step)
            self._tell(self.use, self._training.use_weights(run.snapshot.number), done, step=step)

    def _on_best(self) -> None:
        best = None if self._training.run is None else self._training.run.history.kept_best
        done = _("{network} has the best weights of {run} now, of epoch {epoch}. {undo}")
        epoch = "" if best is None else count_text(best.epoch)
        self._tell(self.best, self._training.use_kept("best"), done, epoch=epoch)

    def _on_last(self) -> None:
        done = _("{network} has the last weights of {run} now. {undo}")
        self._tell(self.last, self._training.use_kept("last"), done)

    def _on_shipped(self) -> None:
        after = with_network(self._document.project, shipped.network(self._shipped_name))
        refusal = self._document.edit(_("Bring the shipped weights back"), after)
        self._tell(self.shipped, refusal, _("{network} has the weights it ships with now. {undo}"))

    def _tell(self, control: QWidget, refusal: str, done: str, **facts: str) -> None:
        """Say what a button did: the network stands on another page."""
        run, network = self._training.run, self._document.project.network
        told = done.format(
            network=shown_title(network),
            run="" if run is None else run.name,
            undo=_("Ctrl+Z takes it back."),
            **facts,
        )
        tell(self._look, control, refusal or told)


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(plain_tip(tip))
    return button
