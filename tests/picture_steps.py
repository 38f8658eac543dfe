"""Wait for a picture: every one is read beside the window."""

from PySide6.QtCore import QEventLoop, QTimer

LONGEST = 20_000  # ms


def until_read(opener):
    """Let the window go on until the picture that was asked for is there, or was refused."""
    loop = QEventLoop()
    opener.ended.connect(loop.quit)
    QTimer.singleShot(LONGEST, loop, loop.quit)
    if opener.is_reading:
        loop.exec()
    opener.ended.disconnect(loop.quit)
    assert not opener.is_reading
