"""The one view of explanations: where the selected value comes from, for every kind of layer."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.explain.stages import told_stage
from cnnviz.explain.text import as_text
from cnnviz.explain.values import WindowSum, explain
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.controls.refreshed import RefreshedWidget
from cnnviz.views.exercise.answer_bar import AnswerBar
from cnnviz.views.explanation.asked_edits import AskedEdits
from cnnviz.views.explanation.bar import Bar
from cnnviz.views.explanation.convolution_detail import chosen_of
from cnnviz.views.explanation.convolution_forms import is_by_size
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.fitting import Fitting
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.explanation.pins import pin_of, pinned_spot
from cnnviz.views.explanation.ranking import Ranking
from cnnviz.views.explanation.sheet_pair import SheetPair
from cnnviz.views.explanation.softmax_numbers import tried_at
from cnnviz.views.explanation.veil import veiled
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.item_titles import title_of
from cnnviz.views.sheets.items import MapItem

MARGIN = 16  # pixels at 100 %
_LISTED = 256  # terms by size that a sheet may list, at most
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ExplanationView(RefreshedWidget):
    """Shows the explanation of the cursor's position while it is open, and follows everything."""

    explained = Signal()  # another value, or more of it, is laid out
    told = Signal(str)  # the number under the pointer in words; "" when it leaves

    def __init__(
        self,
        document: Document,
        cursor: Cursor,
        exercise: Exercise,
        look: Look,
        *,
        is_card: bool = False,
        fitting: Fitting | None = None,
    ) -> None:
        """Make a view.

        Args:
            document: The project.
            cursor: The position that is explained.
            exercise: Whether the answer is hidden.
            look: Fonts and colours.
            is_card: Whether it stands below the maps, and so shows terms and sum only.
            fitting: Arranges explanations for their room; None: as on a page.
        """
        super().__init__()
        self._document, self._cursor, self._exercise = document, cursor, exercise
        self._look, self._is_card = look, is_card
        self._edits = AskedEdits(document, DocumentEdits(document, look, self.refresh))
        self._fitting = fitting or Fitting(look)
        self._hovered: Spot | None = None
        self._ranking = Ranking()
        self._explained: tuple[object, ...] = ()
        self._laid_out: tuple[object, ...] = ()
        self.scene: ExplanationScene | None = None  # what is shown
        self.setObjectName("explanation")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("steps", True)  # as a page: also where it stands on one, as a card
        self.bar = Bar(self, cursor, exercise, look, is_card=is_card)
        self._sheets = SheetPair(look, is_card=is_card)
        self.rows, self.result = self._sheets.rows, self._sheets.result
        self.answer_bar = AnswerBar(document, cursor, exercise, look)
        self._arrange()
        self._connect()
        self._on_look_changed()

    def _arrange(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.addLayout(self.bar)
        self._column.addWidget(self._sheets, stretch=1)
        self._column.addWidget(self.answer_bar)

    def _connect(self) -> None:
        for sheet in (self.rows, self.result):
            sheet.spot_hovered.connect(self._on_spot_hovered)
            sheet.spot_clicked.connect(self._on_spot_clicked)
            sheet.number_edited.connect(self._on_number_edited)
            sheet.numbers_pasted.connect(self._on_numbers_pasted)
        self.bar.by_index.clicked.connect(self._on_order_clicked)
        self.bar.strict.clicked.connect(self._on_strict_clicked)
        self.bar.untry.clicked.connect(self._edits.untry)
        self.bar.sources.chosen.connect(self._cursor.open)
        self.bar.hide_answer.clicked.connect(self._exercise.hide_answer)
        self.answer_bar.listen_to(self)
        self.answer_bar.left.connect(self.setFocus)
        self.answer_bar.said.connect(self._lay_out)
        self.bar.copy.clicked.connect(self.copy_text)
        self.bar.close.clicked.connect(self._cursor.close)
        self._document.changed.connect(self._on_document_changed)
        self._cursor.changed.connect(self.refresh)
        self._exercise.changed.connect(self.refresh)
        self._look.changed.connect(self._on_look_changed)
        # Once the layout is through: it asks for the room itself.
        self._sheets.resized.connect(self._lay_out, Qt.ConnectionType.QueuedConnection)

    # What is shown

    def refresh(self) -> None:
        """Show the explanation as it is now; nothing while the view is hidden."""
        if self._position() is not None:
            self.answer_bar.refresh()
            self._lay_out()

    def _position(self) -> Position | None:
        """Return what is explained; None while the view is hidden."""
        is_shown = self.isVisible() and self._cursor.is_open
        return self._cursor.selected if is_shown else None

    def _lay_out(self) -> None:
        position = self._position()
        if position is None:
            return
        scene = self._scene(position)
        if not self._is_laid_out(scene):
            self.bar.show_scene(scene)
            self.bar.fit(scene.room[0])
            is_veiled = self._exercise.reveal.hides_inputs(position)
            self.scene, made = veiled(scene) if is_veiled else self._fitting.fitted(scene)
            self._sheets.show_sheets(made, self.scene.look)
            self.explained.emit()

    def _scene(self, position: Position) -> ExplanationScene:
        forward, place, reveal = self._document.forward, self._cursor.place, self._exercise.reveal
        shape = forward.trace.shapes[position.node]
        about = explain(forward.trace, position.node, position.place(shape))
        layer = (position.node, type(about))
        if layer != self._explained:  # what was pointed at belongs to another sheet
            self._explained, self._hovered = layer, None
        hidden = reveal.hidden_cells(position.node, position.channel)
        if reveal.is_only_told(position):  # what is told in its order is no exercise
            hidden = None
        return ExplanationScene(
            forward,
            about,
            self._look,
            self._room(),
            self._hovered or pinned_spot(place, "explanation"),
            reveal.hides(position) or reveal.hides_inputs(position),
            told_stage(about, reveal.stage),
            None if hidden is None else frozenset(np.flatnonzero(~hidden).tolist()),
            place.order,
            place.slice,
            place.leaf,
            self._is_card,
            tried_at(forward.project.tried, forward.trace.network.inputs[position.node]),
            self._ranking.of(about, is_editing=self._is_editing()),
        )

    def _is_editing(self) -> bool:
        """Return whether a weight among the terms is under the pointer or has the focus."""
        focus = self.focusWidget()
        has_focus = focus is not None and focus.hasFocus() and self.rows.isAncestorOf(focus)
        return has_focus or (
            self._hovered is not None and self._hovered.item.what in (What.WEIGHT, What.WEIGHTS)
        )

    def _is_laid_out(self, scene: ExplanationScene) -> bool:
        """Return whether a scene is what stands there; a window that opens asks several times."""
        look = (self._look.colors, self._look.scale)
        about = (scene.about.node, scene.about.place)
        ranked = None if scene.ranking is None else scene.ranking[:_LISTED].tobytes()
        seen = (scene.lit, scene.order, scene.chosen, scene.leaf)
        choices = (*seen, tuple(scene.tried.items()), ranked)
        may_show = not self._cursor.has_put_away("answers")
        is_veiled = self._exercise.reveal.hides_inputs(self._cursor.selected)
        exercise = (scene.is_hidden, scene.stage, scene.right, may_show, is_veiled)
        before = self._laid_out
        self._laid_out = (scene.forward, about, scene.room, *choices, *exercise, look)
        return before == self._laid_out  # forward passes compare by identity

    def _room(self) -> tuple[int, int]:
        width, height = self._inside(self.width(), self.height())
        self._column.activate()  # the answer may have taken more than it was thought to
        if self._sheets.height() > 1:
            height = min(height, self._sheets.height())
        return max(width, 1), max(height, 1)

    def _inside(self, width: int, height: int) -> tuple[int, int]:
        """Return what margins, bar and answer leave of a size."""
        margins = self._column.contentsMargins()
        width -= margins.left() + margins.right()
        bar = self.bar.sizeHint().height() + self._column.spacing()
        answer = self.answer_bar.height_in(width)
        bar += answer + self._column.spacing() if answer else 0
        return width, height - margins.top() - margins.bottom() - bar

    def least_height(self, width: int, most: int) -> int:
        """Return the height in which what is explained is not taken apart; 0 for any.

        Args:
            width: Of this.
            most: The height that there is; what needs more is told as more.
        """
        position = self._position()
        if position is None:
            return 0
        room = self._inside(width, most)
        needed = self._fitting.least_height(replace(self._scene(position), room=room))
        return needed + most - room[1] if needed else 0

    def copy_text(self) -> None:
        """Put every term into the clipboard as text, with exact numbers."""
        if self.scene is not None and not self.scene.is_hidden:
            text = as_text(self.scene.forward.trace, self.scene.about)
            QGuiApplication.clipboard().setText(text)

    # Signals

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if not self.isVisible():
            self.scene, self._laid_out = None, ()  # a trace that is no more may be large
            self._sheets.let_go()
        self.refresh()
        if self._hovered is not None and self.isVisible():  # its number may be another one
            self.told.emit(self._words(self._hovered))

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(MARGIN), px(10), px(MARGIN), px(8))
        self._column.setSpacing(px(10))
        self.bar.setSpacing(px(8))
        self.bar.title_room.set_least(self.bar.title.sizeHint().height())
        self.refresh()

    def _on_order_clicked(self, by_index: bool) -> None:
        self._cursor.set_order("index" if by_index else "size")

    def _on_strict_clicked(self, is_flipped: bool) -> None:
        assert self.scene is not None  # the button stands beside an explanation
        self._edits.flip(self.bar.strict, self.scene, is_flipped=is_flipped)

    def _on_spot_hovered(self, spot: Spot | None) -> None:
        self._hovered = spot
        self.told.emit(self._words(spot))
        self.refresh()

    def _words(self, spot: Spot | None) -> str:
        if spot is None or self.scene is None:
            return ""
        words = kind_of(self.scene.about).told(self.scene, spot)
        if words:
            return words
        exact = self._sheets.exact(spot)
        text = _("{what}: exactly {number}")
        return text.format(what=title_of(spot.item), number=exact) if exact else ""

    def _on_spot_clicked(self, spot: Spot) -> None:
        if self.scene is None:
            return
        self.setFocus()
        index, chosen = self._target(spot), chosen_of(spot.item)
        position = kind_of(self.scene.about).way(self.scene, spot)
        if spot.item.what is What.LEAF:
            self._cursor.turn_to(spot.item.number or 0)
        elif position is not None:
            self._cursor.open(position)
        elif chosen is not None:
            self._choose(chosen)
        elif index is not None:
            self._cursor.go_to_index(index)
        else:
            self._cursor.toggle_pin(pin_of("explanation", spot))

    def _choose(self, channel: int) -> None:
        """Show the products of another input channel, where not all are shown."""
        if self.scene is not None and isinstance(self.scene.about, WindowSum):
            self._cursor.choose_slice(channel)

    def _choose_by(self, step: int) -> None:
        """Show the products of the input channel that is listed so many further on."""
        chosen = self._cursor.place.slice
        if self.scene is None or not isinstance(self.scene.about, WindowSum):
            return
        if self.scene.ranking is None or not is_by_size(self.scene, self.scene.about):
            self._choose(chosen + step)
            return
        order = self.scene.ranking.tolist()
        self._choose(order[min(max(order.index(chosen) + step, 0), len(order) - 1)])

    def _turn(self, way: int) -> None:
        """Turn to the leaf before or after of what has no room for all of it."""
        leaf = self.rows.sheet.leaf
        first = None if leaf is None else leaf.after if way > 0 else leaf.before
        if first is not None:
            self._cursor.turn_to(first)

    def _target(self, spot: Spot) -> int | None:
        """Return the position that a click goes to, or None where it pins what is lit."""
        assert self.scene is not None  # asked by a click on what is shown
        if spot.item.what not in (What.OUTPUT, What.NEIGHBOURHOOD):
            return kind_of(self.scene.about).target(self.scene, spot)
        if spot.item.what is What.NEIGHBOURHOOD:
            return None
        item = (*self.result.sheet.find(spot.item), *self.rows.sheet.find(spot.item))[0]
        assert isinstance(item, MapItem)  # every result has its map
        return spot.row * item.shown.size[1] + spot.column

    def _on_number_edited(
        self, item: ItemId, row: int, column: int, value: float, gesture: str
    ) -> None:
        assert self.scene is not None  # it was edited where it is shown
        spot = Spot(item, row, column)
        if item.what is What.LOGITS:  # each row is a class
            spot = Spot(item._replace(number=self.rows.sheet.order[row]), row, column)
        self._edits.change(self._asker(item), self.scene, spot, value, gesture)

    def _on_numbers_pasted(self, item: ItemId, values: Array) -> None:
        assert self.scene is not None  # it was pasted where it is shown
        self._edits.paste(self._asker(item), self.scene, item, values)

    def _asker(self, item: ItemId) -> QWidget:
        """Return what an edit was asked with, to tell beside it why it cannot be."""
        return self._sheets.grid(item) or self

    # Events

    def changeEvent(self, event: QEvent) -> None:
        """Lay out for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by rows with up and down; with Shift, Ctrl, Alt between maps, input maps, leaves."""
        step = _MOVES.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._choose_by(step)
        elif step and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._cursor.move_channels(step)
        elif step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._turn(step)
        elif step:
            self._cursor.move_rows(step)
        elif event.key() == Qt.Key.Key_Escape:
            self._cursor.close()
        else:
            super().keyPressEvent(event)
