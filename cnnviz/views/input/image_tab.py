"""Image: the picture in colour; open, paste, drop, and sample pictures."""

from pathlib import Path

from PySide6.QtCore import Signal

from cnnviz.language import _
from cnnviz.project.picture import FILE_SUFFIXES
from cnnviz.project.project import Project
from cnnviz.state.document import Document
from cnnviz.state.picture_opener import PictureOpener
from cnnviz.views.controls.dialogs import ask_to_open, kinds_text
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.controls.panel import IconButton, Panel, label
from cnnviz.views.input.picture_images import picture_image
from cnnviz.views.input.picture_view import PictureView
from cnnviz.views.input.samples import SampleStrip, sample_picture, sample_title
from cnnviz.views.look.theme import Look


class ImageTab(Panel):
    """Shows the picture of the project where it is an image, and brings another one."""

    paste_requested = Signal()

    def __init__(self, document: Document, opener: PictureOpener, look: Look) -> None:
        super().__init__(look)
        self._document, self._opener = document, opener
        self.view = PictureView(
            look, _("Picture"), hint=_("Drop a picture here, or open or paste one")
        )
        self.view.setObjectName("image-view")
        self.open = IconButton(look, "image-open", _("Open…"), "open", _("Open a picture file"))
        self.paste = IconButton(
            look,
            "image-paste",
            _("Paste"),
            "paste",
            _("Paste a picture from the clipboard (Ctrl+V)"),
        )
        self.samples = SampleStrip(look, "samples")
        buttons = FlowLayout(look)
        buttons.addWidget(self.open)
        buttons.addWidget(self.paste)
        self.column.addWidget(self.view)
        self.column.addLayout(buttons)
        self.column.addWidget(label("image-samples-heading", "heading", _("Samples")))
        self.column.addWidget(self.samples)
        self.open.clicked.connect(self._on_open_clicked)
        self.paste.clicked.connect(self._on_paste_clicked)
        self.samples.chosen.connect(self._on_sample_chosen)
        document.changed.connect(self._on_document_changed)
        self._show()

    def _on_open_clicked(self) -> None:
        kinds = kinds_text(_("Pictures and numbers"), FILE_SUFFIXES)
        path = ask_to_open(self, self._look.settings, _("Open a picture"), kinds)
        if path is not None:
            self._opener.open_path(path)

    def _on_paste_clicked(self) -> None:
        self.paste_requested.emit()

    def _on_sample_chosen(self, path: Path) -> None:
        self._opener.put(_("Sample {name}").format(name=sample_title(path)), sample_picture(path))

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.picture is not after.picture:
            self._show()

    def _show(self) -> None:
        picture = self._document.project.picture
        if picture.kind == "image":
            self.view.show_image(picture_image(picture))
        elif self.view.image is not None:
            self.view.show_image(None)
