"""The data sets that the window offers, and whether a network fits one."""

from dataclasses import dataclass

from cnnviz.cnn.layer_base import maps_text, pictures_text
from cnnviz.cnn.network import Network
from cnnviz.data.catalogue import CATALOGUE, DIGITS
from cnnviz.data.catalogue import DataInfo as DataInfo
from cnnviz.data.catalogue import info as info
from cnnviz.data.catalogue import ink_treatment as ink_treatment
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text


@dataclass(frozen=True)
class DataSource:
    """An entry of the list of data."""

    name: str  # as in --data
    title: str
    about: str


def sources() -> tuple[DataSource, ...]:
    """Return what can be trained on."""
    return tuple(source for each in CATALOGUE for source in _sources(each))


def _sources(each: DataInfo) -> list[DataSource]:
    if not each.counts:
        return [DataSource(each.name, _(each.title), _(each.about))]
    title = _("{data}, {count}")
    return [
        DataSource(
            f"{each.name}:{count}",
            title.format(data=_(each.title), count=count_text(count)),
            _(each.about),
        )
        for count in each.counts
    ]


def misfit(network: Network, known: DataInfo | None) -> str:
    """Return why a network cannot learn from data; "" where it can, as far as that is known."""
    if known is None:
        return ""  # a folder: the training process looks into it
    if known.shape != network.input_shape:
        text = _("“{data}” has {pictures}, the network takes {wanted}.")
        found, wanted = pictures_text(known.shape), pictures_text(network.input_shape)
        return text.format(data=_(known.title), pictures=found, wanted=wanted)
    count = len(known.classes)
    if network.shapes[network.output] != (count,):
        text = ngettext(
            "“{data}” has {n} class, the network ends in {end}.",
            "“{data}” has {n} classes, the network ends in {end}.",
            count,
        )
        end = maps_text(network.shapes[network.output])
        return text.format(data=_(known.title), n=count, end=end)
    return ""


def is_of_digits(name: str) -> bool:
    """Return whether a data set holds digits, which may be turned and bent without harm."""
    known = info(name)
    return known is not None and known.classes == DIGITS
