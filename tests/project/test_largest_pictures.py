"""A picture of as many pixels as are allowed opens, whatever its format asks of the memory."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from cnnviz.project.picture_file import picture_from_bytes

SIDE = 5000
TURNED = Image.Exif()
TURNED[0x0112] = 6

KINDS = {
    "PNG": ("RGBA", {"compress_level": 1, "exif": TURNED}),
    "WEBP": ("RGBA", {"save_all": True, "quality": 0, "method": 0}),
    "JPEG": ("CMYK", {"progressive": True, "exif": TURNED}),
    "GIF": ("P", {}),
    "TIFF": ("CMYK", {"compression": "tiff_lzw", "exif": TURNED}),
    "BMP": ("L", {}),
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("form", KINDS)
def test_twenty_five_million_pixels_open(form):
    mode, options = KINDS[form]
    half = Image.new("RGBA", (SIDE, SIDE), (200, 30, 30, 255))
    half.paste((0, 0, 0, 0), (0, 0, SIDE, SIDE // 2))
    image = half.convert(mode)
    if form == "WEBP":
        options = {**options, "append_images": [Image.new(mode, image.size)]}
    file = BytesIO()
    image.save(file, form, **options)
    picture = picture_from_bytes(file.getvalue(), f"large.{form.lower()}")
    assert picture.pixels.shape[1:] == (SIDE, SIDE)
    assert picture.pixels.dtype == np.uint8  # a byte a value, never four
