"""What is to be said of the chosen data: what it is, that it does not fit, that it is not here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from cnnviz.language import _
from cnnviz.state.data_choice import DataInfo
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.look.theme import Look


class DataNotes(Panel):
    """Sentences about the data, each with a button that helps."""

    fit_asked = Signal()
    download_asked = Signal()
    give_up_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.misfit = label("data-misfit", "problem")
        self.fit = QPushButton(_("Fit the network"))
        self.fit.setObjectName("fit-network")
        self.fit.setToolTip(
            _(
                "Give the network the input of these pictures and a unit for each class; an edit "
                "that can be undone"
            )
        )
        self.fit.clicked.connect(self.fit_asked)
        self.about = label("data-about", "muted")
        self.missing = label("data-missing", "muted")
        self.download = QPushButton(_("Download"))
        self.download.setObjectName("data-download")
        self.download.setToolTip(_("Fetch this data set once; it is kept on this machine"))
        self.download.clicked.connect(self.download_asked)
        self.reading = label("data-reading", "muted")
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setObjectName("data-reading-cancel")
        self.cancel.setToolTip(_("Read the folder no further; the data stays as it is"))
        self.cancel.clicked.connect(self.give_up_asked)
        self.found = label("data-found", "muted")
        for part in (
            self.reading, self.cancel, self.misfit, self.fit, self.about, self.found,
            self.missing, self.download,
        ):  # fmt: skip
            self.column.addWidget(part)
        self.hide_reading()
        self.show_found("")
        self.show_misfit("")
        self.show_missing(None)

    def show_about(self, about: str) -> None:
        """Say what the data holds."""
        self.about.setText(about)
        self.about.setVisible(bool(about))

    def show_found(self, text: str) -> None:
        """Say what was found in a folder."""
        self.found.setText(text)
        self.found.setVisible(bool(text))

    def show_reading(self, done: int, of: int) -> None:
        """Say how many pictures of a folder are read, and offer to give it up."""
        text = _("Reading {done} of {count} pictures …") if of else _("Reading the folder …")
        self.reading.setText(text.format(done=count_text(done), count=count_text(of)))
        for part in (self.reading, self.cancel):
            part.show()

    def hide_reading(self) -> None:
        """No folder is being read."""
        for part in (self.reading, self.cancel):
            part.hide()

    def show_misfit(self, problem: str) -> None:
        """Say why the network cannot learn from the data, and offer the remedy."""
        self.misfit.setText(problem)
        for part in (self.misfit, self.fit):
            part.setVisible(bool(problem))

    def show_missing(self, data: DataInfo | None) -> None:
        """Say that a data set has to be downloaded first, and offer it."""
        for part in (self.missing, self.download):
            part.setVisible(data is not None)
        if data is not None:
            self.missing.setText(_("Source: {source}.").format(source=data.source))
            size = f"{data.size / 1e6:.0f}"
            self.download.setText(_("Download {size} MB").format(size=size))

    def show_download(self, done: int, size: int) -> None:
        """Show how much of a download is here; the button gives it up."""
        text = _("Cancel: {done} of {size} MB")
        self.download.setText(text.format(done=f"{done / 1e6:.1f}", size=f"{size / 1e6:.1f}"))
