"""The left of the Train page: configure, compile, train."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cnnviz.files.os_reasons import sentence_about
from cnnviz.language import _
from cnnviz.project.plan import is_possible
from cnnviz.state.data_choice import sources
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.state.training_presets import TrainingPreset
from cnnviz.views.controls.card import heading
from cnnviz.views.controls.scroll_area import WholeArea
from cnnviz.views.look.theme import Look
from cnnviz.views.train.data_part import DataPart
from cnnviz.views.train.layer_list import LayerList
from cnnviz.views.train.run_controls import RunControls
from cnnviz.views.train.runs_place import asked_for_place
from cnnviz.views.train.setup_choices import in_short
from cnnviz.views.train.setup_form import SetupForm


class _Remaining(QWidget):
    """Takes the height that others leave: what is long in it scrolls, whatever it would like."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def hasHeightForWidth(self) -> bool:
        """Return False: a line that wraps in it would make its whole wish the least it gets."""
        return False


class SetupColumn(QWidget):
    """Three steps, the last always in sight; says why a run cannot start."""

    picture_chosen = Signal(object, str, bool)  # (picture (C, H, W) 0 to 255, name, 255 is white)

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__()
        self._document, self._training, self._look = document, training, look
        self.setObjectName("train-left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.layers = LayerList(document, look)
        self.setup = SetupForm(training, sources(), look)
        self.data = DataPart(document, training, self.setup, look)
        self.controls = RunControls(training, look)
        self._arrange()
        self._connect()
        self._on_look_changed()
        self._on_setup_changed()

    def _arrange(self) -> None:
        steps, foot, compiling = _Remaining(), QWidget(), QWidget()
        self._steps, self._foot = QVBoxLayout(steps), QVBoxLayout(foot)
        self._steps.addWidget(self.layers)
        self._compile = QVBoxLayout(compiling)
        self._compile.addWidget(heading(_("2 · Compile")))
        self._compile.addWidget(self.setup)
        self._foot.addLayout(self._make_foot_head())
        self._foot.addWidget(self.controls)
        self._area = WholeArea(compiling, "train-left-area")
        self._area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(steps, stretch=1)
        whole.addWidget(self._area)
        whole.addWidget(foot)

    def _make_foot_head(self) -> QHBoxLayout:
        """Return the title of step 3, and step 2 in short: it may be out of sight."""
        self.compiled = QPushButton()
        self.compiled.setObjectName("train-compiled")
        self.compiled.setProperty("role", "flat")
        self.compiled.setToolTip(_("Step 2, compile: go there to change data and settings"))
        head = QHBoxLayout()
        head.addWidget(heading(_("3 · Train")), stretch=1)
        head.addWidget(self.compiled)
        return head

    def _connect(self) -> None:
        self.compiled.clicked.connect(self._on_compiled)
        self.setup.preset_chosen.connect(self._on_preset)
        self.data.told.connect(self.controls.tell)
        self.data.picture_chosen.connect(self.picture_chosen)
        self.controls.start_asked.connect(self._on_start)
        self._training.setup_changed.connect(self._on_setup_changed)
        self._training.run_changed.connect(self._on_run_changed)
        self._document.changed.connect(self._on_document_changed)
        self._look.changed.connect(self._on_look_changed)

    # Starting

    def _on_start(self) -> None:
        """Train the network as it is configured."""
        if not is_possible(self._document.project):
            problem = _("The layers do not fit yet: mend the marked one, then train.")
            self.controls.tell(problem)
        elif problem := self.data.problem():
            self.controls.tell(problem)
        else:
            self._try(self._training.start)

    def start_another(self) -> None:
        """Train from another start, beside the run that is shown."""
        self._try(self._training.start_another)

    def _try(self, start: Callable[[], object]) -> None:
        """Start a run, or say why that cannot be."""
        try:
            start()
        except OSError as error:
            problem = sentence_about(error)
            place = asked_for_place(self, problem)
            if place is None:
                self._tell_problem(problem)
            else:
                self._training.keep_runs_in(place)
                self._try(start)
        except ValueError as error:
            self._tell_problem(sentence_about(error))

    def _tell_problem(self, problem: str) -> None:
        text = _("The run could not be started: {problem}")
        self.controls.tell(text.format(problem=problem))

    # Signals

    def _on_run_changed(self) -> None:
        self.controls.tell("")

    def _on_document_changed(self, before: object, after: object) -> None:
        self.controls.tell("")  # what could not be trained may fit now

    def _on_setup_changed(self) -> None:
        config = self._training.config
        self.compiled.setText(_("with {settings}").format(settings=in_short(config)))
        self.compiled.setAccessibleName(_("Step 2: {settings}").format(settings=in_short(config)))
        self.controls.tell("")  # what could not be trained may fit now

    def _on_compiled(self) -> None:
        """Bring step 2 into sight, and the keys there."""
        px, first = self._look.px, self.setup.presets
        self._area.ensureWidgetVisible(self.setup, 0, px(8))
        self._area.ensureWidgetVisible(first, 0, px(40))  # its beginning, if all has no room
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_preset(self, preset: TrainingPreset) -> None:
        if preset.filters:
            self.layers.set_filters(preset.filters)
        else:
            self.layers.give_filters_back()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._steps.setContentsMargins(px(14), px(10), px(14), px(4))
        self._compile.setContentsMargins(px(14), px(4), px(14), px(4))
        self._foot.setContentsMargins(px(14), px(4), px(14), px(10))
        for column in (self._steps, self._compile, self._foot):
            column.setSpacing(px(8))
