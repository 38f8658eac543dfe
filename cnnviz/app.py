"""The one place that creates the objects of the window and joins them."""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cnnviz import log
from cnnviz.project import shipped
from cnnviz.project.project import new_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.end_signals import EndSignals
from cnnviz.state.exercise import Exercise
from cnnviz.state.faults import Faults
from cnnviz.state.freed_memory import FreedMemory
from cnnviz.state.garbage import Garbage
from cnnviz.state.latest_job import LatestJob
from cnnviz.state.playback import Playback
from cnnviz.state.project_on_disk import ProjectOnDisk
from cnnviz.state.recovery import Recovery
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings, home
from cnnviz.state.teller import Teller
from cnnviz.views.bars.network_bar import NetworkBar
from cnnviz.views.bars.scale_bar import ScaleBar
from cnnviz.views.bars.transport_bar import TransportBar
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.dialogs import Dialogs
from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.input.first_drawing import first_drawing
from cnnviz.views.input.panel import InputPanel
from cnnviz.views.inspector.panel import Inspector
from cnnviz.views.look.icons import program_icon
from cnnviz.views.look.theme import Look
from cnnviz.views.network.overview import Overview
from cnnviz.views.network.page import NetworkPage
from cnnviz.views.present.desk import Desk
from cnnviz.views.present.presenter import Presenter
from cnnviz.views.present.screens import Screens
from cnnviz.views.present.shown import Shown
from cnnviz.views.window.body import Body
from cnnviz.views.window.catalogue_menus import CatalogueMenus
from cnnviz.views.window.code_commands import CodeCommands
from cnnviz.views.window.edit_commands import EditCommands
from cnnviz.views.window.ending import Ending
from cnnviz.views.window.exercise_commands import ExerciseCommands
from cnnviz.views.window.export_commands import ExportCommands
from cnnviz.views.window.fault_box import FaultBox
from cnnviz.views.window.file_commands import FIRST_NETWORK, FileCommands
from cnnviz.views.window.file_menu import FileMenu
from cnnviz.views.window.focus_keys import FocusKeys
from cnnviz.views.window.focus_ring import FocusRings
from cnnviz.views.window.fold_commands import FoldCommands
from cnnviz.views.window.hand_out_commands import HandOutCommands
from cnnviz.views.window.header import Header
from cnnviz.views.window.help_commands import HelpCommands
from cnnviz.views.window.left_work import LeftWork
from cnnviz.views.window.main_window import MainWindow
from cnnviz.views.window.page_commands import PageCommands
from cnnviz.views.window.pages import PageMakers, Pages
from cnnviz.views.window.panel_keys import PanelKeys
from cnnviz.views.window.panels import Panels
from cnnviz.views.window.place_choices import SortChoice, SteppingChoice
from cnnviz.views.window.status_line import StatusLine
from cnnviz.views.window.step_commands import StepCommands
from cnnviz.views.window.title import WindowTitle
from cnnviz.views.window.train_commands import TrainCommands
from cnnviz.views.window.view_commands import ViewCommands
from cnnviz.views.window.waiting_box import WaitingBox

if TYPE_CHECKING:  # imported when they are made: the window starts sooner
    from cnnviz.state.hierarchy import Hierarchy
    from cnnviz.state.kernel_pair import KernelPair
    from cnnviz.state.training import WindowTraining
    from cnnviz.state.training_run import TrainingRun
    from cnnviz.views.explanation.view import ExplanationView
    from cnnviz.views.figures.exports import Exports
    from cnnviz.views.filter.page import FilterPage
    from cnnviz.views.network.boxes import Boxes
    from cnnviz.views.network.layer_table import LayerTable
    from cnnviz.views.train.page import TrainPage
    from cnnviz.views.window.catalogue import Catalogue


READY = 1500  # ms after the window is there: it has been painted, and hands are still
LAST_WAIT = 500  # ms for jobs beside the window to end


