"""What can lie over all that is presented: a black or white screen, a spotlight, a pen."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cnnviz.views.look.theme import Look
from cnnviz.views.present.blank import Blank
from cnnviz.views.present.keys import KeyMeaning
from cnnviz.views.present.pointer import Pointer


class Overlays(QObject):
    """Takes the keys that are about them, before anything else is asked."""

    covered = Signal(bool)  # whether nothing else is seen, so that any key brings it back

    def __init__(self, view: QWidget, look: Look) -> None:
        super().__init__(view)
        self._view = view
        self._blank = Blank(view)
        self.pointer = Pointer(view, look)
        self._blank.clicked.connect(self._uncover)

    def took(self, meaning: KeyMeaning) -> bool:
        """Do what a key asks for, and return True, if it is about these."""
        if self._blank.isVisible():
            self._uncover()
            return True
        match meaning:
            case KeyMeaning.BLANK | KeyMeaning.WHITE:
                self.fit()
                self._blank.show_colour("black" if meaning is KeyMeaning.BLANK else "white")
                self.covered.emit(True)
            case KeyMeaning.SPOTLIGHT | KeyMeaning.PEN:
                self.pointer.toggle("spotlight" if meaning is KeyMeaning.SPOTLIGHT else "pen")
            case KeyMeaning.LEAVE if self.pointer.tool:
                self.pointer.take("")
            case _:
                return False
        return True

    def fit(self) -> None:
        """Cover all of the view."""
        for part in (self._blank, self.pointer):
            part.setGeometry(self._view.rect())

    def _uncover(self) -> None:
        self._blank.hide()
        self.covered.emit(False)
