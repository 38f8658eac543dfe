"""What the View menu does: Present mode, zoom, text size, themes, panels."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from cnnviz.language import _
from cnnviz.views.controls.actions import Actions
from cnnviz.views.look.theme import Look
from cnnviz.views.present.presenter import Presenter
from cnnviz.views.window.pages import Pages
from cnnviz.views.window.panels import Panels

ZOOM = 1.25


class ViewCommands(QObject):
    """Changes how things look, and nothing else; the action of the theme is the checked one."""

    def __init__(
        self,
        actions: Actions,
        pages: Pages,
        panels: Panels,
        presenter: Presenter,
        look: Look,
        tell: Callable[[str], None],
    ) -> None:
        super().__init__(actions)
        self._actions, self._pages, self._panels = actions, pages, panels
        self._look, self._tell = look, tell
        self._settings = settings = look.settings
        for name, slot in (
            ("present", presenter.toggle),
            ("toggle-inspector", panels.toggle_inspector),
            ("zoom-in", self._on_zoom_in),
            ("zoom-out", self._on_zoom_out),
            ("fit", pages.fit),
            ("text-larger", self._on_text_larger),
            ("text-smaller", self._on_text_smaller),
            ("text-normal", self._on_text_normal),
            ("reset-layout", self._on_reset_layout),
        ):
            actions[name].triggered.connect(slot)
        actions.themes.triggered.connect(self._on_theme)
        actions.network_views.triggered.connect(self._on_network_view)
        settings.changed.connect(self._show_theme)
        panels.arranged.connect(self._show_inspector)
        self._show_inspector()
        self._show_theme()

    def _on_zoom_in(self) -> None:
        self._pages.zoom_by(ZOOM)

    def _on_zoom_out(self) -> None:
        self._pages.zoom_by(1 / ZOOM)

    def _on_text_larger(self) -> None:
        if not self._look.is_limited:
            self._settings.step_text_size(up=True)
        if self._look.is_limited:
            self._tell(_("This window has no room for larger text"))

    def _on_text_smaller(self) -> None:
        self._settings.step_text_size(up=False)

    def _on_text_normal(self) -> None:
        self._settings.set_text_size(100)

    def _on_theme(self, action: QAction) -> None:
        self._settings.set_theme(action.data())

    def _on_network_view(self, action: QAction) -> None:
        self._settings.set_network_view(action.data())
        self._pages.show_page("network")

    def _on_reset_layout(self) -> None:
        self._settings.reset()
        self._panels.reset()
        self._pages.network.fit()

    def _show_inspector(self) -> None:
        """Offer the inspector where there can be one, else say why not."""
        why_not = self._panels.why_no_inspector
        self._actions.enable("toggle-inspector", not why_not, why_not)

    def _show_theme(self) -> None:
        self._actions[f"theme-{self._settings.theme}"].setChecked(True)
        self._actions[f"network-{self._settings.network_view}"].setChecked(True)
