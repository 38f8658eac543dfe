"""Edit one filter of a convolution: its slices, its bias, and the window of its layer."""

from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.files.os_reasons import os_reason
from cnnviz.files.reasons import writing_reason
from cnnviz.language import _
from cnnviz.project import shipped
from cnnviz.project.kernel_edits import (
    convolution,
    strictness_sentence,
    with_kernel,
    with_turned_kernel,
    with_window,
)
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.bubble import tell
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.inspector.kernel_file import read_kernel, write_kernel
from cnnviz.views.inspector.kernel_tools import TRANSFORMATIONS, KernelTools, MatrixFiles
from cnnviz.views.inspector.preset_box import PresetBox
from cnnviz.views.inspector.reset_row import ResetRow
from cnnviz.views.inspector.shared_line import SharedLine
from cnnviz.views.inspector.slice_editor import SliceEditor
from cnnviz.views.inspector.window_fields import WindowFields
from cnnviz.views.look.theme import Look


class KernelEditor(QWidget):
    """Shows one filter and asks the document for edits; keeps no weights of its own."""

    compare_toggled = Signal(bool)

    def __init__(
        self, document: Document, cursor: Cursor, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._look = document, look
        self._edits = DocumentEdits(document, look, self._show)
        self._node, self._channel = "", 0
        self.files = MatrixFiles(look.settings)
        self.slices = SliceEditor(document, cursor, look, "kernel", self._show, self)
        self.shared = SharedLine("kernel", self)
        self.preset = PresetBox(look, self)
        self.fields = WindowFields(document, look, self)
        self.reset_row = ResetRow(document, look, "kernel", self)
        self.tools = KernelTools(look, self)
        self._make_strict()
        self._arrange()
        self._connect()

    def _make_strict(self) -> None:
        self.strict = QCheckBox(_("Strict convolution"), self)
        self.strict.setObjectName("kernel-strict")
        self.strict.setToolTip(_("Turn every kernel of this layer by 180° before it is used"))
        self.strict_sentence = QLabel(self)
        self.strict_sentence.setProperty("role", "muted")
        self.strict_sentence.setWordWrap(True)

    def _connect(self) -> None:
        self.preset.chosen.connect(self._on_preset_chosen)
        self.preset.opened_values_chosen.connect(self._on_opened_values_chosen)
        self.tools.pressed.connect(self._on_tool_pressed)
        self.strict.clicked.connect(self._on_strict_clicked)
        self.reset_row.compare_toggled.connect(self.compare_toggled)
        self._look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (
            self.slices,
            self.shared,
            self.preset,
            self.tools,
            self.fields,
            self.strict,
            self.strict_sentence,
            self.reset_row,
        ):
            self._column.addWidget(part)

    @property
    def slice(self) -> int:
        """The chosen slice, counted from 0."""
        return self.slices.current

    def show_channel(self, node: str, channel: int) -> None:
        """Show one filter of a layer that is a convolution. Emits no edit."""
        self._node, self._channel = node, channel
        layer = convolution(self._document.project, node)
        self.slices.show_channel(node, channel)
        self.shared.show_node(self._document.project.network, node)
        self._show_preset()
        self.fields.show_channel(node, channel)
        self.reset_row.show_channel(node, channel)
        self.strict.setChecked(layer.flipped)  # `clicked` tells of the user only
        self.strict_sentence.setText(strictness_sentence(layer.flipped))

    def _opened(self) -> Conv2d:
        layer = self._document.project.original.layers[self._node]
        assert isinstance(layer, Conv2d)  # the original has the same layers
        return layer

    def _show(self) -> None:
        self.show_channel(self._node, self._channel)

    def _show_preset(self) -> None:
        weights, opened = self.slices.weights, self._opened().weight[self._channel, self.slice]
        is_edited = weights.shape != opened.shape or bool((weights != opened).any())
        is_trained = _is_shipped(self._document.project.network.name)
        name = _("Trained values") if is_trained else _("Values as opened")
        self.preset.show_kernel(weights, is_edited=is_edited, opened_name=name)

    # Edits

    def _named(self, step: str, **fields: str) -> str:
        """Return the name of a step in the Edit menu, with the name of the layer in it."""
        layer = self._document.project.network.layer_name(self._node)
        return step.format(layer=layer, **fields)

    def _replace(self, control: QWidget, text: str, weights: Array) -> None:
        at = (self._channel, self.slice)
        make = partial(with_kernel, node=self._node, at=at, weights=weights)
        self._edits.edit(control, text, make)

    def _on_preset_chosen(self, weights: Array, name: str) -> None:
        text = self._named(_("Preset “{name}” in {layer}"), name=name)
        self._replace(self.preset.box, text, weights)

    def _on_opened_values_chosen(self) -> None:
        weights = self._opened().weight[self._channel, self.slice]
        self._replace(self.preset.box, self._named(_("Reset a slice in {layer}")), weights)

    def _on_tool_pressed(self, name: str) -> None:
        if name in TRANSFORMATIONS:
            self._transform(name)
        elif name == "copy":
            self.slices.grid.copy()
        elif name == "paste":
            self.slices.grid.paste()
        elif name == "open":
            self._open()
        else:
            self._save()

    def _transform(self, name: str) -> None:
        at, weights = (self._channel, self.slice), self.slices.weights
        transformation = TRANSFORMATIONS[name]

        def make(project: Project) -> Project:
            turned = transformation.turn(weights)
            return with_turned_kernel(project, self._node, at, turned)

        self._edits.edit(self.tools.buttons[name], self._named(_(transformation.step)), make)

    def _open(self) -> None:
        path, button = self.files.to_open(self), self.tools.buttons["open"]
        if path is None:
            return
        try:
            weights = read_kernel(path)
        except (OSError, ValueError) as error:
            self._tell_of_file(button, path, error)
            return
        self._replace(button, self._named(_("Open {file} in {layer}"), file=path.name), weights)

    def _save(self) -> None:
        path = self.files.to_save(self)
        if path is None:
            return
        try:
            write_kernel(path, self.slices.weights)
        except OSError as error:
            problem = OSError(error.errno, writing_reason(error))
            self._tell_of_file(self.tools.buttons["save"], path, problem)

    def _tell_of_file(self, button: QWidget, path: Path, error: OSError | ValueError) -> None:
        reason = os_reason(error) if isinstance(error, OSError) else str(error)
        tell(
            self._look,
            button,
            _("{file}: {reason}").format(file=shown_name(path.name), reason=reason),
        )

    def _on_strict_clicked(self, flipped: bool) -> None:
        text = _("Compute {layer} by correlation")
        if flipped:
            text = _("Compute {layer} by strict convolution")
        make = partial(with_window, node=self._node, flipped=flipped)
        self._edits.edit(self.strict, self._named(text), make)

    def _on_look_changed(self) -> None:
        self._column.setSpacing(self._look.px(8))


@cache
def _is_shipped(network: str) -> bool:
    """Return whether a network comes with the program, with weights that were trained."""
    return shipped.card(network) is not None
