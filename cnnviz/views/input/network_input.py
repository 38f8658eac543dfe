"""What the network gets: the prepared input, channel by channel, and what was done for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QLabel

from cnnviz.explain.range_words import range_words
from cnnviz.language import N_, _, ngettext
from cnnviz.project.picture import Picture, Prepared
from cnnviz.project.project import Project
from cnnviz.state.document import Document
from cnnviz.text.decimals import decimals_of_values
from cnnviz.views.controls.flow_layout import FlowLayout
from cnnviz.views.controls.panel import IconButton, Panel, label
from cnnviz.views.input.picture_images import channel_images
from cnnviz.views.input.picture_view import PictureView
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

LARGEST_MATRIX = 32  # rows and columns that can be edited cell by cell
RGB = ("R", "G", "B")
_ABOUT = N_("Shows the input in the Matrix tab, where each number can be changed")


class NetworkInput(Panel):
    """Shows the input of the network small, in hard pixels, and tells how it came about."""

    edit_requested = Signal()  # show the input as a matrix

    def __init__(self, document: Document, look: Look) -> None:
        super().__init__(look, gap=6)
        self._document = document
        self.setObjectName("input-result")
        self.views = [PictureView(look, "", side=60) for _ in RGB]
        self._names = [label("", "muted") for _ in RGB]
        self.caption = label("input-caption", "muted")
        self.edit = IconButton(look, "input-edit-as-numbers", _("Edit as numbers"), "", _(_ABOUT))
        self.notes = label("input-notes", "muted")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addLayout(self._channels())
        self._row.addWidget(self.caption, stretch=1)
        self.column.addLayout(self._row)
        self.column.addWidget(self.notes)
        self.column.addWidget(self.edit)
        self.edit.clicked.connect(self._on_edit_clicked)
        document.changed.connect(self._on_document_changed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show()

    def _channels(self) -> FlowLayout:
        row = FlowLayout(self._look)
        for view, name in zip(self.views, self._names, strict=True):
            channel = Panel(self._look, gap=2)
            channel.column.addWidget(view)
            channel.column.addWidget(name)
            row.addWidget(channel)
        return row

    def _on_edit_clicked(self) -> None:
        self.edit_requested.emit()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if (
            self._document.forward.prepared is not self._shown
            or before.picture is not after.picture
        ):
            self._show()

    def _show(self) -> None:
        prepared, picture = self._document.forward.prepared, self._document.project.picture
        self._shown = prepared
        self._show_channels(prepared, picture)
        rows, columns = prepared.values.shape[1:]
        self.caption.setText(
            _("{rows} × {columns} · what the network sees").format(rows=rows, columns=columns)
        )
        lines = (facts_text(picture), *picture.notes, *prepared.notes)
        self.notes.setText("\n".join(lines))
        self._show_edit(prepared, picture)

    def _show_channels(self, prepared: Prepared, picture: Picture) -> None:
        images = channel_images(prepared, picture)
        is_colour = len(images) == 3
        for index, (view, name) in enumerate(zip(self.views, self._names, strict=True)):
            _set_visible(view, index < len(images))
            _set_visible(name, is_colour)
            if index < len(images):
                view.show_image(images[index])
                view.setAccessibleName(
                    _("Channel {channel} of the input").format(channel=RGB[index])
                    if is_colour
                    else _("Input of the network")
                )
                name.setText(RGB[index])
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if is_colour else way.LeftToRight)

    def _show_edit(self, prepared: Prepared, picture: Picture) -> None:
        channels, *sides = prepared.values.shape
        why = ""
        if channels > 1:
            sentence = _("The input has {count} channels; only one can be edited as numbers")
            why = sentence.format(count=channels)
        elif max(sides) > LARGEST_MATRIX:
            why = _("The input is larger than {most} × {most}").format(most=LARGEST_MATRIX)
        _set_visible(self.edit, picture.kind != "matrix")
        self.edit.setEnabled(not why)
        self.edit.setToolTip(plain_tip(why or _(_ABOUT)))
        self.edit.setAccessibleDescription(why or _(_ABOUT))

    def _on_look_changed(self) -> None:
        self._row.setSpacing(self._look.px(8))


def facts_text(picture: Picture) -> str:
    """Return what a picture is: its name, size, channels and the range of its values."""
    values = picture.values
    channels, rows, columns = values.shape
    if picture.kind == "matrix":
        size = _("{rows} × {columns}").format(rows=rows, columns=columns)
    elif rows == columns:
        size = _("{rows} × {columns} pixels").format(rows=rows, columns=columns)
    else:  # in words: pairs of numbers are rows × columns everywhere
        size = _("{columns} pixels wide, {rows} high").format(rows=rows, columns=columns)
    sentence = ngettext(
        "{size}, {count} channel, values {range}.",
        "{size}, {count} channels, values {range}.",
        channels,
    )
    if picture.name:
        sentence = ngettext(
            "{name}: {size}, {count} channel, values {range}.",
            "{name}: {size}, {count} channels, values {range}.",
            channels,
        )
    numbers = range_words(values, decimals_of_values(values))
    return sentence.format(name=picture.name, size=size, count=channels, range=numbers)


def _set_visible(widget: QLabel | PictureView | IconButton, visible: bool) -> None:
    if widget.isHidden() == visible:
        widget.setVisible(visible)
