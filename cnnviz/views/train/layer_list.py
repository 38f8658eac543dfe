"""Step 1, configure: the layers of the network, and everything about each of them."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.layers import LAYERS
from cnnviz.cnn.network import Network
from cnnviz.language import N_, _, ngettext
from cnnviz.project.blueprint import Blueprint
from cnnviz.project.network_title import unchanged
from cnnviz.project.plan import blueprint_of, checked, draft_of, problem_of, with_blueprint
from cnnviz.project.plan_edits import (
    ADDED,
    filters_of,
    with_added,
    with_filters,
    with_moved,
    with_option,
    with_removed,
)
from cnnviz.project.plan_words import detail
from cnnviz.project.project import Project
from cnnviz.state.document import Document
from cnnviz.state.training_presets import PRESETS
from cnnviz.text.numbers import count_text
from cnnviz.views.bars.network_choice import NetworkChoice
from cnnviz.views.controls.bubble import tell
from cnnviz.views.controls.card import heading
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.look.theme import Look
from cnnviz.views.train.layer_delegate import LayerRow
from cnnviz.views.train.layer_fields import OPTIONS, LayerFields
from cnnviz.views.train.layer_options import LayerOptions
from cnnviz.views.train.layer_rows import LayerRows
from cnnviz.views.train.node_rows import as_drawn, node_rows

WITH_BRANCHES = N_(
    "This network has branches: its layers are shown here with what each one takes. Change their "
    "weights and windows on the Network page."
)
FILTERS_STAY = N_(
    "This network has branches, so its filters stay as many as they are. Start from another "
    "network to see this failure."
)
LEAST_ROWS = 84  # pixels at 100 %: nearly three rows are seen; then step 2 scrolls, too

FEW = next(preset.filters for preset in PRESETS if preset.filters)


class LayerList(Panel):
    """Shows the plan of the network, and asks the document for edits of it."""

    def __init__(self, document: Document, look: Look) -> None:
        super().__init__(look, gap=6)
        self._document = document
        self._current = 0
        self._filters_before: tuple[int, ...] = ()  # before a preset took them
        self.setObjectName("layer-list")
        self._make_head()
        self.rows = LayerRows(look)
        self.fields = LayerFields(look)
        self._make_foot()
        self.branches = label("layers-with-branches", "muted")
        self.branches.setText(_(WITH_BRANCHES))
        self.area = scroll_area(self.rows, "layer-rows-area", sideways=False)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.options = LayerOptions(self.fields, self.rows, look)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.column.addLayout(self._head)
        self.column.addWidget(self.branches)
        self.column.addWidget(self.area, stretch=1)
        self.column.addLayout(self._foot)
        self._connect()
        self.refresh()

    def _make_head(self) -> None:
        self.start = NetworkChoice(self._document, self._look, 8)
        self.start.setObjectName("start-from")
        self.start.setAccessibleName(_("Start from"))
        self.start.setToolTip(_("Take another network; an edit that can be undone"))
        title = heading(_("1 · Configure"))
        title.setBuddy(self.start)
        self._head = QHBoxLayout()
        self._head.addWidget(title)
        self._head.addWidget(self.start, stretch=1)

    def _make_foot(self) -> None:
        self.add = QToolButton()
        self.add.setObjectName("add-layer")
        self.add.setText(_("+ Add layer"))
        self.add.setAccessibleName(_("Add a layer"))
        self.add.setToolTip(_("Put a layer after the chosen one (Insert)"))
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.add)
        self._menu.setObjectName("layer-kinds")
        for kind in ADDED:
            action = self._menu.addAction(LAYERS[kind].title)
            action.setObjectName(f"add-{kind}")
            action.triggered.connect(partial(self.add_kind, kind))
        self.add.setMenu(self._menu)
        self.remove = QPushButton(_("Remove"))
        self.remove.setObjectName("remove-layer")
        self.remove.setAccessibleName(_("Remove the layer"))
        self.remove.setToolTip(_("Take the chosen layer out (Delete)"))
        self.total = QLabel()
        self.total.setObjectName("parameter-total")
        self.total.setProperty("role", "muted")
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.add)
        self._foot.addWidget(self.remove)
        self._foot.addStretch(1)
        self._foot.addWidget(self.total)

    def _connect(self) -> None:
        self.remove.clicked.connect(self._on_remove_clicked)
        self.rows.chosen.connect(self._on_chosen)
        self.rows.moved.connect(self._on_moved)
        self.rows.removed.connect(self._on_removed)
        self.rows.add_asked.connect(self.add.showMenu)
        self.rows.opened.connect(self._on_opened)
        self.fields.wanted.connect(self._on_wanted)
        self._document.changed.connect(self._on_document_changed)

    def _on_look_changed(self) -> None:
        self.area.setMinimumHeight(self._look.px(LEAST_ROWS))

    # What is shown

    def refresh(self) -> None:
        """Show the plan as it is now, or the nodes of a network with branches. Emits nothing."""
        is_chain = self._document.project.network.is_chain
        self.branches.setVisible(not is_chain)
        for button in (self.add, self.remove):
            button.setVisible(is_chain)
        if is_chain:
            self._show_plan()
        else:
            self._show_nodes(self._document.project.network)

    def _show_nodes(self, network: Network) -> None:
        rows = node_rows(network)
        self._current = min(self._current, max(0, len(rows) - 1))
        self.rows.show_rows(rows, self._current, can_change=False)
        self.fields.show_options("", {})
        self.total.setText(_counted(network.parameter_count))

    def _show_plan(self) -> None:
        plan = self._plan
        rows = _rows(plan)
        self._current = min(self._current, max(0, len(rows) - 1))
        self.rows.show_rows(rows, self._current)
        self.remove.setEnabled(bool(rows))
        if rows:
            chosen = plan.plans[self._current]
            self.fields.show_options(chosen.kind, chosen.options)
        else:
            self.fields.show_options("", {})
        self.total.setText(_total(plan))

    # Edits

    def _edit(self, text: str, plan: Blueprint, gesture: str = "") -> None:
        after = with_blueprint(self._document.project, plan)
        refusal = self._document.edit(text, after, gesture=gesture)
        if refusal:
            self.refresh()
            tell(self._look, self.rows, refusal)

    @property
    def _plan(self) -> Blueprint:
        return draft_of(self._document.project)

    def add_kind(self, kind: str) -> None:
        """Put a layer of a kind after the chosen one."""
        plan = self._plan
        at = self._current + 1 if plan.plans else 0
        rows = checked(plan)
        if plan.plans and rows[self._current].problem and rows[self._current].shape is None:
            at = self._current  # it lacks something before it
        self._current = at
        self._edit(_("Add {layer}").format(layer=LAYERS[kind].title), with_added(plan, at, kind))

    def set_filters(self, count: int) -> None:
        """Give every convolution as many filters."""
        if not self._document.project.network.is_chain:
            tell(self._look, self.rows, _(FILTERS_STAY))
            return
        text = ngettext(
            "{n} filter for each convolution", "{n} filters for each convolution", count
        )
        plan = self._plan
        before, few = filters_of(plan), (count,) * len(filters_of(plan))
        if before != few:
            self._filters_before = before
            self._edit(text.format(n=count), with_filters(plan, few))

    def give_filters_back(self) -> None:
        """Give the convolutions the filters that they had before a preset took them.

        Where that was before the program was started, those of the network that ships.
        """
        plan, before = self._plan, self._filters_before
        name = unchanged(self._document.project.network.name)
        if not before and name in architectures.NAMES:
            before = filters_of(blueprint_of(architectures.build(name)))
        has_few = set(filters_of(plan)) == {FEW} and len(before) == len(filters_of(plan))
        if has_few and filters_of(plan) != before:
            self._edit(_("As many filters as before"), with_filters(plan, before))
        self._filters_before = ()

    def _on_removed(self, index: int) -> None:
        plan = self._plan
        if index < len(plan.plans):
            text = _("Remove {layer}").format(layer=plan.name(index))
            self._edit(text, with_removed(plan, index))

    def _on_remove_clicked(self) -> None:
        self._on_removed(self._current)

    def _on_moved(self, index: int, to: int) -> None:
        plan = self._plan
        self._current = to
        text = _("Move {layer}").format(layer=plan.name(index))
        self._edit(text, with_moved(plan, index, to))

    def _on_wanted(self, option: str, value: object, gesture: str) -> None:
        plan = self._plan
        text = _("Change {option} of {layer}")
        text = text.format(option=_(OPTIONS[option]), layer=plan.name(self._current))
        key = f"{gesture} {self._current} {option}" if gesture else ""
        self._edit(text, with_option(plan, self._current, option, value), key)

    # Signals

    def _on_chosen(self, index: int) -> None:
        self._current = index
        self.refresh()
        self._show_options()

    def _show_options(self) -> None:
        """Show the options of the chosen layer beside its row, if it has any."""
        place = self.rows.row_rect(self._current)
        self.area.ensureVisible(0, place.center().y(), 0, place.height())
        if self.fields.fields:
            row = self.rows.rows[self._current]
            self.options.show_beside(place, f"{row.name}   {row.formula}".rstrip())
        else:
            self.options.hide()

    def _on_opened(self) -> None:
        """Put the keys into the first field of the chosen layer."""
        first = next(iter(self.fields.fields.values()), None)
        if first is not None:
            self._show_options()
            first.setFocus()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.network is not after.network or before.blueprint is not after.blueprint:
            self.refresh()


def _total(plan: Blueprint) -> str:
    """Return how many parameters there are, where that can be said."""
    if not plan.plans:
        return _("No layers: add one")
    rows = checked(plan)
    if problem_of(rows) is not None and rows[-1].shape is None:
        return _("A layer does not fit")
    return _counted(sum(row.count for row in rows))


def _counted(count: int) -> str:
    text = ngettext("{n} parameter", "{n} parameters", count)
    return text.format(n=count_text(count))


def _rows(plan: Blueprint) -> tuple[LayerRow, ...]:
    return tuple(
        LayerRow(
            plan.name(index),
            detail(plan.plans[index].options),
            shape_text(as_drawn(found.shape)) if found.shape else "",
            count_text(found.count) if found.shape else "",
            found.formula,
            found.problem,
        )
        for index, found in enumerate(checked(plan))
    )
