"""Sevens and nines put together from parts, so that any top is written with any foot.

The parts are texts as in `hands`, in hundredths. Those that begin with `_KEPT` no network learns.
"""

import numpy as np

Bar = tuple[int, int, int, int]

_TOPS = (  # of sevens; they end where the stem begins
    "12,6 86,6!",
    "8,14 90,4!",
    "16,3 82,12!",
    "14,24 14,6! 86,6!",
    "20,16 16,5! 88,10!",
    "10,20 26,6 56,11 88,5!",
    "10,22 26,6 60,4 84,14",
    "24,8 78,5!",
)
_STEMS = (  # of sevens
    "44,97",
    "66,50 54,97",
    "80,50 76,97",
    "56,38 40,68 36,97",
    "74,28 62,62 28,97",
    "72,44 44,97",
    "84,40 66,80 50,97",
)
_BARS = (  # of sevens: how far down the stem, how far to the left and right, how steep
    (34, 22, 22, 2),
    (40, 26, 20, 6),
    (46, 16, 26, -4),
    (50, 12, 12, 0),
    (52, 30, 26, 4),
    (56, 22, 18, 8),
    (59, 34, 30, 0),
    (62, 18, 24, 5),
    (66, 27, 22, -3),
    (66, 12, 14, 4),
    (70, 22, 27, 6),
    (74, 32, 30, 2),
    (75, 18, 16, 0),
    (79, 25, 20, 6),
    (83, 20, 24, 0),
)
_LOOPS = (  # of nines; they end where the foot begins
    "78,16 52,3 24,14 18,36 42,52 70,40 80,14!",
    "72,10 46,4 26,18 32,36 56,38 74,12!",
    "82,26 60,4 28,6 14,28 30,52 62,50 82,24",
    "66,8 40,4 24,22 40,40 62,34 72,14",
    "86,20 50,8 18,22 32,42 62,40 84,20!",
    "62,13 46,4 34,13 40,30 58,30 68,12!",
    "80,8 44,4 18,22 26,46 56,48 80,28",
    "78,12 50,2 20,24 22,54 50,66 74,52 82,18!",
    "62,44 34,42 22,22 42,4 68,8 78,28",
    "56,30 34,36 24,20 44,4 66,8 74,24",
    "76,20 56,6 34,6 20,22 28,42 54,44 76,20!",
    "80,10 44,3 18,12 34,24 62,20 82,10!",
    "74,16 46,3 20,16 28,30 54,30 80,16",
    "70,10 42,4 22,22 32,42 62,38 / 80,6",
    "76,14 50,3 26,14 24,30 44,36 / 78,8",
    "50,40 30,30 32,10 56,3 76,16 80,34",
)
_FEET = (  # of nines: straight, curved, hooked, flat
    "78,60 76,97",
    "64,60 46,97",
    "86,60 84,97",
    "82,56 64,88 30,97",
    "80,62 68,92 40,98 12,86",
    "80,66 62,96 34,97 14,78",
    "84,76 70,96 44,96 30,84",
    "82,80 58,98 28,92 18,72",
    "72,58 62,82 34,92 8,84",
    "78,60 77,95! 20,96",
    "72,60 68,94! 34,97",
    "80,60 80,90! 44,95 8,92",
    "72,60 60,94! 10,98",
    "78,62 74,97! 16,87",
    "76,60 72,88 58,95 6,97",
)

_KEPT_TOPS = ("10,12 30,4 60,8 90,10!", "18,30 22,8! 84,4!", "6,6 94,9!")
_KEPT_STEMS = ("60,40 52,70 50,97", "70,36 48,62 20,97", "60,97")
_KEPT_BARS = ((43, 30, 14, 3), (64, 22, 32, 3), (72, 16, 22, 8), (77, 30, 26, -2), (68, 34, 18, 0))
_KEPT_LOOPS = (
    "70,22 60,5 36,8 26,28 42,44 64,36 74,10!",
    "84,14 48,2 16,20 20,42 50,50 76,38 84,14",
    "60,36 38,40 28,22 46,5 70,10 80,34",
    "76,8 52,10 28,26 40,46 66,36 78,10!",
)
_KEPT_FEET = (
    "76,66 62,97",
    "84,70 72,94 46,90 24,96",
    "76,60 66,93! 22,92",
    "82,58 78,84! 52,97 18,94",
    "80,60 72,90 48,98 26,80",
)


def _crossings(tops: tuple[str, ...], stems: tuple[str, ...], bars: tuple[Bar, ...]) -> list[str]:
    return [_crossed(top, stem, bar) for top in tops for stem in stems for bar in bars]


def _crossed(top: str, stem: str, bar: Bar) -> str:
    """Write a seven with a bar through its stem."""
    corners = [point.rstrip("!").split(",") for point in [top.split()[-1], *stem.split()]]
    x, y = np.array(corners, dtype=float).T
    down, left, right, rise = bar
    middle = round(float(np.interp(down, y, x)))
    ends = f"{max(0, middle - left)},{down + rise} {min(100, middle + right)},{down - rise}"
    return f"{top} {stem} / {ends}"


def _shared(weight: float, hands: list[str]) -> tuple[str, ...]:
    """Share a weight among hands."""
    return tuple(f"{weight / len(hands)}: {hand}" for hand in hands)


def _joined(starts: tuple[str, ...], ends: tuple[str, ...]) -> list[str]:
    return [f"{start} {end}" for start in starts for end in ends]


SEVENS = (
    *_shared(2, _joined(_TOPS, _STEMS)),
    *_shared(9, _crossings(_TOPS, _STEMS, _BARS)),
)
NINES = _shared(12, _joined(_LOOPS, _FEET))

KEPT_SEVENS = (
    *_shared(1, _joined(_KEPT_TOPS, _KEPT_STEMS)),
    *_shared(3, _crossings(_KEPT_TOPS, _KEPT_STEMS, _KEPT_BARS)),
)
KEPT_NINES = _shared(1, _joined(_KEPT_LOOPS, _KEPT_FEET))
