"""Pictures as people have them, each made in a moment."""

import io
import os
import struct

import numpy as np
from PIL import Image

WHITE, GREY = 255, 128


def encoded(image, kind="PNG", **options):
    """The bytes of a picture."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def colour(random, size=(9, 12)):
    return Image.fromarray(random.integers(0, 256, (*size, 3), dtype=np.uint8))


def plain(random):
    return encoded(colour(random))


def jpeg(random):
    return encoded(colour(random), "JPEG")


def grey(random):
    return encoded(colour(random).convert("L"))


def bits(random):
    return encoded(colour(random).convert("1"))


def palette(random):
    return encoded(colour(random).convert("P"), "GIF")


def moving(random):
    frames = [colour(random) for _ in range(3)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])


def deep(random):
    return encoded(Image.fromarray(random.integers(0, 65536, (9, 12), dtype=np.uint16)))


def deep_tiff(random):
    pixels = random.integers(0, 65536, (9, 12), dtype=np.uint16)
    return encoded(Image.fromarray(pixels), "TIFF")


def floats(random):
    return encoded(Image.fromarray(random.random((9, 12), dtype=np.float32) * 7), "TIFF")


def wide_floats(random, values=None):
    """A TIFF of float64, which few programs write and people of science have."""
    pixels = random.random((6, 5)) if values is None else np.asarray(values, "<f8")
    rows, columns = pixels.shape
    content = pixels.astype("<f8").tobytes()
    entries = [
        (256, 3, columns), (257, 3, rows), (258, 3, 64), (259, 3, 1), (262, 3, 1), (273, 4, 8),
        (277, 3, 1), (278, 3, rows), (279, 4, len(content)), (339, 3, 3),
    ]  # fmt: skip
    made = b"II*\0" + struct.pack("<I", 8 + len(content)) + content
    made += struct.pack("<H", len(entries))
    for tag, kind, value in entries:
        number = struct.pack("<H" if kind == 3 else "<I", value)
        made += struct.pack("<HHI", tag, kind, 1) + number.ljust(4, b"\0")
    return made + bytes(4)


def transparent(random):
    alpha = random.integers(0, 256, (9, 12, 1), dtype=np.uint8)
    rgb = random.integers(0, 256, (9, 12, 3), dtype=np.uint8)
    return encoded(Image.fromarray(np.concatenate([rgb, alpha], axis=2)))


def inks(random):
    return encoded(colour(random).convert("CMYK"), "JPEG")


def webp(random):
    return encoded(colour(random), "WEBP", lossless=True)


def bitmap(random):
    return encoded(colour(random), "BMP")


def turned(random):
    """A JPEG that lies on its side, whose EXIF data holds a text where a number belongs."""
    entries = [(0x0112, 3, 1, struct.pack("<H", 6)), (0x0153, 2, 2, b"x\0")]
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(entries))
    for tag, kind, count, value in entries:
        exif += struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0")
    return encoded(colour(random), "JPEG", exif=exif + bytes(4))


def wide(random):
    return encoded(colour(random, (3, 200)))


def one_pixel(random):
    return encoded(colour(random, (1, 1)))


GOOD = {  # by how their names end
    "plain.png": plain, "photo.jpg": jpeg, "PHOTO.JPEG": jpeg, "grey.png": grey, "bits.png": bits,
    "palette.gif": palette, "moving.gif": moving, "deep.png": deep, "deep.tif": deep_tiff,
    "DEEP.TIF": deep_tiff, "floats.tiff": floats, "wide.tif": wide_floats, "clear.png": transparent,
    "inks.jpg": inks, "web.webp": webp, "bitmap.bmp": bitmap, "turned.jpg": turned,
    "strip.png": wide, "dot.png": one_pixel, "no ending": plain, "lies.png": jpeg,
}  # fmt: skip


def nothing(random):
    return b""


def cut(random):
    return jpeg(random)[:60]


def noise(random):
    return b"\x89PNG\r\n\x1a\n" + random.bytes(200)


def text(random):
    return b"cat;0\ndog;1\n"


def drawing(random):
    return b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def double(random):
    return bytes([0, 5, 0x16, 7]) + random.bytes(60)


def huge(random):
    """A picture of 30,000 × 30,000 pixels, as it claims."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + bytes(4)


BAD = {
    "empty.png": nothing, "cut.jpg": cut, "noise.png": noise, "labels.csv": text,
    "notes.txt": text, "drawing.svg": drawing, "._plain.png": double, ".DS_Store": double,
    "Thumbs.db": noise, "desktop.ini": text, "bomb.png": huge, "numbers.npy": text,
}  # fmt: skip


def pipe(path):
    os.mkfifo(path)


def dead_link(path):
    path.symlink_to(path.parent / "gone.png")


def ring(path):
    path.symlink_to(path.parent, target_is_directory=True)


def itself(path):
    path.symlink_to(path)


def folder(path):
    path.mkdir()


SPECIAL = {
    "pipe.png": pipe, "dead.png": dead_link, "ring": ring, "itself.png": itself,
    "folder.png": folder, ".ipynb_checkpoints": folder, "__MACOSX": folder,
}  # fmt: skip
