"""The line above a scene: its title, the buttons of an explanation, presets, and the place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cnnviz.views.explanation.view import ExplanationView
from cnnviz.views.look.theme import Look
from cnnviz.views.present.preset_menu import PresetButton
from cnnviz.views.present.texts import CAPTION, Title


class PresentHead(QHBoxLayout):
    """Says what is shown and where one is, and holds what changes it."""

    def __init__(self, presets: PresetButton, look: Look) -> None:
        super().__init__()
        self._look, self._presets = look, presets
        self.title = Title(look)
        self.place = QLabel()
        self.place.setObjectName("present-place")
        self._tools: QWidget | None = None  # the buttons of the explanation
        self._copy: QPushButton | None = None
        self._is_narrow = False
        self.addWidget(self.title, stretch=1)
        for part in (presets, self.place):
            self.addWidget(part, alignment=Qt.AlignmentFlag.AlignTop)

    def take_tools(self, view: ExplanationView) -> None:
        """Take the buttons of an explanation over: height is scarce."""
        view.bar.title_room.hide()
        self._tools, self._copy = QWidget(), view.bar.copy
        self._tool_row = QHBoxLayout(self._tools)
        self._tool_row.setContentsMargins(0, 0, 0, 0)
        for button in view.bar.buttons:
            is_needed = button is not view.bar.close  # Enter closes, and the switch below
            if is_needed:
                self._tool_row.addWidget(button)
            button.setVisible(is_needed)
        self.insertWidget(1, self._tools, alignment=Qt.AlignmentFlag.AlignTop)
        self._tool_row.setSpacing(self._look.px(8))
        self.fit(is_narrow=self._is_narrow)

    def show_parts(self, *, has_tools: bool, has_presets: bool) -> None:
        """Show the buttons that mean something here."""
        if self._tools is not None:
            self._tools.setVisible(has_tools)
        self._presets.setVisible(has_presets)

    def fit(self, *, is_narrow: bool) -> None:
        """Leave the title its room: where there is little, a well-known button is an icon alone."""
        self._is_narrow = is_narrow
        self.setSpacing(self._look.px(8 if is_narrow else 16))
        if self._copy is None:
            return
        text = "" if is_narrow else self._copy.accessibleName()
        if self._copy.text() != text:
            self._copy.setText(text)

    def on_look_changed(self) -> None:
        """Take the sizes and colours of the look."""
        px, colors = self._look.px, self._look.colors
        self.setContentsMargins(px(20), 0, px(20), 0)
        self.fit(is_narrow=self._is_narrow)
        size = f"font-size: {px(CAPTION)}px; color: {colors.muted};"
        self.place.setStyleSheet(size + f" padding-top: {px(4)}px;")
