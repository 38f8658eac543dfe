"""`cnnviz export RUN -o report.html`: a training run as one page."""

from argparse import Namespace
from pathlib import Path

from cnnviz.commands.asked_run import answers_of_last, run_folder, run_history
from cnnviz.commands.export_writers import Contents


def contents(arguments: Namespace, file: Path) -> Contents:
    """Return the report of a run.

    Raises:
        ValueError: If it is no run, or nothing was measured yet.
    """
    source = arguments.network
    directory, history = run_folder(source), run_history(source)
    answers = answers_of_last(source)
    from cnnviz.views.figures.run_figures import RunSubject
    from cnnviz.views.figures.run_report import run_report
    from cnnviz.views.figures.studio import Studio

    run = RunSubject(
        directory.path.resolve().name,
        history,
        answers,
        Studio(Path(arguments.output).suffix.lower()).look,
    )
    return {file: run_report(run, directory).encode()}
