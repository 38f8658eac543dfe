"""The lecture's Activity 2 in base R: the exported matrices give the result done by hand."""

import shutil
import subprocess
import sys

import pytest

RESULT = "57 15 15 5 40 14 8 6 19 11 10 7 14 12 7 5"
CODE = """
X <- source("X.R")$value
w <- source("w.R")$value
for (i in 1:4) for (j in 1:4) cat(sum(X[i:(i + 2), j:(j + 2)] * w), "")
"""


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_the_exported_matrices_give_the_result_in_base_r(tmp_path):
    kernel = ["--view", "kernel", "--layer", "1"]
    for words, name in ((["--view", "matrix"], "X.R"), (kernel, "w.R")):
        command = [sys.executable, "-m", "cnnviz", "export", "activity-2", *words]
        command += ["-o", str(tmp_path / name), *(["--at", "0"] if name == "w.R" else [])]
        subprocess.run(command, check=True)
    (tmp_path / "by-hand.R").write_text(CODE)
    found = subprocess.check_output(["Rscript", "by-hand.R"], cwd=tmp_path, text=True)
    assert found.split() == RESULT.split()
