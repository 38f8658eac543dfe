"""How many steps a run will take, and whether they are too few for a start."""

from cnnviz.language import ngettext
from cnnviz.runs.config import Config
from cnnviz.text.numbers import count_text

FEW = 300  # steps; measured: with fewer, small sets of photographs stay at guessing


def few_steps_sentence(config: Config, pictures: int) -> str:
    """Say that the settings give few steps for so many pictures, and what helps; "" if not."""
    learnt = min(config.limit or pictures, pictures)
    each = -(-learnt // config.batch_size)
    steps = each * config.epochs
    if config.start != "random" or steps >= FEW:
        return ""
    text = ngettext(
        "An epoch is {n} step here, so the run has {steps}; random weights need some hundreds: "
        "take a smaller batch, or more epochs.",
        "An epoch is {n} steps here, so the run has {steps}; random weights need some hundreds: "
        "take a smaller batch, or more epochs.",
        each,
    )
    return text.format(n=count_text(each), steps=count_text(steps))
