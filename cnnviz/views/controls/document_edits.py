"""Asks the document for an edit, and tells beside the control why one cannot be."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cnnviz.project.project import Project
from cnnviz.state.document import Document
from cnnviz.views.controls.bubble import hush, tell
from cnnviz.views.controls.typed_field import TypedField
from cnnviz.views.look.theme import Look


class DocumentEdits:
    """Makes edits for controls; a refusal stands in words beside the control that asked."""

    def __init__(self, document: Document, look: Look, show: Callable[[], None]) -> None:
        """Remember what shows the project as it is, for controls that were ahead of it."""
        self._document, self._look, self._show = document, look, show

    def edit(
        self, control: QWidget, text: str, make: Callable[[Project], Project], gesture: str = ""
    ) -> None:
        """Edit the document, or show it as it is and say why not.

        Args:
            control: What the user asked with.
            text: The name of the step in the Edit menu.
            make: Returns the project after the edit, or raises ValueError with a sentence.
            gesture: Consecutive edits of one gesture undo together.
        """
        try:
            after = make(self._document.project)
        except ValueError as error:
            self._show()
            self._refuse(control, str(error))
            return
        if not isinstance(control, TypedField):
            hush(control)
        refusal = self._document.edit(text, after, gesture=gesture)
        if refusal:
            self._show()
            self._refuse(control, refusal)

    def _refuse(self, control: QWidget, reason: str) -> None:
        if isinstance(control, TypedField):
            control.show_problem(reason)
        else:
            tell(self._look, control, reason)
