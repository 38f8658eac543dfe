"""The names of classes beside their bars: whole, however long they are."""

import numpy as np
import pytest
from PySide6.QtCore import QSize

from cnnviz.cnn.ops import Array
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.network.output_list import fitted_name
from cnnviz.views.present.bars import Bars

NAMES = [
    f"a rather long name of class number {number} which has sixty letters" for number in range(10)
]


@pytest.mark.parametrize("size", [(440, 560), (600, 520), (900, 800)])
@pytest.mark.parametrize("names", [NAMES, [str(number) for number in range(10)]])
def test_no_name_loses_a_word(qtbot, monkeypatch, size, names):
    bars = Bars(Look(Settings()), "scores")
    qtbot.addWidget(bars)
    bars.resize(QSize(*size))
    values: Array = np.linspace(0, 1, 10, dtype=np.float32)
    bars.show_values(names, values, ["0.5"] * 10, None, is_share=True, channels=range(10))
    written = []

    def kept(*args, **options):
        lines, text = fitted_name(*args, **options)
        written.append((lines, text, args[2]))
        return lines, text

    monkeypatch.setattr("cnnviz.views.present.bars.fitted_name", kept)
    bars.grab()
    told = [" ".join(lines) for lines, _size, _room in written]
    assert list(dict.fromkeys(told)) == names
    for lines, text, (width, high) in written:
        metrics = bars._look.metrics(text)
        assert max(metrics.horizontalAdvance(line) for line in lines) <= width + 2
        assert len(lines) * metrics.ascent() <= high + 1
