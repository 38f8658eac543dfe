"""The header: the name of the project, undo, redo, and the settings."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from cnnviz.language import _
from cnnviz.project.network_title import shown_title
from cnnviz.state.document import Document
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.tips import show_tip
from cnnviz.views.look.icons import icon
from cnnviz.views.look.theme import Look

_BUTTONS = ("undo", "redo", "present", "palette", "settings")
MOST_NAME = 300  # pixels at 100 %: what a name gets before buttons lose their words


class Header(QWidget):
    """Shows which project is open and whether it has changed since it was saved."""

    def __init__(self, document: Document, actions: Actions, look: Look) -> None:
        super().__init__()
        self._document, self._look = document, look
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = QLabel()
        self._mark.setTextFormat(Qt.TextFormat.RichText)
        self._mark.setProperty("markup", True)
        self.name = QLabel()
        self._shown_name: tuple[object, ...] = ()  # with the room and the font it was cut for
        self.name.setObjectName("project-name")
        self.name.setProperty("role", "muted")
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.name.installEventFilter(self)
        self._row = row = QHBoxLayout(self)
        row.addWidget(self._mark)
        row.addWidget(self.name, stretch=1)
        self.pages = _page_switch(self, actions)
        row.addWidget(self.pages)
        self._right = row.count()
        row.addStretch(1)
        self._make_buttons(actions)
        for button in self._buttons:
            row.addWidget(button)
        document.opened.connect(self.show_name)
        document.changed.connect(self._on_document_changed)
        document.history.cleanChanged.connect(self._on_clean_changed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_buttons(self, actions: Actions) -> None:
        self._buttons = [_flat_button(name) for name in _BUTTONS]
        self._texts = self._buttons[: _BUTTONS.index("palette")]  # those with a text too
        self._show_texts(True)
        for button, action in zip(self._buttons, _BUTTONS[:-1], strict=False):
            button.setDefaultAction(actions[action])
        self._settings = self._buttons[-1]
        self._settings.setToolTip(_("Text size and theme"))
        self._settings.setAccessibleName(_("Settings"))
        self._settings.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._settings.setMenu(_settings_menu(self, actions))

    def show_name(self) -> None:
        """Show the file and the network; a dot marks changes that are not saved."""
        path = self._document.path
        title = shown_title(self._document.project.network)
        file = shown_name(path.stem) if path else _("Not saved yet")
        mark = "" if self._document.history.isClean() else " •"
        whole = f"{file}{mark}  ·  {title}"
        show_tip(self.name, str(path) if path else _("This project has no file yet"))
        # Hidden, its width is not known.
        room, font = self.name.width() if self.isVisible() else None, self.name.font()
        if (whole, room, font) == self._shown_name:
            return
        self._shown_name = whole, room, font
        self._share_room(whole)
        middle = Qt.TextElideMode.ElideMiddle  # both the file and the network begin, or end
        shown = whole if room is None else QFontMetrics(font).elidedText(whole, middle, room)
        self.name.setText(shown)
        self.name.setAccessibleName(whole)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shorten the name again where a button beside it took or left room."""
        if event.type() == QEvent.Type.Resize:
            self.show_name()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the name to the room there is; where there is little, buttons are icons."""
        super().resizeEvent(event)
        self._share_room(self.name.accessibleName())
        self.show_name()

    def _share_room(self, name: str) -> None:
        """Let the name have its room: the pages leave the middle first, then buttons are icons."""
        hint = super().minimumSizeHint().width()
        whole = hint if self._has_texts else hint + self._texts_width() + self._look.px(24)
        needed = QFontMetrics(self.name.font()).horizontalAdvance(name) + 2
        needed = min(needed, self._look.px(MOST_NAME))
        self._show_texts(self.width() >= whole + needed)
        rest = self.width() - super().minimumSizeHint().width()
        stretch = 1 if needed <= rest // 2 else 0
        if self._row.stretch(self._right) != stretch:
            self._row.setStretch(self._right, stretch)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: that of icons without their texts."""
        hint = super().minimumSizeHint()
        return hint - QSize(self._texts_width(), 0) if self._has_texts else hint

    @property
    def _has_texts(self) -> bool:
        return self._texts[0].toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon

    def _texts_width(self) -> int:
        return sum(each.fontMetrics().horizontalAdvance(each.text()) for each in self._texts)

    def _show_texts(self, are_shown: bool) -> None:
        style = Qt.ToolButtonStyle
        for button in self._texts:
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if are_shown else style.ToolButtonIconOnly
            )

    def _on_document_changed(self, before: object, after: object) -> None:
        self.show_name()

    def _on_clean_changed(self, clean: bool) -> None:
        self.show_name()

    def _on_look_changed(self) -> None:
        px, colors = self._look.px, self._look.colors
        size = f"font-size: {px(15)}px"  # rich text is slow to follow a font
        viz = f"<span style='color:{colors.accent}'>viz</span>"
        self._mark.setText(f"<b style='{size}'>cnn{viz}</b>")
        self._row.setContentsMargins(px(16), px(6), px(12), px(6))
        self._row.setSpacing(px(8))
        self._settings.setIcon(icon("settings", colors.text))
        for button in self._buttons:
            button.setIconSize(QSize(px(16), px(16)))
        self.show_name()


def _flat_button(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"{name}-button")
    button.setProperty("role", "flat")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    return button


def _page_switch(parent: QWidget, actions: Actions) -> QWidget:
    """Return the switch between the pages, one button each."""
    switch = QWidget(parent)
    switch.setObjectName("page-switch")
    switch.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(switch)
    row.setContentsMargins(2, 2, 2, 2)
    row.setSpacing(2)
    for action in actions.pages.actions():
        button = QToolButton(switch)
        button.setDefaultAction(action)
        button.setObjectName(f"{action.objectName()}-button")
        button.setProperty("role", "page")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        row.addWidget(button)
    return switch


def _settings_menu(parent: QWidget, actions: Actions) -> QMenu:
    menu = QMenu(parent)
    menu.setObjectName("settings-menu")
    for name in ("text-larger", "text-smaller", "text-normal"):
        menu.addAction(actions[name])
    menu.addSeparator()
    menu.addActions(actions.themes.actions())
    menu.addSeparator()
    menu.addAction(actions["reset-layout"])
    return menu
