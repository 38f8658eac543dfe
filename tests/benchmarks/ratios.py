"""The table of ratios at the end of `make benchmark`: each figure over its floor.

    python -m tests.benchmarks.ratios FIGURES          prints the table; fails where one is worse
    python -m tests.benchmarks.ratios FIGURES --keep   takes the ratios over into ratios.json

A ratio says more than milliseconds: a busy or slow machine slows both down. One is worse that is a
third above what is kept. Of both the quickest round counts.
"""

import argparse
import json
import sys
from pathlib import Path

KEPT = Path(__file__).with_name("ratios.json")
WORSE = 4 / 3  # of what is kept

PAIRS = {  # what is measured, and its floor
    "weight edit": ("test_weight_edit[closed]", "test_weight_edit_floor"),
    "weight edit, kernel open": ("test_weight_edit[kernel]", "test_weight_edit_floor"),
    "brush": ("test_brush_move", "test_brush_move_floor"),
    "layer step": ("test_layer_step", "test_layer_step_floor"),
    "photo on the Network page": (
        "test_photo_through_one_filter",
        "test_photo_through_one_filter_floor",
    ),
    "photo on the Filter page": (
        "test_photo_on_the_filter_page",
        "test_photo_on_the_filter_page_floor",
    ),
    "explanation opens": ("test_open[tiny-vgg]", "test_floor[tiny-vgg]"),
    "explanation, position step": ("test_position_step[tiny-vgg]", "test_floor[tiny-vgg]"),
    "explanation, edit": ("test_edit[tiny-vgg]", "test_floor[tiny-vgg]"),
    "explanation opens, 64 channels": ("test_open[64 channels]", "test_floor[64 channels]"),
    "explanation, position step, 64 channels": (
        "test_position_step[64 channels]",
        "test_floor[64 channels]",
    ),
    "explanation, edit, 64 channels": ("test_edit[64 channels]", "test_floor[64 channels]"),
    "start": ("test_start", "test_start_floor"),
    "predict, 200 pictures": ("test_predict", "test_predict_floor"),
}


def quickest(figures: dict) -> dict[str, float]:
    """Return the quickest round of each benchmark by its name, in ms."""
    return {each["name"]: 1000 * each["stats"]["min"] for each in figures["benchmarks"]}


def table(times: dict[str, float], kept: dict[str, float]) -> tuple[list[str], list[str]]:
    """Return the lines of the table, and what of it is worse than what is kept."""
    lines = [f"{'':40} {'ms':>8} {'floor':>8} {'ratio':>6} {'kept':>6}"]
    worse = []
    for name, (measured, floor) in PAIRS.items():
        if measured not in times or floor not in times:
            continue
        ratio = times[measured] / times[floor]
        before = kept.get(name)
        mark = ""
        if before is not None and ratio > WORSE * before:
            mark = "  worse"
            worse.append(name)
        told = "" if before is None else f"{before:.2f}"
        lines.append(
            f"{name:40} {times[measured]:8.2f} {times[floor]:8.2f} {ratio:6.2f} {told:>6}{mark}"
        )
    return lines, worse


def main(words: list[str] | None = None) -> int:
    """Print the table; return 1 where a ratio is worse than the one that is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", type=Path, help="what pytest --benchmark-json wrote")
    parser.add_argument("--keep", action="store_true", help="take these ratios over")
    asked = parser.parse_args(words)
    times = quickest(json.loads(asked.figures.read_text(encoding="utf-8")))
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    lines, worse = table(times, kept)
    sys.stdout.write("\n".join(["", *lines, ""]))
    if asked.keep:
        ratios = {
            name: round(times[measured] / times[floor], 2)
            for name, (measured, floor) in PAIRS.items()
            if measured in times and floor in times
        }
        KEPT.write_text(json.dumps(kept | ratios, indent=2) + "\n", encoding="utf-8")
    elif worse:
        sys.stdout.write(f"\nA third slower beside its floor, or more: {', '.join(worse)}.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
