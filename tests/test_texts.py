"""How the code writes what people read, so that another language is a table and nothing else.

That no text is left out is seen in `journeys/test_every_text.py`, where the whole program speaks
a language of its own.
"""

import ast
from functools import lru_cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "cnnviz"
FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
CALLS = {"_": 1, "N_": 1, "ngettext": 2}  # how many of the arguments are texts


@lru_cache(1)  # several rules look at one file in turn
def nodes_of(source: str) -> list[ast.AST]:
    """The parts of a module's code."""
    return list(ast.walk(ast.parse(source)))


def calls_of(source: str) -> list[ast.Call]:
    """The calls that look a text up, or mark one."""
    return [
        node
        for node in nodes_of(source)
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
    for node in nodes_of(source):
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


def test_texts_are_whole_and_looked_up_when_they_are_shown():
    for file in FILES:
        source = source_of(file)
        assert not at_import(source), file
        assert not glued(source), file
        assert not blanks_without_name(source), file


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


# What reads a text back

CUTS = ("capitalize", "swapcase", "setCurrentText", "findText")  # of a text that people read
SHOWN = ("text", "currentText", "itemText", "toPlainText", "windowTitle", "toolTip", "statusTip")
OF_A_TEXT = (  # what takes a sentence apart
    "partition", "rpartition", "split", "splitlines", "removeprefix", "removesuffix", "strip",
    "lstrip", "rstrip", "replace", "lower", "upper", "title", "startswith", "endswith", "find",
)  # fmt: skip
MAY_READ = {  # (file, what it does there): why
    ("commands/errors.py", "str(error).split()"): "PyTorch's words may have several lines",
    ("training/process.py", "words in str(error)"): "PyTorch has no class for too little memory",
    ("training/weights_process.py", "'not enough memory' in str(error)"): "PyTorch's words",
    ("training/weights_process.py", "str(error).lower()"): "PyTorch's words",
    ("views/controls/actions.py", "action.text().replace('&', '')"): "the mark of a key, as of Qt",
    ("views/network/layer_table.py", "_(HEADS[section]).replace(' ', '\\n')"): "a word a line",
    ("state/picture_opener.py", "mime.text().strip()"): "what was copied elsewhere",
}


def read_back(source: str) -> list[str]:
    """Where code cuts a text that people read, or decides by its words."""
    found = []
    for node in nodes_of(source):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in CUTS:
                found.append(node)
            case ast.Call(func=ast.Attribute(attr="rstrip"), args=[ast.Constant(value=".")]):
                found.append(node)
            case ast.Call(func=ast.Attribute(attr="upper" | "lower", value=ast.Subscript(slice=i))):
                found += [node] if ast.unparse(i) in ("0", ":1") else []
            case ast.Call(func=ast.Attribute(attr=name, value=of)) if name in OF_A_TEXT:
                found += [node] if _is_told(of) else []
            case ast.Subscript(value=of) if _is_told(of):
                found.append(node)
            case ast.Compare(left=left, comparators=others):
                found += [node] if _decides(left, *others) else []
    return [ast.unparse(node) for node in found]


def _is_told(node: ast.AST) -> bool:
    """Whether an expression is a text looked up, what a widget shows, or what an error says."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) if name in SHOWN:
            return True
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id=name)]):
            return name.startswith("error")
    return _is_text(node)


def _decides(*sides: ast.AST) -> bool:
    words = [part for side in sides for part in getattr(side, "elts", [side])]
    has_words = any(isinstance(word, ast.Constant) and word.value for word in words)
    told = [side for side in sides if _is_told(side)]
    has_error = any(isinstance(side.func, ast.Name) for side in told if isinstance(side, ast.Call))
    return bool(told) and (has_words or has_error)


# What is raised

OF_A_FAULT = (  # errors of programming, which nobody is meant to see
    "TypeError", "KeyError", "AssertionError", "IndexError", "NotImplementedError",
)  # fmt: skip


def raised_bare(source: str) -> list[str]:
    """Errors whose words are no text for translators."""
    found = []
    for node in nodes_of(source):
        match node:
            case ast.Raise(exc=ast.Call(func=kind, args=arguments)):
                if ast.unparse(kind) not in OF_A_FAULT and any(map(_is_bare, arguments)):
                    found.append(ast.unparse(node))
    return found


def _is_bare(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr():
            return True
        case ast.Constant(value=str(text)):
            return not text.isidentifier()  # the id of a setting
        case ast.Call(func=ast.Attribute(attr="format" | "join", value=of)):
            return _is_bare(of)
        case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
            return _is_bare(left) or _is_bare(right)
    return False


def test_no_text_is_read_back_and_every_error_speaks_the_language():
    for file in FILES:
        source = source_of(file)
        assert [text for text in read_back(source) if (file, text) not in MAY_READ] == [], file
        assert raised_bare(source) == [], file


def test_what_may_read_a_text_still_does():
    for file, text in MAY_READ:
        assert text in read_back(source_of(file)), (file, text)


@pytest.mark.parametrize(
    "source",
    [
        "text.capitalize()",
        "text[0].upper() + text[1:]",
        "text[:1].lower()",
        "reason.rstrip('.')",
        "box.setCurrentText('Maximum')",
        "box.findText(name)",
        "if label.text() == 'Open': ...",
        "is_none = box.currentText() != 'None'",
        "'page' in box.itemText(0)",
        "if box.currentText() in ('Maximum', 'Mean'): ...",
        "str(error)[:-1]",
        "str(error).partition('; ')",
        "str(error).startswith('it is')",
        "if 'damaged' in str(error): ...",
        "if name in str(error): ...",
        "_('{a}; {b}').format(a=a, b=b).replace(' page', '')",
        "_('Open')[0]",
        "label.text().removesuffix('.')",
    ],
)
def test_a_text_that_is_read_back_is_noticed(source):
    assert read_back(source)


@pytest.mark.parametrize(
    "source",
    [
        "shape[1:]",
        "path.suffix.lower()",
        "line.split(',')",
        "name.removeprefix('network.')",
        "label.setText(str(error))",
        "if box.currentData() == 'max': ...",
        "if self.label.text() != sentence: ...",
        "if not label.text(): ...",
        "if self.field.text() == '': ...",
    ],
)
def test_data_may_be_read(source):
    assert not read_back(source)


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError('no such thing')",
        "raise ValueError(f'no {thing}')",
        "raise ProblemError('no {a}'.format(a=a))",
        "raise ValueError('no ' + name)",
        "raise ValueError('no such' if a else text)",
        "raise SettingError('lr', 'It is too small.')",
    ],
)
def test_an_error_with_words_of_its_own_is_noticed(source):
    assert raised_bare(source)


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError(_('There is no {a}.').format(a=a))",
        "raise ValueError(text.format(a=a)) from None",
        "raise TypeError('no layer')",
        "raise SettingError('lr', _('It is too small.'))",
        "raise",
        "raise ValueError",
    ],
)
def test_an_error_with_a_text_passes(source):
    assert not raised_bare(source)
