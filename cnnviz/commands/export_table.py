"""`cnnviz export`: tables of numbers, in the form that the ending of the file tells."""

from argparse import Namespace
from pathlib import Path

from cnnviz.cnn.trace import Trace
from cnnviz.commands.asked_place import asked_project, node_named
from cnnviz.commands.asked_run import last_answers, run_history
from cnnviz.commands.errors import CommandError
from cnnviz.commands.explain import explained
from cnnviz.commands.export_writers import Contents
from cnnviz.figures.npz import npz
from cnnviz.figures.table import TEXT_FORMS, Table, as_npy, lines
from cnnviz.figures.tables import (
    TRACE_HEADS,
    kernel_table,
    map_table,
    product_table,
    term_table,
    trace_rows,
)
from cnnviz.language import _
from cnnviz.project.project import forward_pass
from cnnviz.runs.tables import confusion_table, curve_table

_SEPARATORS = {".csv": ",", ".tsv": "\t"}


def contents(arguments: Namespace, file: Path) -> Contents:
    """Return a table of a view.

    Raises:
        ValueError: If there is no such table, or something cannot be read.
    """
    ending = next(each for each in (*TEXT_FORMS, ".npy", ".npz") if _ends_in(file, each))
    view = arguments.view
    if view == "curves":
        return {file: _form(curve_table(run_history(arguments.network)), view, ending)}
    if view == "confusion":
        return {file: _form(confusion_table(last_answers(arguments.network)), view, ending)}
    trace = forward_pass(asked_project(arguments)).trace
    if view == "trace":
        return {file: _whole(trace, ending)}
    return {file: _form(_table(arguments, trace), view, ending)}


def _ends_in(file: Path, ending: str) -> bool:
    return file.name.lower().endswith(ending.lower())


def _table(arguments: Namespace, trace: Trace) -> Table:
    view, place = arguments.view, arguments.at or ()
    if view == "matrix":
        return map_table(trace, trace.network.names[0], place[0] if place else None)
    if view not in ("map", "kernel", "products", "explanation"):
        text = _("The view {view} is a picture, no table; end the name with .svg, .pdf or .png.")
        raise CommandError(text.format(view=view))
    if arguments.layer is None:
        raise CommandError(_("Name the layer with --layer."))
    node = node_named(trace.network, arguments.layer)
    if view == "map":
        return map_table(trace, node, place[0] if place else None)
    if view == "kernel":
        return kernel_table(trace, node, place)
    if not place:
        raise CommandError(_("Name the value with --at C,Y,X."))
    about = explained(trace, arguments.layer, place)
    return product_table(about) if view == "products" else term_table(trace, about)


def _form(table: Table, name: str, ending: str) -> bytes:
    if ending == ".npy":
        return as_npy(table.values)
    if ending == ".npz":
        return npz({name: table.values})
    return TEXT_FORMS[ending](table).encode()


def _whole(trace: Trace, ending: str) -> bytes:
    """Return every value of every layer: an array each, or a line a value."""
    if ending == ".npz":
        return npz(trace.values)
    if ending not in _SEPARATORS:
        raise CommandError(_("A trace is written as .npz, .csv or .tsv."))
    return lines([TRACE_HEADS, *trace_rows(trace)], _SEPARATORS[ending]).encode()
