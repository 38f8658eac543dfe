"""A run, large: its curves as they grow, and its filters from random to learnt."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSlider, QVBoxLayout

from cnnviz.cnn.scale import largest
from cnnviz.language import _
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.painting import hard_pixels
from cnnviz.views.controls.actions import plain_text
from cnnviz.views.controls.place_slider import PlaceSlider
from cnnviz.views.look.theme import Look
from cnnviz.views.present.topic_scene import TopicScene
from cnnviz.views.present.wall import Wall
from cnnviz.views.train.curves import RunCurves
from cnnviz.views.train.kernel_pictures import kernels_of

WIDE = 640  # pixels at 100 %: with fewer, only the curves stand there
WIDER = 720  # pixels at 100 %: with fewer, only the legend says which curve the large value is of


class CurvesTopic(TopicScene):
    """Loss and accuracy of the run that is shown; a button starts one, or pauses it."""

    def __init__(
        self, document: Document, training: WindowTraining, look: Look, start: QAction
    ) -> None:
        super().__init__(document, training, look)
        self._start = start
        self.curves = RunCurves(training, self.larger)
        self.button = QPushButton()
        self.button.setObjectName("present-train")
        self.button.setProperty("role", "main")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plots = QHBoxLayout()
        self.plots.addWidget(self.curves.loss, stretch=1)
        self.plots.addWidget(self.curves.accuracy, stretch=1)
        self.curves.rate.setParent(self)
        self.curves.rate.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.plots, stretch=1)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.button.clicked.connect(start.trigger)
        start.changed.connect(self._show_button)
        training.plots.changed.connect(self.curves.draw_as_chosen)
        self._show_button()

    def _show_button(self) -> None:
        text = plain_text(self._start)
        self.button.setText(_("{action} (Enter)").format(action=text))

    def refresh(self) -> None:
        """Show the curves as they are now."""
        ways = QBoxLayout.Direction
        is_high = self.height() > self.width()
        self.plots.setDirection(ways.TopToBottom if is_high else ways.LeftToRight)
        self.curves.show_tools(is_shown=self.width() >= self.look.px(WIDE))
        for plot in (self.curves.loss, self.curves.accuracy):
            plot.latest_of.setVisible(self.width() >= self.look.px(WIDER))
        self.curves.show_loss()
        self.curves.show_accuracy()
        for note in self.curves.notes.values():
            note.hide()

    def sentence(self) -> str:
        """Return how far the run is, and what it can."""
        run = self.training.run
        if run is None:
            return _("Nothing has been trained yet.")
        if run.problem:
            return run.problem
        if not run.history.epochs:
            return _("The first epoch is being learnt …")
        last = run.history.epochs[-1]
        text = _("After epoch {epoch}, {share} % of all validation pictures are right.")
        return text.format(epoch=last.epoch, share=f"{100 * last.val_accuracy:.1f}")


class FiltersTopic(TopicScene):
    """The filters of a layer at the snapshot that is looked at, with the slider of the run."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__(document, training, look)
        self.wall = Wall(look, "present-filters")
        self.slider: QSlider = PlaceSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("present-snapshot")
        self.slider.setAccessibleName(_("Snapshot"))
        self.slider.setToolTip(_("Go back in time (Left, Right)"))
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.wall, stretch=1)
        column.addWidget(self.slider)
        self.slider.valueChanged.connect(self._on_slider)

    def _on_slider(self, value: int) -> None:
        if self.training.run is not None:
            self.training.run.look_at(value)

    def refresh(self) -> None:
        """Show the snapshot that is looked at."""
        run, layer = self.training.run, self.training.layer
        count = 0 if run is None else len(run.history.snapshots)
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, count - 1))
        self.slider.setValue(0 if run is None else run.place)
        self.slider.blockSignals(False)
        self.slider.setVisible(bool(count))
        then = None if run is None else run.network_then
        if then is None or layer not in self.training.layers:
            self.wall.show_images((), (), _("Filters"))
            return
        kernels, names = kernels_of(then, layer)
        limit = largest(kernels)
        images = [hard_pixels(kernel, limit) for kernel in kernels]
        title = then.layer_name(layer)
        self.wall.show_images(images, names, _("Filters of {layer}").format(layer=title))

    def sentence(self) -> str:
        """Return how far the run was then."""
        run = self.training.run
        if run is None or run.snapshot is None:
            return _("Nothing has been trained yet.")
        shown = run.snapshot
        layer = "" if run.network is None else run.network.layer_name(self.training.layer)
        if not shown.step:
            text = _(
                "{layer}, before the first step: every weight is random, no two filters alike."
            )
            return text.format(layer=layer)
        text = _("{layer} after {step} steps: of some validation pictures, {share} % are right.")
        share = f"{100 * shown.val_accuracy:.1f}"
        return text.format(layer=layer, step=count_text(shown.step), share=share)
