"""The one view of explanations: where the selected value comes from, for every kind of layer."""

from functools import cached_property, partial
from typing import Literal

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QVBoxLayout,
    QWidget,
)

from cnnviz.cnn.ops import Array
from cnnviz.explain.printed_values import TOP, Order
from cnnviz.explain.text import as_text
from cnnviz.explain.values import WindowSum, explain
from cnnviz.project.kernel_edits import with_window
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.controls.scroll_area import scroll_area
from cnnviz.views.exercise.answer_bar import AnswerBar
from cnnviz.views.explanation.bar import Bar
from cnnviz.views.explanation.convolution_detail import chosen_of
from cnnviz.views.explanation.edits import edit_of, paste_of
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.kinds import PANEL, Arranged, arrange, kind_of
from cnnviz.views.explanation.ranking import Ranking
from cnnviz.views.explanation.softmax_numbers import class_at
from cnnviz.views.look.theme import LargeLook, Look
from cnnviz.views.sheets.items import MapItem
from cnnviz.views.sheets.sheet import Spot
from cnnviz.views.sheets.sheet_view import SheetView

MARGIN = 16  # pixels at 100 %
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
LARGEST_SIDE = 16_777_215  # pixels: what Qt takes for no limit
LARGEST = 1.5  # how much larger than needed an explanation grows in a wide room


