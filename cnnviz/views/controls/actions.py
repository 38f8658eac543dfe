"""The actions of the window: made from their table, enabled or explained, put into the menus."""

from collections.abc import Iterable
from typing import get_args

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from cnnviz.language import _
from cnnviz.project.place import MapOrder, PageName, Stepping
from cnnviz.state.settings import NetworkViewName, ThemeName
from cnnviz.views.controls.action_table import MENUS, ROWS, SUBMENUS, TRANSPORT
from cnnviz.views.look.icons import icon
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

_AT_PROJECTOR = 80  # pixels: of an icon on a screen of 3840×2160


class Actions(QObject):
    """Makes the actions, and the menus that hold them all."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows = {row.name: row for row in ROWS}
        self._made: dict[str, QAction] = {}
        for row in ROWS:
            action = QAction(_(row.text), self)
            action.setObjectName(row.name)
            action.setShortcuts([QKeySequence(keys) for keys in row.shortcuts.split()])
            if row.short:
                action.setIconText(_(row.short))
            self._made[row.name] = action
            self.explain(row.name, _(row.tip))
        self.pages = self._group("page-", get_args(PageName))
        self.themes = self._group("theme-", get_args(ThemeName))
        self.network_views = self._group("network-", get_args(NetworkViewName))
        self.map_orders = self._group("sort-", get_args(MapOrder))
        self.steppings = self._group("step-", get_args(Stepping))
        # The menus within menus; no window's child before they are put into one.
        self.menus = {name: self._submenu(name) for name in SUBMENUS}
        self.recent = self.menus["recent"]
        look.changed.connect(self.show_icons)
        self.show_icons()

    def _group(self, prefix: str, choices: Iterable[str]) -> QActionGroup:
        """Let one of some actions be checked; the data of each is what it chooses."""
        group = QActionGroup(self)
        for choice in choices:
            action = self[f"{prefix}{choice}"]
            action.setCheckable(True)
            action.setData(choice)
            group.addAction(action)
        return group

    def _submenu(self, name: str) -> QMenu:
        title, names = SUBMENUS[name]
        made = QMenu(_(title))
        made.setObjectName(name)
        made.addActions([self[action] for action in names])
        return made

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def all(self) -> list[QAction]:
        """Return every action, in the order of the menus."""
        return list(self._made.values())

    @property
    def transport(self) -> list[QAction]:
        """The actions of the transport bar, from first to last."""
        return [self[name] for name in TRANSPORT]

    def explain(self, name: str, tip: str) -> None:
        """Say what an action does, or why it cannot now; the shortcut is added."""
        if self[name].statusTip() == tip:  # buttons are laid out again for each change
            return
        keys = self[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        with_keys = _("{tip} ({keys})").format(tip=tip, keys=keys)
        self[name].setToolTip(plain_tip(with_keys if keys else tip))
        self[name].setStatusTip(tip)

    def enable(self, name: str, enabled: bool, why_not: str, tip: str = "") -> None:
        """Allow an action, or say why it cannot be done now; `tip` is what it does now."""
        if self[name].isEnabled() != enabled:
            self[name].setEnabled(enabled)
        self.explain(name, (tip or _(self._rows[name].tip)) if enabled else why_not)

    def show_icons(self) -> None:
        """Draw the icons in the colours of the theme."""
        for row in ROWS:
            if row.icon:
                self.set_icon(row.name, row.icon)

    def set_icon(self, name: str, file: str) -> None:
        """Give an action another icon."""
        colors = self._look.colors
        color = colors.on_accent if name == "play" else colors.text
        side = _AT_PROJECTOR if name == "play" else 0  # the one that Present shows
        self[name].setIcon(icon(file, color, colors.pale, side=side))

    def put_into(self, window: QMainWindow) -> None:
        """Put every action into the menus of a window, in which its keys work from now on."""
        self.setParent(window)
        window.addActions(self.all())  # so that a key works wherever the focus is
        bar = window.menuBar()
        menus = self.menus
        for menu in menus.values():
            menu.setParent(bar, menu.windowFlags())
        for title, names in MENUS:
            menu = bar.addMenu(_(title))
            for name in names:
                if name == "|":
                    menu.addSeparator()
                elif name in menus:
                    menu.addMenu(menus[name])
                else:
                    menu.addAction(self[name])


def plain_text(action: QAction) -> str:
    """Return the text of an action without the mark of its key in menus."""
    return action.text().replace("&", "")
