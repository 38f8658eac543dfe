"""Tool tips show their text as it is.

Qt takes a tip that looks like HTML for HTML, with pictures of whatever file it names; and a name in
a tip may come from anybody's file. Labels are plain by the style sheet, which tips are out of.
"""

from html import escape


def plain_tip(text: str, *, wraps: bool = False) -> str:
    """Return what a tool tip is set to, to show a text letter by letter.

    Args:
        text: What is told.
        wraps: Whether a long text takes several lines.
    """
    if wraps:
        return f"<p>{escape(text)}</p>"
    if "<" not in text:  # nothing that looks like HTML
        return text
    return f"<span style='white-space: pre-wrap'>{escape(text)}</span>"
