"""The texts of the Help menu tell the keys that there are."""

import re
from pathlib import Path

import pytest

from cnnviz import resources
from cnnviz.views.controls.action_table import ROWS
from cnnviz.views.window.help import about_text, keys_text
from cnnviz.views.window.licences import used_licences

TOLD = {row.name: row.shortcuts.split() for row in ROWS}


@pytest.mark.parametrize("name", [name for name, keys in TOLD.items() if keys])
def test_the_keys_of_an_action_are_told(name):
    keys = re.findall(r"<b>(.*?)</b>", keys_text())
    written = {"PgUp": "Page Up", "PgDown": "Page Down", "-": "−"}
    key = written.get(TOLD[name][0], TOLD[name][0])
    assert ", ".join(keys).split(", ").count(key) == 1


def test_every_row_names_keys_and_says_what_they_do():
    rows = re.findall(r"<tr><td><b>(.+?)</b></td><td>(.+?)</td></tr>", keys_text())
    assert len(rows) == keys_text().count("<tr>") == len({keys for keys, _ in rows}) > 15


def test_what_it_stands_on_is_named_with_its_licence():
    for part in ("LGPL 3", "SIL Open Font License 1.1", "CC BY-SA 3.0"):
        assert part in about_text()
    for name in ("LGPL-3.txt", "GPL-3.txt"):
        assert "GENERAL PUBLIC LICENSE" in resources.path(f"licences/{name}").read_text()


def test_every_package_that_runs_is_listed_with_its_licence():
    """All that is pinned to run, but what only installs it."""
    text = (Path(resources.__file__).parents[1] / "requirements.txt").read_text()
    pinned = {*re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)}
    listed = {licence.package.lower().replace("_", "-") for licence in used_licences()}
    installs = {"hatchling", "packaging", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}
    assert listed - {"pyside6", "pyside6-addons"} >= pinned - installs
    assert "torch" in listed
    assert {licence.package for licence in used_licences() if not licence.terms} == set()
    assert all(
        f"<td>{licence.package} {licence.version}<" in about_text() for licence in used_licences()
    )


def test_no_package_of_the_program_is_under_the_gpl_alone():
    for licence in used_licences():
        choices = re.split(r" OR ", licence.terms)
        assert any(not re.match(r"A?GPL", choice) for choice in choices), licence


def test_where_nothing_is_known_of_the_packages_no_table_stands():
    assert used_licences("nothing-of-that-name") == []
