"""The texts of an SVG: with the font they are set in, and figures of one width."""

import re
from base64 import b64encode
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
    svg = _EMPTY.sub("", svg)
    used = [weight for weight in _WEIGHTS if f'font-weight="{weight}"' in svg]
    faces = "".join(_FACE.format(weight=weight, data=_font(weight)) for weight in used)
    return svg.replace(_AT, _AT + _STYLE.format(faces=faces), 1)


@cache
def _font(weight: int) -> str:
    content = (resources.folder() / "fonts" / _WEIGHTS[weight]).read_bytes()
    return b64encode(content).decode("ascii")
