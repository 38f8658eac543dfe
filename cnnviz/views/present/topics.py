"""What is presented of training: topics in the order of a lecture, each with a title."""

from typing import get_args

from cnnviz.language import N_, _
from cnnviz.project.place import Topic

TOPICS: tuple[Topic, ...] = get_args(Topic)
_TITLES: dict[Topic, str] = {
    "layers": N_("1 · Configure: which layers, of which size"),
    "settings": N_("2 · Compile: how the network shall learn"),
    "pictures": N_("These pictures it learns from"),
    "curves": N_("3 · Train: the loss and the accuracy"),
    "filters": N_("Filters begin at random and are learnt"),
    "answers": N_("What is taken for what"),
    "weights": N_("An MLP needs a weight for every pixel"),
    "pushed": N_("The same digit, pushed through MLP and CNN"),
    "shifts": N_("Who still reads a digit that is shifted?"),
}
_NAMES: dict[Topic, str] = {  # short, of what comes next
    "layers": N_("the layers"),
    "settings": N_("the settings"),
    "pictures": N_("the pictures"),
    "curves": N_("the curves"),
    "filters": N_("the filters"),
    "answers": N_("the answers"),
    "weights": N_("its weights"),
    "pushed": N_("a pushed digit"),
    "shifts": N_("every shift"),
}


def topic_title(topic: Topic) -> str:
    """Return the title of a topic, as it is read from the last row."""
    return _(_TITLES[topic])


def topic_name(topic: Topic) -> str:
    """Return what a topic is about, in two words."""
    return _(_NAMES[topic])


def topic_number(topic: Topic) -> int:
    """Return which topic it is, counted from 1."""
    return TOPICS.index(topic) + 1
