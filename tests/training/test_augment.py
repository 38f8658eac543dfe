import pytest
import torch

from cnnviz.training import augment
from cnnviz.training.augment import AUGMENTED, Chance, augmented


@pytest.fixture
def ring():
    """Pictures of one ring, a digit of MNIST's size."""
    y, x = torch.meshgrid(*2 * [torch.arange(28) - 13.5], indexing="ij")
    radius = (x**2 + y**2).sqrt()
    return ((radius > 5) & (radius < 8)).float().expand(64, 1, 28, 28)


def chance(seed=0, total=64, rows=slice(None)):
    return Chance(torch.Generator().manual_seed(seed), total, rows)


def test_the_same_seed_changes_alike_and_another_differently(ring):
    assert torch.equal(augmented(ring, chance()), augmented(ring, chance()))
    assert not torch.equal(augmented(ring, chance()), augmented(ring, chance(1)))


def test_every_picture_of_a_batch_changes_in_its_own_way(ring):
    changed = augmented(ring, chance())
    assert len({picture.numpy().tobytes() for picture in changed}) == len(ring)
    assert ((changed - ring).abs().mean(dim=(1, 2, 3)) > 0.005).all()


@pytest.mark.parametrize("name", AUGMENTED)
def test_a_part_of_a_batch_changes_as_in_the_whole(ring, name):
    whole = AUGMENTED[name](ring, chance())
    rows = slice(1, None, 3)
    part = AUGMENTED[name](ring[rows], chance(rows=rows))
    torch.testing.assert_close(part, whole[rows])


def test_pictures_stay_pictures(ring):
    changed = augmented(ring, chance())
    assert changed.shape == ring.shape
    assert changed.min() >= 0
    torch.testing.assert_close(changed.amax(dim=(1, 2, 3)), torch.ones(len(ring)))
    assert not augmented(torch.zeros(3, 1, 28, 28), chance(total=3)).any()


def test_pens_get_thicker_and_thinner(ring):
    ink = augment._other_pen(ring, chance()).sum(dim=(1, 2, 3)) / ring[0].sum()
    assert ink.min() < 0.8
    assert ink.max() > 1.3


def test_all_pixels_on_average_stay_where_they_are(ring):
    many = ring[:1].expand(4000, 1, 28, 28)
    moved = augment._placed(many, chance(total=4000)) + augment._bent(many, 1.0, 5, chance(1, 4000))
    still = torch.nn.functional.affine_grid(
        torch.eye(2, 3).expand(1, 2, 3), [1, 1, 28, 28], align_corners=False
    )
    assert (moved.mean(dim=0) - still[0]).abs().max() < 0.02  # a quarter of a pixel


def test_the_largest_near_a_pixel_is_that_of_a_cross():
    dot = torch.zeros(1, 1, 5, 5)
    dot[0, 0, 2, 2] = 1
    cross = torch.tensor([[0, 1, 0], [1, 1, 1], [0, 1, 0]]).float()
    assert torch.equal(augment._largest_near(dot)[0, 0, 1:4, 1:4], cross)
    assert augment._largest_near(dot).sum() == 5
