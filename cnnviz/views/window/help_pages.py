"""The pages of the help: files of `resources/help`, and the keys."""

from dataclasses import dataclass

from PySide6.QtGui import QTextCursor, QTextDocument

from cnnviz import resources
from cnnviz.language import N_, _
from cnnviz.views.window.help import keys_text

_FILES = (  # the name of the file, and the title in the list
    ("first-steps", N_("First steps")),
    ("explanations", N_("Where a value comes from")),
    ("training", N_("Train a network")),
    ("in-class", N_("In front of a class")),
    ("take-along", N_("Take it along")),
    ("files", N_("Files and settings")),
    ("command-line", N_("Command line and scripts")),
)


_BEFORE_HEADING, _AFTER = 10, 7  # pixels


@dataclass(frozen=True)
class HelpPage:
    """One page."""

    title: str
    document: QTextDocument

    @property
    def text(self) -> str:
        """What stands on it, without its form."""
        return self.document.toPlainText()


def help_pages() -> list[HelpPage]:
    """Return all pages, in the order of the list; the keys stand second."""
    pages = [HelpPage(_(title), _from_file(name)) for name, title in _FILES]
    keys = QTextDocument()
    keys.setHtml(f"<h1>{_('Keys')}</h1>\n{keys_text()}")
    return [pages[0], HelpPage(_("Keys"), keys), *pages[1:]]


def _from_file(name: str) -> QTextDocument:
    made = QTextDocument()
    made.setMarkdown(resources.path(f"help/{name}.md").read_text(encoding="utf-8"))
    _set_apart(made)
    return made


def _set_apart(document: QTextDocument) -> None:
    """Put room between paragraphs, and more before headings: Qt's Markdown has none."""
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        if cursor.currentTable() is None:
            form = block.blockFormat()
            form.setTopMargin(_BEFORE_HEADING if form.headingLevel() else 0)
            form.setBottomMargin(_AFTER)
            cursor.setBlockFormat(form)
        block = block.next()


def found(pages: list[HelpPage], wanted: list[str]) -> list[HelpPage]:
    """Return the pages that have every word; those with one in their title come first."""
    words = [word.casefold() for word in wanted]
    having = [page for page in pages if all(word in _whole(page) for word in words)]
    return sorted(having, key=lambda page: not any(w in page.title.casefold() for w in words))


def _whole(page: HelpPage) -> str:
    return f"{page.title} {page.text}".casefold()
