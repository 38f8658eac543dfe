"""What is said where a network has nothing to answer."""

from cnnviz.language import N_, _

NO_INK = N_("no ink yet")  # in the place of the numbers of the classes


def no_ink_sentence() -> str:
    """Return why there is no answer, and what to do."""
    return _("No ink yet, so there is no answer: draw something.")
