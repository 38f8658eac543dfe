"""Every action of the window as a table: its name, text, keys, and what it does in a sentence.

Here keys are bound, and here stands what is in which menu.
"""

from typing import Final, NamedTuple

from cnnviz.language import N_


class ActionRow(NamedTuple):
    """An action, as it is at first; texts are translated where they are shown."""

    name: str  # the object name, for tests, lessons and the command palette
    text: str
    shortcuts: str  # separated by spaces
    tip: str
    icon: str = ""
    short: str = ""  # on a button, where the text says more than there is room for


ROWS: Final = (
    ActionRow(
        "new", N_("&New"), "Ctrl+N", N_("Start with an empty canvas and the lecture's network")
    ),
    ActionRow("open", N_("&Open…"), "Ctrl+O", N_("Open a project or a picture")),
    ActionRow(
        "activity-2",
        N_("&Activity 2"),
        "",
        N_("Open the exercise of the lecture: one filter, by hand"),
    ),
    ActionRow("forget-recent", N_("&Forget these files"), "", N_("Empty the list of recent files")),
    ActionRow("save", N_("&Save"), "Ctrl+S", N_("Save the project")),
    ActionRow(
        "save-as", N_("Save &as…"), "Ctrl+Shift+S", N_("Save the project under another name")
    ),
    ActionRow(
        "revert", N_("Re&vert"), "", N_("Bring back what the file holds; that can be undone")
    ),
    ActionRow(
        "recover",
        N_("Reco&ver work…"),
        "",
        N_("Bring back what was not saved when cnnviz ended unexpectedly"),
    ),
    ActionRow(
        "new-exercise", N_("New &exercise…"), "", N_("Compute a result by hand, of chosen sizes")
    ),
    ActionRow("answer-sheet", N_("Answer s&heet…"), "", N_("Print the exercise or copy it")),
    ActionRow(
        "hand-out",
        N_("Hand &out…"),
        "",
        N_("Save a copy for students: answers hidden, and put away what they need not see"),
    ),
    ActionRow(
        "export",
        N_("&Export…"),
        "Ctrl+E",
        N_("Save what is seen as a picture, a drawing, a table or a film"),
    ),
    ActionRow(
        "export-code",
        N_("Export &network…"),
        "",
        N_("Write the network as PyTorch (.py), keras (_keras.py), R (.R), ONNX or safetensors"),
    ),
    ActionRow("quit", N_("&Quit"), "Ctrl+Q Ctrl+W", N_("Close the program")),
    ActionRow("undo", N_("&Undo"), "Ctrl+Z", N_("Take the last edit back"), "undo"),
    ActionRow("redo", N_("&Redo"), "Ctrl+Shift+Z Ctrl+Y", N_("Do the edit again"), "redo"),
    ActionRow("history", N_("&History…"), "", N_("Show every edit, and go back to any of them")),
    ActionRow("paste", N_("&Paste picture"), "Ctrl+V", N_("Use the picture from the clipboard")),
    ActionRow(
        "copy-view",
        N_("&Copy view"),
        "",
        N_("Copy what is looked at as a picture; Ctrl+C, where no number is under the pointer"),
    ),
    ActionRow("copy-csv", N_("&CSV"), "", N_("Copy the numbers looked at with commas between")),
    ActionRow("copy-tsv", N_("&Tabs"), "", N_("Copy the numbers looked at for a spreadsheet")),
    ActionRow("copy-latex", N_("&LaTeX"), "", N_("Copy the numbers looked at as LaTeX")),
    ActionRow("copy-markdown", N_("&Markdown"), "", N_("Copy the numbers looked at as Markdown")),
    ActionRow("copy-r", N_("&R"), "", N_("Copy the numbers looked at as a matrix of R")),
    ActionRow("copy-numpy", N_("&NumPy"), "", N_("Copy the numbers looked at as a NumPy array")),
    ActionRow(
        "clear-drawing", N_("&Clear drawing"), "Ctrl+Backspace", N_("Start an empty drawing")
    ),
    ActionRow(
        "reset-network",
        N_("&Reset all weights"),
        "",
        N_("Bring every weight back to how it was opened"),
    ),
    ActionRow(
        "randomise", N_("Ra&ndom weights"), "", N_("Give the network new random weights, untrained")
    ),
    ActionRow("first", N_("&First"), "Home", N_("Show the input only"), "first"),
    ActionRow("back", N_("Step &back"), "Left", N_("Show one layer less"), "back"),
    ActionRow("play", N_("&Play"), "Space", N_("Show the layers one after another"), "play"),
    ActionRow("forward", N_("Step f&orward"), "Right", N_("Show the next layer"), "forward"),
    ActionRow("last", N_("&Last"), "End", N_("Show every layer"), "last"),
    ActionRow(
        "layer-back",
        N_("Pre&vious layer"),
        "PgUp",
        N_("Look at the layer before; of an open value, take back what was told last"),
    ),
    ActionRow(
        "layer-forward",
        N_("&Next layer"),
        "PgDown",
        N_("Look at the next layer; of an open value, tell what comes next"),
    ),
    ActionRow(
        "step-shown",
        N_("What is &shown"),
        "",
        N_("A step goes to the next column: a folded block is one step, an unfolded one is none"),
    ),
    ActionRow(
        "step-blocks",
        N_("&Blocks"),
        "Ctrl+Shift+B",
        N_("A step goes to the end of the next block, also where it is unfolded"),
    ),
    ActionRow(
        "step-nodes",
        N_("&Layers"),
        "Ctrl+Shift+L",
        N_("A step goes to the next layer, and into folded blocks: they unfold"),
    ),
    ActionRow("told-more", N_("Tell &more values"), "", N_("Tell more values of a layer")),
    ActionRow("told-fewer", N_("Tell fe&wer values"), "", N_("Tell fewer values of a layer")),
    ActionRow(
        "explain",
        N_("&Explain every step"),
        "",
        N_("Show where the selected value comes from (Enter)"),
    ),
    ActionRow(
        "close-explanation",
        N_("&Close the explanation"),
        "",
        N_("Show the page again (Esc)"),
        "close",
    ),
    ActionRow("faster", N_("F&aster"), "+", N_("Play faster")),
    ActionRow("slower", N_("&Slower"), "-", N_("Play slower")),
    ActionRow(
        "page-filter",
        N_("&Filter page"),
        "Ctrl+1",
        N_("What one kernel does to the picture"),
        short=N_("Filter"),
    ),
    ActionRow(
        "page-network",
        N_("Net&work page"),
        "Ctrl+2",
        N_("What every layer makes of the picture"),
        short=N_("Network"),
    ),
    ActionRow(
        "page-train",
        N_("T&rain page"),
        "Ctrl+3",
        N_("How the weights come about"),
        short=N_("Train"),
    ),
    ActionRow(
        "train-start",
        N_("&Train"),
        "Ctrl+R",
        N_("Train the network as the Train page says"),
    ),
    ActionRow("train-stop", N_("&Stop training"), "", N_("End the run; what it learnt is kept")),
    ActionRow("train-step", N_("&One batch"), "", N_("Learn from one batch, then pause")),
    ActionRow(
        "train-use",
        N_("&Use the weights of the run"),
        "",
        N_("Put its latest weights into the network"),
    ),
    ActionRow("train-open", N_("O&pen a run…"), "", N_("Show a run from any folder")),
    ActionRow("next-panel", N_("Ne&xt panel"), "F6", N_("Give the keys to the next panel")),
    ActionRow(
        "panel-before", N_("Panel &before"), "Shift+F6", N_("Give the keys to the panel before")
    ),
    ActionRow(
        "toggle-inspector", N_("&Inspector"), "Ctrl+I", N_("Show or hide the panel at the right")
    ),
    ActionRow(
        "show-controls",
        N_("Show all &controls"),
        "",
        N_("Show again what a hand-out has put away"),
    ),
    ActionRow(
        "present",
        N_("&Present"),
        "F5 F11",
        N_("Show what matters now, large, on the whole screen"),
        "present",
    ),
    ActionRow(
        "presenter-window",
        N_("Presenter's wi&ndow"),
        "Shift+F5",
        N_("Notes, what comes next and a clock, in a window of your own"),
    ),
    ActionRow("network-maps", N_("Network as &maps"), "", N_("Show what every layer gives")),
    ActionRow(
        "network-table",
        N_("Network as &table"),
        "",
        N_("Show kind, output, parameters, multiply-adds and receptive field of every layer"),
    ),
    ActionRow(
        "network-boxes",
        N_("Network as &boxes"),
        "",
        N_("Show the volume of every layer as a box, drawn to scale"),
    ),
    ActionRow(
        "fold-block",
        N_("Fold or unfold the bloc&k"),
        "Ctrl+B",
        N_("Show the block looked at as one column, or all of its layers"),
    ),
    ActionRow("fold-all", N_("Fold a&ll blocks"), "", N_("Show every block as one column")),
    ActionRow("unfold-all", N_("&Unfold all blocks"), "", N_("Show the layers of every block")),
    ActionRow(
        "sort-strength",
        N_("&Strongest first"),
        "",
        N_("Of very many maps show those with the largest mean of absolute values first"),
    ),
    ActionRow(
        "sort-mean",
        N_("Largest &mean first"),
        "",
        N_("Of very many maps show those with the largest mean first"),
    ),
    ActionRow(
        "sort-largest",
        N_("&Largest value first"),
        "",
        N_("Of very many maps show those with the largest value first"),
    ),
    ActionRow(
        "sort-number", N_("By &number"), "", N_("Show very many maps in the order of the layer")
    ),
    ActionRow("zoom-in", N_("Zoom &in"), "", N_("Draw the network larger (wheel up)"), "zoom-in"),
    ActionRow(
        "zoom-out", N_("Zoom &out"), "", N_("Draw the network smaller (wheel down)"), "zoom-out"
    ),
    ActionRow("fit", N_("&Whole network"), "Ctrl+Shift+F", N_("Show the whole network"), "fit"),
    ActionRow(
        "text-larger", N_("&Larger text"), "Ctrl++ Ctrl+=", N_("Make all text and controls larger")
    ),
    ActionRow(
        "text-smaller", N_("&Smaller text"), "Ctrl+-", N_("Make all text and controls smaller")
    ),
    ActionRow("text-normal", N_("&Normal text"), "Ctrl+0", N_("Text and controls at 100 %")),
    ActionRow(
        "theme-light", N_("&Light theme"), "", N_("Dark text on light ground: best for projectors")
    ),
    ActionRow("theme-dark", N_("&Dark theme"), "", N_("Light text on dark ground")),
    ActionRow(
        "theme-contrast", N_("&High-contrast theme"), "", N_("White on black with full lines")
    ),
    ActionRow(
        "reset-layout",
        N_("Reset the la&yout"),
        "",
        N_("Text size, theme and panels as at first start"),
    ),
    ActionRow(
        "palette",
        N_("&Find an action…"),
        "Ctrl+Shift+P",
        N_("Find any action by its name"),
        "search",
    ),
    ActionRow("help", N_("&Help"), "F1", N_("How the program is used, and its keys; find a word")),
    ActionRow("shortcuts", N_("&Keys"), "", N_("Show the keys of the program")),
    ActionRow("about", N_("&About cnnviz"), "", N_("What this program is, and what it stands on")),
)

