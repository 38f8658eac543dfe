"""What Present mode shows and moves."""

from typing import TYPE_CHECKING, NamedTuple

from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.playback import Playback
from cnnviz.state.teller import Teller
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.look.theme import Look

if TYPE_CHECKING:  # imported when it is made
    from cnnviz.state.hierarchy import Hierarchy
    from cnnviz.state.kernel_pair import KernelPair
    from cnnviz.state.training import WindowTraining


class Shown(NamedTuple):
    """The parts that the views of Present mode need."""

    document: Document
    cursor: Cursor
    playback: Playback
    exercise: Exercise
    actions: Actions
    look: Look
    teller: Teller
    training: "FirstUse[WindowTraining]"
    hierarchy: "FirstUse[Hierarchy]"
    pair: "FirstUse[KernelPair]"
