"""The picture beside the answer; and one picture through two networks."""

from functools import cache

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout

from cnnviz.cnn import architectures
from cnnviz.explain.answer import (
    beyond_sentence,
    is_beyond,
    no_ink_sentence,
    share_sentence,
)
from cnnviz.language import N_, _
from cnnviz.project import shipped
from cnnviz.project.network_title import shown_title
from cnnviz.project.project import ForwardPass, Project, with_picture
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.second_network import SecondNetwork
from cnnviz.text.shown_name import shown_name
from cnnviz.views.controls.choice_box import ChoiceBox
from cnnviz.views.controls.panel import IconButton
from cnnviz.views.controls.refreshed import RefreshedWidget
from cnnviz.views.input.draw_canvas import DrawCanvas
from cnnviz.views.input.picture_images import picture_image
from cnnviz.views.input.picture_view import PictureView
from cnnviz.views.input.samples import (
    has_samples,
    sample_drawing,
    sample_paths,
    sample_picture,
    sample_title,
)
from cnnviz.views.look.theme import Look
from cnnviz.views.present.maps import Square
from cnnviz.views.present.texts import Caption
from cnnviz.views.present.verdict_column import NetworkAnswer, VerdictColumn, verdict_of


@cache
def _trained(channels: int) -> tuple[str, ...]:
    """Return the networks that ship trained and take pictures of so many channels."""
    names = (name for name in architectures.NAMES if shipped.card(name) is not None)
    build = architectures.build
    return tuple(name for name in names if build(name, seed=None).input_shape[0] == channels)


_LEARNT = {  # what a network that ships learnt from, in few words
    "white-swan-cnn": N_("learnt from white swans only"),
    "swan-cnn": N_("learnt from white and black swans"),
    "mlp": N_("every input has its own weights"),
}


