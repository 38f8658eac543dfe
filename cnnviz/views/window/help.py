"""What the Help menu tells: the keys, and what the program stands on."""

from collections.abc import Iterator
from html import escape

import cnnviz  # its version, and what packages say, are read when they are asked for
from cnnviz import resources
from cnnviz.language import N_, _
from cnnviz.views.controls.action_table import ROWS

_KEYS = (
    (N_("Right, Left"), N_("next, previous layer; in an explanation: position")),
    (N_("Page Down, Page Up"), N_("tell what comes next, take it back (presenter remotes)")),
    (N_("Home, End"), N_("first, last layer or position")),
    (N_("Space"), N_("play, pause")),
    (N_("+, −"), N_("faster, slower")),
    (N_("Up, Down"), N_("another map; in an explanation: a row up, down")),
    (N_("Shift and arrows"), N_("select a map of another layer")),
    (N_("Ctrl, Alt and Up, Down"), N_("in an explanation: another input map; the next part")),
    (N_("Enter, Esc"), N_("open the explanation, close it")),
    (N_("Esc in a control"), N_("take back what is typed; then give the keys to the page")),
    (N_("F6, Shift+F6"), N_("from panel to panel; Tab goes on as the screen is read")),
    (N_("F4, or Alt and an arrow"), N_("open a list of choices; closed it takes no key")),
    (
        N_("F5, F11"),
        N_(
            "present on the whole screen, and leave (Esc); there N shows the network, V the "
            "verdict, T training, H what a late value sees, 2 two kernels, K classic kernels"
        ),
    ),
    (
        N_("While presenting"),
        N_(
            "a full stop or B makes the screen black, W white; L is a spotlight, P a pen whose "
            "lines vanish"
        ),
    ),
    (N_("Ctrl+1, Ctrl+2, Ctrl+3"), N_("the Filter, Network and Train page")),
    (N_("Ctrl+R"), N_("train, pause, continue")),
    (N_("In the list of layers"), N_("Alt and Up, Down move the layer; Delete removes it")),
    (N_("Wheel, drag"), N_("zoom at the pointer, move the network")),
    (N_("Two fingers"), N_("pinch to zoom, scroll to move; on the canvas, move the drawing")),
    (N_("Double click"), N_("look closely; on the ground: whole network")),
    (N_("[ and ]"), N_("thinner, thicker brush")),
    (
        N_("In a kernel"),
        N_(
            "type; Enter and Tab move, Esc and Ctrl+Tab leave; once it has the focus the wheel "
            "changes by 0.1 (Shift 1, Ctrl 0.01); dragging up and down changes a weight"
        ),
    ),
    (
        N_("With the answer hidden"),
        N_("type it; Enter checks it and goes on; Esc leaves the field"),
    ),
    (N_("Ctrl+Z, Ctrl+Shift+Z"), N_("undo, redo")),
    (N_("Ctrl++, Ctrl+-, Ctrl+0"), N_("size of text and controls")),
    (N_("Ctrl+Shift+P"), N_("find actions, presets, networks, layers and settings by name")),
)


_WRITTEN_OTHERWISE = {"PgUp", "PgDown", "-"}  # in the rows above


def _of_actions() -> Iterator[tuple[str, str]]:
    """Yield the keys of all actions that no row above tells, and what they do."""
    told = _WRITTEN_OTHERWISE | {
        key for keys, _what in _KEYS for key in keys.replace(",", " ").split()
    }
    for row in ROWS:
        keys = row.shortcuts.split()
        if not told.issuperset(keys[:1]):
            yield ", ".join(keys), row.tip


def keys_text() -> str:
    """Return the keys of the program as a table, in HTML."""
    rows = "\n".join(
        f"<tr><td><b>{escape(_(keys))}</b></td><td>{escape(_(what))}</td></tr>"
        for keys, what in (*_KEYS, *_of_actions())
    )
    return f'<table cellpadding="3">\n{rows}\n</table>'


def about_text() -> str:
    """Return what the program is and what it stands on, in HTML."""
    paragraphs = (
        _("Shows where every number of a convolutional neural network comes from."),
        _(
            "The numbers are computed with NumPy and are those that PyTorch computes; the tests "
            "compare them operation by operation."
        ),
        _(
            "It stands on Qt and PySide6, used under the LGPL 3, and on the packages below, each "
            "under the terms that it names; their texts lie beside each package, those of LGPL "
            "and GPL in the folder licences of cnnviz. The font is Inter (SIL Open Font License "
            "1.1). Networks were trained on MNIST (Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0)."
        ),
    )
    from cnnviz.views.window.licences import licences_table

    icon = resources.path("desktop/cnnviz.png").as_uri()
    head = f'<p><img src="{icon}" width="64" height="64" alt=""></p>'
    title = f"{head}\n<h3>cnnviz {cnnviz.__version__}</h3>\n"
    told = "\n".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return f"{title}{told}\n{licences_table()}"
