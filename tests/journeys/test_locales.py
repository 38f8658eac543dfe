"""Whatever the language of the system: the program starts, numbers are read, files are the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOCALES = ("C", "es_ES.UTF-8", "eu_ES.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.UTF-8")
# Opens the window in a fork for each language, types, edits and saves; loads the program once.
OPENS = """
import hashlib, locale, os, sys, tempfile
from pathlib import Path
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from cnnviz.app import App
from cnnviz.commands import window
from cnnviz.project import shipped
from cnnviz.project.place import Place
from cnnviz.project.project import new_project, with_weights
from cnnviz.project.project_file import save_project
from cnnviz.text.matrix_text import parse_matrix
from cnnviz.views.controls.number_field import NumberField

def open_in(name, folder):
    os.environ |= {"LC_ALL": name, "LANG": name, "LANGUAGE": name, "CNNVIZ_HOME": folder}
    try:
        locale.setlocale(locale.LC_ALL, "")
    except locale.Error:
        pass  # this machine lacks it; Qt has its own
    qt = QApplication([])
    QLocale.setDefault(QLocale(name))
    app = App()
    app.window.show()
    qt.processEvents()
    field = NumberField(app.look, 0.0, -10, 10, name="Bias", parent=app.window)
    typed = []
    for text in ("1.5", "1,5"):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        typed.append(field.value)
    matrix = parse_matrix("1.5\\t1,5").ravel().tolist()
    project = new_project(shipped.network("lecture-cnn"))
    weights = {key: array * (typed[0] + 1) for key, array in project.network.parameters().items()}
    project = with_weights(project, weights)
    path = Path(folder) / "I\\u0131\\u0130i \\u00f1.cnnviz"
    save_project(path, project)
    app.document.edit("Open", project)
    qt.processEvents()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(name, qt.applicationState() is not None, typed, matrix, digest, flush=True)
    app.document.history.setClean()
    app.close()
    os._exit(0)

for name in sys.argv[1:]:
    folder = tempfile.mkdtemp(dir=os.environ["FOLDER"])
    pid = os.fork()
    if not pid:
        open_in(name, folder)
    if os.waitpid(pid, 0)[1]:
        sys.exit(f"{name}: the window ended")
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no fork")
def test_in_every_language_the_program_starts_and_numbers_and_files_are_the_same(tmp_path):
    environ = {**os.environ, "FOLDER": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", OPENS, *LOCALES],
        capture_output=True, text=True, timeout=55, env=environ, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = [line.split(" ", 1) for line in done.stdout.splitlines()]
    assert [name for name, _ in told] == list(LOCALES)
    assert {rest.rsplit(" ", 1)[0] for _, rest in told} == {"True [1.5, 1.5] [1.5, 1.5]"}
    assert len({rest.rsplit(" ", 1)[1] for _, rest in told}) == 1