class VerdictScene(RefreshedWidget):
    """Shows what is recognised, live while it is drawn."""

    def __init__(self, document: Document, cursor: Cursor, reveal: Reveal, look: Look) -> None:
        super().__init__()
        self._document, self._cursor, self._reveal, self._look = document, cursor, reveal, look
        self.setObjectName("present-verdict")
        self.second = SecondNetwork(document, cursor, self)
        self.canvas = DrawCanvas(document, look)
        self.canvas.setObjectName("present-verdict-canvas")
        self.picture = PictureView(look, _("The picture"))
        self.picture.setObjectName("present-verdict-picture")
        self.clear = IconButton(
            look, "present-verdict-clear", _("Clear"), "clear", _("Empty the canvas")
        )
        self.columns = [VerdictColumn(look, f"present-verdict-{n}") for n in (1, 2)]
        first, second = self.columns
        first.beside, second.beside = second, first
        self.beside = ChoiceBox(12)
        self.beside.setObjectName("present-verdict-beside")
        self.beside.setAccessibleName(_("A second network for the same picture"))
        self.beside.setToolTip(_("Let a second network look at the same picture"))
        self.sentence = Caption(look, "present-verdict-sentence")
        self._left = QStackedWidget()
        self._left.addWidget(Square(self.canvas))
        self._left.addWidget(Square(self.picture))
        self._arrange()
        self._connect()
        self._on_look_changed()

    def _arrange(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self._left, 0, 0)
        self._right = QHBoxLayout()
        for column in self.columns:
            self._right.addWidget(column, stretch=1)
        side = QVBoxLayout()
        side.addLayout(self._right, stretch=1)
        side.addWidget(self.sentence)
        self._grid.addLayout(side, 0, 1, 2, 1)
        below = QHBoxLayout()
        below.addWidget(self.beside, stretch=1)
        below.addWidget(self.clear)
        self._grid.addLayout(below, 1, 0)
        self._grid.setRowStretch(0, 1)

    def _connect(self) -> None:
        self.clear.clicked.connect(self._on_clear_clicked)
        self.beside.activated.connect(self._on_beside_chosen)
        self.second.changed.connect(self.refresh)
        self._document.changed.connect(self._on_document_changed)
        self._cursor.changed.connect(self.refresh)
        self._reveal.changed.connect(self.refresh)
        self._look.changed.connect(self._on_look_changed)

    # What is shown

    def refresh(self) -> None:
        """Show what is recognised now; nothing while another view is shown."""
        self.second.look(is_on=self.isVisible())
        if not self.isVisible():
            return
        picture = self._document.project.picture
        is_drawing = picture.kind == "drawing"
        self._left.setCurrentIndex(0 if is_drawing else 1)
        if not is_drawing:
            self.picture.show_image(picture_image(picture))
        self.clear.setVisible(is_drawing)
        self._show_choices()
        first, second = self.columns
        first.show_verdict(self._first())
        has_second = self.second.name is not None
        second.setVisible(has_second)
        if has_second:
            second.show_verdict(self._second())
        self.sentence.setText(self._sentence())
        share = 0.4 if has_second else 0.5
        self._grid.setColumnStretch(0, round(100 * share))
        self._grid.setColumnStretch(1, round(100 * (1 - share)))

    def _first(self) -> NetworkAnswer:
        network = self._document.project.network
        return self._verdict(self._document.forward, network.name, shown_title(network))

    def _second(self) -> NetworkAnswer:
        name, forward = str(self.second.name), self.second.forward
        title = _(architectures.TITLES[name]) if name in architectures.TITLES else shown_name(name)
        if forward is None:
            return NetworkAnswer(title, "", (), self.second.problem or _("It is being computed."))
        return self._verdict(forward, name, title)

    def _verdict(self, forward: ForwardPass, name: str, title: str) -> NetworkAnswer:
        note = _(_LEARNT[name]) if name in _LEARNT else ""
        problem = ""
        if self._reveal.is_hiding:
            problem = _("What does it say? Guess first.")
        elif forward.trace.network.output in forward.trace.awaited:
            problem = _("It is being computed.")
        elif not forward.has_answer:
            problem = no_ink_sentence()
        return verdict_of(forward, title, note, problem)

    def _sentence(self) -> str:
        """Return what is to be learnt from it."""
        trace = self._document.forward.trace
        if self._reveal.is_hiding or self._reveal.is_awaited(trace.network.output):
            return ""
        if not self._document.forward.has_answer:
            return ""
        if is_beyond(self._document.project):
            return beyond_sentence()
        forward = self.second.forward
        if self.second.name is None:
            return share_sentence(trace)
        if forward is None:
            return ""
        answers = [column.verdict.answer for column in self.columns if column.verdict is not None]
        if len(set(answers)) == 1:
            return _("Both networks say the same.")
        names = {self._document.project.network.name, self.second.name}
        if names == {"swan-cnn", "white-swan-cnn"}:
            return _("“Even the colour can change”: what a network never saw, it does not know.")
        return _("The two networks see the same picture and do not agree.")

    # A second network

    def _show_choices(self) -> None:
        """Offer no second network, those that ship and take such pictures, and the one that is."""
        names = [None, *self._offered()]
        now = self.second.name
        if now not in names:
            names.append(now)
        if [self.beside.itemData(i) for i in range(self.beside.count())] != names:
            self.beside.clear()
            for name in names:
                self.beside.addItem(self._title_of(name), name)
        self.beside.setCurrentIndex(names.index(now))

    def _offered(self) -> list[str]:
        network = self._document.project.network
        names = _trained(network.input_shape[0])
        return [name for name in names if name != network.name]

    def _title_of(self, name: str | None) -> str:
        if name is None:
            return _("No second network")
        return _(architectures.TITLES[name]) if name in architectures.TITLES else shown_name(name)

    def _on_beside_chosen(self, place: int) -> None:
        self._cursor.put_beside(self.beside.itemData(place))

    # Pictures

    def step(self, way: int) -> None:
        """Show the next sample picture, or the one before; after a drawing, a drawn digit."""
        picture = self._document.project.picture
        if not has_samples(picture):
            return
        is_drawing = picture.kind == "drawing"
        paths = sample_paths("digits" if is_drawing else "samples")
        titles = [sample_title(path) for path in paths]
        at = titles.index(picture.name) if picture.name in titles else -1 if way > 0 else 0
        path = paths[(at + way) % len(paths)]
        chosen = sample_drawing(path) if is_drawing else sample_picture(path)
        project = with_picture(self._document.project, chosen)
        self._document.edit(_("Show “{name}”").format(name=chosen.name), project)

    def _on_clear_clicked(self) -> None:
        self.canvas.clear()

    # Signals

    def hideEvent(self, event: QHideEvent) -> None:
        """Compute no more while another view is shown."""
        self.second.look(is_on=False)
        super().hideEvent(event)

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self.refresh()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._grid.setHorizontalSpacing(px(28))
        self._grid.setVerticalSpacing(px(8))
        self._right.setSpacing(px(22))
        self.refresh()
