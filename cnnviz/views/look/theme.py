"""The look of the window: the colours of a theme, with its fonts and sizes at one text size."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from cnnviz import resources
from cnnviz.state.settings import Settings, ThemeName
from cnnviz.views.look.palette import COLORS, Colors
from cnnviz.views.look.style_sheet import style_sheet

BODY = 13  # pixels at 100 %
LEAST_WINDOW = 680, 480  # pixels at 100 %: what the parts of a window need of a screen
STEP = 0.05  # of the size of text in windows that have no room for a larger one

# Of the font in a PDF: none. A letter that stands for another one, such as a figure of equal width
# or a raised minus, is one that no other program knows, finds or copies.
IN_A_PDF = {"tnum": 0, "calt": 0}


class Look(QObject):
    """The colours, fonts and sizes that views paint with; follows the settings."""

    changed = Signal()

    def __init__(self, settings: Settings, *, is_ready: bool = True) -> None:
        """Follow the settings.

        Args:
            settings: The theme and the text size.
            is_ready: Whether the style sheet may be set at once. To build a window without one
                and call `set_style_sheet` then is quicker: Qt applies it to each widget again
                whenever it is put into another.
        """
        super().__init__(settings)
        self._settings = settings
        for file in ("Inter-Regular.otf", "Inter-SemiBold.otf"):
            QFontDatabase.addApplicationFont(str(resources.folder() / "fonts" / file))
        self._shown: tuple[str, float] | None = None
        self._largest = float("inf")  # size of text that the window has room for
        self._fonts: dict[tuple[int, bool], QFont] = {}  # by pixels and weight
        self._metrics: dict[tuple[int, bool], QFontMetricsF] = {}
        settings.changed.connect(self._on_settings_changed)
        QApplication.setStyle("Fusion")
        self._apply()
        if is_ready:
            self.set_style_sheet()

    @property
    def settings(self) -> Settings:
        """The theme and the text size that were chosen."""
        return self._settings

    @property
    def colors(self) -> Colors:
        """The colours of the theme."""
        return self._colors

    @property
    def scale(self) -> float:
        """The text size as a factor; everything grows by it."""
        return self._scale

    @property
    def is_limited(self) -> bool:
        """Whether text is smaller than it was asked for, as the window has no room for that."""
        return self._asked > self._largest

    @property
    def _asked(self) -> float:
        return self._settings.text_size / 100

    @property
    def features(self) -> Mapping[str, int]:
        """The features of the font: all figures are equally wide, to stand below each other."""
        return {"tnum": 1}

    def fit_into(self, width: int, height: int) -> None:
        """Follow the size of the window: text is never so large that its parts have no room."""
        room = min(width / LEAST_WINDOW[0], height / LEAST_WINDOW[1])
        self._largest = max(1.0, int(room / STEP) * STEP)
        self._on_settings_changed()

    def px(self, pixels: float) -> int:
        """Return a length that is `pixels` long at 100 % text size."""
        return max(1, round(pixels * self.scale))

    def font(self, pixels: float = BODY, *, bold: bool = False) -> QFont:
        """Return the font of the window, `pixels` high at 100 %."""
        key = (self.px(pixels), bold)
        if key not in self._fonts:
            font = QFont("Inter")
            font.setPixelSize(key[0])
            font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            for feature, value in self.features.items():
                font.setFeature(QFont.Tag(feature), value)
            self._fonts[key] = font
        return self._fonts[key]

    def metrics(self, pixels: float = BODY, *, bold: bool = False) -> QFontMetricsF:
        """Return how wide texts are in that font."""
        key = (self.px(pixels), bold)
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self.font(pixels, bold=bold))
        return self._metrics[key]

    def _on_settings_changed(self) -> None:
        if self._shown != self._wanted:
            self._apply()
            self.set_style_sheet()
            self.changed.emit()

    @property
    def _wanted(self) -> tuple[ThemeName, float]:
        return self._settings.theme, min(self._asked, self._largest)

    def set_style_sheet(self) -> None:
        """Give every widget of the program the colours and sizes of the theme."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setStyleSheet(style_sheet(self.colors, self.px))

    def _apply(self) -> None:
        self._shown = theme, self._scale = self._wanted
        self._colors = COLORS[theme]
        QApplication.setPalette(_palette(self.colors))
        QApplication.setFont(self.font())


class LargeLook(Look):
    """Another look with everything larger by a factor: for Present mode, and for wide rooms."""

    def __init__(self, base: Look, factor: float) -> None:
        QObject.__init__(self, base)
        self._base, self._factor = base, factor
        self._fonts, self._metrics = {}, {}
        base.changed.connect(self.changed)

    @property
    def colors(self) -> Colors:
        """The colours of the theme."""
        return self._base.colors

    @property
    def scale(self) -> float:
        """The text size as a factor."""
        return self._base.scale * self._factor

    @property
    def features(self) -> Mapping[str, int]:
        """The features of the font."""
        return self._base.features

    def set_factor(self, factor: float) -> None:
        """Choose another size; `changed` tells of it."""
        if factor != self._factor:
            self._factor = factor
            self.changed.emit()


def _palette(colors: Colors) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colors.ground,
        QPalette.ColorRole.Base: colors.surface,
        QPalette.ColorRole.AlternateBase: colors.raised,
        QPalette.ColorRole.Button: colors.surface,
        QPalette.ColorRole.WindowText: colors.text,
        QPalette.ColorRole.Text: colors.text,
        QPalette.ColorRole.ButtonText: colors.text,
        QPalette.ColorRole.ToolTipBase: colors.surface,
        QPalette.ColorRole.ToolTipText: colors.text,
        QPalette.ColorRole.PlaceholderText: colors.muted,
        QPalette.ColorRole.Highlight: colors.accent,
        QPalette.ColorRole.HighlightedText: colors.on_accent,
        QPalette.ColorRole.Link: colors.positive,
        QPalette.ColorRole.Accent: colors.accent,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.pale))
    return palette
