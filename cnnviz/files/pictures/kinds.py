"""The kinds of pictures that are read: the content of a file decides, its name never does."""

import re

_SIGNATURES = (  # Source: the specification of each format
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),  # the form for files of more than 4 GB
    (b"MM\0+", "TIFF"),
)
KINDS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
MIME_TYPES = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/gif", "image/bmp")

_DRAWINGS = (  # programs rather than pictures: they are refused by their name
    (re.compile(rb"%!PS|\xc5\xd0\xd3\xc6"), "EPS"),
    (re.compile(rb"%PDF"), "PDF"),
    (re.compile(rb"SIMPLE {2}="), "FITS"),
    (re.compile(rb"(?i)[^<]{0,9}<(?:svg|\?xml|!doctype svg)"), "SVG"),
)


def kind_of(content: bytes) -> str | None:
    """Return which of `KINDS` a file holds, by its first bytes, or None."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for start, kind in _SIGNATURES if content.startswith(start)), None)


def drawing_kind(content: bytes) -> str | None:
    """Return the name of a format that describes a drawing in commands, or None."""
    start = content[:1000].replace(b"\0", b"").lstrip()  # also of text with two bytes a letter
    return next((kind for signature, kind in _DRAWINGS if signature.match(start)), None)
