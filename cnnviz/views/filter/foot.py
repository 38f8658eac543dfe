"""The line below the stages of a filter: how large its output is, and two ways on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.pooling_layers import WindowPooling
from cnnviz.explain.reach_words import SIZE_FORMULA, size_formula
from cnnviz.language import _
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.fixed_label import FixedLabel
from cnnviz.views.filter.filter_scene import FilterScene


class Foot(QHBoxLayout):
    """The formula of the output size, and the buttons of the page."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.formula = QLabel()
        self.formula.setObjectName("filter-formula")
        self.formula.setProperty("role", "muted")
        self._line = FixedLabel(self.formula)
        self.inspector = QToolButton()  # its panel has no room of its own in narrow windows
        self.inspector.setObjectName("filter-inspector")
        self.inspector.setDefaultAction(actions["toggle-inspector"])
        self.inspector.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.inspector.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.activity = QPushButton(_("Activity 2"))
        self.activity.setObjectName("filter-activity-2")
        self.activity.setToolTip(actions["activity-2"].toolTip())
        self.activity.clicked.connect(actions["activity-2"].trigger)
        self.addWidget(self._line, stretch=1)
        self.addWidget(self.inspector)
        self.addWidget(self.activity)

    @property
    def is_folded(self) -> bool:
        """Whether it leaves its room to what is explained."""
        return self._line.isHidden()

    def fold(self, *, is_folded: bool, has_inspector: bool, has_activity: bool) -> None:
        """Leave its room to what is explained, where that has little; the menus have the same.

        Args:
            is_folded: Whether it does.
            has_inspector: Whether the inspector is offered: not where a hand-out put it away.
            has_activity: Whether the exercise of the lecture is.
        """
        shown = (self._line, True), (self.inspector, has_inspector), (self.activity, has_activity)
        for part, is_offered in shown:
            is_shown = is_offered and not is_folded
            if part.isHidden() == is_shown:
                part.setVisible(is_shown)

    def show_size(self, scene: FilterScene | None) -> None:
        """Show how the output size is computed; nothing without a filter."""
        self._line.set_least(self.formula.sizeHint().height())
        self._line.show_line(*("", "") if scene is None else _size_texts(scene))


def _size_texts(scene: FilterScene) -> tuple[str, str]:
    """Return the formula with the numbers of the stage that is looked at, and a short form."""
    network = scene.forward.trace.network
    layer: Layer = scene.conv
    before = scene.before
    position = scene.position
    at = None if position is None else network.layers.get(position.node)
    if position is not None and isinstance(at, WindowPooling):
        layer, before = at, network.before(position.node)
    shape = scene.forward.trace.shapes[before]
    rows, columns = (size_formula(layer, shape, axis) for axis in range(2))
    if rows == columns:
        whole, short = _("Output size {formula} = {size}"), _("Output size {size}")
        return whole.format(formula=SIZE_FORMULA, size=rows), short.format(size=rows)
    whole = _("Output size {formula} = {rows} rows, {columns} columns")
    short = _("Output size {rows} rows, {columns} columns")
    numbers = {"rows": rows, "columns": columns}
    return whole.format(formula=SIZE_FORMULA, **numbers), short.format(**numbers)
