"""Python's collector runs in the thread of the window alone, while that lives.

It runs in whichever thread happens to allocate, and takes what closed views leave: objects of Qt
among them, which Qt lets end in their own thread only. A timer that ended in another one stayed
known there, and fired into nothing: a segmentation fault.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 250  # ms between two looks at how much was made


class Garbage(QObject):
    """Collects what is due, by Python's own thresholds, between two events of the window."""

    def __init__(self) -> None:
        """Begin; Python does not collect by itself from now on."""
        super().__init__()
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self._on_time)
        self._timer.start()

    def close(self) -> None:
        """Leave it to Python again, if it was; a process that ends needs no collector."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def _on_time(self) -> None:
        young, middle, old = gc.get_count()
        of_young, of_middle, of_old = gc.get_threshold()
        if young > of_young:
            gc.collect(2 if old > of_old and middle > of_middle else 1 if middle > of_middle else 0)
