"""The input at the left of the window: draw, open or type what the network looks at."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QWidget

from cnnviz.language import N_, _
from cnnviz.project.picture import Kind, Picture
from cnnviz.project.project import Project
from cnnviz.state.document import Document
from cnnviz.state.picture_opener import PictureOpener, can_open
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.input.draw_tab import DrawTab
from cnnviz.views.input.network_input import NetworkInput
from cnnviz.views.look.theme import Look

_TABS: tuple[tuple[Kind, str, str, str], ...] = (  # kind, object, title, tip
    ("drawing", "input-tab-draw", N_("Draw"), N_("Draw with mouse or pen")),
    ("image", "input-tab-image", N_("Image"), N_("Open, paste or drop a picture")),
    ("matrix", "input-tab-matrix", N_("Matrix"), N_("Type or paste a small matrix")),
)


class InputPanel(Panel):
    """Three ways to bring a picture, and below them what the network gets of it."""

    def __init__(self, document: Document, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._document = document
        self.setObjectName("input")
        self.setAcceptDrops(True)
        self.opener = PictureOpener(document, self)
        self._pages: dict[Kind, QWidget] = {}
        self._example: QWidget | None = None  # the button of the matrix tab
        self._offers_exercise = True
        self.reading = label("input-reading", "muted")
        self.problem = label("input-problem", "problem")
        self.result = NetworkInput(document, look)
        self.column.addWidget(label("input-heading", "heading", _("Input")))
        self.column.addLayout(self._make_tabs())
        self._first_page = self.column.count()
        for widget in (self.reading, self.problem, self.result):
            self.column.addWidget(widget)
        self.reading.hide()
        self.problem.hide()
        self._connect()
        self.show_tab(document.project.picture.kind)

    def _make_tabs(self) -> FlowLayout:
        row = FlowLayout(self._look, gap=2)
        self._group = QButtonGroup(self)
        self.tabs: dict[Kind, QPushButton] = {}
        for kind, name, title, tip in _TABS:
            tab = QPushButton(_(title))
            tab.setObjectName(name)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.setToolTip(_(tip))
            tab.setAccessibleName(_("Input: {tab}").format(tab=_(title)))
            self._group.addButton(tab)
            row.addWidget(tab)
            self.tabs[kind] = tab
        return row

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._on_tab_clicked)
        self.result.edit_requested.connect(self._on_edit_requested)
        self.opener.asked.connect(self.problem.hide)
        self.opener.started.connect(self._on_reading_started)
        self.opener.ended.connect(self.reading.hide)
        self.opener.refused.connect(self._on_refused)
        self._document.changed.connect(self._on_document_changed)

    # Tabs

    def page(self, kind: Kind) -> QWidget:
        """Return a tab; it is made when it is first looked at, so that the window starts sooner."""
        if kind not in self._pages:
            self._pages[kind] = self._make_page(kind)
            self._pages[kind].hide()
            self.column.insertWidget(self._first_page, self._pages[kind])
        return self._pages[kind]

    def _make_page(self, kind: Kind) -> QWidget:
        if kind == "drawing":
            return DrawTab(self._document, self.opener, self._look)
        if kind == "matrix":
            from cnnviz.views.input.matrix_tab import MatrixTab

            matrix = MatrixTab(self._document, self.opener, self._look)
            self._example = matrix.example
            self.offer_exercise(is_offered=self._offers_exercise)
            return matrix
        from cnnviz.views.input.image_tab import ImageTab

        image = ImageTab(self._document, self.opener, self._look)
        image.paste_requested.connect(self._on_paste_requested)
        return image

    def offer_exercise(self, *, is_offered: bool) -> None:
        """Offer the matrix of the lecture's exercise, or not: where a hand-out has its own."""
        self._offers_exercise = is_offered
        if self._example is not None and self._example.isHidden() == is_offered:
            self._example.setVisible(is_offered)

    @property
    def tab(self) -> Kind:
        """The tab that is shown."""
        return next(kind for kind, tab in self.tabs.items() if tab.isChecked())

    def show_tab(self, kind: Kind) -> None:
        """Show a tab; the picture stays what it is."""
        self.tabs[kind].setChecked(True)
        shown = self.page(kind)
        for page in self._pages.values():
            page.setVisible(page is shown)

    def _on_tab_clicked(self, button: QAbstractButton) -> None:
        self.problem.hide()
        self.show_tab(next(kind for kind, tab in self.tabs.items() if tab is button))

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self.problem.hide()  # what was refused once may be possible now
        if before.picture is after.picture:
            return
        if after.picture.kind != self.tab:
            self.show_tab(after.picture.kind)

    # Drops and the clipboard

    def can_accept(self, mime: QMimeData) -> bool:
        """Return whether a drop brings a picture, or a file that may hold one."""
        return can_open(mime)

    def accept_mime(self, mime: QMimeData | None) -> None:
        """Open what was dropped, or lies in the clipboard: a file, a picture, numbers.

        The place decides which form is taken: beside a matrix, numbers go before a picture of them.
        """
        found = mime or QMimeData()  # a system may have no clipboard
        self.opener.open_mime(found, wants_numbers=self.tab == "matrix")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept pictures and files; the window takes the rest."""
        event.acceptProposedAction() if self.can_accept(event.mimeData()) else event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        event.acceptProposedAction()
        self.accept_mime(event.mimeData())

    def _on_paste_requested(self) -> None:
        self.accept_mime(QGuiApplication.clipboard().mimeData())

    def _on_edit_requested(self) -> None:
        name = self._document.project.picture.name or _("Picture")
        values = self._document.forward.prepared.values
        self.opener.put(
            _("Edit as numbers"),
            Picture("matrix", values, _("{name} as numbers").format(name=name)),
        )

    # What is told

    def _on_reading_started(self, name: str) -> None:
        self.reading.setText(_("Reading {name} …").format(name=name))
        self.reading.show()

    def _on_refused(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
