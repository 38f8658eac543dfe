"""How large everything is in Present mode: as large as the room and the text size make it."""

from PySide6.QtCore import QSize

LARGE, WIDTH, HEIGHT = 20 / 14, 1280, 720  # digits of 14 pixels have 20 in this room
# Pixels at 100 % that every view needs; a larger text size stops where there are fewer.
LEAST_WIDTH, LEAST_HEIGHT = 640, 440


def large_factor(room: QSize, text_scale: float) -> float:
    """Return how much larger than in the window everything is.

    Args:
        room: The room of the whole view, in pixels.
        text_scale: The text size of the window as a factor.
    """
    factor = max(LARGE, LARGE * min(room.width() / WIDTH, room.height() / HEIGHT))
    fitting = min(room.width() / LEAST_WIDTH, room.height() / LEAST_HEIGHT)
    return min(factor * text_scale, max(factor, fitting)) / text_scale
