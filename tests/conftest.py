"""Fixtures and options for every test."""

import faulthandler
import gc
import os
import sys
import tempfile
import zlib
from itertools import count

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key
from hypothesis import settings

from tests import network_guard

_NUMBERS = count()

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt: tests open no window
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: as in the program


def pytest_addoption(parser):
    parser.addoption("--thorough", action="store_true", help="20 times as many random examples")
    parser.addoption("--soak", type=int, help="seconds of random events (300 where thorough)")
    parser.addoption("--seed", type=int, default=12, help="of the random events")


@pytest.hookimpl(tryfirst=True)  # before pytest-timeout reads its option
def pytest_configure(config):
    from cnnviz.state.safe_overrides import make_overrides_safe

    make_overrides_safe()  # as in the program, before classes of its own
    network_guard.watch()
    home = tempfile.TemporaryDirectory(prefix="cnnviz-tests-")  # also for fixtures of a module
    config.add_cleanup(home.cleanup)
    os.environ["CNNVIZ_HOME"] = home.name
    thorough = config.option.thorough
    if thorough and config.option.timeout is None:
        config.option.timeout = 3600  # seconds
    settings.register_profile(
        "cnnviz",
        deadline=None,
        max_examples=1000 if thorough else 30,
        derandomize="CI" in os.environ,
    )
    settings.load_profile("cnnviz")


def pytest_collection_modifyitems(config, items):
    """Of each sweep leave out the cases that only a thorough run takes."""
    if config.option.thorough:
        return
    left_out, seen = [], set()
    for item in items:
        sweep, test = item.get_closest_marker("sweep"), item.nodeid.partition("[")[0]
        # By a sum of its name: every n-th would always be the same size of each network.
        if sweep and test in seen and zlib.crc32(item.nodeid.encode()) % sweep.args[0]:
            left_out.append(item)
        seen.add(test)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


def pytest_collection_finish():
    """Let Python's collector pass over the tests themselves, which stay to the end.

    It would look at all of them each time, and where so much lives on it looks at all but never:
    what closed windows leave, with the arrays in it, would wait for it by the hundred.
    """
    gc.collect()
    gc.freeze()
    gc.collect()  # what lives on is counted anew, by which it decides when to look


@pytest.fixture(scope="session")
def thorough(request):
    """Whether this is a larger run, by `pytest --thorough`."""
    return request.config.option.thorough


@pytest.fixture(scope="session")
def soak(request, thorough):
    """For how many seconds random events come, 0 for a few; and their seed."""
    option = request.config.option
    seconds = option.soak or (300 if thorough else 0)
    return seconds, option.seed


@pytest.fixture(autouse=True)
def stacks_are_told(request):
    """A crash leaves its stack, also after the program's own log was closed."""
    yield
    if not faulthandler.is_enabled():
        faulthandler.enable(request.config.stash[fault_handler_stderr_fd_key])


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory, monkeypatch):
    """Keep the settings of whoever runs the tests out of them, and safe."""
    # Counted here: to find the next free number pytest reads the names of all that were made.
    own = tmp_path_factory.getbasetemp() / f"own-{next(_NUMBERS)}"
    own.mkdir()
    for name in ("home", "cache"):
        (own / name).mkdir()
        monkeypatch.setenv(f"CNNVIZ_{name.upper()}", str(own / name))


@pytest.fixture(autouse=True)
def no_leaked_widgets():
    """Fail a test that leaves a top-level widget behind; nothing to do in one without Qt."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if not widgets or not widgets.QApplication.instance():
        return
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    leaked = widgets.QApplication.topLevelWidgets()
    names = [type(widget).__name__ for widget in leaked]
    for widget in leaked:
        widget.deleteLater()  # so the next test starts clean
    assert not names, f"pass these to qtbot.addWidget or give them a parent: {names}"


@pytest.fixture(autouse=True)
def no_network():
    """Fail a test that asks anything but this machine."""
    yield
    asked, network_guard.ASKED[:] = [*network_guard.ASKED], []
    assert not asked, "this needs a network"
