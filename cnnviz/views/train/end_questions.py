"""What is asked when a run could not go on: with other data, or with less memory."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from cnnviz.language import _, ngettext
from cnnviz.runs.events import Failed


def other_data_question(parent: QWidget, difference: str) -> QMessageBox:
    """Return the question whether a run goes on with data that is not what it was."""
    box = QMessageBox(parent)
    box.setObjectName("other-data")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(difference)
    box.setInformativeText(
        _("Go on with the data as it is now? The curves before and after cannot be compared then.")
    )
    box.addButton(_("&Go on"), QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    return box


class MemoryQuestion(QMessageBox):
    """Whether to train with half the batch, or on the processor, where memory did not do."""

    chosen = Signal(dict)  # the settings of the next run that take less

    def __init__(self, parent: QWidget, failed: Failed) -> None:
        super().__init__(parent)
        self.setObjectName("less-memory")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(failed.text)
        self.setInformativeText(_("Your work is safe; what the run had learnt so far is kept."))
        self._ways: dict[QAbstractButton, dict[str, object]] = {}
        if failed.half_batch:
            text = ngettext(
                "Train with &{n} picture a step", "Train with &{n} pictures a step",
                failed.half_batch,
            )  # fmt: skip
            self._offer(text.format(n=failed.half_batch), {"batch_size": failed.half_batch})
        if failed.is_card_full:
            self._offer(_("Train on the &CPU"), {"device": "cpu"})
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Cancel))
        self.buttonClicked.connect(self._on_clicked)

    def _offer(self, text: str, settings: dict[str, object]) -> None:
        self._ways[self.addButton(text, QMessageBox.ButtonRole.ActionRole)] = settings

    def _on_clicked(self, button: QAbstractButton) -> None:
        settings = self._ways.get(button)
        if settings is not None:
            self.close()
            self.chosen.emit(settings)
