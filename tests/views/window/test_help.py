"""The texts of the Help menu tell the keys that there are."""

import re

import pytest

from cnnviz.views.controls.action_table import ROWS
from cnnviz.views.window.help import about_text, keys_text

TOLD = {row.name: row.shortcuts.split() for row in ROWS}


@pytest.mark.parametrize(
    "name",
    ["page-filter", "page-network", "page-train", "present", "palette", "undo", "train-start"],
)
def test_the_keys_of_an_action_are_told(name):
    keys = re.findall(r"<b>(.*?)</b>", keys_text())
    assert TOLD[name][0] in ", ".join(keys)


def test_every_row_names_keys_and_says_what_they_do():
    rows = re.findall(r"<tr><td><b>(.+?)</b></td><td>(.+?)</td></tr>", keys_text())
    assert len(rows) == keys_text().count("<tr>") == len({keys for keys, _ in rows}) > 15


def test_what_it_stands_on_is_named_with_its_licence():
    for part in ("PySide6 (LGPL 3)", "NumPy (BSD)", "PyTorch (BSD)", "CC BY-SA 3.0"):
        assert part in about_text()
