"""Download the files of a data set from the first mirror that has them.

A broken download goes on where it ended; what came is checked, and kept.

Standard library only: the usual packages for this neither go on with a file that was broken off
nor end at once when that is asked for.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cnnviz.data.catalogue import DataInfo, RemoteFile
from cnnviz.data.receiving import Receiver, ReceivingError, UnwantedError
from cnnviz.language import N_, _

TRIES = 3  # at one mirror: a connection may break more than once
RANGE_MISSING = 416  # a server's answer: it has no bytes beyond those that are here
OFFLINE = N_(
    "{title} could not be downloaded: {reason}. What came is kept, and the next try goes on from "
    "there. Without network there are the sets strokes, digits and swans, or a folder with the "
    "files."
)

Progress = Callable[[int, int], None]  # (bytes so far, all bytes)


class DownloadError(ValueError):
    """A data set could not be downloaded; why, in a sentence."""


class CancelledError(DownloadError):
    """The download was given up on request."""


def cache_folder() -> Path:
    """Return where downloads are kept: CNNVIZ_CACHE, or the place of the system for such files."""
    if chosen := os.environ.get("CNNVIZ_CACHE"):
        return Path(chosen)
    import platformdirs  # late: most calls download nothing

    return platformdirs.user_cache_path("cnnviz", appauthor=False, opinion=False)


def folder_of(data: DataInfo) -> Path:
    """Return the folder that holds the files of a data set, or will."""
    return cache_folder() / data.name


def is_here(data: DataInfo, folder: Path | None = None) -> bool:
    """Return whether all files are there; they were checked when they came."""
    place = folder or folder_of(data)
    return all((place / file.name).is_file() for file in data.files)


def download(
    data: DataInfo,
    folder: Path | None = None,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Download what is not there yet.

    Args:
        data: Which data set.
        folder: Where to; the cache by default.
        progress: Told how much is there.
        is_cancelled: Asked several times a second; what came so far is kept.

    Returns:
        The folder with the files.

    Raises:
        DownloadError: If no mirror gives a file whole and undamaged.
        CancelledError: If it was given up.
        OSError: If it cannot be written.
    """
    place = folder or folder_of(data)
    place.mkdir(parents=True, exist_ok=True)
    done = 0
    for file in data.files:
        if not (place / file.name).is_file():
            before = done
            tell = None if progress is None else _counted(progress, before, data.size)
            _fetch(data, file, place, tell, is_cancelled or _never)
        done += file.size
        if progress is not None:
            progress(done, data.size)
    return place


def _never() -> bool:
    return False


def _counted(progress: Progress, before: int, size: int) -> Callable[[int], None]:
    return lambda count: progress(min(before + count, size), size)


def _fetch(
    data: DataInfo, file: RemoteFile, place: Path, tell: Callable[[int], None] | None,
    is_cancelled: Callable[[], bool],
) -> None:  # fmt: skip
    """Get one file from the first mirror that gives it."""
    part, reason = place / f"{file.name}.part", _("it has no mirror")
    for mirror in data.mirrors:
        for _attempt in range(TRIES):
            reason, may_give_it = _reason(f"{mirror}{file.name}", file, part, tell, is_cancelled)
            if not reason:
                os.replace(part, place / file.name)
                return
            if not may_give_it:
                break  # the next mirror
    raise DownloadError(_(OFFLINE).format(title=_(data.title), reason=reason))


def _reason(
    address: str, file: RemoteFile, part: Path, tell: Callable[[int], None] | None,
    is_cancelled: Callable[[], bool],
) -> tuple[str, bool]:  # fmt: skip
    """Receive what is missing of a file.

    Returns:
        Why it is not whole now, or an empty text; and whether the same mirror may still give it.
    """
    has_begun = part.exists()
    try:
        _receive(address, file, part, tell, is_cancelled)
    except UnwantedError:
        raise CancelledError(_("The download was cancelled; what came is kept.")) from None
    except ReceivingError as error:
        if error.code == RANGE_MISSING:
            part.unlink(missing_ok=True)
        return str(error), part.exists() and not error.code
    if _is_whole(part, file):
        return "", False
    part.unlink()
    return _("the file came damaged"), has_begun  # by what was there before, perhaps


def _receive(
    address: str, file: RemoteFile, part: Path, tell: Callable[[int], None] | None,
    is_cancelled: Callable[[], bool],
) -> None:  # fmt: skip
    """Append what is missing of a file; begin again where the server cannot go on."""
    start = part.stat().st_size if part.exists() else 0
    if start >= file.size:
        if _is_whole(part, file):
            return
        part.unlink()
        start = 0
    with closing(Receiver(address, start, is_cancelled)) as answer:
        count = start if answer.goes_on else 0
        with part.open("ab" if answer.goes_on else "wb") as kept:
            for chunk in answer.chunks():
                count += len(chunk)
                if count > file.size:  # not the file that was asked for
                    kept.truncate(0)
                    return
                kept.write(chunk)
                if tell is not None:
                    tell(count)


def _is_whole(part: Path, file: RemoteFile) -> bool:
    kind, expected = file.checksum.split(":")
    with part.open("rb") as kept:
        return hashlib.file_digest(kept, kind).hexdigest() == expected
