"""What the Train page does about its data: fit the network to it, fetch it, look it through."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from cnnviz.language import _
from cnnviz.project.fitted import fitted_to_data
from cnnviz.project.resizing import treatment_of
from cnnviz.state.data_choice import DataInfo, info, ink_treatment, misfit
from cnnviz.state.data_jobs import DataJobs, described, is_missing
from cnnviz.state.data_sheet import TRAINING, DataSheet, Wanted, wanted_for
from cnnviz.state.document import Document
from cnnviz.state.step_count import few_steps_sentence
from cnnviz.state.training import WindowTraining
from cnnviz.views.look.theme import Look
from cnnviz.views.train.contact_sheet import ContactSheet
from cnnviz.views.train.setup_form import SetupForm


class DataPart(QObject):
    """Joins the form with the jobs that read and download."""

    told = Signal(str)  # why something did not work, in a sentence; "" takes it back
    picture_chosen = Signal(object, str, bool)  # (picture (C, H, W) 0 to 255, name, 255 is white)

    def __init__(
        self, document: Document, training: WindowTraining, setup: SetupForm, look: Look
    ) -> None:
        super().__init__(setup)
        self._document, self._training, self._setup, self._look = document, training, setup, look
        self._jobs = DataJobs(self)
        self._folder_jobs = DataJobs(self)  # of their own: looking at other data overtakes none
        self.sheet: ContactSheet | None = None  # while it is open
        self._folders: dict[str, DataInfo] = {}  # what was found in those that were looked into
        self._of_one_size: set[str] = set()  # the folders of IDX files
        self._told: dict[str, str] = {}  # what is to be said of each
        self._learnt_from: dict[str, int] = {}  # how many of its pictures are
        setup.notes.fit_asked.connect(self._on_fit)
        setup.contact_sheet_asked.connect(self._on_contact_sheet)
        setup.folder_asked.connect(self._on_folder_asked)
        setup.notes.download_asked.connect(self._on_download)
        setup.notes.give_up_asked.connect(self._on_give_up)
        self._jobs.progressed.connect(setup.notes.show_download)
        self._jobs.downloaded.connect(self.refresh)
        self._jobs.failed.connect(self._on_failed)
        self._jobs.sheet_ready.connect(self._on_sheet_ready)
        self._jobs.read_so_far.connect(self._on_sheet_reading)
        self._folder_jobs.read_so_far.connect(setup.notes.show_reading)
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
        folder = self._folders.get(self._source)
        if folder is None:
            return info(self._source)
        if not self._is_of_pictures:
            return folder
        shape = self._training.config.picture_shape(self._document.project.network.input_shape)
        return replace(folder, shape=shape)

    @property
    def _is_of_pictures(self) -> bool:
        """Whether the data is a folder of pictures of any size, as far as that is known."""
        return info(self._source) is None and self._source not in self._of_one_size

    def _wanted(self, *sources: str) -> Wanted:
        config = self._training.config
        config = replace(config, data=sources or config.data)
        return wanted_for(config, self._document.project.network.input_shape)

    def refresh(self) -> None:
        """Show whether the network fits the data, and whether that is here."""
        shape = self._document.project.network.input_shape
        self._setup.show_folder_choices(self._is_of_pictures, max(shape[1:]))
        self._setup.notes.show_found(self._found_text())
        self._setup.notes.show_misfit(misfit(self._document.project.network, self._known))
        self._setup.show_missing(is_missing(self._source))

    def _found_text(self) -> str:
        """Return what was found in a folder, and whether it gives enough steps."""
        told = self._told.get(self._source, "")
        if not told:
            return ""
        few = few_steps_sentence(self._training.config, self._learnt_from[self._source])
        return f"{few} {told}" if few else told

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
            resize = self._training.config.resize
            treatment = ink_treatment((self._source,), known.shape)
            if self._is_of_pictures:
                treatment = treatment_of(resize)
            project = self._document.project
            try:
                after = fitted_to_data(project, known.shape, known.classes, treatment)
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
            self._setup.notes.show_reading(0, 0)
            self._folder_jobs.read(self._wanted(name))
            self.told.emit("")

    def _on_contact_sheet(self) -> None:
        self.sheet = ContactSheet(self._look, self._setup.window())
        self.sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheet.picture_chosen.connect(self.picture_chosen)
        self.sheet.finished.connect(self._on_sheet_closed)
        self.sheet.open()
        self._jobs.read(self._wanted())

    def _on_sheet_closed(self) -> None:
        self._jobs.give_up()
        self.sheet = None

    def _on_sheet_reading(self, done: int, of: int) -> None:
        if self.sheet is not None:
            self.sheet.show_reading(done, of)

    def _on_give_up(self) -> None:
        self._folder_jobs.give_up()
        self._setup.notes.hide_reading()

    def _on_sheet_ready(self, sheet: DataSheet) -> None:
        self._learn(sheet)
        if self.sheet is not None:
            self.sheet.show_sheet(sheet)

    def _on_failed(self, problem: str) -> None:
        if self.sheet is not None:
            self.sheet.tell(problem)
        self.told.emit(problem)

    def _on_folder_read(self, sheet: DataSheet) -> None:
        self._setup.notes.hide_reading()
        self._learn(sheet)
        self._setup.take_data(sheet.wanted.sources[0])
        self.told.emit("")

    def _learn(self, sheet: DataSheet) -> None:
        """Remember what was found in a folder."""
        source = sheet.wanted.sources[0]
        if info(source) is None and len(sheet.wanted.sources) == 1:
            self._folders[source] = described(sheet)
            (self._of_one_size.discard if sheet.is_light else self._of_one_size.add)(source)
            self._told[source] = sheet.about
            self._learnt_from[source] = len(sheet.labels(TRAINING))
            self.refresh()

    def _on_folder_failed(self, problem: str) -> None:
        self._setup.notes.hide_reading()
        self.told.emit(problem)
