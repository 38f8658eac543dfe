"""The texts of an SVG: with the font they are set in, and figures of one width."""

import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache

from cnnviz import resources

_WEIGHTS = {400: "Inter-Regular.otf", 600: "Inter-SemiBold.otf"}
_STYLE = """<style>
{faces}text {{ font-feature-settings: "tnum"; }}
image {{ image-rendering: pixelated; }}
</style>
"""
_FACE = (
    "@font-face {{ font-family: Inter; font-weight: {weight}; "
    'src: url("data:font/otf;base64,{data}"); }}\n'
)
_AT = "<defs>\n"
_EMPTY = re.compile(r'<path [^>]*\bd=""/>\n?')  # some programs refuse them


def with_fonts(svg: str) -> str:
    """Return an SVG that has the fonts of its texts in it, those that it uses."""
    used = [weight for weight in _WEIGHTS if f'font-weight="{weight}"' in svg]
    return svg.replace(_AT, _AT + _STYLE.format(faces=font_faces(used)), 1)


def font_faces(weights: Iterable[int] = tuple(_WEIGHTS)) -> str:
    """Return the rules of CSS that hold the font in some weights."""
    return "".join(_FACE.format(weight=weight, data=_font(weight)) for weight in weights)


def without_empty(svg: str) -> str:
    """Return an SVG without paths that draw nothing."""
    return _EMPTY.sub("", svg)


@cache
def _font(weight: int) -> str:
    content = (resources.folder() / "fonts" / _WEIGHTS[weight]).read_bytes()
    return b64encode(content).decode("ascii")
