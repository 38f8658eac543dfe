"""The bar over the Network page: choose a network, see what is known of it, zoom."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from cnnviz.cnn import architectures
from cnnviz.language import _, ngettext
from cnnviz.project import shipped
from cnnviz.project.network_title import shown_title
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.text.numbers import count_text, percent_text
from cnnviz.views.bars.digits_only import DigitsOnly
from cnnviz.views.bars.network_choice import NetworkChoice
from cnnviz.views.bars.scale_bar import let_shrink
from cnnviz.views.controls.actions import Actions
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

SEPARATOR = " · "  # between what is known of a network


class NetworkBar(QWidget):
    """The network in use, and the buttons that zoom; a way out while answers are hidden."""

    def __init__(
        self,
        document: Document,
        cursor: Cursor,
        exercise: Exercise,
        actions: Actions,
        look: Look,
    ) -> None:
        super().__init__()
        self._document, self._exercise, self._look = document, exercise, look
        self._cursor = cursor
        self.setObjectName("network-bar")
        self.choice = NetworkChoice(document, look)
        self.choice.setObjectName("network-choice")
        self.choice.setAccessibleName(_("Network"))
        self.choice.setToolTip(_("Choose a network; an edit that can be undone"))
        let_shrink(self.choice)
        self.about = QLabel()
        self.about.setObjectName("network-about")
        self.about.setProperty("role", "muted")
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.about.installEventFilter(self)
        self.show_answers = self._way_out()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.choice)
        self._row.addWidget(self.about, stretch=1)
        self._row.addWidget(self.show_answers)
        self._row.addWidget(DigitsOnly(document, look, self))
        self._buttons = [_button(actions[name]) for name in ("zoom-out", "zoom-in", "fit")]
        for button in self._buttons:
            self._row.addWidget(button)
        document.changed.connect(self._on_document_changed)
        exercise.changed.connect(self._show_controls)
        cursor.changed.connect(self._show_controls)
        look.changed.connect(self._on_look_changed)
        self._show_controls()
        self._on_look_changed()
        self._show_about()

    def _way_out(self) -> QPushButton:
        """Return the button that ends an exercise."""
        button = QPushButton(_("Show answers"))
        button.setObjectName("show-answers")
        button.setToolTip(_("Values are hidden, to be found: show them again"))
        button.clicked.connect(self._on_show_answers)
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say less of the network where a button beside it took room, and more where it went."""
        if event.type() == QEvent.Type.Resize:
            self._show_about()
        return super().eventFilter(watched, event)

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if _known(before) != _known(after):
            self._show_about()

    def _show_controls(self) -> None:
        put_away = self._cursor.has_put_away
        self.choice.setVisible(not put_away("networks"))
        self.show_answers.setVisible(self._exercise.is_on and not put_away("answers"))

    def _on_show_answers(self) -> None:
        self._exercise.set_on(False)

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._row.setContentsMargins(px(12), px(6), px(8), 0)
        self._row.setSpacing(px(8))
        for button in self._buttons:
            button.setIconSize(QSize(px(16), px(16)))

    def _show_about(self) -> None:
        short, whole = about(self._document.project)
        metrics = QFontMetrics(self.about.font())
        room = max(0, self.about.width())
        texts = short, short.partition(SEPARATOR)[0], ""  # whole, or less of it: none is cut
        self.about.setText(next(t for t in texts if metrics.horizontalAdvance(t) <= room))
        self.about.setAccessibleName(short)
        self.about.setToolTip(plain_tip(whole, wraps=True))


def _known(project: Project) -> tuple[object, ...]:
    """Return what the story of a network depends on."""
    network = project.network
    return network.name, network.title, network.parameter_count, network is project.original


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setObjectName(f"{action.objectName()}-button")
    button.setProperty("role", "flat")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    return button


def about(project: Project) -> tuple[str, str]:
    """Return what is known of a network in a few words, and the whole story."""
    network, card = project.network, shipped.card(project.network.name)
    count = network.parameter_count
    text = ngettext("{count} parameter", "{count} parameters", count)
    parameters = text.format(count=count_text(count))
    if card is not None and network is project.original:
        return _of_trained(shown_title(network), parameters, card)
    facts = [parameters]
    if network.name in architectures.NAMES:
        facts.append(_("not trained") if network is project.original else _("edited"))
    short = SEPARATOR.join(facts)
    return short, _("{network}: {facts}.").format(network=shown_title(network), facts=short)


def _of_trained(title: str, parameters: str, card: shipped.NetworkCard) -> tuple[str, str]:
    """Return the same of a network with the weights that ship."""
    data, share = next(iter(card.accuracy.items()))
    reads = _("trained: reads {share} of {data}").format(share=percent_text(share), data=data)
    shares = ", ".join(
        _("{share} of {data}").format(share=percent_text(share), data=data)
        for data, share in card.accuracy.items()
    )
    story = _("{network}, trained on {data}. It reads {shares}.")
    story = story.format(network=title, data=card.data, shares=shares)
    return SEPARATOR.join((parameters, reads)), story
