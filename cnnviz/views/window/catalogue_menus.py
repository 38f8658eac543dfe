"""The menus of what is found by name: the kernel that is looked at, its presets, the networks."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QMenu

from cnnviz.language import _
from cnnviz.views.look.plain_tip import plain_tip

if TYPE_CHECKING:  # imported when a menu opens: the window starts sooner
    from cnnviz.views.window.catalogue import Catalogue, Entry


class CatalogueMenus(QObject):
    """Adds a menu of networks and one of kernels; each is filled when it opens."""

    def __init__(self, window: QMainWindow, catalogue: "Callable[[], Catalogue]") -> None:
        super().__init__(window)
        bar = window.menuBar()
        before = bar.actions()[-1]  # help comes last
        networks = QMenu(_("Net&work"), bar)
        kernel = QMenu(_("&Kernel"), bar)
        self._presets = QMenu(_("&Presets"), kernel)
        for menu, name in ((networks, "networks"), (kernel, "kernel"), (self._presets, "presets")):
            menu.setObjectName(f"menu-{name}")
            menu.setToolTipsVisible(True)
        bar.insertMenu(before, networks)
        bar.insertMenu(before, kernel)
        self._networks, self._kernel, self._catalogue = networks, kernel, catalogue
        networks.aboutToShow.connect(self._fill_networks)
        kernel.aboutToShow.connect(self._fill_kernel)
        self._presets.aboutToShow.connect(self._fill_presets)

    def _fill_networks(self) -> None:
        _fill(self._networks, self._catalogue().networks())

    def _fill_presets(self) -> None:
        _fill(self._presets, self._catalogue().presets())

    def _fill_kernel(self) -> None:
        _fill(self._kernel, self._catalogue().kernels())
        self._kernel.addSeparator()
        self._kernel.addMenu(self._presets)


def _fill(menu: QMenu, entries: "Iterable[Entry]") -> None:
    menu.clear()
    for entry in entries:
        action = menu.addAction(entry.title.replace("&", "&&"))
        action.setToolTip(plain_tip(entry.tip))
        action.setEnabled(entry.is_possible)
        action.triggered.connect(_without_state(entry.do))


def _without_state(do: Callable[[], object]) -> Callable[[], None]:
    """Return a slot that passes on nothing of whether an action is checked."""

    def slot() -> None:
        do()

    return slot
