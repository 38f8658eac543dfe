"""Zip archives of few, plain entries: written always alike, read with nothing taken on trust.

Python's zipfile accepts entries that overlap, names that occur twice, and sizes that lie. Here
the entries must fill the archive from its first byte to its directory, one after the other.
"""

import mmap
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import SEEK_CUR, SEEK_END, BufferedReader, RawIOBase

from cnnviz.files.atomic_file import Piece
from cnnviz.language import _

MOST_ENTRIES = 2000
LARGEST_DIRECTORY = 500_000  # bytes
LARGEST_UNPACKED = 512_000_000  # bytes, of all entries that are packed
LARGEST_RATIO = 200  # unpacked to packed, of entries above a megabyte

_END = struct.Struct("<4s4H2LH")  # Source: PKWARE, APPNOTE.TXT 6.3.10, section 4.3.16
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")  # section 4.3.7
_ENTRY = struct.Struct("<4s2B5H3L5H2L")  # section 4.3.12
_FIELD = struct.Struct("<2H")  # of extra: what it is, and how long
_LARGE, _ALIGNED = 1_000_000, 64  # bytes: what begins at a multiple of 64
_VERSION, _UNIX, _MODE = 20, 3, 0o600 << 16  # of the format; of file names; as zipfile has it
_DATE = 1 << 5 | 1  # 1 January 1980, the earliest there is
_LATIN_OR_UTF8 = (0, 0x800)  # the only flags: not encrypted, sizes in front
_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)


Content = bytes | mmap.mmap  # of an archive; a large one is mapped, not read


class ArchiveError(ValueError):
    """An archive is damaged or made to do harm; the text says how, without a full stop."""


def zip_bytes(entries: Mapping[str, bytes]) -> bytes:
    """Return an archive of the entries, uncompressed; equal entries make equal bytes."""
    return b"".join(zip_pieces({name: (content,) for name, content in entries.items()}))


def zip_pieces(entries: Mapping[str, Sequence[Piece]]) -> Iterator[Piece]:
    """Return the same archive piece by piece, so that no copy of a large entry is in memory.

    Args:
        entries: The pieces of each entry, by its name in ASCII.
    """
    directory, place = [], 0
    for name, pieces in entries.items():
        size, check = sum(map(_size, pieces)), 0
        for piece in pieces:
            check = zlib.crc32(piece, check)
        common = (0, zipfile.ZIP_STORED, 0, _DATE, check, size, size, len(name))
        around = _spacing(place + _LOCAL_HEADER.size + len(name)) if size >= _LARGE else b""
        header = _LOCAL_HEADER.pack(b"PK\3\4", _VERSION, *common, len(around))
        header += name.encode("ascii") + around
        yield header
        yield from pieces
        entry = b"PK\1\2", _VERSION, _UNIX, _VERSION, *common, 0, 0, 0, 0, _MODE, place
        directory.append(_ENTRY.pack(*entry) + name.encode("ascii"))
        place += len(header) + size
    listed = b"".join(directory)
    count = len(directory)
    yield listed + _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), place, 0)


def _spacing(place: int) -> bytes:
    """Return an extra field after which a large entry begins where arrays can be mapped from.

    Source: APPNOTE.TXT, section 4.5.1, and the field 0xD935 of Android's zipalign.
    """
    return _FIELD.pack(0xD935, size := -(place + _FIELD.size) % _ALIGNED) + bytes(size)


def _size(piece: Piece) -> int:
    return piece.nbytes if isinstance(piece, memoryview) else len(piece)


class _Lying(RawIOBase):
    """The content of an archive as a file, where it lies."""

    def __init__(self, data: Content) -> None:
        self._data, self._place = memoryview(data), 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, and return it."""
        start = {SEEK_CUR: self._place, SEEK_END: len(self._data)}.get(whence, 0)
        if start + offset < 0:
            raise ValueError(offset)
        self._place = start + offset
        return self._place

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Read what has room."""
        found = self._data[self._place : self._place + len(buffer)]
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)


