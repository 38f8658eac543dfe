"""The Filter page: what one filter does to a picture, stage by stage and cell by cell."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.filter_stages import Stages, stage_looked_at
from cnnviz.project.place import PageName, Position
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.views.controls.actions import Actions
from cnnviz.views.controls.document_edits import DocumentEdits
from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.controls.refreshed import RefreshedWidget
from cnnviz.views.explanation.pins import pin_of, pinned_spot
from cnnviz.views.explanation.view import ExplanationView
from cnnviz.views.filter.filter_edits import FilterEdits
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.filter.foot import Foot
from cnnviz.views.filter.no_filter import NoFilter
from cnnviz.views.filter.photo import FilterPhoto
from cnnviz.views.filter.photo_pointing import PhotoPointing
from cnnviz.views.filter.stages_sheet import fitted_stages
from cnnviz.views.look.theme import LargeLook, Look
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.sheet_view import SheetView

LARGEST_MATRIX = 40  # rows or columns; larger pictures stand beside their result, to be zoomed
CARD = 0.46  # share of the page's height for an open explanation
MOST_CARD = 0.65  # share that it gets where whole products would need more than there is
LEAST_PICTURE = 76  # pixels at 100 %: what whole products leave to a photo, with its title
LEAST_STAGES = 104  # the same for the stages: their titles and numbers shrink with them
CARD_FRAME, CARD_TERMS = 62, 131  # pixels at 100 %: what it gets in low windows before the stages
LOW = 400  # pixels at 100 %: pages less high have no line at their foot
MARGIN = 16  # pixels at 100 %
LEAST_STRIP, LEAST_WIDTH = 60, 200  # pixels at 100 %: the least room of the stages


class FilterPage(RefreshedWidget):
    """Shows the stages of the filter that is looked at, above the explanation of one value."""

    told = Signal(str)  # the number under the pointer in words; "" when it leaves

    def __init__(
        self,
        document: Document,
        cursor: Cursor,
        exercise: Exercise,
        actions: Actions,
        look: Look,
        *,
        explains: bool = True,
    ) -> None:
        """Make the page.

        Args:
            document: The project.
            cursor: What is looked at.
            exercise: Whether the answer is hidden.
            actions: Those that the page offers.
            look: Fonts and colours.
            explains: Whether an open value is explained below; else it has a view of its own.
        """
        super().__init__()
        self._explains = explains
        self._document, self._cursor, self._exercise = document, cursor, exercise
        self._look = look
        self._edits = FilterEdits(document, cursor, DocumentEdits(document, look, self.refresh))
        self._hovered: Spot | None = None
        self._shown: tuple[str, dict[str, Shape]] | None = None  # whose stages, of which sizes
        self._pointing = FirstUse(self._make_photo)
        self._sized = FirstUse(self._make_look)  # of the stages, where they are larger or smaller
        self.setObjectName("filter-page")
        self.setAccessibleName(_("Filter"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._make_parts(actions)
        self._arrange()
        self._connect()
        self._on_look_changed()

    def _make_parts(self, actions: Actions) -> None:
        document, cursor, exercise, look = self._document, self._cursor, self._exercise, self._look
        self.strip = SheetView(look, "filter-stages")
        self.card = ExplanationView(document, cursor, exercise, look, is_card=True)
        self.card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.card.setProperty("role", "card")
        self.empty = NoFilter()
        self._foot = Foot(actions)

    def _arrange(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.strip)
        self._column.addWidget(self.empty)
        self._column.addWidget(self.card, stretch=1)
        self._column.addStretch()
        self._column.addLayout(self._foot)

    def _connect(self) -> None:
        self.strip.spot_hovered.connect(self._on_spot_hovered)
        self.strip.spot_clicked.connect(self._on_spot_clicked)
        self._connect_kernel(self.strip)
        self.empty.one_filter.clicked.connect(self._on_one_filter)
        self.card.told.connect(self.told)
        self.card.answer_bar.listen_to(self)
        self._document.changed.connect(self._on_document_changed)
        self._cursor.changed.connect(self._on_cursor_changed)
        self._exercise.changed.connect(self.refresh)
        self._look.changed.connect(self._on_look_changed)

    def _connect_kernel(self, sheet: SheetView) -> None:
        sheet.number_edited.connect(self._on_number_edited)
        sheet.numbers_pasted.connect(self._on_numbers_pasted)

    @property
    def photo(self) -> FilterPhoto:
        """The picture beside its result; made for the first large picture."""
        return self._pointing().photo

    def _make_look(self) -> LargeLook:
        return LargeLook(self._look, 1.0)

    def _make_photo(self) -> PhotoPointing:
        photo = FilterPhoto(self._look)
        self._connect_kernel(photo.kernel)
        photo.cell_clicked.connect(self._on_photo_clicked)
        made = PhotoPointing(photo, self._document, self._cursor, self._exercise.reveal)
        made.lit.connect(self._on_photo_lit)
        made.told.connect(self.told)
        self._column.insertWidget(1, photo, stretch=3)
        return made

    # What is shown

    @property
    def stages(self) -> Stages | None:
        """The filter that is shown, with what follows it."""
        return self._cursor.stages

    @property
    def place(self) -> tuple[int, int]:
        """Which filter is shown, and which of its slices."""
        return self._cursor.channel, self._cursor.place.slice

    def enter(self, page: PageName) -> None:
        """Open the explanation of the filter's first value, or of the one that is selected.

        Args:
            page: What is looked at from then on: this page, or the one behind what is presented.
        """
        stages, position = self.stages, self._cursor.selected
        if stages is None:
            self._cursor.show_page(page)
        elif position is not None and position.node in stages.nodes:
            self._cursor.show_page(page, position, is_open=True)
        elif self.is_photo:  # the picture first, in all the room there is
            rows, columns = self._document.forward.trace.shapes[stages.conv][1:]
            at = Position(stages.conv, self._cursor.channel, rows // 2, columns // 2)
            self._cursor.show_page(page, at)
        else:
            at = Position(stages.conv, self._cursor.channel)
            self._cursor.show_page(page, at, is_open=True)

    def refresh(self) -> None:
        """Show the filter as it is now; nothing while the page is hidden."""
        if not self.isVisible():
            return
        stages = self.stages
        is_low = self.height() < self._look.px(LOW)
        self._foot.fold(
            is_folded=is_low and self._cursor.is_open,
            has_inspector=not self._cursor.has_put_away("inspector"),
            has_activity=not self._cursor.has_put_away("networks"),
        )
        self._show_parts(stages)
        shown = None if stages is None else self._shapes_of(stages)
        if shown != self._shown:
            self._shown = shown
            self._hovered = None  # what was pointed at belongs to another filter or picture
        card = self._card_height()
        scene = None if stages is None else self.scene(stages, card)
        if scene is not None:
            self._show_stages(scene, card)
        self._foot.show_size(scene)

    def _shapes_of(self, stages: Stages) -> tuple[str, dict[str, Shape]]:
        """Return which filter it is, and how large the maps are that it takes and gives."""
        trace = self._document.forward.trace
        nodes = *trace.network.inputs[stages.conv], stages.conv
        return stages.conv, {node: trace.shapes[node] for node in nodes}

    def _show_stages(self, scene: FilterScene, card: int) -> None:
        if self.is_photo:
            self.photo.show_scene(scene, self._magnified(scene))
            self.card.setMinimumHeight(card)
            self.photo.setMaximumHeight(max(scene.room[1], 1))  # what is explained comes first
        else:
            self.card.setMinimumHeight(0)
            if scene.room[1] < self._look.px(LEAST_STRIP):
                self.strip.hide()  # Esc closes what is explained, and shows them
                return
            sheet, look = fitted_stages(scene, self._sized())
            self.strip.show_sheet(sheet, look, QRect(0, 0, sheet.width, sheet.height))

    @property
    def is_photo(self) -> bool:
        """Whether the picture is too large for numbers in its cells."""
        if self.stages is None:
            return False
        trace = self._document.forward.trace
        return max(trace.shapes[trace.network.before(self.stages.conv)][1:]) > LARGEST_MATRIX

    def scene(self, stages: Stages, card: int | None = None) -> FilterScene:
        """Return everything that is laid out, for the state as it is now.

        Args:
            stages: The filter.
            card: How high the explanation below is; None to find out.
        """
        position, (channel, chosen) = self._cursor.selected, self.place
        is_here = position is not None and position.node in stages.nodes
        return FilterScene(
            self._document.forward,
            stages,
            channel,
            chosen,
            position if is_here and self._cursor.is_open else None,
            stage_looked_at(stages, self._cursor.place),
            self._look,
            self._room(self._card_height() if card is None else card),
            self._hovered or pinned_spot(self._cursor.place, "filter"),
            self._exercise.reveal.hidden_cells,
            position is not None and self._exercise.reveal.is_only_told(position),
        )

    def _magnified(self, scene: FilterScene) -> tuple[int, int] | None:
        """Return the cell under the pointer, else the selected one, for the magnifier."""
        if scene.lit is not None and scene.lit.item.what is What.STAGE:
            return scene.lit.row, scene.lit.column
        position = self._cursor.selected
        return None if position is None else (position.row, position.column)

    def _inside(self) -> tuple[int, int]:
        """Return the width and height that the stages and the explanation share."""
        margins = self._column.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        height = self.height() - margins.top() - margins.bottom()
        if not self._foot.is_folded:
            height -= self._foot.sizeHint().height() + self._column.spacing()
        return width, height

    def _room(self, card: int) -> tuple[int, int]:
        width, height = self._inside()
        return width, max(height - card - self._column.spacing(), 0) if card else height

    @property
    def _has_card(self) -> bool:
        """Whether an open value is explained here: not where it has a view of its own."""
        return self._cursor.is_open and self._explains

    def _card_height(self) -> int:
        """Return how much of the page an open explanation gets at least; 0 where there is none."""
        if not self._has_card:
            return 0
        width, height = self._inside()
        answer = self.card.answer_bar.height_in(self.width())
        least = self._look.px(CARD_FRAME) + round(min(1.0, self._look.scale) * CARD_TERMS)
        usual = max(round(CARD * height) + answer // 2, least + answer)
        left = self._look.px(LEAST_PICTURE if self.is_photo else LEAST_STAGES)
        most = max(round(MOST_CARD * height), height - left)
        needed = self.card.least_height(width, most)
        if usual < needed <= most:
            return needed
        # Where they have no room at all, as many of them as the picture leaves.
        return max(usual, round(MOST_CARD * height)) if needed > most else usual

    def minimumSizeHint(self) -> QSize:
        """Return the least size: the stages are laid out again for less room than they have."""
        hint = super().minimumSizeHint()
        if self.strip.isHidden():
            return hint
        least = max(self.strip.height() - self._look.px(LEAST_STRIP), 0)
        return QSize(self._look.px(LEAST_WIDTH), hint.height() - least)

    def _show_parts(self, stages: Stages | None) -> None:
        has_filter = stages is not None
        is_photo = self.is_photo
        self.strip.setVisible(has_filter and not is_photo)
        if is_photo or self._pointing.made is not None:
            self.photo.setVisible(is_photo)
        self.empty.setVisible(not has_filter)
        self.card.setVisible(has_filter and self._has_card)

    # Signals

    def _on_document_changed(self, before: Project, after: Project) -> None:
        self.refresh()

    def _on_cursor_changed(self) -> None:
        """Follow the position; what the resting pointer lit belongs to where we were."""
        if self._hovered is not None and self.is_photo:
            self._hovered = None
            self.told.emit("")
        self.refresh()
        if self.isVisible() and self.is_photo:
            self.photo.show_position()
            self.photo.forget_pointer()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(MARGIN), px(10), px(MARGIN), px(6))
        self._column.setSpacing(px(10))
        self._foot.setSpacing(px(8))
        self.refresh()

    def _on_spot_hovered(self, spot: Spot | None) -> None:
        self._hovered = spot
        self.told.emit("" if spot is None else self._words(spot))
        self.refresh()

    def _words(self, spot: Spot) -> str:
        exact = self.strip.exact(spot)
        if not exact:
            return ""
        text = _("Row {row}, column {column}: exactly {number}")
        return text.format(row=spot.row + 1, column=spot.column + 1, number=exact)

    def _on_spot_clicked(self, spot: Spot) -> None:
        self.setFocus()
        what, _number, node = spot.item
        if what is What.STAGE:
            self._cursor.open(Position(node, self._cursor.channel, spot.row, spot.column))
        else:
            self._cursor.toggle_pin(pin_of("filter", spot))

    def _on_photo_clicked(self) -> None:
        self.setFocus()

    def _on_photo_lit(self, spot: Spot | None) -> None:
        if spot != self._hovered:
            self._hovered = spot
            self.refresh()

    # Edits

    def _on_one_filter(self) -> None:
        self._edits.open_one_filter()
        self.enter(self._cursor.page)

    def _on_number_edited(
        self, item: ItemId, row: int, column: int, value: float, gesture: str
    ) -> None:
        self._edits.change(self._asker(item), Spot(item, row, column), value, gesture)

    def _on_numbers_pasted(self, item: ItemId, weights: Array) -> None:
        self._edits.paste(self._asker(item), item, weights)

    def _asker(self, item: ItemId) -> QWidget:
        sheet = self.photo.kernel if self.is_photo else self.strip
        return sheet.grid(item) or self

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by rows, open the explanation with Enter, close it with Esc."""
        rows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if rows and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._cursor.move_channels(rows)
        elif rows:
            self._cursor.move_rows(rows)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._cursor.open()
        elif event.key() == Qt.Key.Key_Escape:
            self._cursor.close()
        else:
            super().keyPressEvent(event)
