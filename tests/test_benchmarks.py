"""The benchmarks measure what they say; how fast anything is, no test asks."""

from __future__ import annotations

import importlib
import sys

import pytest

from benchmarks.__main__ import BENCHMARKS, ON_DEMAND, main
from benchmarks.measure import PROC, take, take_often
from benchmarks.table import Row, Target, table

MEGABYTE = 1_000_000
#: A process that fills 50 MB, and has a child that fills 100 MB more, both for a second.
FAMILY = """
import subprocess, sys, time
code = "import time; kept = b'x' * 100_000_000; time.sleep(1)"
child = subprocess.Popen([sys.executable, "-c", code])
kept = b"x" * 50_000_000
child.wait()
print("done")
"""


def test_memory_is_that_of_all_processes_together():
    taken = take([sys.executable, "-c", FAMILY])
    assert taken.output == "done\n"
    assert taken.peak > (150 if PROC.is_dir() else 100) * MEGABYTE
    assert taken.peak < 300 * MEGABYTE


def test_processor_time_of_children_counts():
    busy = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    family = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    assert take([sys.executable, "-c", family]).cpu >= 0.3


def test_a_process_too_short_to_look_at_has_a_size_all_the_same():
    assert take([sys.executable, "-c", "pass"]).peak > MEGABYTE


def test_a_failing_command_is_no_figure():
    broken = "import sys; print('the cable is cut', file=sys.stderr); sys.exit(3)"
    with pytest.raises(RuntimeError, match=r"ended with 3:\nthe cable is cut"):
        take([sys.executable, "-c", broken])
    assert take([sys.executable, "-c", broken], well=(0, 3)).output == ""


def test_medians_are_of_so_many_runs(tmp_path):
    log = tmp_path / "log"
    code = f"open({str(log)!r}, 'a').write('run ')"
    take_often([sys.executable, "-c", code], runs=3)
    assert log.read_text() == "run run run "


def test_the_table_sets_targets_and_peers_beside_the_figures():
    rows = [
        Row("speed", "10 articles", 1.5, "articles/s", 3, target=Target(2, at_most=False)),
        Row("memory", "10 articles", 1.5, "GB", 3, 4.25, "the other", Target(2)),
        Row("cells", "10 articles", 1234.5, "cells/s"),
    ]
    head, speed, memory, cells = (line.split() for line in table(rows).splitlines())
    assert head == ["what", "on", "runs", "ours", "peer", "target", "met", "peer", "is"]
    assert speed == ["speed", "10", "articles", "3", "1.5", "articles/s", ">=", "2", "articles/s", "NO"]
    assert memory[3:] == ["3", "1.5", "GB", "4.25", "GB", "<=", "2", "GB", "yes", "the", "other"]
    assert cells[3:] == ["1", "1,234", "cells/s"]


@pytest.mark.parametrize("name", [*BENCHMARKS, *ON_DEMAND])
def test_every_benchmark_can_be_chosen(name):
    module = importlib.import_module(f"benchmarks.{name}")
    assert module.RUNS >= 1
    assert module.NEEDS_DATA in (True, False)
    assert callable(module.measure)


def test_without_data_a_benchmark_is_left_out_and_that_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("UNTOLD_DATA", str(tmp_path / "nowhere"))
    assert main(["grouping"]) == 1
    assert "grouping: left out, no development data" in capsys.readouterr().err


def test_an_unknown_name_is_refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["warp"])
    assert stopped.value.code == 2
    assert "no benchmark warp" in capsys.readouterr().err
