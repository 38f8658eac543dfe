"""Bring pictures from files, drops and the clipboard into the document."""

import errno
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMimeData,
    QObject,
    Signal,
)
from PySide6.QtGui import QImage, QImageReader

from cnnviz.files.regular_file import read_regular
from cnnviz.language import _
from cnnviz.project.picture import Picture, limited
from cnnviz.project.project import Project, with_picture
from cnnviz.state.document import Document
from cnnviz.state.latest_job import IsWanted, LatestJob

LARGE_FILE = 2_000_000  # bytes; larger files are read beside the window, which goes on
LARGE_PICTURE = 2_000_000  # pixels
PNG = "image/png"


@dataclass(frozen=True)
class PictureSource:
    """Where a picture can be read: a file, or bytes such as the clipboard holds."""

    name: str
    path: Path | None = None
    content: bytes = b""
    note: str = ""  # told beside what reading the picture tells

    def read(self) -> Picture:
        """Read the picture; a photo is made as small as looking at it needs.

        Raises:
            ValueError: If it cannot be read; why, in a sentence.
        """
        from cnnviz.project.picture_file import (  # and with it Pillow
            picture_from_bytes,
            read_picture,
        )

        if self.path is not None:
            whole = read_picture(self.path)
            picture = limited(whole)
            if picture is not whole:
                picture = replace(picture, file=str(self.path))
        else:
            picture = limited(picture_from_bytes(self.content, self.name))
        return replace(picture, notes=(*picture.notes, self.note)) if self.note else picture

    def read_beside(self, is_wanted: IsWanted) -> Picture:
        """Read the picture as a job of another thread; it cannot be ended half way."""
        return self.read()

    @property
    def is_large(self) -> bool:
        """Whether reading it takes longer than a frame of the window."""
        content = self.content
        if self.path is not None:
            try:
                content = read_regular(self.path, LARGE_FILE)
            except OSError as error:
                return error.errno == errno.EFBIG  # else `read` tells what is wrong
            except ValueError:
                return False  # it is no name of a file, which `read` tells too
        bytes_ = QByteArray(content)
        buffer = QBuffer(bytes_)
        size = QImageReader(buffer).size()
        return len(content) > LARGE_FILE or size.width() * size.height() > LARGE_PICTURE


def file_source(path: Path) -> PictureSource:
    """Return a file as a source."""
    return PictureSource(path.name, path)


def source_of(mime: QMimeData) -> PictureSource | None:
    """Return what a drop or the clipboard holds: a file, a picture or numbers as text, or None."""
    if paths := _files(mime):
        first, others = file_source(paths[0]), len(paths) - 1
        note = _("The first of {count} files taken.").format(count=len(paths))
        return replace(first, note=note) if others else first
    if mime.hasFormat(PNG):
        return PictureSource(_("Pasted picture"), content=bytes(mime.data(PNG).data()))
    if mime.hasImage():
        image = mime.imageData()
        return (
            PictureSource(_("Pasted picture"), content=_png(image))
            if isinstance(image, QImage)
            else None
        )
    if text := mime.text().strip():
        return PictureSource(f"{_('Pasted text')}.txt", content=text.encode())
    return None


def can_open(mime: QMimeData) -> bool:
    """Return whether a drop brings a picture or a file that may hold one; not a project."""
    return mime.hasImage() or mime.hasFormat(PNG) or bool(_files(mime))


def _files(mime: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() != ".cnnviz"]


def _png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 100)  # type: ignore[call-overload]  # 100: not packed, so quick
    return bytes(content.data())


class PictureOpener(QObject):
    """Puts pictures into the document, and tells in a sentence why one is not taken.

    A large picture is read in another thread. If meanwhile the picture of the project changes, or
    another one is opened, it comes too late and is dropped.
    """

    asked = Signal()  # for another picture: what was told of the one before is over
    started = Signal(str)  # a large picture is being read: its name
    ended = Signal()  # it was read, or is no longer wanted
    refused = Signal(str)  # why a picture was not taken; nothing was changed

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._reading = LatestJob(self)
        self._reading.done.connect(self._on_read)
        self._reading.failed.connect(self._on_failed)
        document.changed.connect(self._on_document_changed)

    @property
    def is_reading(self) -> bool:
        """Whether a large picture is on its way."""
        return self._reading.is_running

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

    def open_mime(self, mime: QMimeData) -> None:
        """Open what was dropped or lies in the clipboard."""
        source = source_of(mime)
        if source is None:
            self.refused.emit(_("There is no picture to paste; copy one first."))
        else:
            self.open(source)

    def open(self, source: PictureSource) -> None:
        """Read a picture, at once or in another thread, and put it into the project."""
        self.asked.emit()
        self._drop()
        if source.is_large:
            self._reading.start(source.read_beside)
            self.started.emit(source.name)
            return
        try:
            picture = source.read()
        except ValueError as error:
            self._refuse(str(error))
        else:
            self._take(picture)

    def _on_read(self, picture: Picture) -> None:
        self.ended.emit()
        self._take(picture)

    def _on_failed(self, problem: str) -> None:
        self.ended.emit()
        self._refuse(problem)

    def _take(self, picture: Picture) -> None:
        self.put(_("Open {name}").format(name=picture.name), picture)

    def _refuse(self, problem: str) -> None:
        self.refused.emit(_("{problem} Nothing was changed.").format(problem=problem))

    def _drop(self) -> None:
        """Let no earlier wish come true any more."""
        if self._reading.is_running:
            self._reading.drop()
            self.ended.emit()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.picture is not after.picture:
            self._drop()
