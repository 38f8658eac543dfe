"""What a presenter wants to say: a note for each node, and for each topic of training."""

from dataclasses import replace

from cnnviz.project.place import Place
from cnnviz.project.project import Project

LONGEST = 4000  # letters of a note
MOST = 2000  # notes of a project


def subject_of(place: Place) -> str:
    """Return what a note belongs to at a place: its node, or a topic of training."""
    return f"train/{place.topic}" if place.page == "train" else f"node/{place.looked_at}"


def note_of(project: Project, subject: str) -> str:
    """Return the note on a subject; "" where there is none."""
    return dict(project.notes).get(subject, "")


def with_note(project: Project, subject: str, text: str) -> Project:
    """Return the project with another note on a subject; without text there is none any more."""
    notes = dict(project.notes)
    notes.pop(subject, None)
    if text:
        notes[subject] = text[:LONGEST]
    return replace(project, notes=tuple(notes.items())[-MOST:])
