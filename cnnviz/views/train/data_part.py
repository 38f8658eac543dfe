"""What the Train page does about its data: fit the network to it, fetch it, look it through."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from cnnviz.language import _
from cnnviz.project.fitted import fitted_to_data
from cnnviz.state.data_choice import DataInfo, info, misfit
from cnnviz.state.data_jobs import DataJobs, DataSheet, described, is_missing
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.views.look.theme import Look
from cnnviz.views.train.contact_sheet import ContactSheet
from cnnviz.views.train.setup_form import SetupForm


class DataPart(QObject):
    """Joins the form with the jobs that read and download."""

    told = Signal(str)  # why something did not work, in a sentence; "" takes it back
    picture_chosen = Signal(object, str)  # (picture (C, H, W) 0 to 255, its name)

    def __init__(
        self, document: Document, training: WindowTraining, setup: SetupForm, look: Look
    ) -> None:
        super().__init__(setup)
        self._document, self._training, self._setup, self._look = document, training, setup, look
        self._jobs = DataJobs(self)
        self._folder_jobs = DataJobs(self)  # of their own: looking at other data overtakes none
        self.sheet: ContactSheet | None = None  # while it is open
        self._folders: dict[str, DataInfo] = {}  # what was found in those that were chosen
        setup.notes.fit_asked.connect(self._on_fit)
        setup.contact_sheet_asked.connect(self._on_contact_sheet)
        setup.folder_asked.connect(self._on_folder_asked)
        setup.notes.download_asked.connect(self._on_download)
        self._jobs.progressed.connect(setup.notes.show_download)
        self._jobs.downloaded.connect(self.refresh)
        self._jobs.failed.connect(self._on_failed)
        self._jobs.sheet_ready.connect(self._on_sheet_ready)
        self._folder_jobs.failed.connect(self._on_folder_failed)
        self._folder_jobs.sheet_ready.connect(self._on_folder_read)
        training.setup_changed.connect(self.refresh)
        document.changed.connect(self._on_document_changed)
        self.refresh()

    @property
    def _source(self) -> str:
        return self._training.config.data[0]

    @property
    def _known(self) -> DataInfo | None:
        """What is known of the data; None of a folder that nobody looked into."""
        return info(self._source) or self._folders.get(self._source)

    def refresh(self) -> None:
        """Show whether the network fits the data, and whether that is here."""
        self._setup.notes.show_misfit(misfit(self._document.project.network, self._known))
        self._setup.show_missing(is_missing(self._source))

    def problem(self) -> str:
        """Return why a run cannot begin, and what to do; "" where it can."""
        if (missing := is_missing(self._source)) is not None:
            text = _("{data} is not on this machine yet: download it first.")
            return text.format(data=_(missing.title))
        if found := misfit(self._document.project.network, self._known):
            return " ".join((found, _("Press “Fit the network” to change that.")))
        return ""

    def close(self) -> None:
        """End what still reads or downloads: the window closes."""
        self._jobs.close()
        self._folder_jobs.close()

    # Signals

    def _on_document_changed(self, before: object, after: object) -> None:
        self.refresh()

    def _on_fit(self) -> None:
        known = self._known
        if known is not None:
            try:
                after = fitted_to_data(self._document.project, known.shape, known.classes)
            except ValueError as error:  # branches do not allow it
                self.told.emit(str(error))
                return
            self.told.emit(self._document.edit(_("Fit the network to the data"), after))

    def _on_download(self) -> None:
        """Begin a download, or give it up."""
        missing = is_missing(self._source)
        if self._jobs.is_downloading:
            self._jobs.cancel()
        elif missing is not None:
            self._jobs.download(missing)
            self._setup.notes.show_download(0, missing.size)

    def _on_folder_asked(self) -> None:
        """Look into a folder; it is chosen if it holds a data set."""
        self._setup.refresh()
        name = QFileDialog.getExistingDirectory(
            self._setup, _("A folder of pictures for each class")
        )
        if name:
            self.told.emit(_("Reading the folder “{folder}” …").format(folder=Path(name).name))
            self._folder_jobs.read(name)

    def _on_contact_sheet(self) -> None:
        self.sheet = ContactSheet(self._look, self._setup.window())
        self.sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheet.picture_chosen.connect(self.picture_chosen)
        self.sheet.finished.connect(self._on_sheet_closed)
        self.sheet.open()
        self._jobs.read(self._source)

    def _on_sheet_closed(self) -> None:
        self.sheet = None

    def _on_sheet_ready(self, sheet: DataSheet) -> None:
        if self.sheet is not None:
            self.sheet.show_sheet(sheet)

    def _on_failed(self, problem: str) -> None:
        if self.sheet is not None:
            self.sheet.tell(problem)
        self.told.emit(problem)

    def _on_folder_read(self, sheet: DataSheet) -> None:
        self._folders[sheet.source] = described(sheet)
        self._setup.take_data(sheet.source)
        self.told.emit("")

    def _on_folder_failed(self, problem: str) -> None:
        self.told.emit(problem)
