"""A training run as one page of HTML that needs nothing else: no program, no network."""

import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from html import escape
from importlib import metadata

from cnnviz.language import _
from cnnviz.runs.config import Config
from cnnviz.runs.data_record import DataRecord
from cnnviz.runs.history import History
from cnnviz.text.numbers import count_text, percent_text

_VERSIONS = ("cnnviz", "torch", "numpy", "PySide6_Essentials", "pillow")
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
{fonts}body {{ font: 14px/1.5 Inter, sans-serif; color: #1b2430; background: #fff;
  max-width: 1180px; margin: 32px auto; padding: 0 16px; }}
h1 {{ font-size: 24px; }} h2 {{ font-size: 17px; margin-top: 36px; }}
table {{ border-collapse: collapse; font-feature-settings: "tnum"; }}
th, td {{ text-align: left; padding: 3px 20px 3px 0; border-bottom: 1px solid #dee2e8; }}
th {{ font-weight: 600; }} td.number, th.number {{ text-align: right; }}
svg {{ max-width: 100%; height: auto; display: block; }}
svg text {{ font-feature-settings: "tnum"; }}
image {{ image-rendering: pixelated; }}
p.muted {{ color: #5b6675; }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}</body>
</html>
"""


@dataclass(frozen=True)
class ReportParts:
    """What a report is made of."""

    name: str
    config: Config
    data: DataRecord | None  # None: of an early version, which kept no such record
    history: History
    pictures: Mapping[str, str]  # by their heading: drawings as SVG
    fonts: str  # rules of CSS


def report(parts: ReportParts) -> str:
    """Return the page. Every text of a file stands in it as text, never as markup."""
    sections = [
        _paragraph(_result(parts.history)),
        *(_section(title, drawing) for title, drawing in parts.pictures.items()),
        _section(_("Epochs"), _epochs(parts.history)),
        _section(_("Settings"), _pairs(asdict(parts.config).items())),
        _section(_("Data"), _data(parts.data)),
        _section(_("Versions"), _pairs(_versions())),
    ]
    title = _("Training run {name}").format(name=parts.name)
    return _PAGE.format(title=escape(title), fonts=parts.fonts, body="".join(sections))


def _result(history: History) -> str:
    """Return what came out of it, in sentences."""
    told = []
    best, started = history.best, history.started
    if started is not None:
        text = _("{parameters} weights were trained on {count} pictures, on {device}.")
        told.append(
            text.format(
                parameters=count_text(started.parameters),
                count=count_text(started.training_pictures),
                device=started.device,
            )
        )
    if best is not None:
        text = _("The validation was best in epoch {epoch}: {share} are right.")
        told.append(text.format(epoch=best.epoch, share=percent_text(best.val_accuracy)))
    for test in history.tests:
        text = _("Of {count} pictures of {name}, never seen before, {share} are read correctly.")
        share, count = percent_text(test.accuracy), count_text(test.pictures)
        told.append(text.format(count=count, name=test.test_set, share=share))
    return " ".join([*told, history.sentence]).strip()


def _epochs(history: History) -> str:
    heads = (
        _("Epoch"), _("Training loss"), _("Training accuracy"), _("Validation loss"),
        _("Validation accuracy"), _("Images a second"),
    )  # fmt: skip
    rows = [
        (
            str(each.epoch), f"{each.train_loss:.4f}", percent_text(each.train_accuracy),
            f"{each.val_loss:.4f}", percent_text(each.val_accuracy),
            f"{each.images_per_second:.0f}",
        )
        for each in history.epochs
    ]  # fmt: skip
    return _table(heads, rows)


def _data(record: DataRecord | None) -> str:
    if record is None:
        return _paragraph(_("Nothing is recorded of the data."))
    heads = (_("Class"), *record.counts)
    columns = record.counts.values()
    rows = [
        (name, *(count_text(counts[place]) for counts in columns))
        for place, name in enumerate(record.classes)
    ]
    known = _("Its pictures are known by {fingerprint}.").format(fingerprint=record.fingerprint)
    return _table(heads, rows) + _paragraph(known)


def _versions() -> list[tuple[str, str]]:
    found = [("Python", platform.python_version())]
    for name in _VERSIONS:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            continue
    return found


def _section(title: str, content: str) -> str:
    return f"<h2>{escape(title)}</h2>\n{content}\n"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>\n"


def _pairs(rows: Iterable[tuple[str, object]]) -> str:
    cells = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(_words(value))}</td></tr>\n"
        for name, value in rows
    )
    return f"<table>\n{cells}</table>"


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th class="number">{escape(each)}</th>' for each in heads)
    body = "".join(
        "<tr>" + "".join(f'<td class="number">{escape(cell)}</td>' for cell in row) + "</tr>\n"
        for row in rows
    )
    return f"<table>\n<tr>{head}</tr>\n{body}</table>"
