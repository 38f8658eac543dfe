"""The colours of each theme."""

from dataclasses import dataclass
from typing import Final

from cnnviz.state.settings import ThemeName


@dataclass(frozen=True)
class Colors:
    """The colours of one theme, as #rrggbb."""

    ground: str  # behind the page
    surface: str  # panels, fields, buttons
    raised: str  # a control under the mouse
    line: str
    text: str
    muted: str
    accent: str  # violet: where we are
    accent_soft: str  # its pale ground
    on_accent: str  # text on it
    positive: str  # blue, for lines and text
    negative: str  # orange, for lines and text
    pale: str  # edges and cells not reached yet
    track: str  # the ground of a bar that is not full


COLORS: Final[dict[ThemeName, Colors]] = {
    "light": Colors(
        ground="#f4f5f7", surface="#ffffff", raised="#f4f5f7", line="#dee2e8", text="#1b2430",
        muted="#5b6672", accent="#6d28d9", accent_soft="#f0eafb", on_accent="#ffffff",
        positive="#145cb2", negative="#b85408", pale="#cdd3db", track="#e1e5ea",
    ),
    "dark": Colors(
        ground="#14181e", surface="#1d232b", raised="#2a323d", line="#38414d", text="#e8ecf1",
        muted="#a3aebb", accent="#a27cf5", accent_soft="#322653", on_accent="#14181e",
        positive="#6fb0ff", negative="#ff9d52", pale="#4a5563", track="#333c47",
    ),
    "contrast": Colors(
        ground="#000000", surface="#000000", raised="#262626", line="#ffffff", text="#ffffff",
        muted="#e6e6e6", accent="#d0b4ff", accent_soft="#2d1a55", on_accent="#000000",
        positive="#8cc4ff", negative="#ffb070", pale="#6e6e6e", track="#454545",
    ),
}  # fmt: skip