class StrictZip:
    """An archive whose directory was checked; its entries are read one by one.

    Raises:
        ArchiveError: If the archive is no plain one.
    """

    def __init__(self, data: Content) -> None:
        directory = _directory_offset(data)
        try:
            self._archive = zipfile.ZipFile(BufferedReader(_Lying(data)))  # type: ignore[type-var]
        except (*_FAULTS, OSError) as error:
            raise ArchiveError(_("it is damaged")) from error
        self._data = data
        entries = self._archive.infolist()
        self.names = tuple(entry.filename for entry in entries)
        if len(entries) > MOST_ENTRIES or len(set(self.names)) < len(entries):
            raise ArchiveError(_("its directory names too many entries, or one of them twice"))
        for entry in entries:
            _check_entry(entry)
        if sum(entry.file_size for entry in entries if _is_packed(entry)) > LARGEST_UNPACKED:
            raise ArchiveError(_("it would unpack to more than 512 MB"))
        _check_places(data, entries, directory)

    def read(self, name: str, largest: int) -> bytes:
        """Return the content of one entry.

        Raises:
            ArchiveError: If there is no such entry, or it is damaged or larger than `largest`.
        """
        entry = self._entry(name, largest)
        try:
            with self._archive.open(name) as file:
                content = file.read(largest + 1)
        except (*_FAULTS, OSError) as error:
            raise ArchiveError(_("its {name} is damaged").format(name=name)) from error
        if len(content) != entry.file_size:
            raise ArchiveError(_("its {name} does not have the size it should").format(name=name))
        return content

    def view(self, name: str, largest: int) -> memoryview:
        """Return the content of one entry as it lies in the archive, if it is not packed.

        Raises:
            ArchiveError: As `read`.
        """
        found = self._entry(name, largest)
        if _is_packed(found):
            return memoryview(self.read(name, largest))
        start = found.header_offset
        name_size, extra_size = _LOCAL_HEADER.unpack_from(self._data, start)[-2:]
        name_at = start + _LOCAL_HEADER.size
        start = name_at + name_size + extra_size
        content = memoryview(self._data)[start : start + found.file_size]
        if self._data[name_at : name_at + name_size] != name.encode() or (
            zlib.crc32(content) != found.CRC
        ):
            raise ArchiveError(_("its {name} is damaged").format(name=name))
        return content

    def _entry(self, name: str, largest: int) -> zipfile.ZipInfo:
        if name not in self.names:
            raise ArchiveError(_("it holds no {name}").format(name=name))
        entry = self._archive.getinfo(name)
        if entry.file_size > largest:
            raise ArchiveError(_("its {name} is too large").format(name=name))
        return entry


def _is_packed(entry: zipfile.ZipInfo) -> bool:
    return entry.compress_type != zipfile.ZIP_STORED


def _directory_offset(data: Content) -> int:
    """Return where the directory begins; it must reach to the very end of the archive."""
    if len(data) < _END.size:
        raise ArchiveError(_("it is cut off"))
    end = _END.unpack(data[-_END.size :])
    signature, disk, first_disk, count, total, size, offset, comment = end
    if signature != b"PK\x05\x06" or (disk, first_disk, comment) != (0, 0, 0):
        raise ArchiveError(_("it is cut off, or no zip archive"))
    if count != total or count > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        raise ArchiveError(_("its directory is too large"))
    if offset + size + _END.size != len(data):
        raise ArchiveError(_("its directory is not where it should be"))
    return int(offset)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits not in _LATIN_OR_UTF8:
        raise ArchiveError(
            _("its entry {name!r} is encrypted or of a rare kind").format(name=entry.filename)
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArchiveError(
            _("its entry {name!r} is packed in a rare way").format(name=entry.filename)
        )
    if entry.compress_type == zipfile.ZIP_STORED and entry.file_size != entry.compress_size:
        raise ArchiveError(_("the sizes of its entry {name!r} lie").format(name=entry.filename))
    if entry.file_size > max(1_000_000, LARGEST_RATIO * entry.compress_size):
        raise ArchiveError(
            _("its entry {name!r} would unpack to far more than it is").format(name=entry.filename)
        )


def _check_places(data: Content, entries: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse entries that overlap or leave gaps."""
    place = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        header = data[place : place + _LOCAL_HEADER.size]
        if entry.header_offset != place or len(header) < _LOCAL_HEADER.size:
            raise ArchiveError(_("its entries overlap, or leave gaps"))
        name_size, extra_size = _LOCAL_HEADER.unpack(header)[-2:]
        place += _LOCAL_HEADER.size + name_size + extra_size + entry.compress_size
    if place != directory:
        raise ArchiveError(_("its entries overlap, or leave gaps"))
