"""How the curves of runs are drawn: the same in every plot of the Train page."""

from PySide6.QtCore import QObject, Signal


class PlotOptions(QObject):
    """What a learner chose for the curves."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_logarithmic = False  # the axis of the loss
        self.is_smooth = False  # curves of single batches are averaged over their last ones
        self.in_epochs = False  # else in steps

    def choose(self, name: str, is_on: bool) -> None:
        """Choose one of the options by its name."""
        if getattr(self, name) != is_on:
            setattr(self, name, is_on)
            self.changed.emit()
