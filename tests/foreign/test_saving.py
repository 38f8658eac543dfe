"""A module as a project: from a script, as a picture or as numbers, and shown in a window."""

import subprocess
import sys

import numpy as np
import pytest
import torch
from PIL import Image

import cnnviz
from cnnviz.files import mapped_file
from cnnviz.foreign import saving
from cnnviz.project.project import forward_pass
from cnnviz.project.project_file import open_project
from tests.foreign import networks
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here


@pytest.fixture
def module():
    return networks.made(networks.ResNet)


@pytest.fixture
def image():
    return networks.image_for(networks.ResNet)


@pytest.fixture
def photo(tmp_path):
    pixels = np.random.default_rng(3).integers(0, 256, (40, 60, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def output(module, image):
    with torch.no_grad():
        return module(image)[0].numpy()


def test_import_cnnviz_loads_neither_qt_nor_torch():
    code = "import cnnviz, sys; print(sorted({'torch', 'PySide6', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("form", ["tensor", "array", "without batch", "npy"])
def test_numbers_as_the_module_takes_them(module, image, form, tmp_path):
    np.save(tmp_path / "x.npy", image[0].numpy())
    given = {
        "tensor": image, "array": image.numpy(), "without batch": image[0],
        "npy": tmp_path / "x.npy",
    }[form]  # fmt: skip
    file = tmp_path / "mine.cnnviz"
    cnnviz.save(module, given, file, classes=["a", "b", "c", "d", "e"])
    project = open_project(file)
    assert project.network.classes == ("a", "b", "c", "d", "e")
    assert project.network.names[1] == "conv1"
    np.testing.assert_array_equal(project.picture.values, image[0].numpy())
    np.testing.assert_allclose(
        forward_pass(project).trace.output, output(module, image), rtol=1e-4, atol=1e-5
    )


def test_a_picture_is_prepared_by_nodes_that_are_shown(module, photo, tmp_path, capsys):
    file = tmp_path / "mine.cnnviz"
    cnnviz.save(module, photo, file, mean=[0.5, 0.4, 0.3], std=[0.2, 0.3, 0.4], size=32)
    found = forward_pass(open_project(file)).trace
    assert found.network.names[:3] == ("input", "normalize", "conv1")
    assert found.image.shape == (3, 32, 32)
    mean, deviation = np.array([0.5, 0.4, 0.3]), np.array([0.2, 0.3, 0.4])
    wanted = (found.image - mean[:, None, None]) / deviation[:, None, None]
    given = torch.from_numpy(wanted.astype(np.float32))[None]
    np.testing.assert_allclose(found.output, output(module, given), rtol=1e-4, atol=1e-5)
    told = capsys.readouterr().err
    assert "Middle 40×40 of 40×60 pixels taken, rows × columns." in told
    assert "Resized from 40×40 to 32×32 pixels." in told


def test_the_preparation_of_imagenet_has_a_name(module, photo, tmp_path):
    file = tmp_path / "mine.cnnviz"
    cnnviz.save(module, photo, file, mean="imagenet", size=(32, 32))
    layer = open_project(file).network.layers["normalize"]
    assert (layer.mean, layer.deviation) == ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def test_numbers_are_not_normalised_again_and_that_is_told(module, image, tmp_path, capsys):
    cnnviz.save(module, image, tmp_path / "a.cnnviz", mean=0.5, std=0.5, size=32)
    assert "mean and std are not applied" in capsys.readouterr().err
    project = open_project(tmp_path / "a.cnnviz")
    assert "normalize" not in project.network.names
    assert "mean and std are not applied" in project.picture.notes[0]


def test_numbers_with_as_many_channels_as_the_module_takes(tmp_path):
    module, image = networks.made(networks.Gates), networks.image_for(networks.Gates)
    cnnviz.save(module, image, tmp_path / "four.cnnviz")
    project = open_project(tmp_path / "four.cnnviz")
    assert project.picture.values.shape == (4, 16, 16)
    np.testing.assert_allclose(
        forward_pass(project).trace.output, output(module, image), rtol=1e-4, atol=1e-5
    )


def test_terms_of_a_module_print_as_the_command_does(module, image, tmp_path, capsys):
    from cnnviz.__main__ import main

    terms = cnnviz.terms(module, image, "layer2.0.conv1", (1, 2, 3))
    wanted = networks.made(networks.ResNet).layer2[0].conv1
    assert len(terms.terms) == 9 * 4 - sum(term.input is None for term in terms.terms)
    assert sum(term.product for term in terms.terms) == pytest.approx(terms.value, abs=1e-5)
    assert wanted.weight.shape == (8, 4, 3, 3)
    cnnviz.save(module, image, tmp_path / "mine.cnnviz")
    capsys.readouterr()
    main(["explain", str(tmp_path / "mine.cnnviz"), "--layer", "layer2.0.conv1", "--at", "1,2,3"])
    assert capsys.readouterr().out == str(terms)


@pytest.mark.parametrize(
    ("image", "options", "told"),
    [
        ("photo", {}, "is a picture: say how the network takes pictures"),
        ("photo", {"mean": 0.5, "size": 32}, "give std, too"),
        ("photo", {"mean": "imgnet"}, "mean is 'imgnet'.*or \"imagenet\""),
        ("photo", {"mean": 0.5, "std": 0, "size": 32}, "must be above 0|above 0"),
        ("photo", {"mean": "x", "std": 1, "size": 32}, "mean is 'x'; give a number"),
        ("photo", {"mean": 0.5, "std": 0.5, "size": 0}, "size is 0; give rows and columns"),
        (np.zeros((2, 3, 32, 32)), {}, r"shape \(2×3×32×32\); give one picture"),
        (np.array(["a"]), {}, "The image is <U1; give a tensor"),
        (np.zeros((3, 32, 32), complex), {}, "The image is complex128; give a tensor"),
        (torch.zeros(3, 32, 32, dtype=torch.complex64), {}, "The image is complex64; give"),
        (None, {}, "The image is NoneType; give a tensor"),
        (np.zeros((3, 32, 32)), {"classes": "abc"}, "The classes are one text"),
        (np.zeros((3, 32, 32)), {"classes": ["a"]}, "1 classes, but the network gives 5"),
        (np.zeros((3, 32, 32)), {"class": ["a"]}, "There is no option 'class'"),
        (np.zeros((5, 32, 32)), {}, "cannot trace the network with this image"),
    ],
)
def test_what_is_wrong_is_told_and_no_file_is_written(
    module, photo, image, options, told, tmp_path
):
    given = photo if isinstance(image, str) else image
    with pytest.raises(ValueError, match=told):
        cnnviz.save(module, given, tmp_path / "mine.cnnviz", **options)
    assert not (tmp_path / "mine.cnnviz").exists()


def test_a_network_of_pytorch_in_the_place_of_another_is_told_in_one_line(module):
    image = np.zeros((3, 32, 32), np.float32)
    with pytest.raises(ValueError, match=r"^Beside a network of PyTorch, give an image"):
        cnnviz.terms(module, image, "conv1")
    with pytest.raises(ValueError, match=r"^ResNet cannot be used here: .*open_network returns"):
        cnnviz.predict(module, image)


def test_a_large_project_is_mapped_from_its_file_and_kept_when_that_is_replaced(
    tmp_path, monkeypatch
):
    torch.manual_seed(0)
    monkeypatch.setattr(mapped_file, "MAPPED_FROM", 8_000_000)
    module = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3 * 32 * 32, 1000)).eval()
    image, file = torch.randn(1, 3, 32, 32), tmp_path / "large.cnnviz"
    cnnviz.save(module, image, file)
    assert file.stat().st_size > mapped_file.MAPPED_FROM
    project = open_project(file)
    weight = project.network.layers["1"].weight
    assert not weight.flags.owndata
    assert not weight.flags.writeable
    assert weight.flags.aligned
    wanted = output(module, image)
    cnnviz.save(module, 2 * image, file)
    np.testing.assert_allclose(forward_pass(project).trace.output, wanted, rtol=1e-4, atol=1e-5)


def test_show_opens_a_window_of_its_own_and_returns_at_once(module, image, monkeypatch):
    started = []

    class Process:
        def __init__(self, command, **options):
            started.append((command, options))

        def wait(self):
            return 0

    monkeypatch.setattr(saving.subprocess, "Popen", Process)
    assert isinstance(cnnviz.show(module, image), Process)
    ((command, options),) = started
    assert command[:4] == [sys.executable, "-m", "cnnviz", "window"]
    assert command[4].endswith("network.cnnviz")
    assert options["start_new_session"]
