"""The colours: text that can be read on what is behind it, in every theme."""

import pytest
from PySide6.QtGui import QColor

from cnnviz.views.look.palette import COLORS


def contrast(one, other):
    """The ratio of two colours as WCAG 2.1 has it, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(name):
    channels = QColor(name).getRgbF()[:3]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(c * weight for c, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize("theme", COLORS)
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "positive", "negative"])
def test_text_is_read_on_a_panel(theme, ink):
    assert contrast(getattr(COLORS[theme], ink), COLORS[theme].surface) >= 4.5


@pytest.mark.parametrize("theme", COLORS)
@pytest.mark.parametrize("ink", ["text", "muted", "accent"])
def test_text_is_read_beside_the_panels(theme, ink):
    assert contrast(getattr(COLORS[theme], ink), COLORS[theme].ground) >= 4.5


@pytest.mark.parametrize("theme", COLORS)
def test_text_is_read_on_the_accent(theme):
    assert contrast(COLORS[theme].on_accent, COLORS[theme].accent) >= 4.5
