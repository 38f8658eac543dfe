"""The dialog in which the sizes of a new exercise are chosen."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.ops import Pair
from cnnviz.exercises.exercise import LARGEST_NUMBER, LARGEST_SIZE, new_exercise
from cnnviz.language import _, ngettext
from cnnviz.project.project import Project
from cnnviz.text.typed_number import number_within
from cnnviz.views.controls.number_field import NumberField
from cnnviz.views.controls.panel import label
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Choices:
    """What was chosen for an exercise."""

    size: Pair = (6, 6)  # rows and columns of the picture
    kernel: Pair = (3, 3)
    stride: int = 1
    padding: int = 0
    has_bias: bool = True
    number: int = 1  # the same number makes the same exercise

    def project(self) -> Project:
        """Return the exercise.

        Raises:
            ValueError: If the kernel does not fit the picture; why, in a sentence.
        """
        return new_exercise(
            self.size, self.kernel, self.stride, self.padding, self.number, bias=self.has_bias
        )


class NewExerciseDialog(QDialog):
    """Asks for the sizes, tells how many cells there will be, and why a choice cannot be."""

    chosen = Signal(object)  # Choices

    def __init__(self, choices: Choices, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("new-exercise-dialog")
        self.setWindowTitle(_("New exercise"))
        self._make_fields(choices)
        self.bias = QCheckBox(_("With a bias"))
        self.bias.setObjectName("exercise-bias")
        self.bias.setToolTip(_("A number that is added to each sum"))
        self.bias.setChecked(choices.has_bias)
        self.another = QPushButton(_("Another one"))
        self.another.setObjectName("exercise-another")
        self.another.setAccessibleName(_("Another number"))
        self.another.setToolTip(_("Other numbers with the same sizes"))
        self.another.setAutoDefault(False)
        self.preview = label("exercise-preview")
        self.buttons = QDialogButtonBox()
        self.ok = self.buttons.addButton(_("Start"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("exercise-start")
        self.ok.setProperty("role", "main")
        self.buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._arrange()
        self._connect()
        self._show_preview()
        self.fields["rows"].setFocus()

    def _make_fields(self, choices: Choices) -> None:
        largest = LARGEST_SIZE
        self.fields = {
            "rows": self._field("rows", _("Rows of the picture"), choices.size[0], (1, largest)),
            "columns": self._field(
                "columns", _("Columns of the picture"), choices.size[1], (1, largest)
            ),
            "kernel-rows": self._field(
                "kernel-rows", _("Rows of the kernel"), choices.kernel[0], (1, largest)
            ),
            "kernel-columns": self._field(
                "kernel-columns", _("Columns of the kernel"), choices.kernel[1], (1, largest)
            ),
            "stride": self._field("stride", _("Stride"), choices.stride, (1, largest)),
            "padding": self._field("padding", _("Padding"), choices.padding, (0, largest)),
            "number": self._field(
                "number", _("Number of the exercise"), choices.number, (0, LARGEST_NUMBER)
            ),
        }

    def _field(self, name: str, title: str, value: int, limits: Pair) -> "SizeField":
        field = SizeField(self._look, title, value, limits)
        field.setObjectName(f"exercise-{name}")
        field.setFixedWidth(max(self._look.px(72), field.sizeHint().width()))
        tip = _("{what}, {least} to {largest} (Up and Down change it)")
        field.setToolTip(plain_tip(tip.format(what=title, least=limits[0], largest=limits[1])))
        return field

    def _arrange(self) -> None:
        grid = QGridLayout()
        lines = (
            (_("Picture, rows × columns"), self._pair("rows", "columns")),
            (_("Kernel, rows × columns"), self._pair("kernel-rows", "kernel-columns")),
            (_("Stride"), self._line(self.fields["stride"])),
            (_("Padding with zeros"), self._line(self.fields["padding"])),
            ("", self._line(self.bias)),
            (_("Exercise number"), self._line(self.fields["number"], self.another)),
        )
        for row, (title, line) in enumerate(lines):
            grid.addWidget(QLabel(title), row, 0)
            grid.addLayout(line, row, 1)
        px = self._look.px
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(16))
        column.setSpacing(px(12))
        column.addLayout(grid)
        column.addWidget(self.preview)
        column.addStretch()
        column.addWidget(self.buttons)
        self.preview.setMinimumHeight(3 * self.fontMetrics().height())  # of the longest refusal
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(px(380))

    def _pair(self, first: str, second: str) -> QHBoxLayout:
        return self._line(self.fields[first], QLabel("×"), self.fields[second])

    def _line(self, *controls: QWidget) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(self._look.px(6))
        for control in controls:
            line.addWidget(control)
        line.addStretch()
        return line

    def _connect(self) -> None:
        for field in self.fields.values():
            field.textChanged.connect(self._show_preview)
            field.entered.connect(self.accept)
        self.bias.toggled.connect(self._show_preview)
        self.another.clicked.connect(self._on_another_clicked)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    @property
    def choices(self) -> Choices:
        """What is chosen now; what is being typed counts."""
        read = {name: field.typed for name, field in self.fields.items()}
        return Choices(
            (read["rows"], read["columns"]),
            (read["kernel-rows"], read["kernel-columns"]),
            read["stride"],
            read["padding"],
            self.bias.isChecked(),
            read["number"],
        )

    def _show_preview(self) -> None:
        try:
            network = self.choices.project().network
            shape = network.shapes[network.names[1]]
        except ValueError as error:
            self._tell(str(error), is_refusal=True)
            return
        cells = shape[1] * shape[2]
        text = ngettext(
            "The result has {shape} cell.", "The result has {shape} = {count} cells.", cells
        )
        self._tell(text.format(shape=shape_text(shape[1:]), count=cells), is_refusal=False)

    def _tell(self, sentence: str, *, is_refusal: bool) -> None:
        self.preview.setText(sentence)
        self.ok.setEnabled(not is_refusal)
        self.ok.setToolTip(plain_tip(sentence if is_refusal else _("Open the exercise (Enter)")))
        role = "problem" if is_refusal else ""
        if self.preview.property("role") != role:
            self.preview.setProperty("role", role)
            self.preview.style().polish(self.preview)

    def _on_another_clicked(self) -> None:
        number = self.fields["number"]
        number.show_number((number.typed + 1) % (LARGEST_NUMBER + 1))

    def accept(self) -> None:
        """Take the choices, if an exercise can be made of them."""
        if not self.ok.isEnabled():
            return
        choices = self.choices
        super().accept()
        self.chosen.emit(choices)


class SizeField(NumberField):
    """A whole number; Enter takes it and accepts the dialog."""

    entered = Signal()

    def __init__(self, look: Look, title: str, value: int, limits: Pair) -> None:
        super().__init__(look, value, limits[0], limits[1], step=1, whole=True, name=title)
        self._limits = limits

    @property
    def typed(self) -> int:
        """The number as it stands in the field; the last good one while that is none."""
        try:
            return int(number_within(self.text(), *self._limits, whole=True))
        except ValueError:
            return int(self.value)

    def show_number(self, value: int) -> None:
        """Show another number, whatever is being typed."""
        self.setModified(False)
        self.show_value(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept the dialog on Enter, once the number is taken."""
        super().keyPressEvent(event)
        if event.key() in _ENTER and not self.problem:
            self.entered.emit()
