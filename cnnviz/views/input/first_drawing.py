"""The drawing that a window opens with: a sample, for one's own to replace."""

import numpy as np
from PySide6.QtGui import QImage

from cnnviz import resources
from cnnviz.language import _
from cnnviz.project.picture import Picture

_DIGIT = "3"  # whose maps are worth looking at


def first_drawing() -> Picture:
    """Return a drawn digit; it is read by Qt, as Pillow would take a window some time to load."""
    path = resources.folder() / "images" / "digits" / f"{_DIGIT}.png"
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    light = np.divide(rows[:, : image.width()], np.float32(255), dtype=np.float32)
    name = _("Digit {digit}").format(digit=_DIGIT)
    return Picture("drawing", (1 - light)[None], name, is_sample=True)