class ExplanationView(QWidget):
    """Shows the explanation of the cursor's position while it is open, and follows everything."""

    told = Signal(str)  # the number under the pointer in words; "" when it leaves

    def __init__(
        self,
        document: Document,
        cursor: Cursor,
        exercise: Exercise,
        look: Look,
        *,
        is_card: bool = False,
    ) -> None:
        """Make a view.

        Args:
            document: The project.
            cursor: The position that is explained.
            exercise: Whether the answer is hidden.
            look: Fonts and colours.
            is_card: Whether it stands below the maps, and so shows terms and sum only.
        """
        super().__init__()
        self._document, self._cursor, self._exercise = document, cursor, exercise
        self._look, self._is_card = look, is_card
        self._asking = DocumentEdits(document, look, self.refresh)
        self._hovered: Spot | None = None
        self._pinned: Spot | None = None
        self._order: Order = "size"
        self._chosen = 0
        self._tried: dict[int, float] = {}
        self._ranking = Ranking()
        self._explained: tuple[object, ...] = ()
        self._laid_out: tuple[object, ...] = ()
        self._placed: tuple[object, ...] = ()
        self.scene: ExplanationScene | None = None  # what is shown
        self.setObjectName("explanation")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bar = Bar(self, cursor, exercise, look, is_card=is_card)
        ground: Literal["ground", "surface"] = "surface" if is_card else "ground"
        self.rows = SheetView(look, "explanation-rows", ground=ground)
        self.result = SheetView(look, "explanation-result", ground=ground)
        self.rows_area, self.result_area = (
            scroll_area(part, f"{part.objectName()}-area", sideways=False, resizes=False)
            for part in (self.rows, self.result)
        )
        self.answer_bar = AnswerBar(document, cursor, exercise, look)
        self._arrange()
        self._connect()
        self._on_look_changed()

    @property
    def chosen(self) -> int:
        """The input map whose products are shown, where there is no room for those of all."""
        return self._chosen

    def _arrange(self) -> None:
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(self.rows_area, stretch=1)
        self._body.addWidget(self.result_area)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self.bar)
        self._column.addLayout(self._body, stretch=1)
        self._column.addWidget(self.answer_bar)

    def _connect(self) -> None:
        for sheet in (self.rows, self.result):
            sheet.spot_hovered.connect(self._on_spot_hovered)
            sheet.spot_clicked.connect(self._on_spot_clicked)
            sheet.number_edited.connect(self._on_number_edited)
            sheet.numbers_pasted.connect(self._on_numbers_pasted)
        self.rows_area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.bar.by_index.toggled.connect(self._on_order_toggled)
        self.bar.strict.clicked.connect(self._on_strict_clicked)
        self.bar.untry.clicked.connect(self._on_untry_clicked)
        self.bar.hide_answer.clicked.connect(self._exercise.set_on)
        self.answer_bar.listen_to(self)
        self.answer_bar.left.connect(self.setFocus)
        self.answer_bar.said.connect(self.refresh)
        self.bar.copy.clicked.connect(self.copy_text)
        self.bar.close.clicked.connect(self._cursor.close)
        self._document.changed.connect(self._on_document_changed)
        self._cursor.changed.connect(self.refresh)
        self._exercise.changed.connect(self.refresh)
        self._look.changed.connect(self._on_look_changed)

    # What is shown

    def refresh(self) -> None:
        """Show the explanation as it is now; nothing while the view is hidden."""
        position = self._cursor.selected
        if not self.isVisible() or not self._cursor.is_open or position is None:
            return
        self.answer_bar.refresh()
        trace = self._document.forward.trace
        about = explain(trace, position.step, position.place(trace.shapes[position.step]))
        layer = (position.step, type(about))
        if layer != self._explained:  # what was pointed at or tried belongs to another sheet
            self._explained, self._pinned, self._hovered = layer, None, None
            self._tried, self._chosen = {}, 0
            self.rows_area.verticalScrollBar().setValue(0)
        right = self._exercise.right if self._exercise.is_on else None
        scene = ExplanationScene(
            self._document.forward,
            about,
            self._look,
            self._room(),
            self._hovered or self._pinned,
            self._exercise.hides(position),
            right,
            self._order,
            self._chosen,
            self._is_card,
            self._tried,
            self._ranking.of(about, is_editing=self._is_editing()),
        )
        if not self._is_laid_out(scene):
            self.bar.show_scene(scene)
            self._show_sheets(*self._fitted(scene))

    def _is_editing(self) -> bool:
        """Return whether a weight among the terms is under the pointer or has the focus."""
        focus = self.focusWidget()
        has_focus = focus is not None and focus.hasFocus() and self.rows.isAncestorOf(focus)
        return has_focus or (self._hovered is not None and self._hovered.name[:6] == "weight")

    def _is_laid_out(self, scene: ExplanationScene) -> bool:
        """Return whether a scene is what stands there; a window that opens asks several times."""
        look = (self._look.colors, self._look.scale)
        about = (scene.about.step, scene.about.place)
        ranked = None if scene.ranking is None else tuple(scene.ranking[:TOP])
        choices = (scene.lit, scene.order, scene.chosen, tuple(scene.tried.items()), ranked)
        exercise = (scene.is_hidden, scene.right)
        before = self._laid_out
        self._laid_out = (scene.forward, about, scene.room, *choices, *exercise, look)
        return before == self._laid_out  # forward passes compare by identity

    def _room(self) -> tuple[int, int]:
        margins = self._column.contentsMargins()
        width = self.width() - margins.left() - margins.right() - self._look.px(8)
        bar = self.bar.sizeHint().height() + self._column.spacing()
        answer = self.answer_bar.height_in(width)
        bar += answer + self._column.spacing() if answer else 0
        height = self.height() - margins.top() - margins.bottom() - bar
        return width, max(height, self._look.px(40))  # it scrolls where there is less

    @cached_property
    def _large(self) -> LargeLook:
        return LargeLook(self._look, 1.0)

    def _fitted(self, scene: ExplanationScene) -> tuple[ExplanationScene, Arranged]:
        """Lay out, larger where the room is wide and high enough for all of it."""
        made = arrange(scene)
        factor = self._factor(scene, made)
        if factor < 1.1:
            return scene, made
        self._large.set_factor(factor)
        larger = ExplanationScene(**{**vars(scene), "look": self._large})
        again = arrange(larger)
        is_better = again.where == made.where and again.rows.height <= scene.room[1]
        return (larger, again) if is_better else (scene, made)

    def _factor(self, scene: ExplanationScene, made: Arranged) -> float:
        if made.where == "top":
            return 1.0
        px = self._look.px
        by_width = (scene.room[0] - px(28)) / (made.rows.width + px(PANEL))
        by_height = scene.room[1] / max(made.rows.height, made.result.height, 1)
        return int(10 * min(by_width, by_height, LARGEST)) / 10

    def _show_sheets(self, scene: ExplanationScene, made: Arranged) -> None:
        self.scene = scene
        is_beside = made.where == "right"
        along = made.result.width + self._look.px(8) if is_beside else made.result.height
        place = (is_beside, along if is_beside else min(along, scene.room[1] // 2))
        if place != self._placed:  # each of these lays the window out again
            self._placed = place
            self._place_result(*place)
        self.rows.show_sheet(made.rows, scene.look, self._seen())
        whole = QRect(0, 0, made.result.width, made.result.height)
        self.result.show_sheet(made.result, scene.look, whole)

    def _place_result(self, is_beside: bool, size: int) -> None:
        """Put the result at the right, so wide, or at the top, so high."""
        ways = QBoxLayout.Direction
        self._body.setSpacing(self._look.px(20 if is_beside else 8))
        self._body.setDirection(ways.LeftToRight if is_beside else ways.BottomToTop)
        limits = (size, 0, size, LARGEST_SIDE) if is_beside else (0, size, LARGEST_SIDE, size)
        self.result_area.setMinimumSize(*limits[:2])
        self.result_area.setMaximumSize(*limits[2:])

    def _seen(self) -> QRect:
        top = self.rows_area.verticalScrollBar().value()
        # The size of the area itself may be that before a layout that is still to come.
        return QRect(0, top, max(self.width(), 1), max(self.height(), 1))

    def _on_scrolled(self, value: int) -> None:
        self.rows.show_part(self._seen())

    def copy_text(self) -> None:
        """Put every term into the clipboard as text, with exact numbers."""
        from PySide6.QtGui import QGuiApplication

        if self.scene is not None and not self.scene.is_hidden:
            text = as_text(self.scene.forward.trace, self.scene.about)
            QGuiApplication.clipboard().setText(text)

    # Signals

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.network is not after.network or before.picture is not after.picture:
            self._tried = {}
        self.refresh()
        if self._hovered is not None and self.isVisible():  # its number may be another one
            self.told.emit(self._words(self._hovered))

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(MARGIN), px(10), px(8), px(8))
        self._column.setSpacing(px(10))
        self.bar.setSpacing(px(8))
        self.bar.title_room.set_least(self.bar.title.sizeHint().height())
        self.refresh()

    def _on_order_toggled(self, by_index: bool) -> None:
        self._order = "index" if by_index else "size"
        self.refresh()

    def _on_strict_clicked(self, flipped: bool) -> None:
        assert self.scene is not None  # the button stands beside an explanation
        index = self.scene.step - 1
        title = self._document.project.network.layer_name(index)
        way = "strict convolution" if flipped else "correlation"
        make = partial(with_window, index=index, flipped=flipped)
        self._asking.edit(self.bar.strict, f"Compute {title} by {way}", make)

    def _on_untry_clicked(self) -> None:
        self._tried = {}
        self.refresh()

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
        exact = self.rows.exact(spot) or self.result.exact(spot)
        return f"{spot.name.capitalize()}: exactly {exact}" if exact else ""

    def _on_spot_clicked(self, spot: Spot) -> None:
        if self.scene is None:
            return
        self.setFocus()
        index, chosen = self._target(spot), chosen_of(spot.name)
        if chosen is not None:
            self._choose(chosen)
        elif index is not None:
            self._cursor.go_to_index(index)
        else:
            self._pinned = None if spot == self._pinned else spot
            self.refresh()

    def _choose(self, channel: int) -> None:
        """Show the products of another input channel, where not all are shown."""
        about = self.scene.about if self.scene is not None else None
        if isinstance(about, WindowSum):
            self._chosen = min(max(channel, 0), len(about.channels) - 1)
            self.refresh()

    def _target(self, spot: Spot) -> int | None:
        """Return the position that a click goes to, or None where it pins what is lit."""
        assert self.scene is not None  # asked by a click on what is shown
        if spot.name not in ("output", "lens"):
            return kind_of(self.scene.about).target(self.scene, spot)
        if spot.name == "lens":
            return None
        item = self.result.sheet.named("output")[0]
        assert isinstance(item, MapItem)  # every result has its map
        return spot.row * item.shown.size[1] + spot.column

    def _on_number_edited(
        self, name: str, row: int, column: int, value: float, gesture: str
    ) -> None:
        assert self.scene is not None  # it was edited where it is shown
        if name == "logits":
            self._tried = {**self._tried, class_at(self.scene, row): value}
            self.refresh()
            return
        make = edit_of(self.scene, name, row, column, value)
        if make is not None:
            title = self._document.project.network.layer_name(self.scene.step - 1)
            what = "the bias" if name == "bias" else "a weight"
            self._asking.edit(self._asker(name), f"Change {what} of {title}", make, gesture)

    def _on_numbers_pasted(self, name: str, values: Array) -> None:
        assert self.scene is not None  # it was pasted where it is shown
        make = paste_of(self.scene, name, values)
        if make is not None:
            title = self._document.project.network.layer_name(self.scene.step - 1)
            self._asking.edit(self._asker(name), f"Paste a kernel in {title}", make)

    def _asker(self, name: str) -> QWidget:
        """Return what an edit was asked with, to tell beside it why it cannot be."""
        return self.rows.grid(name) or self.result.grid(name) or self

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while the view was hidden."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by rows with up and down, with Shift between maps, with Ctrl between input maps."""
        step = _MOVES.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._choose(self._chosen + step)
        elif step and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._cursor.move_channels(step)
        elif step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            bar = self.rows_area.verticalScrollBar()
            bar.setValue(bar.value() + step * self.rows_area.height() // 2)
        elif step:
            self._cursor.move_rows(step)
        elif event.key() == Qt.Key.Key_Escape:
            self._cursor.close()
        else:
            super().keyPressEvent(event)
