"""What the program remembers between starts, apart from projects."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QByteArray, QObject, QSettings, QStandardPaths, Signal

from cnnviz.files.regular_file import NotRegularError, open_regular, read_regular
from cnnviz.language import N_, _

ThemeName = Literal["light", "dark", "contrast"]
NetworkViewName = Literal["maps", "table", "boxes"]
TEXT_SIZES = (75, 90, 100, 110, 125, 150, 175, 200, 250, 300)  # percent
RECENT_FILES = 10
VALUES_TOLD, MOST_VALUES_TOLD = 3, 100  # of a layer, by Page Down
LARGEST = 1_000_000  # bytes: settings need some thousands
NOT_KEPT = N_(
    "The settings cannot be saved: their file cannot be written. What you choose now lasts until "
    "cnnviz ends."
)
DAMAGED = N_(
    "The file of the settings was damaged, so cnnviz starts as for the first time. The damaged "
    "file was kept as {name}."
)


def home() -> Path:
    """Return the folder of the program's own files: CNNVIZ_HOME, or the system's place for them."""
    if chosen := os.environ.get("CNNVIZ_HOME"):
        return Path(chosen)
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "cnnviz"


class Settings(QObject):
    """Remembers theme, text size, recent files, places and more; bad values are ignored."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, remembers: bool = True) -> None:
        """Read what was remembered.

        Args:
            parent: Owns it.
            remembers: Whether anything is read or written; else all lasts as long as the program.
        """
        super().__init__(parent)
        file = _file() if remembers else ""
        damaged = _set_aside_if_damaged(file)
        self._store = QSettings(file, QSettings.Format.IniFormat, self)
        can_keep = not remembers or (file and self._store.isWritable())
        self.problem = damaged or ("" if can_keep else _(NOT_KEPT))  # a sentence for the user

    @property
    def theme(self) -> ThemeName:
        """The colours of the window."""
        stored = self._store.value("theme")
        names: tuple[ThemeName, ...] = get_args(ThemeName)
        return next((name for name in names if name == stored), "light")

    def set_theme(self, theme: ThemeName) -> None:
        """Choose the colours of the window."""
        self._set("theme", theme)

    @property
    def network_view(self) -> NetworkViewName:
        """What the Network page shows: the maps, a table of the layers, or their volumes."""
        stored = self._store.value("network_view")
        names: tuple[NetworkViewName, ...] = get_args(NetworkViewName)
        return next((name for name in names if name == stored), "maps")

    def set_network_view(self, name: NetworkViewName) -> None:
        """Choose what the Network page shows."""
        self._set("network_view", name)

    @property
    def text_size(self) -> int:
        """The size of all text and controls, in percent."""
        try:
            stored = int(str(self._store.value("text_size", 100)))
        except ValueError:
            return 100
        return min(max(stored, TEXT_SIZES[0]), TEXT_SIZES[-1])

    def set_text_size(self, percent: int) -> None:
        """Choose the size of all text and controls; kept between 75 and 300 percent."""
        self._set("text_size", min(max(percent, TEXT_SIZES[0]), TEXT_SIZES[-1]))

    def step_text_size(self, up: bool) -> None:
        """Choose the next larger or smaller text size."""
        now = self.text_size
        sizes = [size for size in TEXT_SIZES if (size > now if up else size < now)]
        if sizes:
            self.set_text_size(min(sizes) if up else max(sizes))

    @property
    def values_told(self) -> int:
        """How many values of a layer are told one after the other before the next layer."""
        try:
            stored = int(str(self._store.value("values_told", VALUES_TOLD)))
        except ValueError:
            return VALUES_TOLD
        return min(max(stored, 1), MOST_VALUES_TOLD)

    def set_values_told(self, count: int) -> None:
        """Choose how many values of a layer are told before the next layer."""
        self._set("values_told", min(max(count, 1), MOST_VALUES_TOLD))

    @property
    def recent_files(self) -> list[str]:
        """The files opened or saved last, the latest first."""
        stored = self._store.value("recent_files", [])
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [name for name in names if isinstance(name, str)][:RECENT_FILES]

    @property
    def folder(self) -> Path:
        """Where a file was opened or saved last: there the next dialog begins; else at home."""
        stored = Path(str(self._store.value("folder", "")))
        return stored if stored.is_absolute() and os.path.isdir(stored) else Path.home()

    def keep_folder(self, path: Path) -> None:
        """Let the next dialog begin where a file lies."""
        self._set("folder", str(path.resolve().parent))

    def add_recent_file(self, path: Path) -> None:
        """Put a file at the front of the recent ones; the next dialog begins beside it."""
        self.keep_folder(path)
        name = str(path.resolve())
        others = [other for other in self.recent_files if other != name]
        self._set("recent_files", [name, *others][:RECENT_FILES])

    def forget_recent_files(self) -> None:
        """Empty the list of recent files."""
        self._set("recent_files", [])

    def layout(self, name: str) -> QByteArray | None:
        """Return the remembered place of a window or its parts."""
        stored = self._store.value(f"layout/{name}")
        return stored if isinstance(stored, QByteArray) else None

    def set_layout(self, name: str, place: QByteArray) -> None:
        """Remember the place of a window or its parts."""
        self._store.setValue(f"layout/{name}", place)

    @property
    def training(self) -> str:
        """The settings of the next training run as they were left, in JSON; "" at first."""
        return str(self._store.value("training", ""))

    def set_training(self, json: str) -> None:
        """Remember the settings of the next training run."""
        self._store.setValue("training", json)

    def reset(self) -> None:
        """Forget everything but the recent files."""
        recent = self.recent_files
        self._store.clear()
        self._set("recent_files", recent)

    def _set(self, name: str, value: object) -> None:
        if self._store.value(name) != value:
            self._store.setValue(name, value)
            self.changed.emit()


def _set_aside_if_damaged(file: str) -> str:
    """Give a file that holds no settings another name; return a sentence about it, or ""."""
    if not file or _is_whole(Path(file)):
        return ""
    kept = Path(file).with_suffix(".damaged.ini")
    with suppress(OSError):
        Path(file).replace(kept)
    return _(DAMAGED).format(name=kept.name)


def _is_whole(file: Path) -> bool:
    """Return whether a file holds settings, or there is none yet."""
    try:
        content = read_regular(file, LARGEST)
    except FileNotFoundError:
        return True
    except OSError as error:
        return error.errno != errno.EFBIG  # what may not be read is told as not kept
    probe = QSettings(str(file), QSettings.Format.IniFormat)
    probe.allKeys()
    return b"\0" not in content and probe.status() != QSettings.Status.FormatError


def _file() -> str:
    """Return the file of the settings; "" where its name belongs to a pipe, which would hold us up.

    Without a file the settings last as long as the program.
    """
    file = home() / "settings.ini"
    try:
        open_regular(file).close()
    except (NotRegularError, IsADirectoryError):
        return ""
    except OSError:
        pass  # there is none yet; or Qt tells by itself that it may not be read
    return str(file)