MENUS: Final = (
    (
        N_("&File"),
        (
            "new",
            "open",
            "recent",
            "|",
            "save",
            "save-as",
            "revert",
            "recover",
            "|",
            "activity-2",
            "new-exercise",
            "answer-sheet",
            "hand-out",
            "|",
            "export",
            "export-code",
            "|",
            "quit",
        ),
    ),
    (
        N_("&Edit"),
        (
            "undo",
            "redo",
            "history",
            "|",
            "copy-view",
            "copy-as",
            "paste",
            "clear-drawing",
            "|",
            "reset-network",
            "randomise",
        ),
    ),
    (
        N_("&Step"),
        (
            "first",
            "back",
            "play",
            "forward",
            "last",
            "|",
            "layer-back",
            "layer-forward",
            "step-by",
            "told-more",
            "told-fewer",
            "|",
            "explain",
            "close-explanation",
            "|",
            "faster",
            "slower",
        ),
    ),
    (N_("&Train"), ("train-start", "train-step", "train-stop", "|", "train-use", "train-open")),
    (
        N_("&View"),
        (
            "present",
            "presenter-window",
            "page-filter",
            "page-network",
            "page-train",
            "toggle-inspector",
            "show-controls",
            "next-panel",
            "panel-before",
            "|",
            "network-as",
            "blocks",
            "sort-maps",
            "zoom",
            "|",
            "text-size",
            "theme",
            "|",
            "reset-layout",
        ),
    ),
    (N_("&Help"), ("help", "palette", "shortcuts", "about")),
)

SUBMENUS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {  # a menu has room on a low screen
    "recent": (N_("Open &recent"), ()),
    "copy-as": (
        N_("Copy &as"),
        ("copy-csv", "copy-tsv", "copy-latex", "copy-markdown", "copy-r", "copy-numpy"),
    ),
    "network-as": (N_("Network &as"), ("network-maps", "network-table", "network-boxes")),
    "blocks": (N_("Bloc&ks"), ("fold-block", "fold-all", "unfold-all")),
    "sort-maps": (
        N_("Sor&t maps"),
        ("sort-strength", "sort-mean", "sort-largest", "sort-number"),
    ),
    "step-by": (N_("Step b&y"), ("step-shown", "step-blocks", "step-nodes")),
    "zoom": (N_("&Zoom"), ("zoom-in", "zoom-out", "fit")),
    "text-size": (N_("T&ext size"), ("text-larger", "text-smaller", "text-normal")),
    "theme": (N_("T&heme"), ("theme-light", "theme-dark", "theme-contrast")),
}
TRANSPORT: Final = ("first", "back", "play", "forward", "last")
