"""The pictures that come with the program, as a strip to choose from."""

from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from cnnviz import resources
from cnnviz.language import N_, _
from cnnviz.project.picture import Picture
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

COLUMNS = 5
_TITLES = {
    "swan": N_("Swan"),
    "black-swan": N_("Black swan"),
    "swan-swimming": N_("Swan swimming"),
    "swan-flying": N_("Swan flying"),
    "swan-wings-spread": N_("Swan, wings spread"),
    "swan-contorted": N_("Swan, contorted"),
    "swan-hidden": N_("Swan, half hidden"),
    "several-swans": N_("Several swans"),
    "swan-standing": N_("Swan standing"),
    "goose": N_("Goose"),
    "heron": N_("Heron"),
    "flamingo": N_("Flamingo"),
    "cat": N_("Cat"),
    "lighthouse": N_("Lighthouse"),
    "sailing-boat": N_("Sailing boat"),
    "street": N_("Street"),
    "flower": N_("Flower"),
    "letters": N_("Letters"),
    "test-card": N_("Test card"),
    "bricks": N_("Bricks"),
    "mountains-grey": N_("Mountains grey"),
    "harbour": N_("Harbour"),
}


def sample_paths(folder: str) -> list[Path]:
    """Return the pictures in a folder of resources/images, in order."""
    return sorted((resources.folder() / "images" / folder).glob("*.*"))


def sample_id(path: Path) -> str:
    """Return the name of a sample in the program: black-swan for 02-black-swan.png, digit-3."""
    return path.stem.lstrip("0123456789-") or f"digit-{path.stem}"


def sample_title(path: Path) -> str:
    """Return what a sample is called: "Black swan" for 02-black-swan.png, "Digit 3" for 3.png."""
    title = _TITLES.get(sample_id(path))
    return _(title) if title else _("Digit {digit}").format(digit=path.stem)


@cache
def sample_picture(path: Path) -> Picture:
    """Read a sample once; the history of a project shares it."""
    from cnnviz.project.picture_file import shipped_picture  # and with it Pillow

    return replace(shipped_picture(path), name=sample_title(path))


@cache
def sample_drawing(path: Path) -> Picture:
    """Read a sample as a drawing, once."""
    picture = sample_picture(path)
    return Picture("drawing", 1 - picture.values, picture.name)


def has_samples(picture: Picture) -> bool:
    """Return whether samples of its kind follow a picture: numbers that were typed have none."""
    return picture.kind in ("image", "drawing")


class SampleStrip(QWidget):
    """Thumbnails in rows; a click chooses one."""

    chosen = Signal(object)  # Path

    def __init__(self, look: Look, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for index, path in enumerate(sample_paths(folder)):
            button = SampleButton(look, path)
            button.clicked.connect(partial(self._on_clicked, path))
            self._grid.addWidget(button, index // COLUMNS, index % COLUMNS)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_clicked(self, path: Path) -> None:
        self.chosen.emit(path)

    def _on_look_changed(self) -> None:
        self._grid.setSpacing(self._look.px(6))


class SampleButton(QAbstractButton):
    """One thumbnail; it is read when it is painted first."""

    def __init__(self, look: Look, path: Path) -> None:
        super().__init__()
        self._look, self._path = look, path
        self._thumbnail: QPixmap | None = None
        title = sample_title(path)
        self.setObjectName(f"sample-{sample_id(path)}")
        self.setAccessibleName(title)
        self.setToolTip(plain_tip(title))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self._on_look_changed)

    def sizeHint(self) -> QSize:
        """Return a small square."""
        return QSize(self._look.px(36), self._look.px(36))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest square that shows what it is."""
        return QSize(self._look.px(20), self._look.px(20))

    def heightForWidth(self, width: int) -> int:
        """Return the width: it is a square."""
        return width

    def event(self, event: QEvent) -> bool:
        """Choose with Enter too."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.KeyPress and getattr(event, "key", int)() in enter:
            self.click()
            return True
        return super().event(event)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the middle of the picture, and a frame that tells focus and mouse."""
        painter.drawPixmap(self.rect(), self._ready())
        colors = self._look.colors
        is_lit = self.hasFocus() or self.underMouse()
        width = self._look.px(2) if is_lit else 1
        painter.setPen(QPen(QColor(colors.accent if is_lit else colors.line), width))
        inset = width // 2
        painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))

    def _ready(self) -> QPixmap:
        side = round(self.width() * self.devicePixelRatioF())
        if self._thumbnail is None or self._thumbnail.width() != side:
            reader = QImageReader(str(self._path))
            size = reader.size()
            square = min(size.width(), size.height())
            middle = QRect(
                (size.width() - square) // 2, (size.height() - square) // 2, square, square
            )
            image = reader.read().convertToFormat(QImage.Format.Format_RGB32).copy(middle)
            image = image.scaled(QSize(side, side), mode=Qt.TransformationMode.SmoothTransformation)
            self._thumbnail = QPixmap.fromImage(image)
        return self._thumbnail

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
