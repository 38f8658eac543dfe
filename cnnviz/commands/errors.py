"""What goes wrong in a command."""

from cnnviz.language import _


class CommandError(ValueError):
    """A command cannot do what it was asked to; the text is a sentence for the user."""


def sentence_of(error: BaseException) -> str:
    """Return what went wrong in one line; an error of the system names its file."""
    if isinstance(error, OSError) and error.strerror:
        return _("{file}: {reason}.").format(file=error.filename, reason=error.strerror)
    line = " ".join(str(error).split())  # PyTorch tells the place in its source, too
    return f"{line}." if line[-1:].isalnum() else line  # the words of a library have no full stop
