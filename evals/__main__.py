"""``untold eval [TASK...]``: measures each task on the development data and holds it to its floors.

Floors lie in ``floors.json`` and only rise: ``--raise`` lifts them to just under what is reached and
never lowers one. ``--write`` keeps the figures for the report and the docs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from evals.data import data_folder
from evals.measuring import measure
from evals.table import Figure

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
FIGURES = HERE.parent / "src" / "untold" / "present" / "figures.json"
TASKS = (
    "extract", "statements", "stories", "copies", "facts", "merging", "us_news", "voices",
    "voice_kinds", "origins", "naming", "harms", "figures", "wording", "blindspots",
)  # fmt: skip
#: A floor stands this far under what was reached, so that rounding on another machine doesn't fail.
SLACK = 0.005


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; 1 if a figure fell below its floor."""
    parser = argparse.ArgumentParser(prog="untold eval", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=", ".join(TASKS) + "; all if none")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift floors, never lower")
    parser.add_argument("--write", action="store_true", help="keep the figures for the report")
    parser.add_argument("--gate", action="store_true", help="as CI: without data, say so and pass")
    chosen = parser.parse_args(arguments)
    unknown = [task for task in chosen.tasks if task not in TASKS]
    if unknown:
        parser.error(f"no task {', '.join(unknown)}; there are {', '.join(TASKS)}")
    if data_folder() is None:
        print("no development data: set UNTOLD_DATA to the folder that holds it", file=sys.stderr)
        return 0 if chosen.gate else 1
    figures, beside = measure(chosen.tasks or TASKS)
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    print("\n".join([table(figures, floors), *beside]))
    fallen = [line for figure in figures for line in below(figure, floors)]
    print("\n".join(fallen), file=sys.stderr)
    if chosen.lift:
        _lift(figures, floors)
    if chosen.write:
        _keep(figures)
    return 1 if fallen else 0


def below(figure: Figure, floors: dict[str, float]) -> Iterable[str]:
    """A line if the figure fell below its floor or has none."""
    floor = floors.get(figure.key)
    if floor is None:
        yield f"{figure.key} has no floor: run untold eval --raise"
    elif (figure.ours > floor) if figure.lower_is_better else (figure.ours < floor):
        yield f"{figure.key} is {figure.ours:.4f}, its floor {floor:.4f}"


def table(figures: Sequence[Figure], floors: dict[str, float]) -> str:
    """The figures as text: task, data, size, measure, trivial floor, ours, kept floor."""
    head = (
        "task", "data", "size", "measure", "trivial", "ours", "95 %", "floor",
        "trivial method", "labels",
    )  # fmt: skip
    rows = [
        (
            f.task, f.data, f.size, f.measure + (" (less is better)" if f.lower_is_better else ""),
            f"{f.trivial:.3f}", f"{f.ours:.3f}",
            "{:.3f}-{:.3f}".format(*f.interval) if f.interval else "",
            f"{floors[f.key]:.3f}" if f.key in floors else "-", f.trivial_name, f.labels,
        )
        for f in figures
    ]  # fmt: skip
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in [head, *rows]
    ]
    return "\n".join(line.rstrip() for line in lines)


def _lift(figures: Sequence[Figure], floors: dict[str, float]) -> None:
    for figure in figures:
        reached = round(figure.ours + (SLACK if figure.lower_is_better else -SLACK), 4)
        better = min if figure.lower_is_better else max
        floors[figure.key] = better(floors.get(figure.key, reached), reached)
    FLOORS.write_text(json.dumps(dict(sorted(floors.items())), indent=1) + "\n", "utf-8")


def _keep(figures: Sequence[Figure]) -> None:
    """Renews the kept figures of the measured tasks."""
    kept = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else []
    measured = {figure.task for figure in figures}
    rows = [row for row in kept if row["task"] not in measured]
    for figure in figures:
        row = asdict(figure)
        row["trivial"], row["ours"] = round(figure.trivial, 4), round(figure.ours, 4)
        ends = row.pop("interval")
        if ends:
            row["interval"] = [round(end, 4) for end in ends]
        rows.append(row)
    order = {task: number for number, task in enumerate(TASKS)}
    rows.sort(key=lambda row: order.get(row["task"], len(order)))
    FIGURES.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
