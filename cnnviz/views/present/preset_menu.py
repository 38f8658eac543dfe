"""A menu of classic kernels, to be put into the kernel that is looked at."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from cnnviz.cnn.layers import Conv2d
from cnnviz.explain.kernel_presets import PRESETS, KernelPreset
from cnnviz.language import _
from cnnviz.project.kernel_edits import with_kernel
from cnnviz.project.project import with_reset_filter
from cnnviz.state.document import Document
from cnnviz.views.controls.bubble import tell
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

At = tuple[str, int, int]  # node, filter, slice


class PresetButton(QToolButton):
    """Opens the menu; what is chosen is one edit, which can be undone."""

    def __init__(self, document: Document, at: Callable[[], At | None], look: Look) -> None:
        """Make the button; `at` tells whose weights are meant, None where there are none."""
        super().__init__()
        self._document, self._at, self._look = document, at, look
        self.setObjectName("present-presets")
        self.setText(_("Presets"))
        self.setToolTip(_("Put a classic kernel in (K)"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        menu = QMenu(self)
        menu.setObjectName("present-preset-menu")
        menu.setToolTipsVisible(True)
        opened = menu.addAction(_("As it was opened"))
        opened.triggered.connect(self._on_reset)
        menu.addSeparator()
        for preset in PRESETS:
            action = menu.addAction(preset.name.replace("&", "&&"))
            action.setObjectName(f"preset-{preset.kernel}")
            action.setToolTip(plain_tip(preset.sentence))
            action.triggered.connect(partial(self._put, preset))
        self.setMenu(menu)

    @property
    def is_possible(self) -> bool:
        """Whether there is a kernel."""
        at = self._at()
        layers = self._document.project.network.layers
        return at is not None and isinstance(layers.get(at[0]), Conv2d)

    def _put(self, preset: KernelPreset, is_checked: bool = False) -> None:
        at = self._at()
        if at is None or not self.is_possible:
            return
        node, channel, place = at
        project = self._document.project
        text = _("Preset “{name}” in {layer}")
        named = text.format(name=preset.name, layer=project.network.layer_name(node))
        try:
            after = with_kernel(project, node, (channel, place), preset.weights)
            refusal = self._document.edit(named, after)
        except ValueError as error:
            refusal = str(error)
        if refusal:
            tell(self._look, self, refusal)

    def _on_reset(self) -> None:
        at = self._at()
        if at is not None and self.is_possible:
            after = with_reset_filter(self._document.project, at[0], at[1])
            self._document.edit(_("Reset filter {number}").format(number=at[1] + 1), after)
