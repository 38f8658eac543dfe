"""Asks what to do with work that a window left behind: shown, named, with its time."""

from typing import Literal

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QMessageBox, QWidget

from cnnviz.language import _
from cnnviz.project.recovery_file import Glance
from cnnviz.text.shown_name import shown_name
from cnnviz.views.input.picture_images import picture_image

RecoveryAnswer = Literal["recover", "discard", "later"]
_SIDE = QSize(96, 96)


def when_text(moment: QDateTime) -> str:
    """Return a day and a time that nobody reads the wrong way round: 3 October 2026, 14:05."""
    return QLocale().toString(moment, "d MMMM yyyy, HH:mm")


def ask_about_work(window: QWidget, seen: Glance, written: float) -> RecoveryAnswer:
    """Ask whether to bring work back.

    Args:
        window: What the question lies over.
        seen: What is told of the work.
        written: When it was written, in seconds since 1970.
    """
    box = QMessageBox(window)
    box.setObjectName("recover-work")
    box.setTextFormat(Qt.TextFormat.PlainText)  # names of files stand in it
    image = picture_image(seen.picture).scaled(_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
    box.setIconPixmap(QPixmap.fromImage(image))
    text = _("cnnviz ended unexpectedly while {name} had changes that were not saved.")
    box.setText(text.format(name=shown_name(seen.name)))
    time = when_text(QDateTime.fromSecsSinceEpoch(int(written)))
    about = _("A copy of them was kept: {time}. Discarded, it stays until you save something.")
    box.setInformativeText(about.format(time=time))
    roles = QMessageBox.ButtonRole
    recover = box.addButton(_("&Recover"), roles.AcceptRole)
    discard = box.addButton(_("&Discard"), roles.DestructiveRole)
    box.setEscapeButton(box.addButton(_("&Later"), roles.RejectRole))
    box.setDefaultButton(recover)
    box.exec()
    pressed = box.clickedButton()
    box.deleteLater()
    if pressed is recover:
        return "recover"
    return "discard" if pressed is discard else "later"
