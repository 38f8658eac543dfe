"""A picture for the README is what the window painted, or there is none."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from tests.screenshots import NotPaintedError, take

SIZE = (640, 400)


class Half(QWidget):
    """Leaves its right half unpainted."""

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width() // 2, self.height(), QColor("white"))
        painter.end()


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_a_window_is_taken_in_its_size(qtbot, tmp_path):
    path = tmp_path / "window.png"
    take(shown(qtbot, QWidget()), SIZE, path)
    assert QImage(str(path)).size() == QSize(*SIZE)


def test_one_on_the_whole_screen_gets_the_size_too(qtbot, tmp_path):
    window = shown(qtbot, QWidget())
    window.setWindowState(Qt.WindowState.WindowFullScreen)
    path = tmp_path / "window.png"
    take(window, SIZE, path)
    assert QImage(str(path)).size() == QSize(*SIZE)


def test_a_part_that_nobody_painted_is_noticed(qtbot, tmp_path):
    half = Half()
    half.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    path = tmp_path / "window.png"
    with pytest.raises(NotPaintedError, match="128000 pixels"):
        take(shown(qtbot, half), SIZE, path)
    assert not path.exists()


def test_a_window_that_stays_smaller_is_noticed(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.screenshots.PATIENCE", 0.3)
    window = QWidget()
    window.setMaximumSize(320, 200)
    with pytest.raises(NotPaintedError, match="the window has"):
        take(shown(qtbot, window), SIZE, tmp_path / "window.png")
