"""The commands that need no screen, and what each is for. Imports next to nothing."""

from cnnviz.language import N_

COMMANDS = {  # by name: what it does; each is a file of this room with a function `run`
    "networks": N_("list the networks that ship"),
    "predict": N_("class probabilities of pictures"),
    "explain": N_("where one value comes from"),
    "trace": N_("the output of every layer"),
    "train": N_("train a network"),
    "devices": N_("what can train"),
    "data": N_("the data sets: list, make, download"),
}
