"""Zip archives of few, plain entries: written always alike, read with nothing taken on trust.

Python's zipfile accepts entries that overlap, names that occur twice, and sizes that lie. Here
the entries must fill the archive from its first byte to its directory, one after the other.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

from cnnviz.files.atomic_file import Piece
from cnnviz.language import _

MOST_ENTRIES = 2000
LARGEST_DIRECTORY = 500_000  # bytes
LARGEST_UNPACKED = 512_000_000  # bytes, of all packed entries: the others are as large as they look
LARGEST_RATIO = 200  # unpacked to packed, of entries above a megabyte

_END = struct.Struct("<4s4H2LH")  # Source: PKWARE, APPNOTE.TXT 6.3.10, section 4.3.16
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")  # section 4.3.7
_ENTRY = struct.Struct("<4s2B5H3L5H2L")  # section 4.3.12
_VERSION, _UNIX, _MODE = 20, 3, 0o600 << 16  # of the format; of file names; as zipfile has it
_DATE = 1 << 5 | 1  # 1 January 1980, the earliest there is
_LATIN_OR_UTF8 = (0, 0x800)  # the only flags: not encrypted, sizes in front
_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)


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
        common = (0, zipfile.ZIP_STORED, 0, _DATE, check, size, size, len(name), 0)
        header = _LOCAL_HEADER.pack(b"PK\3\4", _VERSION, *common) + name.encode("ascii")
        yield header
        yield from pieces
        entry = b"PK\1\2", _VERSION, _UNIX, _VERSION, *common, 0, 0, 0, _MODE, place
        directory.append(_ENTRY.pack(*entry) + name.encode("ascii"))
        place += len(header) + size
    listed = b"".join(directory)
    count = len(directory)
    yield listed + _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), place, 0)


def _size(piece: Piece) -> int:
    return piece.nbytes if isinstance(piece, memoryview) else len(piece)


class StrictZip:
    """An archive whose directory was checked; its entries are read one by one.

    Raises:
        ArchiveError: If the archive is no plain one.
    """

    def __init__(self, data: bytes) -> None:
        directory = _directory_offset(data)
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (*_FAULTS, OSError) as error:
            raise ArchiveError(_("it is damaged")) from error
        entries = self._archive.infolist()
        self.names = tuple(entry.filename for entry in entries)
        if len(entries) > MOST_ENTRIES or len(set(self.names)) < len(entries):
            raise ArchiveError(_("its directory names too many entries, or one of them twice"))
        for entry in entries:
            _check_entry(entry)
        if sum(entry.file_size for entry in entries if _is_packed(entry)) > LARGEST_UNPACKED:
            raise ArchiveError(_("it would unpack to more than 512 MB"))
        _check_places(data, entries, directory)
        self._data = data

    def view(self, name: str, largest: int) -> memoryview:
        """Return the content of one entry; of one that is not packed this is no copy.

        Raises:
            ArchiveError: As `read`.
        """
        entry = self._entry(name, largest)
        if _is_packed(entry):
            return memoryview(self.read(name, largest))
        header = _LOCAL_HEADER.unpack_from(self._data, entry.header_offset)
        begin = entry.header_offset + _LOCAL_HEADER.size + sum(header[-2:])
        content = memoryview(self._data)[begin : begin + entry.file_size]
        if header[0] != b"PK\3\4" or zlib.crc32(content) != entry.CRC:
            raise ArchiveError(_("its {name} is damaged").format(name=name))
        return content

    def read(self, name: str, largest: int) -> bytes:
        """Return a copy of the content of one entry.

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

    def _entry(self, name: str, largest: int) -> zipfile.ZipInfo:
        if name not in self.names:
            raise ArchiveError(_("it holds no {name}").format(name=name))
        entry = self._archive.getinfo(name)
        if entry.file_size > largest:
            raise ArchiveError(_("its {name} is too large").format(name=name))
        return entry


def _is_packed(entry: zipfile.ZipInfo) -> bool:
    return entry.compress_type != zipfile.ZIP_STORED


def _directory_offset(data: bytes) -> int:
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


def _check_places(data: bytes, entries: list[zipfile.ZipInfo], directory: int) -> None:
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
