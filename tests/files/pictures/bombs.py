"""Small files that ask for much: pixels, frames, scans, texts."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def encoded(image, form="PNG", **options):
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def chunk(kind, content):
    checksum = zlib.crc32(kind + content)
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", checksum)


def png(width, height, data=b"", before=b"", depth=8, colour=0):
    """A PNG file of any claimed size, with chunks before its pixels."""
    header = struct.pack(">2L5B", width, height, depth, colour, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + pixels


def frames(form, count):
    """An animation of many small frames, of which two differ."""
    shown = [Image.new("L", (2, 2), grey * 255) for grey in (0, 1)]
    if form == "GIF":
        both = encoded(shown[0], "GIF", save_all=True, append_images=shown[1:])
        one = len(encoded(shown[0], "GIF"))
        return both[:-1] + both[one - 1 : -1] * count + both[-1:]
    return encoded(shown[0], form, save_all=True, append_images=[shown[1], shown[0]] * (count // 2))


def progressive(width, height, scans):
    """A JPEG that goes over its pixels again and again."""
    image = Image.new("L", (width, height), 200)
    file = encoded(image, "JPEG", progressive=True)
    last = file.rindex(b"\xff\xda")
    return file[:-2] + file[last:-2] * scans + file[-2:]


def jpeg_sides(width, height):
    file = bytearray(encoded(Image.new("L", (8, 8)), "JPEG"))
    at = file.index(b"\xff\xc0")
    file[at + 5 : at + 9] = struct.pack(">2H", height, width)
    return bytes(file)


def exif_ring():
    """A JPEG whose EXIF data name themselves as their own continuation."""
    entry = struct.pack(">HHLL", 0x8769, 4, 1, 8)
    ring = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", 1) + entry + struct.pack(">L", 8)
    return encoded(Image.new("L", (8, 8)), "JPEG", exif=ring)


def tiff_ring():
    """A TIFF whose only page names itself as the next."""
    file = bytearray(encoded(Image.new("L", (8, 8)), "TIFF"))
    at = struct.unpack("<L", file[4:8])[0]
    count = struct.unpack("<H", file[at : at + 2])[0]
    struct.pack_into("<L", file, at + 2 + 12 * count, at)
    return bytes(file)


def tiff_pages(count):
    page = struct.pack("<HHHLLL", 1, 256, 4, 1, 1, 0)
    places = range(8, 8 + len(page) * count, len(page))
    pages = b"".join(page[:-4] + struct.pack("<L", at + len(page)) for at in places)
    return b"II*\0" + struct.pack("<L", 8) + pages


def bmp(width, height):
    return b"BM" + struct.pack("<LLL", 100, 0, 54) + struct.pack(
        "<LllHHLLllLL", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0
    )  # fmt: skip


def webp(width, height):
    body = b"VP8X" + struct.pack("<L", 10) + bytes(4)
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<L", 4 + len(body)) + b"WEBP" + body


BOMBS = {
    "png 9000": (png(9000, 9000, bytes(9001)), "pixels"),
    "png 14000": (png(14_000, 14_000), "pixels"),
    "png 30000": (png(30_000, 30_000), "pixels"),
    "png with a text of 500 MB": (
        png(8, 8, b"", chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(500_000_000), 9))),
        "damaged",
    ),
    "png of 200,000 chunks": (png(8, 8, bytes(72), chunk(b"teSt", b"") * 200_000), "parts"),
    "apng of 10,000 frames": (
        png(8, 8, bytes(72), chunk(b"acTL", struct.pack(">2L", 10_000, 0))),
        "frames",
    ),
    "gif of 10,000 frames": (frames("GIF", 10_000), "frames"),
    "webp of 600 frames": (frames("WEBP", 600), "frames"),
    "webp 16384": (webp(16_384, 16_384), "pixels"),
    "tiff of 10,000 pages": (tiff_pages(10_000), "frames"),
    "tiff in a ring": (tiff_ring(), "frames"),
    "bmp of two billion rows": (bmp(40_000, 2**31 - 1), "pixels"),
    "jpeg with sides of 65,535": (jpeg_sides(65_535, 65_535), "pixels"),
    "jpeg of 150,000 scans": (progressive(1000, 1000, 150_000), "scans"),
    "gif of 30,000 pixels a side": (
        b"GIF89a"
        + struct.pack("<2H3Bc4HB", 30_000, 30_000, 0, 0, 0, b",", 0, 0, 9, 9, 0)
        + b"\b\0;",
        "pixels",
    ),
}  # fmt: skip
