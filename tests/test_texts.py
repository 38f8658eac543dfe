"""How the code writes what people read, so that another language is a table and nothing else.

That no text is left out is seen in `journeys/test_every_text.py`, where the whole program speaks
a language of its own.
"""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "cnnviz"
FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
CALLS = {"_": 1, "N_": 1, "ngettext": 2}  # how many of the arguments are texts


def calls_of(source: str) -> list[ast.Call]:
    """The calls that look a text up, or mark one."""
    return [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS
    ]


def texts_of(source: str) -> list[str]:
    """The texts for translators; an argument that is no text is a name marked elsewhere."""
    texts = []
    for call in calls_of(source):
        texts += [a.value for a in call.args[: CALLS[call.func.id]] if isinstance(a, ast.Constant)]
    return texts


def at_import(source: str) -> list[str]:
    """The texts that are looked up when the module is imported: too early to have a language."""
    return [ast.unparse(node) for node in _outside_functions(ast.parse(source))]


def _outside_functions(node: ast.AST):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*child.decorator_list, *child.args.defaults, *child.args.kw_defaults):
                yield from _looked_up(part)
        elif not isinstance(child, ast.Lambda):
            yield from _looked_up(child, deep=False)
            yield from _outside_functions(child)


def _looked_up(node: ast.AST | None, *, deep: bool = True):
    for part in ast.walk(node) if deep and node else [node]:
        is_call = isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
        if is_call and part.func.id in ("_", "ngettext"):
            yield part


def glued(source: str) -> list[str]:
    """Texts that a translator gets in pieces, or that no tool finds."""
    wrong = []
    for call in calls_of(source):
        for argument in call.args[: CALLS[call.func.id]]:
            if isinstance(argument, ast.JoinedStr | ast.BinOp):
                wrong.append(ast.unparse(call))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            wrong += [ast.unparse(node) for side in (node.left, node.right) if _is_text(side)]
    return wrong


def _is_text(node: ast.AST) -> bool:
    """Whether an expression is a text that was looked up, also with its numbers put in."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "format" and _is_text(node.func.value)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "ngettext")
    )


def blanks_without_name(source: str) -> list[str]:
    """Texts with `{}`: a translator must be able to order them."""
    return [text for text in texts_of(source) if isinstance(text, str) and "{}" in text]


def source_of(file: str) -> str:
    return (PACKAGE / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES)
def test_texts_are_whole_and_looked_up_when_they_are_shown(file):
    source = source_of(file)
    assert not at_import(source)
    assert not glued(source)
    assert not blanks_without_name(source)


def test_the_number_of_texts_is_known(record_property):
    texts = {text for file in FILES for text in texts_of(source_of(file))}
    record_property("texts", len(texts))
    assert len(texts) > 1000, len(texts)


@pytest.mark.parametrize(
    "source",
    [
        "A = _('a')",
        "class C:\n    A = [_('a')]",
        "def f(a=_('a')): ...",
        "def f(*, a=ngettext('a', 'b', 1)): ...",
        "if True:\n    A = {'k': _('a')}",
        "@g(_('a'))\ndef f(): ...",
    ],
)
def test_a_text_looked_up_at_import_is_noticed(source):
    assert at_import(source)


@pytest.mark.parametrize(
    "source",
    [
        "A = N_('a')",
        "def f():\n    return _('a')",
        "f = lambda: _('a')",
        "class C:\n def f(s): _('')",
    ],
)
def test_a_text_looked_up_later_passes(source):
    assert not at_import(source)


@pytest.mark.parametrize(
    "source",
    [
        "_(f'a {b}')",
        "_('a ' + b)",
        "x = _('a ') + b",
        "x = b + _('{a}').format(a=1)",
        "x = _('a %s') % b",
        "ngettext(f'{a}', 'b', 2)",
    ],
)
def test_glue_is_noticed(source):
    assert glued(source)


def test_a_blank_without_a_name_is_noticed():
    assert blanks_without_name("_('a {}')") == ["a {}"]
    assert not blanks_without_name("_('a {b}')")
