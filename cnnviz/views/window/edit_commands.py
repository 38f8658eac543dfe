"""What the Edit menu does: undo and redo, the history, the clipboard, all weights at once."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout

from cnnviz.cnn import architectures
from cnnviz.files.reasons import size_text
from cnnviz.language import _, ngettext
from cnnviz.project.picture import blank_drawing
from cnnviz.project.project import Project, with_original, with_picture, with_weights
from cnnviz.state.document import Document
from cnnviz.state.edit_history import UNDO_BYTES, UNDO_LEVELS
from cnnviz.views.controls.actions import Actions
from cnnviz.views.input.panel import InputPanel
from cnnviz.views.look.theme import Look


class EditCommands(QObject):
    """Edits the document for the menu; keeps the actions enabled or explained."""

    def __init__(
        self,
        actions: Actions,
        document: Document,
        input_panel: InputPanel,
        look: Look,
        tell: Callable[[str], None],
    ) -> None:
        """Join the actions to what they do; `tell` says why an edit could not be."""
        super().__init__(actions)
        self._actions, self._document, self._input = actions, document, input_panel
        self._look, self._tell = look, tell
        self._shown: tuple[object, ...] = ()
        history = document.history
        actions["undo"].triggered.connect(history.undo)
        actions["redo"].triggered.connect(history.redo)
        actions["history"].triggered.connect(self._on_history)
        actions["paste"].triggered.connect(self._on_paste)
        actions["clear-drawing"].triggered.connect(self._on_clear_drawing)
        actions["reset-network"].triggered.connect(self._on_reset_network)
        actions["randomise"].triggered.connect(self._on_randomise)
        history.indexChanged.connect(self._on_index_changed)
        document.opened.connect(self._show)
        self._show()

    def _edit(self, text: str, after: Project) -> None:
        self._tell(self._document.edit(text, after))

    def _on_history(self) -> None:
        from PySide6.QtWidgets import QUndoView  # when it is needed: the window starts sooner

        dialog = QDialog(self._input.window())
        dialog.setObjectName("history-dialog")
        dialog.setWindowTitle(_("History"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        edits = QUndoView(self._document.history)
        edits.setObjectName("history-list")
        edits.setEmptyLabel(_first_words(self._document.history.forgotten))
        QVBoxLayout(dialog).addWidget(edits)
        dialog.resize(self._look.px(300), self._look.px(360))
        dialog.open()

    def _on_paste(self) -> None:
        self._input.accept_mime(QApplication.clipboard().mimeData())

    def _on_clear_drawing(self) -> None:
        cleared = with_picture(self._document.project, blank_drawing())
        self._edit(_("Clear the drawing"), cleared)

    def _on_reset_network(self) -> None:
        self._edit(_("Reset all weights"), with_original(self._document.project))

    def _on_randomise(self) -> None:
        project = self._document.project
        seed = self._document.history.index() + 1
        random = architectures.randomised(project.network, seed)
        self._edit(_("Random weights"), with_weights(project, random.parameters()))

    def _on_index_changed(self, index: int) -> None:
        self._show()

    def _show(self) -> None:
        history, enable = self._document.history, self._actions.enable
        project = self._document.project
        edited = project.network.layers != project.original.layers
        now = (history.canUndo(), history.undoText(), history.canRedo(), history.redoText(), edited)
        if now == self._shown:  # a drag: the same edit goes on
            return
        self._shown = now
        enable("undo", history.canUndo(), _("Nothing to undo yet"))
        enable("redo", history.canRedo(), _("Nothing to redo: no edit was undone"))
        if history.canUndo():
            self._actions.explain("undo", _("Undo: {edit}").format(edit=history.undoText()))
        if history.canRedo():
            self._actions.explain("redo", _("Redo: {edit}").format(edit=history.redoText()))
        enable("reset-network", edited, _("No weight differs from how the network was opened"))


def _first_words(forgotten: int) -> str:
    """Return what the list of edits begins with: how it was opened, or what was let go."""
    if not forgotten:
        return _("As it was opened")
    text = ngettext(
        "{count} earlier edit is forgotten: there is room for {levels} of them, and for {size}",
        "{count} earlier edits are forgotten: there is room for {levels} of them, and for {size}",
        forgotten,
    )
    return text.format(count=forgotten, levels=UNDO_LEVELS, size=size_text(UNDO_BYTES))
