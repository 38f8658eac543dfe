"""Change the pictures of a batch at random, all at once, so that no digit is seen twice alike."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from cnnviz.runs.config import Augmentation

SHIFT = 1.0  # pixels, at most, each way
TURN = math.radians(6)  # standard deviation
STRETCH = 0.07  # standard deviation of the logarithm of width and height
SLANT = 0.09  # standard deviation of the shift of a row, per row
BEND = 0.7  # pixels, largest standard deviation of the elastic displacement, over 6 pixels
TREMOR = 0.45  # the same over 3 pixels, as by an unsteady hand
SHARPER = 1.0  # how much steeper, at most, edges become: moving a picture has blurred them
FAR = 4  # pixels, at most, each way, of pictures that are only shifted
THICKER, THINNER = 0.6, 0.4  # how far, at most, towards one pixel more or less on each side


@dataclass(frozen=True)
class Chance:
    """Random numbers for the pictures of a batch.

    Those of the whole batch are drawn, on the processor, and those of some of its pictures are
    returned, on their device: so several processes that share a batch, or another device, change
    each picture as one process does.
    """

    source: torch.Generator
    total: int  # pictures of the whole batch
    rows: slice  # which of them are changed here

    def uniform(self, like: Tensor, *shape: int) -> Tensor:
        """Return numbers of 0 to 1, shape (N, *shape), on the device of `like`."""
        drawn = torch.rand((self.total, *shape), generator=self.source)
        return drawn[self.rows].to(like.device)

    def normal(self, like: Tensor, *shape: int) -> Tensor:
        """Return numbers of a normal distribution with deviation 1, shape (N, *shape)."""
        drawn = torch.randn((self.total, *shape), generator=self.source)
        return drawn[self.rows].to(like.device)

    def places(self, like: Tensor, beyond: int) -> tuple[Tensor, Tensor]:
        """Return two whole numbers of 0 to below `beyond` for each picture, each shape (N,)."""
        drawn = torch.randint(0, beyond, (2, self.total), generator=self.source)
        down, right = drawn[:, self.rows].to(like.device)
        return down, right


def augmented(pictures: Tensor, chance: Chance) -> Tensor:
    """Return the digits shifted, turned, stretched, slanted, bent, and with another pen.

    Args:
        pictures: Shape (N, 1, H, W), intensities 0 to 1; 0 is paper.
        chance: The random numbers.

    Returns:
        Pictures of the same shape.
    """
    pictures = _other_pen(pictures, chance)
    grid = _placed(pictures, chance)
    grid = grid + _bent(pictures, BEND, 5, chance) + _bent(pictures, TREMOR, 10, chance)
    changed = functional.grid_sample(pictures, grid, align_corners=False)
    darkest = changed.amax(dim=(1, 2, 3), keepdim=True)
    changed = changed / darkest.clamp(min=0.1)  # the treatment of a drawing makes it 1, too
    sharpness = 1 + SHARPER * chance.uniform(changed, 1, 1, 1)
    return ((changed - 0.5) * sharpness + 0.5).clamp(0, 1)


def _placed(pictures: Tensor, chance: Chance) -> Tensor:
    """Where each pixel takes its value from, shape (N, H, W, 2), in -1 to 1."""
    height, width = pictures.shape[2:]
    normal = chance.normal(pictures, 4)
    angle, slant = normal[:, 0] * TURN, normal[:, 1] * SLANT
    across, down = (normal[:, 2:] * STRETCH).exp().unbind(1)
    shift = (chance.uniform(pictures, 2) * 2 - 1) * SHIFT
    cos, sin = angle.cos(), angle.sin()
    rows = [
        torch.stack([cos * across, (cos * slant - sin) * down, shift[:, 0] * 2 / width], dim=1),
        torch.stack([sin * across, (sin * slant + cos) * down, shift[:, 1] * 2 / height], dim=1),
    ]
    return functional.affine_grid(
        torch.stack(rows, dim=1), list(pictures.shape), align_corners=False
    )


def _bent(pictures: Tensor, most: float, points: int, chance: Chance) -> Tensor:
    """A smooth random displacement, shape (N, H, W, 2), in the units of the grid.

    Args:
        pictures: What will be displaced, shape (N, C, H, W).
        most: The largest standard deviation, in pixels; that of each picture is random.
        points: How many independent displacements stand in a row and in a column.
        chance: The random numbers.

    Source: Simard, Steinkraus and Platt (2003), "Best practices for convolutional neural networks
    applied to visual document analysis", section 2 (elastic distortion).
    """
    height, width = pictures.shape[2:]
    amount = chance.uniform(pictures, 1, 1, 1) * most * 2 / width
    coarse = chance.normal(pictures, 2, points, points) * amount
    rows, columns = (_smooth(side, points).to(pictures.device) for side in (height, width))
    return (rows @ coarse @ columns.T).permute(0, 2, 3, 1)


def _smooth(fine: int, coarse: int) -> Tensor:
    """Weights that blend `coarse` values smoothly into `fine` ones, shape (fine, coarse)."""
    places = torch.linspace(-0.2, coarse - 0.8, fine)[:, None]
    weights = torch.exp(-((places - torch.arange(coarse)) ** 2) / 0.72)
    return weights / weights.square().sum(dim=1, keepdim=True).sqrt()


def _other_pen(pictures: Tensor, chance: Chance) -> Tensor:
    """Blend each picture with its thicker or its thinner self."""
    amount = chance.uniform(pictures, 1, 1, 1) * (THICKER + THINNER) - THINNER
    thicker = _largest_near(pictures) - pictures
    thinner = -_largest_near(-pictures) - pictures
    return pictures + amount.clamp(min=0) * thicker - amount.clamp(max=0) * thinner


def _largest_near(pictures: Tensor) -> Tensor:
    """The largest of each pixel and its four neighbours; far quicker than max_pool2d."""
    padded = functional.pad(pictures, (1, 1, 1, 1), mode="replicate")
    largest = torch.maximum(pictures, padded[:, :, 1:-1, :-2])
    for near in (padded[:, :, 1:-1, 2:], padded[:, :, :-2, 1:-1], padded[:, :, 2:, 1:-1]):
        largest = torch.maximum(largest, near)
    return largest


def shifted(pictures: Tensor, chance: Chance) -> Tensor:
    """Return pictures (N, C, H, W) moved by whole pixels, up to FAR each way; zeros come in."""
    count, _, height, width = pictures.shape
    padded = functional.pad(pictures, (FAR, FAR, FAR, FAR))
    down, right = chance.places(pictures, 2 * FAR + 1)
    rows = down[:, None] + torch.arange(height, device=pictures.device)
    columns = right[:, None] + torch.arange(width, device=pictures.device)
    numbers = torch.arange(count, device=pictures.device)[:, None, None]
    moved = padded.permute(0, 2, 3, 1)[numbers, rows[:, :, None], columns[:, None, :]]
    return moved.permute(0, 3, 1, 2)


def mirrored(pictures: Tensor, chance: Chance) -> Tensor:
    """Return pictures (N, C, H, W), each with left and right exchanged or not."""
    chosen = chance.uniform(pictures) < 0.5
    return torch.where(chosen[:, None, None, None], pictures.flip(3), pictures)


def as_they_are(pictures: Tensor, chance: Chance) -> Tensor:
    """Return the pictures."""
    return pictures


AUGMENTED: dict[Augmentation, Callable[[Tensor, Chance], Tensor]] = {
    "none": as_they_are, "shift": shifted, "flip": mirrored, "digits": augmented
}  # fmt: skip
