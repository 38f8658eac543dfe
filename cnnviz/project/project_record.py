"""What stands in `project.json`: picture, network, the one it was opened as, plan and place."""

from typing import Annotated

import msgspec

from cnnviz.cnn.scale import ScaleMode
from cnnviz.project.network_record import NetworkRecord, Words
from cnnviz.project.notes import LONGEST as LONGEST_NOTE
from cnnviz.project.notes import MOST as MOST_NOTES
from cnnviz.project.picture import Kind
from cnnviz.project.place_record import PlaceRecord
from cnnviz.project.plan_record import DraftRecord

_Note = Annotated[str, msgspec.Meta(max_length=2000)]


class PictureRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A picture without its values."""

    kind: Kind
    name: Words
    notes: Annotated[tuple[_Note, ...], msgspec.Meta(max_length=100)]


class NoteRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a presenter wants to say of something."""

    subject: Words
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NOTE)]


class ProjectRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """A project without its arrays."""

    format: int
    picture: PictureRecord
    network: NetworkRecord
    original: NetworkRecord | None  # None: the network itself
    scale_mode: ScaleMode
    draft: DraftRecord | None = None  # a plan of the layers that is not possible yet
    place: PlaceRecord | None = None  # where the learner looked
    notes: Annotated[tuple[NoteRecord, ...], msgspec.Meta(max_length=MOST_NOTES)] = ()
