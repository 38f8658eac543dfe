"""What of a run can be taken along as a table: its curves, its confusion matrix."""

from operator import attrgetter

import numpy as np

from cnnviz.cnn.confusion import Answers
from cnnviz.figures.table import Table
from cnnviz.language import _
from cnnviz.runs.history import History

_OF_AN_EPOCH = (
    "epoch", "step", "train_loss", "train_accuracy", "val_loss", "val_accuracy",
)  # fmt: skip


def curve_table(history: History) -> Table:
    """Return what was measured after each epoch, a row an epoch."""
    rows = list(map(attrgetter(*_OF_AN_EPOCH), history.epochs))
    return Table(np.array(rows, np.float32).reshape(-1, len(_OF_AN_EPOCH)), _OF_AN_EPOCH)


def confusion_table(answers: Answers) -> Table:
    """Return how many pictures of each true class (row) got each answer (column)."""
    text = _("predicted {name}")
    return Table(answers.confusion, tuple(text.format(name=name) for name in answers.classes))
