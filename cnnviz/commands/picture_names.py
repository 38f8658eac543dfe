"""Which pictures are meant: files, folders of pictures, and patterns that no shell has expanded."""

import glob
import os
from collections.abc import Iterator, Sequence

from cnnviz.commands.picture_trace import STDIN
from cnnviz.data.folder_names import is_passed_over, natural
from cnnviz.files.os_reasons import os_reason
from cnnviz.language import _
from cnnviz.project.picture import PICTURE_SUFFIXES, PictureError


def named_pictures(words: Sequence[str]) -> Iterator[str | PictureError]:
    """Yield the names of the pictures that the words stand for, in their order.

    A folder stands for the pictures in it that are not hidden, a pattern such as `digits/*.png` for
    what fits it; both in the order in which people count. Where one stands for nothing, that is
    told in place of a name.
    """
    for word in words:
        if word == STDIN:
            yield word
        elif os.path.isdir(word):
            yield from _in_folder(word)
        elif glob.has_magic(word) and not os.path.lexists(word):
            yield from _that_fit(word)
        else:
            yield word


def _in_folder(folder: str) -> list[str] | list[PictureError]:
    try:
        with os.scandir(folder) as entries:
            names = sorted((each.name for each in entries if not is_passed_over(each)), key=natural)
    except OSError as error:
        text = _("{folder} cannot be read: {reason}.")
        return [PictureError(text.format(folder=folder, reason=os_reason(error)))]
    found = [name for name in names if name.lower().endswith(PICTURE_SUFFIXES)]
    if not found:
        return [PictureError(_("{folder} is a folder without pictures.").format(folder=folder))]
    return [os.path.join(folder, name) for name in found]


def _that_fit(pattern: str) -> list[str] | list[PictureError]:
    found = sorted(glob.glob(pattern), key=natural)
    if not found:
        text = _("No file fits {pattern}; look at how it is spelt.")
        return [PictureError(text.format(pattern=pattern))]
    return found
