"""The table at the end of `make benchmark`."""

import ast
import json
from pathlib import Path

import pytest

from tests.benchmarks import ratios

BENCHMARKS = Path(ratios.__file__).parent


@pytest.fixture
def figures(tmp_path):
    def write(**milliseconds):
        rows = [
            {"name": name, "stats": {"min": value / 1000}} for name, value in milliseconds.items()
        ]
        path = tmp_path / "figures.json"
        path.write_text(json.dumps({"benchmarks": rows}), encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize(("brush", "code"), [(2.0, 0), (2.6, 0), (2.7, 1)])
def test_a_ratio_that_is_a_third_worse_than_the_kept_one_fails(
    figures, monkeypatch, tmp_path, capsys, brush, code
):
    monkeypatch.setattr(ratios, "KEPT", tmp_path / "ratios.json")
    made = figures(test_brush_move=4.0, test_brush_move_floor=2.0, test_start=9.0)
    assert ratios.main([made, "--keep"]) == 0
    assert json.loads(ratios.KEPT.read_text(encoding="utf-8")) == {"brush": 2.0}
    made = figures(test_brush_move=2 * brush, test_brush_move_floor=2.0)
    assert ratios.main([made]) == code
    told = capsys.readouterr().out
    assert ("worse" in told) == bool(code)
    assert "layer step" not in told  # it was not measured


def test_every_row_of_the_table_is_a_benchmark_and_has_a_kept_ratio():
    functions = {
        node.name
        for file in BENCHMARKS.glob("bench_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    named = {name.partition("[")[0] for pair in ratios.PAIRS.values() for name in pair}
    assert named <= functions
    assert json.loads(ratios.KEPT.read_text(encoding="utf-8")).keys() == ratios.PAIRS.keys()
