"""Pictures one after another as a file that moves: GIF, APNG, WebP, or MP4 by ffmpeg."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnnviz.language import _

Frame = NDArray[np.uint8]  # (H, W, 3), 0 to 255; all frames of a file have one size
MOST_PIXELS = 600_000_000  # of all frames together: they are held while a file is written
FASTEST = 50.0  # frames a second: what viewers of GIF keep to
_LAST = 1.0  # seconds that the last frame stays longer: it is the result


class AnimationError(ValueError):
    """A file cannot be made; the text is a sentence for the user."""


def require_room(count: int, width: int, height: int) -> None:
    """Make sure that frames are not too many for the memory.

    Raises:
        AnimationError: If they are.
    """
    if count * width * height > MOST_PIXELS:
        text = _(
            "{count} frames of {width}×{height} pixels are too many; choose fewer frames or a "
            "smaller size."
        )
        raise AnimationError(text.format(count=count, width=width, height=height))


def _durations(count: int, speed: float) -> list[int]:
    """Return how long each frame stays, in milliseconds."""
    each = round(1000 / speed)
    return [each] * (count - 1) + [each + round(1000 * _LAST)]


class _Rest:
    """All frames but the first as images, one at a time, as often as they are asked for."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self._frames = frames

    def __iter__(self) -> Iterator[Image.Image]:
        return map(Image.fromarray, islice(self._frames, 1, None))


def _by_pillow(form: str, **options: Any) -> Callable[[Iterable[Frame], int, float], bytes]:  # noqa: ANN401
    def made(frames: Iterable[Frame], count: int, speed: float) -> bytes:
        first, content = Image.fromarray(next(iter(frames))), io.BytesIO()
        first.save(
            content,
            form,
            save_all=True,
            append_images=_Rest(frames),
            duration=_durations(count, speed),
            loop=0,
            **options,
        )
        return content.getvalue()

    return made


def as_mp4(frames: Iterable[Frame], count: int, speed: float) -> bytes:
    """Return frames as a film that every player shows.

    Raises:
        AnimationError: If ffmpeg is not there, or fails.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        raise AnimationError(
            _("An MP4 is made by ffmpeg, which is not installed; choose .gif, .webp or .apng.")
        )
    rest = iter(frames)
    first = _even(next(rest))
    high, wide = first.shape[:2]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "film.mp4"
        command = [
            program, "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{wide}x{high}",
            "-r", f"{speed:g}", "-i", "-", "-c:v", "libx264", "-pix_fmt", "yuv420p",
            "-movflags", "+faststart", str(file),
        ]  # fmt: skip
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as process:
            assert process.stdin is not None  # as it was asked for
            try:
                for frame in chain([first], map(_even, rest)):
                    process.stdin.write(frame.tobytes())
            except BrokenPipeError:
                pass  # it tells why, below
            except BaseException:
                process.kill()
                raise
            _out, problem = process.communicate()
        if process.returncode or not file.is_file():
            reason = " ".join(problem.decode(errors="replace").split())
            raise AnimationError(_("ffmpeg cannot make the film ({reason}).").format(reason=reason))
        return file.read_bytes()


def _even(frame: Frame) -> Frame:
    """Return a frame whose sides are even, as films need them; white is added."""
    high, wide = frame.shape[:2]
    padding = ((0, high % 2), (0, wide % 2), (0, 0))
    return np.ascontiguousarray(np.pad(frame, padding, constant_values=255))


ANIMATIONS: dict[str, Callable[[Iterable[Frame], int, float], bytes]] = {  # by the ending
    ".gif": _by_pillow("GIF", optimize=False, disposal=1),
    ".apng": _by_pillow("PNG", default_image=False),
    ".webp": _by_pillow("WEBP", lossless=True, method=2),
    ".mp4": as_mp4,
}
