"""The factor that the numbers of a grid have in common, above them."""

from PySide6.QtWidgets import QLabel

from cnnviz.language import _
from cnnviz.text.decimals import Decimals


class FactorLabel(QLabel):
    """Says with what the numbers below it are to be multiplied; hidden where with nothing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "muted")
        self.hide()

    def show_factor(self, decimals: Decimals) -> None:
        """Show the factor of numbers that are printed with some decimals."""
        self.setText(_("All numbers {factor}").format(factor=decimals.factor))
        self.setVisible(bool(decimals.factor))
