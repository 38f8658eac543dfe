"""The commands, what each is for, and what their exit codes say. Imports next to nothing."""

from cnnviz.language import N_

WINDOW = "window"
COMMANDS = {  # by name: what it does; each is a file of this room: `add_arguments` and `run`
    WINDOW: N_("open the window, with a project or a picture; the word itself may be left out"),
    "networks": N_("list the networks that ship"),
    "predict": N_("class probabilities of pictures"),
    "explain": N_("where one value comes from"),
    "trace": N_("the output of every layer"),
    "export": N_("a view, a table, a network or a run as a file to take along"),
    "sheet": N_("exercises to print, with their answers"),
    "hand-out": N_("a project for students, with its answers hidden"),
    "convert": N_("write a network of PyTorch or ONNX as a project"),
    "train": N_("train a network"),
    "devices": N_("what can train"),
    "data": N_("the data sets: list, check, make, download"),
    "completion": N_("let the Tab key complete commands in a shell"),
}
WITHOUT_A_SCREEN = tuple(name for name in COMMANDS if name != WINDOW)

# The exit codes. Beside them: 128 and the number of the signal that ended it, 130 for Ctrl+C.
DONE, PARTLY, WRONG, DIVERGED, STOPPED = range(5)
EXIT_CODES = {
    DONE: N_("all was done"),
    PARTLY: N_("some pictures could not be read; the others were done"),
    WRONG: N_("it could not be done; why, in one sentence on stderr"),
    DIVERGED: N_("the training became no number; what was finite is kept"),
    STOPPED: N_("the training was stopped before its end; what it learnt is kept"),
}
