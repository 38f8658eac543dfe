"""The tests of saving bite: each safety that is taken out of the code makes one of them fail."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ATOMIC, PROJECT = "cnnviz.files.atomic_file", "cnnviz.project.project_file"
# The tests that must see it: a file, and words that choose those that are quick.
OF_FILES = (
    "tests/files/test_atomic_file.py",
    "flushed or replaced or disk_fails or append or room",
)
OF_SAVING = "tests/project/test_saving.py", "before_is_kept"
OF_PROJECTS = "tests/project/test_project_file.py", "opened_again"
# What is taken out of a module, what stands there instead, and whose tests must see it.
MUTANTS = {
    "the file is not flushed": (
        ATOMIC, "os.fsync(file.fileno())", "pass", OF_FILES,
    ),
    "the folder is not flushed": (
        ATOMIC, "    _sync_folder(path.parent)\n", "", OF_FILES,
    ),
    "the old file is written over": (
        ATOMIC, "os.replace(temporary, path)",
        "path.write_bytes(temporary.read_bytes()); temporary.unlink()", OF_FILES,
    ),
    "the file is moved, and not onto the old one": (
        ATOMIC, "os.replace(temporary, path)", "path.unlink(True); os.rename(temporary, path)",
        OF_FILES,
    ),
    "half a write is taken for a whole one": (
        ATOMIC, "content = content[os.write(handle, content) :]",
        "os.write(handle, content); content = b''", OF_FILES,
    ),
    "half of what was added stays": (
        ATOMIC, "os.ftruncate(handle, end)", "pass", OF_FILES,
    ),
    "what was half written stays": (
        ATOMIC, "temporary.unlink(missing_ok=True)\n        if isinstance",
        "pass\n        if isinstance", OF_FILES,
    ),
    "the version before is not kept": (
        ATOMIC, "                _keep(path)\n", "                pass\n", OF_SAVING,
    ),
    "it is not asked whether a file can be read again": (
        PROJECT, "    project_of_parts(decoded_record(_json(record)), arrays)\n", "",
        OF_PROJECTS,
    ),
}  # fmt: skip
# Runs the tests beside each other's forks: whatever is slow to load is loaded once.
RUNS = """
import importlib, json, os, sys
import hashlib, pytest, numpy, msgspec, safetensors
import cnnviz.cnn.architectures

def mutant(name, old, new):
    module = importlib.import_module(name)
    source = open(module.__file__, encoding="utf-8").read()
    assert source.count(old) == 1, (name, old)
    exec(compile(source.replace(old, new), module.__file__, "exec"), module.__dict__)

for name, old, new, (file, chosen) in json.loads(sys.argv[1]):
    pid = os.fork()
    if not pid:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1), os.dup2(null, 2)
        if old:
            mutant(name, old, new)
        words = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", file]
        os._exit(pytest.main([*words, "-k", chosen]))
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no fork")
@pytest.mark.timeout(180)
def test_every_safety_of_a_saver_is_seen_by_a_test():
    whole = [(ATOMIC, "", "", tests) for tests in (OF_FILES, OF_SAVING, OF_PROJECTS)]
    cases = [*whole, *MUTANTS.values()]
    done = subprocess.run(
        [sys.executable, "-c", RUNS, json.dumps(cases)],
        capture_output=True, text=True, cwd=ROOT, timeout=170,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    codes = [int(line) for line in done.stdout.split()]
    assert codes[: len(whole)] == [0] * len(whole), "the tests fail without a mutant"
    unseen = [name for name, code in zip(MUTANTS, codes[len(whole) :], strict=True) if code != 1]
    assert unseen == []
