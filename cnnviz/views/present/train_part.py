"""What moves the topics of training: the keys, and the bar with its buttons."""

from cnnviz.state.cursor import Cursor
from cnnviz.state.training import WindowTraining
from cnnviz.views.look.theme import Look
from cnnviz.views.present.topic_bar import TopicBar
from cnnviz.views.present.topic_moves import TopicMoves


class TrainPart:
    """Both do the same."""

    def __init__(self, cursor: Cursor, training: WindowTraining, look: Look) -> None:
        self.moves = TopicMoves(cursor, training)
        self.bar = TopicBar(cursor, training, self.moves, look)
