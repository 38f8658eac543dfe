"""The style sheet of the window: flat surfaces and one-pixel lines, no gradients, no shadows."""

from collections.abc import Callable
from string import Template

from cnnviz import resources
from cnnviz.views.look.palette import Colors

# $name is a colour of the theme, $p8 is 8 pixels at 100 % text size.
_SHEET = Template("""
* { outline: none; }
QMainWindow, #page { background: $ground; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: $p4; }
#header { background: $surface; border-bottom: 1px solid $line; }
#transport-bar { background: $surface; border-top: 1px solid $line; }
#input-panel, #inspector, #inspector-foot { background: $surface; }
#input-panel { border-right: 1px solid $line; }
#train-left { background: $surface; border-right: 1px solid $line; }
#inspector, #inspector-foot { border-left: 1px solid $line; }
#inspector-foot { border-top: 1px solid $line; }
QLabel { background: transparent; color: $text; qproperty-textFormat: PlainText; }
QLabel[markup="true"] { qproperty-textFormat: RichText; }
QLabel[role="heading"] { font-size: $h12; font-weight: 600; }
QLabel[role="title"] { font-size: $p18; font-weight: 600; }
QLabel[role="muted"] { color: $muted; font-size: $p12; }
#layer-options { background: $surface; border: 1px solid $accent; border-radius: $p8; }
#bubble {
    background: $surface; color: $text; border: 1px solid $negative; border-radius: $p6;
    padding: $p6 $p8;
}
QLabel[role="problem"] { color: $negative; font-size: $p12; }

QPushButton, QToolButton {
    background: $surface; color: $text; border: 1px solid $line; border-radius: $p6;
    padding: $p4 $p10; min-height: $p18;
}
QPushButton:hover, QToolButton:hover { background: $raised; }
QPushButton:pressed, QToolButton:pressed { background: $accent_soft; }
QPushButton:focus, QToolButton:focus, QComboBox:focus { border-color: $accent; }
#sample-said { color: #5b6672; background: #ffffff; }
#draw-your-own { background: #ffffff; color: #5b21b6; border-color: #5b21b6; font-weight: 600; }
QPushButton:checked, QToolButton:checked {
    background: $accent_soft; color: $accent; border-color: $accent;
}
QPushButton:disabled, QToolButton:disabled { color: $pale; }
QPushButton[role="main"], QToolButton[role="main"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton[role="main"]:focus, QToolButton[role="main"]:focus { border: 2px solid $text; }
QPushButton[role="main"]:disabled, QToolButton[role="main"]:disabled {
    background: $surface; color: $pale; border-color: $line;
}
QPushButton[role="flat"], QToolButton[role="flat"] {
    border-color: transparent; background: transparent;
}
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover { background: $raised; }
QPushButton[role="flat"]:focus, QToolButton[role="flat"]:focus { border-color: $accent; }
#train-compiled { padding-right: 0; }
QPushButton[role="warning"] { color: $negative; border-color: $negative; }
QPushButton[role="snug"] { padding: $p4 $p4; }
QToolButton[role="small"] { padding: 0 $p6; min-height: $p18; }
QToolButton[role="tool"] { border-color: transparent; padding: $p2 0; }
QToolButton[role="tool"]:hover { background: $raised; }
QToolButton[role="tool"]:focus { border-color: $accent; }
#page-switch { background: $raised; border-radius: $p8; }
QToolButton[role="page"] {
    border-color: transparent; background: transparent; color: $muted; padding: $p3 $p16;
}
QToolButton[role="page"]:checked {
    background: $surface; color: $text; border-color: $line; font-weight: 600;
}
QToolButton[role="page"]:focus { border-color: $accent; }
QWidget[role="card"] {
    background: $surface; border: 1px solid $line; border-radius: $p8;
}
QPushButton[role="tab"] {
    border-color: transparent; color: $muted; padding: $p4 $p8; min-width: 0;
}
QPushButton[role="tab"]:hover { background: $raised; }
QPushButton[role="tab"]:checked {
    background: $accent_soft; color: $accent; font-weight: 600; border-color: transparent;
}
QPushButton[role="tab"]:focus { border-color: $accent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox {
    background: $surface; color: $text; border: 1px solid $line; border-radius: $p6;
    padding: $p3 $p8; min-height: $p18;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus { border-color: $accent; }
QLineEdit[role="cell"] {
    border: 2px solid $accent; border-radius: 0; padding: 0; min-height: 0;
}
QLineEdit[problem="true"] { border: 2px solid $negative; }
QComboBox::drop-down { border: none; width: $p20; }
QComboBox::down-arrow { image: url($chevron); width: $p10; height: $p10; }
QComboBox QAbstractItemView, QMenu, QListView {
    background: $surface; color: $text; border: 1px solid $line;
    selection-background-color: $accent_soft; selection-color: $text;
}
QListView[role="bare"] { background: transparent; border: none; }
QComboBox QAbstractItemView::item { padding: $p3 $p6; min-height: $p18; }
QListWidget::item { padding: $p4 $p6; }
QListWidget::item:selected { background: $accent_soft; color: $text; }
QMenu { padding: $p4; }
QMenu::item { padding: $p5 $p24 $p5 $p24; border-radius: $p4; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $pale; }
QMenu::separator { height: 1px; background: $line; margin: $p4 $p8; }
QMenuBar { background: $surface; color: $text; border-bottom: 1px solid $line; padding: 0; }
QMenuBar::item { padding: $p4 $p10; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; border-radius: $p4; }
QStatusBar { background: $surface; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; font-size: $p12; padding: 0 $p6; }

QCheckBox, QRadioButton { color: $text; spacing: $p6; }
QCheckBox::indicator {
    width: $p14; height: $p14; border: 1px solid $muted; border-radius: $p3; background: $surface;
}
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox:focus { color: $accent; }
QSlider:horizontal { min-height: $p18; }
QSlider::groove:horizontal { height: $p4; background: $track; border-radius: $p2; }
QSlider::sub-page:horizontal { background: $accent; border-radius: $p2; }
QSlider::handle:horizontal {
    background: $surface; border: 2px solid $accent; width: $p10; height: $p10;
    margin: -$p5 0; border-radius: $knob;
}
QSlider::handle:horizontal:focus { background: $accent_soft; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: $p8; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $p8; margin: 0; }
QScrollBar::handle { background: $pale; border-radius: $p4; }
QScrollBar::handle:vertical { min-height: $p24; }
QScrollBar::handle:horizontal { min-width: $p24; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTableView { background: $surface; border: none; selection-background-color: $accent_soft;
    selection-color: $text; }
QTableView:focus { border: 1px solid $accent; border-radius: $p4; }
#layer-table::item, #layer-table QHeaderView::section { padding: $p4 $p6; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
    background: $surface; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: $p4; font-size: $p12;
}
QTableView::indicator {
    width: $p14; height: $p14; border: 1px solid $muted; border-radius: $p3; background: $surface;
}
QTableView::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QDialog, QMessageBox { background: $surface; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QFileDialog QToolButton { padding: $p2; min-height: 0; }
QComboBox { combobox-popup: 0; }
""")


def style_sheet(colors: Colors, px: Callable[[float], int]) -> str:
    """Return the style sheet for the colours of a theme and a function that scales lengths."""
    icons = resources.folder() / "icons"
    lengths = {f"p{pixels}": f"{px(pixels)}px" for pixels in range(2, 41)}
    return _SHEET.substitute(
        vars(colors),
        **lengths,
        h12=f"{px(12.5)}px",
        knob=f"{(px(10) + 4) // 2}px",  # half a slider's handle with its border; Qt takes no more
        chevron=(icons / "chevron-down.svg").as_posix(),
        check=(icons / "check-white.svg").as_posix(),
    )
