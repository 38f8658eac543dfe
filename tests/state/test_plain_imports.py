"""The window's modules are imported as Python does it, not read by PySide as well."""

import subprocess
import sys

ASK = """
import sys
from cnnviz import __main__
def run(*_given, **_named):
    read = {name for name in feature.pyside_feature_dict if name.startswith("cnnviz.views")}
    print("cnnviz.views.window.main_window" in sys.modules, sorted(read))
    return 0
import cnnviz.state.plain_imports as plain
from shibokensupport import feature
use = plain.use_plain_imports
def then_replaced():
    use()
    from cnnviz import app
    app.run = run
plain.use_plain_imports = then_replaced
__main__.main([])
"""


def test_no_source_is_read_for_features_of_pyside():
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert done.stdout.split(maxsplit=1) == ["True", "[]\n"], done.stderr


def test_a_pyside_without_the_hook_is_left_alone():
    code = (
        "import builtins; from cnnviz.state import plain_imports\n"
        "del builtins.__orig_import__; before = builtins.__import__\n"
        "plain_imports.use_plain_imports(); assert builtins.__import__ is before"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
