"""The same name leads to a resource in a checkout and in an installed package."""

from pathlib import Path

import pytest

from cnnviz import resources

PLACES = {"checkout": "resources", "wheel": "cnnviz/_resources"}  # below the package's parent


@pytest.fixture(params=PLACES)
def package(request, tmp_path):
    """A package beside or around its resources, which are one icon."""
    icons = tmp_path / PLACES[request.param] / "icons"
    icons.mkdir(parents=True)
    (icons / "undo.svg").write_text("<svg/>")
    (tmp_path / "cnnviz").mkdir(exist_ok=True)
    return tmp_path / "cnnviz"


def test_a_file_is_found(package):
    assert resources.path("icons/undo.svg", package).read_text() == "<svg/>"


def test_a_folder_is_found(package):
    assert resources.path("icons", package) == resources.folder(package) / "icons"


def test_a_missing_file_is_named(package):
    with pytest.raises(FileNotFoundError, match=r"install it again: .*icons.redo\.svg is missing"):
        resources.path("icons/redo.svg", package)


def test_missing_resources_are_told(tmp_path):
    with pytest.raises(FileNotFoundError, match="install it again"):
        resources.folder(tmp_path)


def test_a_wheels_own_resources_go_before_a_folder_that_happens_to_stand_beside_it(tmp_path):
    for place in PLACES.values():
        (tmp_path / place).mkdir(parents=True)
    assert resources.folder(tmp_path / "cnnviz") == tmp_path / "cnnviz" / "_resources"


def test_a_checkout_uses_its_own():
    assert resources.folder() == Path(__file__).parents[1] / "resources"
