"""What a project of the field has beside its code, and that it says what is so."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import cnnviz
from cnnviz.data.catalogue import CATALOGUE
from cnnviz.resources import folder
from tests.artwork.app_icon import rendered

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("data", [each for each in CATALOGUE if each.files], ids=lambda d: d.name)
def test_a_data_set_comes_by_https_and_is_checked_by_sha_256(data):
    assert data.mirrors
    assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in data.mirrors)
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", file.checksum) for file in data.files)


def test_the_icon_is_rendered_from_its_drawing(qapp):
    image = rendered()
    drawn = np.frombuffer(image.constBits(), np.uint8).reshape(256, 256, 4)[..., [2, 1, 0, 3]]
    with Image.open(folder() / "desktop" / "cnnviz.png") as file:
        kept = np.asarray(file.convert("RGBA"), int)
    opaque = kept[..., 3] == 255
    assert opaque.mean() > 0.8
    assert np.abs(drawn.astype(int) - kept)[opaque].max() < 8


def test_the_version_is_told_once_and_the_same_everywhere():
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)[1]
    logged = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1]
    assert cited == logged == PROJECT["version"]
    written = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert [f'- name: "{each["name"]}"' in written for each in PROJECT["authors"]] == [True]
    assert re.match(r"\d", cnnviz.__version__)


def test_the_changelog_is_by_added_changed_and_fixed():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    kinds = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert set(kinds) == {"Added", "Changed", "Fixed"}


@pytest.mark.parametrize(
    "name", [".editorconfig", ".pre-commit-config.yaml", "CITATION.cff", ".github/CONTRIBUTING.md"]
)
def test_what_contributors_look_for_is_there(name):
    assert (ROOT / name).read_text(encoding="utf-8").strip()


def test_the_pythons_that_are_named_are_those_that_are_allowed():
    named = {
        each.rpartition(" ")[2]
        for each in PROJECT["classifiers"]
        if re.match(r"Programming Language :: Python :: 3\.", each)
    }
    assert PROJECT["requires-python"] == ">=3.11"
    assert named == {"3.11", "3.12", "3.13"}