class App:
    """The window with everything behind it."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._make_state()
        self._make_pages()
        self._make_window()
        self._make_commands()
        self._join()
        self.look.set_style_sheet()
        self.window.restore_place()

    def _make_state(self) -> None:
        self.faults, self.signals = Faults(), EndSignals()
        self.look = Look(self.settings, is_ready=False)
        network = shipped.network(FIRST_NETWORK)
        self.document = Document(new_project(network, first_drawing()))
        self.garbage, self.freed = Garbage(), FreedMemory(self.document)
        self.cursor = Cursor(self.document)
        self.playback = Playback(self.cursor)
        self.reveal = Reveal(self.document, self.cursor)
        self.exercise = Exercise(self.document, self.cursor, self.reveal)
        self.teller = Teller(self.document, self.cursor, self.reveal, self.settings)
        self._training = FirstUse(self._make_training)
        self._hierarchy = FirstUse(self._make_hierarchy)
        self._pair = FirstUse(self._make_pair)
        self.disk = ProjectOnDisk(self.document, self.cursor, self.settings, home() / "open")
        self.recovery = Recovery(self.document, self.cursor, home() / "recovery")

    def _make_pages(self) -> None:
        document, cursor, look = self.document, self.cursor, self.look
        self.actions = Actions(look)
        self.input = InputPanel(document, look)
        self.network_page = NetworkPage(document, cursor, self.reveal, look)
        self.network_bar = NetworkBar(document, cursor, self.exercise, self.actions, look)
        self.scale_bar = ScaleBar(document, cursor, look)
        makers = PageMakers(
            self._make_explanation,
            self._make_table,
            self._make_boxes,
            self._make_filter,
            self._make_train,
        )
        self.overview = Overview(document, cursor, self.network_page.camera, look)
        bars = self.network_bar, self.overview, self.scale_bar
        self.pages = Pages(cursor, self.exercise, bars, self.network_page, makers, self.settings)
        # After the pages: while an explanation opens, the inspector is hidden before it refreshes.
        self.inspector = Inspector(document, cursor, self.reveal, look)
        self.panels = Panels(self.input, self.pages, self.inspector, cursor, self.exercise, look)

    def _make_window(self) -> None:
        document, cursor, actions, look = self.document, self.cursor, self.actions, self.look
        dialogs = Dialogs(self.pages, self.settings)
        opener = self.input.opener
        self.files = FileCommands(document, self.disk, opener, dialogs, actions)
        self.header = Header(document, actions, look)
        transport = TransportBar(document, self.playback, cursor, self.exercise, actions, look)
        self.body = Body(cursor, self.header, self.panels, transport)
        self.status = StatusLine(document, self.reveal, self.network_page)
        self.window = MainWindow(
            self.body, self.status, actions, self.input, self.files, self.settings
        )
        shown = Shown(
            document, cursor, self.playback, self.exercise, actions, look, self.teller,
            self._training, self._hierarchy, self._pair,
        )  # fmt: skip
        self.presenter = Presenter(
            self.window, self.window.whole, self.panels, self.pages.focus_page, shown
        )
        self.desk = Desk(self.window, self.presenter, shown, Screens(self.window))

    def _make_commands(self) -> None:
        document, cursor, look = self.document, self.cursor, self.look
        actions, pages, files = self.actions, self.pages, self.files
        actions["quit"].triggered.connect(self.window.close)
        FileMenu(actions, document, files, self.settings)
        self.left_work = LeftWork(actions, document, cursor, self.recovery, files)
        EditCommands(actions, document, self.input, look, self.status.tell)
        StepCommands(actions, cursor, self.teller, self.playback, look)
        for of_large_networks in (FoldCommands, SortChoice, SteppingChoice):
            of_large_networks(actions, document, cursor)
        PageCommands(actions, document, cursor, pages)
        ViewCommands(actions, pages, self.panels, self.presenter, look, self.status.tell)
        catalogue = FirstUse(self._make_catalogue)
        CatalogueMenus(self.window, catalogue)
        HelpCommands(actions, files, look, self.window, catalogue)
        exports = FirstUse(self._make_exports)
        ExportCommands(actions, exports, files, pages, look, self.status.tell)
        CodeCommands(actions, self.document, self.settings, files, self.status)
        ExerciseCommands(actions, document, self.exercise, files, pages, look)
        HandOutCommands(
            actions, cursor, self.exercise, self.disk, files, self.header.pages, self.input, look
        )
        self._train_commands = TrainCommands(actions, self._training, pages, self.status.tell)
        self.window.asked.append(self._train_commands.may_quit)
        WindowTitle(self.window, document)
        self.waiting_box = WaitingBox(document.beside, self.window)
        page = pages.shown_page
        FocusKeys(self.body, page)
        FocusRings(self.body, page, look)
        PanelKeys(actions, self.body.parts, page)
        self.window.focus_page = self.presenter.focus_shown
        self.fault_box = FaultBox(self.faults, document, self.window)
        self.ending = Ending(self.signals, files, self.faults, self.window)

    def _join(self) -> None:
        self.inspector.hovered.connect(self.status.show_value)
        self.recovery.failed.connect(self.files.tell)
        self.faults.before_telling(self.recovery.write_now)
        self.window.resized.connect(self._on_window_resized)
        self.window.resized.connect(self.panels.follow_window)
        self.window.resized.connect(self.presenter.restore_panels)
        self.network_page.setFocus()

    def _on_window_resized(self) -> None:
        self.look.fit_into(self.window.width(), self.window.height())

    # What is made when it is first needed

    def _make_explanation(self) -> "ExplanationView":
        from cnnviz.views.explanation.view import ExplanationView

        made = ExplanationView(self.document, self.cursor, self.exercise, self.look)
        made.told.connect(self.status.show_value)
        made.answer_bar.offer(self.actions["new-exercise"], self.actions["answer-sheet"])
        return made

    def _make_catalogue(self) -> "Catalogue":
        from cnnviz.views.window.catalogue import Catalogue
        from cnnviz.views.window.kernel_tasks import KernelTasks

        document, cursor, tell = self.document, self.cursor, self.status.tell
        kernel, opener = KernelTasks(document, cursor, tell), self.input.opener
        return Catalogue(
            self.actions, document, cursor, self.exercise, opener, self.inspector, kernel, tell
        )

    def _make_exports(self) -> "Exports":
        from cnnviz.views.figures.exports import Exports

        return Exports(self.document, self.cursor, self.exercise, self.look, self._shown_run)

    def _shown_run(self) -> "TrainingRun | None":
        made = self._training.made
        return None if made is None else made.run

    def _make_table(self) -> "LayerTable":
        from cnnviz.views.network.layer_table import LayerTable

        return LayerTable(self.document, self.cursor, self.look)

    def _make_boxes(self) -> "Boxes":
        from cnnviz.views.network.boxes import Boxes

        return Boxes(self.document, self.cursor, self.look)

    def _make_filter(self) -> "FilterPage":
        from cnnviz.views.filter.page import FilterPage

        made = FilterPage(self.document, self.cursor, self.exercise, self.actions, self.look)
        made.told.connect(self.status.show_value)
        made.card.answer_bar.offer(self.actions["new-exercise"], self.actions["answer-sheet"])
        return made

    def _make_train(self) -> "TrainPage":
        from cnnviz.views.train.page import TrainPage

        made = TrainPage(self.document, self.training, self.look)
        made.sent_to_input.connect(self._on_sent_to_input)
        return made

    def _on_sent_to_input(self) -> None:
        self.pages.show_page("network")

    def _make_training(self) -> "WindowTraining":
        from cnnviz.state.training import WindowTraining

        made = WindowTraining(self.document, self.settings)
        self._train_commands.listen_to(made)
        return made

    def _make_hierarchy(self) -> "Hierarchy":
        from cnnviz.state.hierarchy import Hierarchy

        return Hierarchy(self.document, self.cursor)

    def _make_pair(self) -> "KernelPair":
        from cnnviz.state.kernel_pair import KernelPair

        return KernelPair(self.document, self.cursor)

    @property
    def training(self) -> "WindowTraining":
        """The settings and the run of the Train page."""
        return self._training()

    def close(self) -> None:
        """End what runs beside the window."""
        if self._training.made is not None:
            self._training.made.close()
        if self.pages.train.made is not None:
            self.pages.train.made.data.close()
        self.recovery.close(is_kept=self.ending.is_forced)
        self.disk.close()
        self.freed.close()
        self.document.close()
        self.garbage.close()


def run(file: str | None = None, *, is_safe: bool = False, resets: bool = False) -> int:
    """Show the window until it is closed.

    Args:
        file: A project or picture to open.
        is_safe: Whether nothing is remembered, neither from before nor for later.
        resets: Whether the settings are forgotten first.

    Returns:
        The exit code: 0, or 128 and the number of the signal that ended it.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("cnnviz")
    application.setDesktopFileName("cnnviz")
    application.setWindowIcon(program_icon())
    logged = log.start(home() / "log")
    settings = Settings(remembers=not is_safe)
    if resets:
        settings.reset()
    app = App(settings)
    app.faults.install()
    app.signals.install()
    app.ending.follow_session(application)
    app.window.show()
    app.status.tell(settings.problem)
    if file is not None:
        app.files.open_path(Path(file))
    QTimer.singleShot(READY, app.input.opener.warm_up)
    QTimer.singleShot(0, app.left_work.offer)
    gc.freeze()  # the collector never looks at all of it again, so it takes no frame
    code = application.exec() or app.ending.code
    app.close()
    is_quiet = LatestJob.end_all(LAST_WAIT)
    app.signals.uninstall()
    app.faults.uninstall()
    logged.close()
    if not is_quiet:
        _leave(code)  # Qt would wait for a job that cannot be ended, such as reading a dead disk
    return code


def _leave(code: int) -> None:
    """End the process now; every file is replaced in one step, so none is left half written."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)
