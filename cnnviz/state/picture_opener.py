"""Bring pictures from files, drops and the clipboard into the document."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from cnnviz.files.atomic_file import IsWanted
from cnnviz.files.pictures.kinds import MIME_TYPES
from cnnviz.language import _
from cnnviz.project.opened_kinds import WHOLE
from cnnviz.project.picture import Picture, limited
from cnnviz.project.project import Project, with_picture
from cnnviz.state.document import Document
from cnnviz.state.latest_job import LatestJob

MOST_PASTED = 256 * 256  # numbers: whether they are some is found out while the window waits
SLOW = 200  # ms; what is read sooner is not told of


@dataclass(frozen=True)
class PictureSource:
    """Where a picture can be read: a file, bytes such as the clipboard holds, or an image of Qt."""

    name: str
    path: Path | None = None
    content: bytes = b""
    image: QImage | None = None
    note: str = ""  # told beside what reading the picture tells

    def read(self, is_wanted: IsWanted) -> Picture:
        """Read the picture; a photo is made as small as looking at it needs.

        Args:
            is_wanted: Asked again and again; the reading ends when it is not.

        Raises:
            ValueError: If it cannot be read; why, in a sentence.
        """
        from cnnviz.project import picture_file  # and with it Pillow

        if self.path is not None:
            whole = picture_file.read_picture(self.path, is_wanted)
        elif self.image is not None:
            whole = picture_file.picture_from_pixels(*_pixels(self.image), self.name)
        else:
            whole = picture_file.picture_from_bytes(self.content, self.name, is_wanted)
        picture = limited(whole)
        if picture is not whole and self.path is not None:
            picture = replace(picture, file=str(self.path))
        return replace(picture, notes=(*picture.notes, self.note)) if self.note else picture


def file_source(path: Path) -> PictureSource:
    """Return a file as a source."""
    return PictureSource(path.name, path)


def source_of(mime: QMimeData, *, wants_numbers: bool = False) -> PictureSource | None:
    """Return what a drop or the clipboard holds: a file, a picture or numbers as text, or None.

    Args:
        mime: The same thing in several forms: a spreadsheet gives its cells as a picture, too.
        wants_numbers: Whether it is for a matrix: then text that is one goes before a picture.
    """
    if paths := _files(mime):
        first, others = file_source(paths[0]), len(paths) - 1
        note = _("The first of {count} files taken.").format(count=len(paths))
        return replace(first, note=note) if others else first
    text = mime.text().strip()
    if wants_numbers and _is_matrix(text):
        return _text_source(text)
    name = _("Pasted picture")
    if kind := _picture_format(mime):
        return PictureSource(name, content=bytes(mime.data(kind).data()))
    if _has_pixels(mime):
        image = mime.imageData()
        return PictureSource(name, image=image) if isinstance(image, QImage) else None
    return _text_source(text) if text else None


def _text_source(text: str) -> PictureSource:
    return PictureSource(f"{_('Pasted text')}.txt", content=text.encode())


def _is_matrix(text: str) -> bool:
    """Return whether a text is a matrix that is read while one waits."""
    from cnnviz.text.matrix_text import parse_matrix  # when it is needed: the window starts sooner

    try:
        return bool(text) and parse_matrix(text, MOST_PASTED).size > 0
    except ValueError:
        return False


def can_open(mime: QMimeData) -> bool:
    """Return whether a drop brings what pasting would take; a file may, but for a project."""
    has_files = bool(_files(mime))
    if mime.hasUrls() and not has_files:
        return False
    return has_files or bool(_picture_format(mime)) or _has_pixels(mime) or _is_matrix(mime.text())


def _files(mime: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() not in WHOLE]


def _picture_format(mime: QMimeData) -> str | None:
    """Return the best of the formats that are decoded, if one is there."""
    return next((kind for kind in MIME_TYPES if mime.hasFormat(kind)), None)


def _has_pixels(mime: QMimeData) -> bool:
    """Return whether there are pixels and nothing that Qt would decode in this process."""
    return mime.hasImage() and not any(kind.startswith("image/") for kind in mime.formats())


def _pixels(image: QImage) -> tuple[str, tuple[int, int], bytes]:
    """Return how the pixels of an image are stored, its width and height, and the pixels."""
    mode, form = "RGBA", QImage.Format.Format_RGBA8888
    if image.isGrayscale() and not image.hasAlphaChannel():
        mode, form = "L", QImage.Format.Format_Grayscale8
    stored = image.convertToFormat(form)
    rows = np.frombuffer(cast("memoryview", stored.constBits()), np.uint8)
    rows = rows.reshape(stored.height(), -1)[:, : stored.width() * len(mode)]  # no padding
    return mode, (stored.width(), stored.height()), rows.tobytes()


class PictureOpener(QObject):
    """Puts pictures into the document, and tells in a sentence why one is not taken.

    Each is read in another thread, and decoded in another process. If meanwhile the picture of the
    project changes, or another one is opened, it comes too late and is dropped.
    """

    asked = Signal()  # for another picture: what was told of the one before is over
    started = Signal(str)  # a picture takes a while to be read: its name
    ended = Signal()  # it was read, or is no longer wanted
    refused = Signal(str)  # why a picture was not taken; nothing was changed

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._reading, self._warming = LatestJob(self), LatestJob(self)
        self._reading.done.connect(self._on_read)
        self._reading.failed.connect(self._on_failed)
        self._name = ""  # of what is read
        self._slow = QTimer(self, singleShot=True, interval=SLOW)
        self._slow.timeout.connect(self._on_slow)
        document.changed.connect(self._on_document_changed)

    @property
    def is_reading(self) -> bool:
        """Whether a picture is on its way."""
        return self._reading.is_running

    def warm_up(self) -> None:
        """Start what the first picture needs, beside the window."""
        self._warming.start(_warm_up)

    def put(self, text: str, picture: Picture, *, gesture: str = "") -> bool:
        """Make a picture that of the project, as one edit; return whether it was taken."""
        self.asked.emit()
        project = with_picture(self._document.project, picture)
        refusal = self._document.edit(text, project, gesture=gesture)
        if refusal:
            self.refused.emit(refusal)
        return not refusal

    def open_path(self, path: Path) -> None:
        """Open a picture file, or numbers."""
        self.open(file_source(path))

    def open_mime(self, mime: QMimeData, *, wants_numbers: bool = False) -> None:
        """Open what was dropped or lies in the clipboard; arguments as of `source_of`."""
        source = source_of(mime, wants_numbers=wants_numbers)
        if source is None:
            self.refused.emit(_("There is no picture to paste; copy one first."))
        else:
            self.open(source)

    def open(self, source: PictureSource) -> None:
        """Read a picture in another thread, and put it into the project when it is there."""
        self.asked.emit()
        self._drop()
        self._name = source.name
        self._reading.start(source.read)
        self._slow.start()

    def _on_slow(self) -> None:
        self.started.emit(self._name)

    def _on_read(self, picture: Picture) -> None:
        self._end()
        self._take(picture)

    def _on_failed(self, problem: str) -> None:
        self._end()
        self._refuse(problem)

    def _end(self) -> None:
        self._slow.stop()
        self.ended.emit()

    def _take(self, picture: Picture) -> None:
        self.put(_("Open {name}").format(name=picture.name), picture)

    def _refuse(self, problem: str) -> None:
        self.refused.emit(_("{problem} Nothing was changed.").format(problem=problem))

    def _drop(self) -> None:
        """Let no earlier wish come true any more."""
        if self._reading.is_running:
            self._reading.drop()
            self._end()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.picture is not after.picture:
            self._drop()


def _warm_up(is_wanted: IsWanted) -> None:
    from cnnviz.files.pictures.decoder import decoder

    decoder.warm_up()
