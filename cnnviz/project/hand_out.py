"""A hand-out: the place at which a project opens for students, and what is put away there."""

from dataclasses import replace

from cnnviz.cnn.network import INPUT, Network
from cnnviz.project.filter_stages import stages_of
from cnnviz.project.place import Control, Place, Position
from cnnviz.project.project import Project

SINGLE_FILTERS = ("one-filter", "one-filter-rgb")  # networks that the Filter page shows


def handed_out(
    place: Place, network: Network, put_away: tuple[Control, ...], *, is_hidden: bool
) -> Place:
    """Return the place at which a hand-out opens, with nothing told yet.

    Args:
        place: Where one looks.
        network: The network that is handed out.
        put_away: The controls that are left out.
        is_hidden: Whether the answers are: from where they are now, else those of the open
            explanation, else all.
    """
    asked = None
    if is_hidden:
        asked = place.asked
        if asked is None:
            is_at_one = place.is_open and place.looked_at != INPUT
            asked = place.looked_at if is_at_one else first_computed(network)
    return replace(place, asked=asked, told=(), stage=None, put_away=put_away)


def first_computed(network: Network) -> str:
    """Return the first node that computes something; "" where none does."""
    return next(iter(network.names[1:]), "")


def first_place(project: Project, at: Position | None = None) -> Place:
    """Return where a project opens that was never looked at.

    Args:
        project: The project.
        at: The value that is explained; None for the first one of a single filter, of every other
            network for none.
    """
    network = project.network
    stages = stages_of(network) if network.name in SINGLE_FILTERS else None
    if at is None and stages is not None:
        at = Position(stages.conv, 0)
    if at is None:
        return Place(node=network.output)
    is_on_filter = stages is not None and at.node in stages.nodes
    return Place(
        page="filter" if is_on_filter else "network",
        node=at.node,
        selected=at,
        is_open=True,
        filter=(stages.conv, at.channel) if stages is not None and is_on_filter else ("", 0),
    )
