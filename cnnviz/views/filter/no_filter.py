"""What the Filter page shows of a network without a convolution."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnviz.language import _
from cnnviz.views.look.plain_tip import plain_tip


class NoFilter(QWidget):
    """Says that there is no filter, and offers a network that has one."""

    def __init__(self) -> None:
        super().__init__()
        text = _("This network has no convolution, so there is no filter to look at.")
        self.problem = QLabel(text)
        self.problem.setObjectName("filter-problem")
        self.problem.setWordWrap(True)
        self.one_filter = QPushButton(_("Open “One filter, grey”"))
        self.one_filter.setObjectName("open-one-filter")
        tip = _("Take a network with a single filter; an edit that can be undone")
        self.one_filter.setToolTip(plain_tip(tip))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.problem)
        column.addWidget(self.one_filter, alignment=Qt.AlignmentFlag.AlignLeft)
