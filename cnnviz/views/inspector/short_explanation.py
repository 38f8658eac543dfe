"""Where the selected value comes from, in a few lines of the inspector."""

from decimal import Decimal

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cnnviz.cnn.network import INPUT
from cnnviz.cnn.trace import Trace
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.positions import place_title, position_sentence
from cnnviz.explain.printed import signed_text
from cnnviz.explain.printed_values import PrintedWindow, is_printable
from cnnviz.explain.steps import step_sentence
from cnnviz.explain.values import Joined, WindowSum, explain
from cnnviz.language import _, ngettext
from cnnviz.project.place import Position
from cnnviz.project.project import ForwardPass
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.text.decimals import rounding_of
from cnnviz.views.controls.panel import Panel, label
from cnnviz.views.inspector.patch_strip import PatchStrip
from cnnviz.views.inspector.short_joined import joined_sheet
from cnnviz.views.inspector.short_products import product_items
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.items import Item, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sheet_view import SheetView
from cnnviz.views.sheets.sources import joined_sources, position_at
from cnnviz.views.sheets.texts import text_width, wrapped

MOST_SUMS = 16  # input maps whose sums are written one by one


class ShortExplanation(Panel):
    """The products of one input map, the sums of all, bias and value."""

    def __init__(
        self, document: Document, cursor: Cursor, reveal: Reveal, look: Look, parent: QWidget
    ) -> None:
        super().__init__(look, parent=parent)
        self._document, self._cursor, self._reveal = document, cursor, reveal
        self.setObjectName("short-explanation")
        self.sheet = SheetView(look, "short-explanation-sheet", ground="surface", fits_width=True)
        self.sheet.spot_clicked.connect(self._on_spot_clicked)
        title = label("short-explanation-title", "heading", _("Where this value comes from"))
        self.patches = PatchStrip(look)
        self.patches.hide()
        for part in (title, self.sheet, self.patches):
            self.column.addWidget(part)
        self.patches.chosen.connect(cursor.select)

    def refresh(self) -> None:
        """Show the selected value as it is now; nothing where none is selected."""
        position = self._cursor.selected
        is_shown = position is not None and position.node != INPUT
        if self.isHidden() == is_shown:
            self.setVisible(is_shown)
        if not is_shown:
            self.sheet.let_go()
            self.patches.let_go()
        self._lay_out()

    def _lay_out(self) -> None:
        position, trace = self._cursor.selected, self._document.forward.trace
        if position is None or position.node == INPUT:
            return
        if self._reveal.is_hiding or self._reveal.hides_inputs(position):
            self.patches.hide()
            self.patches.let_go()
        else:
            self.patches.show_value(self._document.forward, position)
        about = explain(trace, position.node, position.place(trace.shapes[position.node]))
        sheet = self._sheet_of(about, position)
        self.sheet.show_sheet(sheet, self._look, QRect(0, 0, sheet.width, sheet.height))

    def _sheet_of(self, about: Explanation, position: Position) -> Sheet:
        forward, width = self._document.forward, max(self.width(), self._look.px(120))
        if isinstance(about, Joined) and not self._reveal.hides_inputs(position):
            hidden = self._reveal.hidden_cells(position.node, position.channel)
            return joined_sheet(self._look, forward, about, width, hidden)
        is_hidden = self._reveal.hides(position) or self._reveal.hides_inputs(position)
        chosen = self._cursor.place.slice
        return short_sheet(self._look, forward, about, width, is_hidden=is_hidden, chosen=chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the lines again; hidden now, while it is being shown, it would stay in sight."""
        super().resizeEvent(event)
        self._lay_out()

    def _on_spot_clicked(self, spot: Spot) -> None:
        """Go to the branch that was clicked."""
        selected, trace = self._cursor.selected, self._document.forward.trace
        if selected is None:
            return
        about = explain(trace, selected.node, selected.place(trace.shapes[selected.node]))
        if isinstance(about, Joined):
            position = position_at(trace, joined_sources(about), spot)
            self._cursor.select(position or selected)


def short_sheet(
    look: Look,
    forward: ForwardPass,
    about: Explanation,
    width: int,
    *,
    is_hidden: bool = False,
    chosen: int | None = None,
) -> Sheet:
    """Lay out a value in a few lines, as wide as there is room; a hidden one as a question.

    Of a convolution the products of the `chosen` input map come first, where one is.
    """
    trace = forward.trace
    title = wrapped(look, place_title(trace, about), 0, 0, width, size=12)
    items: list[Item] = [title]
    bottom = title.place.bottom()
    if is_hidden:
        # Its terms may be hidden as well: nothing but what the layer does.
        lines, value = [step_sentence(trace, about.node, is_hidden=True)], "?"
    else:
        lines, value = _lines(trace, about)
    if isinstance(about, WindowSum) and chosen is not None and not is_hidden:
        k = min(chosen, len(about.channels) - 1)
        grids, bottom = product_items(look, forward, about, k, round(bottom) + look.px(4), width)
        items += grids
    for line in lines:
        made = wrapped(look, line, 0, bottom + look.px(4), width)
        items.append(made)
        bottom = made.place.bottom()
    top = bottom + look.px(4)
    text = f"= {value}"
    place = QRectF(0, top, text_width(look, text, 16, bold=True), look.px(24))
    exact = None if is_hidden else float(about.value)
    items.append(Text(place, text, 16, bold=True, id=ItemId(What.VALUE), exact=exact))
    return Sheet(tuple(items), width, round(place.bottom()))


def _lines(trace: Trace, about: Explanation) -> tuple[list[str], str]:
    """Return what adds up to a value, and the value as it is printed of that."""
    decimals = decimals_of(trace, about.node)
    value = decimals.full(float(about.value))
    if not isinstance(about, WindowSum) or not is_printable(about.products, about.value):
        return [position_sentence(trace, about)], value
    printed = PrintedWindow(about, decimals)
    end = printed.end
    count = len(about.channels)
    if count > MOST_SUMS or count == 1:
        products = about.products.size
        text = ngettext("{count} product {sum}", "Sum of {count} products {sum}", products)
        total = end.of_sum.full_of(end.sum)
        sums = [text.format(count=products, sum=total)]
    else:
        signs = " ".join(signed_text(subtotal) for subtotal in printed.subtotals)
        signs = f"{signs} {decimals.factor}".rstrip()
        sums = [_("Sums of the {count} input maps").format(count=count), signs]
    if end.bias is not None:
        sums.append(_("Bias {value}").format(value=end.of_sum.signed(end.bias)))
    if rest := _rounding(printed, is_listed=len(sums) > 1 and 1 < count <= MOST_SUMS):
        sums.append(_("Rounding {value}").format(value=decimals.signed(rest)))
    return sums, value


def _rounding(printed: PrintedWindow, *, is_listed: bool) -> Decimal:
    """Return what is missing to the value where what is listed is added."""
    end = printed.end
    terms = printed.subtotals if is_listed else (end.sum,)
    parts = [*terms, *([] if end.bias is None else [end.bias])]
    return rounding_of(parts, end.total, end.of_total.unit)
