"""The Train page as it is presented: one topic at a time, each as one large idea."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from cnnviz.project.place import Topic
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.views.controls.refreshed import RefreshedWidget
from cnnviz.views.look.theme import Look
from cnnviz.views.present.texts import Caption
from cnnviz.views.present.topic_answers import AnswersTopic
from cnnviz.views.present.topic_facts import LayersTopic, SettingsTopic
from cnnviz.views.present.topic_pictures import PicturesTopic
from cnnviz.views.present.topic_run import CurvesTopic, FiltersTopic
from cnnviz.views.present.topic_scene import TopicScene
from cnnviz.views.present.topic_shift import PushedTopic, ShiftsTopic
from cnnviz.views.present.topic_weights import WeightsTopic

_KINDS: dict[Topic, Callable[[Document, WindowTraining, Look], TopicScene]] = {
    "layers": LayersTopic,
    "settings": SettingsTopic,
    "pictures": PicturesTopic,
    "filters": FiltersTopic,
    "answers": AnswersTopic,
    "weights": WeightsTopic,
    "pushed": PushedTopic,
    "shifts": ShiftsTopic,
}


class TrainScene(RefreshedWidget):
    """Shows the topic of the place; each is made when it is first looked at."""

    def __init__(
        self,
        document: Document,
        cursor: Cursor,
        training: WindowTraining,
        start: QAction,
        look: Look,
    ) -> None:
        """Make the scene; `start` is the action that starts a run, or pauses it."""
        super().__init__()
        self._document, self._cursor, self._training = document, cursor, training
        self._start, self._look = start, look
        self._made: dict[Topic, TopicScene] = {}
        self.setObjectName("present-train-scene")
        self.topics = QStackedWidget()
        self.sentence = Caption(look, "present-train-sentence")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.topics, stretch=1)
        self.column.addWidget(self.sentence)
        self._connect()

    def _connect(self) -> None:
        training = self._training
        for signal in (
            self._cursor.changed,
            training.run_changed,
            training.run_reported,
            training.run_ended,
            training.looked_changed,
            training.setup_changed,
            training.pushed.changed,
            training.data_look.changed,
            self._look.changed,
        ):
            signal.connect(self.refresh)
        self._document.changed.connect(self._on_document_changed)

    def topic(self, topic: Topic) -> TopicScene:
        """Return the scene of a topic."""
        if topic not in self._made:
            made = self._make(topic)
            made.setObjectName(f"present-topic-{topic}")
            self._made[topic] = made
            self.topics.addWidget(made)
        return self._made[topic]

    def _make(self, topic: Topic) -> TopicScene:
        parts = self._document, self._training, self._look
        return CurvesTopic(*parts, self._start) if topic == "curves" else _KINDS[topic](*parts)

    def refresh(self) -> None:
        """Show the topic as it is now; nothing while another view is shown."""
        if not self.isVisible():
            return
        self.column.setSpacing(self._look.px(10))
        shown = self.topic(self._cursor.place.topic)
        self.topics.setCurrentWidget(shown)
        shown.refresh()
        self.sentence.setText(shown.sentence())

    def _on_document_changed(self, before: object, after: object) -> None:
        self.refresh()
