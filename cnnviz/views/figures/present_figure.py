"""What Present mode shows, as a figure: without the transport and the buttons."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QWidget

from cnnviz.state.hierarchy import Hierarchy
from cnnviz.state.kernel_pair import KernelPair
from cnnviz.state.playback import Playback
from cnnviz.state.settings import Settings
from cnnviz.state.teller import Teller
from cnnviz.state.training import WindowTraining
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.rendered import rendered, settle
from cnnviz.views.figures.subject import Subject
from cnnviz.views.present.shown import Shown
from cnnviz.views.present.view import PresentView

SIZE = QSize(1280, 720)


def present_figure(subject: Subject) -> ViewFigure:
    """Return the slide of the layer or the value that is looked at, 16 to 9."""
    look, cursor = subject.look, subject.cursor
    host, playback = QWidget(), Playback(cursor)
    document, exercise, settings = subject.document, subject.exercise, Settings(remembers=False)
    teller = Teller(document, cursor, exercise.reveal, settings)
    training = FirstUse(partial(WindowTraining, document, settings))
    hierarchy = FirstUse(partial(Hierarchy, document, cursor))
    pair = FirstUse(partial(KernelPair, document, cursor))
    shown = Shown(
        document, cursor, playback, exercise, Actions(look), look, teller, training, hierarchy, pair
    )
    view = PresentView(host, shown)
    view.setParent(None)
    _put_away_controls(view)
    settle(view, SIZE)
    view.refresh()  # the title takes over what the explanation says, once that is laid out
    _put_away_controls(view)
    inner = rendered(view)

    def end() -> None:
        view.end()
        actions = shown.actions
        for each in (view, host, playback, *actions.menus.values(), actions):
            each.deleteLater()

    return ViewFigure(view.title.text, inner.width, inner.height, inner.paint, end)


def _put_away_controls(view: PresentView) -> None:
    for button in view.findChildren(QAbstractButton):
        button.hide()
    for name in ("present-bottom", "answer-bar"):
        for bar in view.findChildren(QWidget, name):
            bar.hide()
