"""Draw the swans, and what is none, of resources/images/samples: python -m tests.artwork.swans.

They are of the generator behind the data set of swans, from seeds that were chosen by eye.
"""

from random import Random
from typing import NamedTuple

from PIL import Image

from cnnviz import resources
from cnnviz.data.swans.draw import swan_picture

FOLDER = resources.folder() / "images" / "samples"
SIDE = 256  # pixels


class _Sample(NamedTuple):
    """A picture by the seed it is drawn from."""

    kind: str
    pose: str
    number: int

    def draw(self) -> Image.Image:
        random = Random(f"sample {self.kind} {self.pose} {self.number}")
        pixels = swan_picture(self.kind, random, SIDE, self.pose)
        return Image.fromarray(pixels.transpose(1, 2, 0))


SAMPLES = {  # behind the two swans that are painted by hand
    "021-swan-swimming": _Sample("white swan", "swimming", 11),
    "022-swan-flying": _Sample("white swan", "flying", 6),
    "023-swan-wings-spread": _Sample("white swan", "wings spread", 8),
    "024-swan-contorted": _Sample("white swan", "bent neck", 4),
    "025-swan-hidden": _Sample("white swan", "bent neck", 0),
    "026-several-swans": _Sample("white swan", "swimming", 9),
    "027-swan-standing": _Sample("white swan", "standing", 4),
    "028-goose": _Sample("goose", "", 2),
    "029-heron": _Sample("heron", "", 3),
    "0291-flamingo": _Sample("flamingo", "", 8),
}


def main() -> None:
    """Write every picture."""
    for name, sample in SAMPLES.items():
        sample.draw().save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
