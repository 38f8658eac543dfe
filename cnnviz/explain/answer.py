"""What is said where a network has nothing to answer, or answers what it was not asked."""

from cnnviz.language import N_, _
from cnnviz.project.project import Project

NO_INK = N_("no ink yet")  # in the place of the numbers of the classes


def no_ink_sentence() -> str:
    """Return why there is no answer, and what to do."""
    return _("No ink yet, so there is no answer: draw something.")


def is_beyond(project: Project) -> bool:
    """Return whether a network that reads digits was given a picture that may show anything."""
    network, picture = project.network, project.picture
    is_picture = picture.kind == "image" and max(picture.pixels.shape[1:]) > network.input_shape[1]
    return network.treatment == "digit" and bool(network.classes) and is_picture


def beyond_sentence() -> str:
    """Return what such an answer is worth."""
    return _("This network knows digits only: of other pictures its answer tells nothing.")
