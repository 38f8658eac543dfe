"""The picture in full size, computed beside the window."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QThreadPool

from cnnviz.cnn.layers import Conv2d
from cnnviz.project.picture import LARGEST_INPUT
from cnnviz.state.full_picture import FullPicture
from cnnviz.state.picture_opener import file_source


def scaled(factor):
    return (Conv2d(np.full((1, 1, 1, 1), factor, np.float32)),)


@pytest.fixture
def large(tmp_path):
    """A photo of 4.8 megapixels as the project holds it: smaller, and knowing its file."""
    random = np.random.default_rng(0)
    path = tmp_path / "large.png"
    Image.fromarray(random.integers(0, 255, (2000, 2400), dtype=np.uint8)).save(path)
    return file_source(path).read(lambda: True)


def test_a_large_photo_is_made_smaller_and_knows_its_file(large):
    assert max(large.pixels.shape) == LARGEST_INPUT
    assert large.file.endswith("large.png")


def test_the_result_comes_in_full_size(large, qtbot):
    full = FullPicture()
    with qtbot.waitSignal(full.ready, timeout=20_000) as ready:
        assert full.want(large, scaled(2), 0)
    (made,) = ready.args
    assert made.picture.shape == (1, 2000, 2400)
    np.testing.assert_allclose(made.result, 2 * made.picture[0], rtol=1e-6)


def test_only_the_newest_wish_is_answered(large, qtbot):
    full, seen = FullPicture(), []
    full.ready.connect(seen.append)
    for factor in (1, 2, 3):
        full.want(large, scaled(factor), 0)
        full._start()  # each begins at once, not after a pause
    with qtbot.waitSignal(full.ready, timeout=20_000):
        full.want(large, scaled(4), 0)
    QThreadPool.globalInstance().waitForDone()
    qtbot.wait(1)  # answers that came too late would arrive now
    assert len(seen) == 1
    np.testing.assert_allclose(seen[0].result, 4 * seen[0].picture[0], rtol=1e-6)


def test_what_is_dropped_or_gone_is_not_answered(large, qtbot, tmp_path):
    full = FullPicture()
    with qtbot.assertNotEmitted(full.ready, wait=300):
        full.want(large, scaled(1), 0)
        full._start()
        full.drop()
        QThreadPool.globalInstance().waitForDone()
    (tmp_path / "large.png").unlink()
    with qtbot.assertNotEmitted(full.ready, wait=300):
        full.want(large, scaled(1), 0)
        full._start()
        QThreadPool.globalInstance().waitForDone()


def test_a_picture_of_its_own_size_has_no_larger_one(qtbot, tmp_path):
    path = tmp_path / "small.png"
    Image.fromarray(np.zeros((20, 30), np.uint8)).save(path)
    assert not FullPicture().want(file_source(path).read(lambda: True), scaled(1), 0)
