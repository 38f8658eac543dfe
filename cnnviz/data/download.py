"""Download the files of a data set from the first mirror that has them.

A broken download goes on where it ended; what came is checked, and kept.

Standard library only: the usual packages for this neither go on with a file that was broken off
nor end at once when that is asked for.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from cnnviz.data.catalogue import DataInfo, RemoteFile
from cnnviz.files.os_reasons import os_reason
from cnnviz.language import N_, _

CHUNK = 1 << 16  # bytes
PATIENCE = 20  # seconds without a byte
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
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "cnnviz"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "cnnviz"
    return Path(os.environ.get("XDG_CACHE_HOME", home / ".cache")) / "cnnviz"


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
        is_cancelled: Asked after each piece; what came so far is kept.

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
    part, reasons = place / f"{file.name}.part", []
    for mirror in data.mirrors:
        for _attempt in range(3):  # a connection may break more than once
            try:
                _receive(f"{mirror}{file.name}", file, part, tell, is_cancelled)
            except (URLError, HTTPException, OSError) as error:
                reasons.append(_reason(error))
                if isinstance(error, HTTPError) or not part.exists():
                    break  # the next mirror
                continue
            if _is_whole(part, file):
                os.replace(part, place / file.name)
                return
            reasons.append(_("the file came damaged"))
            part.unlink(missing_ok=True)
            break
    reason = reasons[-1] if reasons else _("it has no mirror")
    raise DownloadError(_(OFFLINE).format(title=_(data.title), reason=reason))


def _receive(
    address: str, file: RemoteFile, part: Path, tell: Callable[[int], None] | None,
    is_cancelled: Callable[[], bool],
) -> None:  # fmt: skip
    """Append what is missing of a file; begin again where the server cannot go on."""
    start = part.stat().st_size if part.exists() else 0
    if start and _is_whole(part, file):
        return
    headers = {"User-Agent": "cnnviz"} | ({"Range": f"bytes={start}-"} if start else {})
    with urlopen(Request(address, headers=headers), timeout=PATIENCE) as answer:
        goes_on = start and answer.status == 206
        count = start if goes_on else 0
        length = int(answer.headers.get("Content-Length", 0))
        end = count + length if length else 0
        with part.open("ab" if goes_on else "wb") as kept:
            while chunk := _chunk(answer):
                if is_cancelled():
                    raise CancelledError(_("The download was cancelled; what came is kept."))
                kept.write(chunk)
                count += len(chunk)
                if count > 2 * file.size + CHUNK:
                    break  # not the file that was asked for: its checksum will say so
                if tell is not None:
                    tell(count)
    if count < end:
        raise HTTPException(_("the connection was cut"))


def _chunk(answer: HTTPResponse) -> bytes:
    return answer.read(CHUNK)


def _is_whole(part: Path, file: RemoteFile) -> bool:
    kind, expected = file.checksum.split(":")
    with part.open("rb") as kept:
        return hashlib.file_digest(kept, kind).hexdigest() == expected


def _reason(error: Exception) -> str:
    if isinstance(error, HTTPError):
        return _("the server answered {code}").format(code=error.code)
    if isinstance(error, URLError):
        return _("no connection; check the network")
    return os_reason(error) if isinstance(error, OSError) else str(error) or type(error).__name__
