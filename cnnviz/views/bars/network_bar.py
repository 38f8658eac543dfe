"""The bar over the Network page: choose a network, see what is known of it, zoom."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from cnnviz.cnn import architectures
from cnnviz.project import shipped
from cnnviz.project.project import Project
from cnnviz.state.document import Document
from cnnviz.text.numbers import count_text, percent_text
from cnnviz.views.bars.network_choice import NetworkChoice
from cnnviz.views.bars.scale_bar import let_shrink
from cnnviz.views.controls.actions import Actions
from cnnviz.views.look.theme import Look


class NetworkBar(QWidget):
    """The network in use, and the buttons that zoom."""

    def __init__(self, document: Document, actions: Actions, look: Look) -> None:
        super().__init__()
        self._document, self._look = document, look
        self.setObjectName("network-bar")
        self.choice = NetworkChoice(document, look)
        self.choice.setObjectName("network-choice")
        self.choice.setAccessibleName("Network")
        self.choice.setToolTip("Choose a network; an edit that can be undone")
        let_shrink(self.choice)
        self.about = QLabel()
        self.about.setObjectName("network-about")
        self.about.setProperty("role", "muted")
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.choice)
        self._row.addWidget(self.about, stretch=1)
        self._buttons = [QToolButton() for _ in range(3)]
        for button, name in zip(self._buttons, ("zoom-out", "zoom-in", "fit"), strict=True):
            button.setDefaultAction(actions[name])
            button.setObjectName(f"{name}-button")
            button.setProperty("role", "flat")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            self._row.addWidget(button)
        document.changed.connect(self._on_document_changed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show_about()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten what is known of the network to the room there is."""
        super().resizeEvent(event)
        self._show_about()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if _known(before) != _known(after):
            self._show_about()

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
        self.about.setText(metrics.elidedText(short, Qt.TextElideMode.ElideRight, room))
        self.about.setAccessibleName(short)
        self.about.setToolTip(f"<p>{whole}</p>")


def _known(project: Project) -> tuple[object, ...]:
    """Return what the story of a network depends on."""
    network = project.network
    return network.name, network.title, network.parameter_count, network is project.original


def about(project: Project) -> tuple[str, str]:
    """Return what is known of a network in a few words, and the whole story."""
    network = project.network
    parameters = f"{count_text(network.parameter_count)} parameters"
    card = shipped.card(network.name)
    if card is None or project.network is not project.original:
        words = "edited" if project.network is not project.original else "not trained"
        is_own = card is None and network.name not in architectures.NAMES
        short = parameters if is_own else f"{parameters} · {words}"
        return short, f"{network.title}: {short}."
    read = [f"{percent_text(share)} of {name}" for name, share in card.accuracy.items()]
    story = f"{network.title}, trained on {card.data}. It reads {', '.join(read)}."
    return f"{parameters} · trained: reads {read[0]}", story
