"""What the tests of the input panel share: mouse events with their buttons, and the panel."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cnnviz.project import shipped
from cnnviz.project.project import new_project
from cnnviz.state.document import Document
from cnnviz.state.settings import Settings
from cnnviz.views.input.panel import InputPanel
from cnnviz.views.look.theme import Look

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
TYPES = QEvent.Type


def made_panel(qtbot, network="lecture-cnn", width=214):
    """A shown panel; its document is `panel.document`, its settings `panel.settings`."""
    settings = Settings()
    look = Look(settings)
    document = Document(new_project(shipped.network(network)))
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    panel = InputPanel(document, look)
    for kind in ("drawing", "image", "matrix"):
        panel.page(kind)  # which is made when it is first looked at
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(panel)
    column.addStretch()
    panel.document, panel.settings, panel.kept = document, settings, (look, window)
    window.resize(width, 900)
    with qtbot.waitExposed(window):
        window.show()
    return panel


def part(panel, name, kind=QWidget):
    """The control with an object name."""
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def mouse(widget, kind, point, button=LEFT, modifiers=PLAIN):
    """Send one mouse event to a place of a widget."""
    position = QPointF(*point)
    held = NONE if kind == TYPES.MouseButtonRelease else button
    cause = NONE if kind == TYPES.MouseMove else button
    far = QPointF(widget.mapToGlobal(position))
    QApplication.sendEvent(widget, QMouseEvent(kind, position, far, cause, held, modifiers))


def drag(widget, *points, button=LEFT, modifiers=PLAIN):
    """Press at the first place, move through the others, release at the last."""
    mouse(widget, TYPES.MouseButtonPress, points[0], button, modifiers)
    for point in points[1:]:
        mouse(widget, TYPES.MouseMove, point, button, modifiers)
    mouse(widget, TYPES.MouseButtonRelease, points[-1], button, modifiers)
