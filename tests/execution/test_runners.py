"""Both runners: one outcome per item, in item order, whatever happens to an item."""

from __future__ import annotations

import os

import pytest

from tests.execution import work
from untold.errors import ModelError, UsageError
from untold.execution import FEW, Outcome, make_runner


@pytest.fixture(scope="module", params=["serial", "processes", None])
def runner(request):
    runner = make_runner(request.param, 2)
    yield runner
    runner.close()


@pytest.fixture
def processes():
    runner = make_runner("processes", 2)
    yield runner
    runner.close()


@pytest.mark.parametrize("chunk", [1, 7])
def test_outcomes_keep_the_order_of_items(runner, chunk):
    assert [o.value for o in runner.map(work.double, range(50), chunk)] == [2 * n for n in range(50)]


def test_no_items_no_outcomes(runner):
    assert list(runner.map(work.double, [])) == []


def test_a_failing_item_is_an_outcome_and_stops_no_other(runner):
    outcomes = list(runner.map(work.double_unless_seven, range(10)))
    assert outcomes[7] == Outcome(failure="ValueError: seven is not doubled")
    assert [o.value for o in outcomes if o.failure is None] == [0, 2, 4, 6, 8, 10, 12, 16, 18]


def test_a_missing_model_stops_the_run(runner):
    with pytest.raises(ModelError, match="no model"):
        list(runner.map(work.no_model, range(3)))


def test_a_dying_process_fails_its_item_alone(processes):
    outcomes = list(processes.map(work.die_at_five, range(60), 4))
    assert [n for n, o in enumerate(outcomes) if o.failure] == [5]
    assert "died" in (outcomes[5].failure or "")
    assert [o.value for n, o in enumerate(outcomes) if n != 5] == [2 * n for n in range(60) if n != 5]


def test_processes_stay_for_the_next_map_and_end_with_close(processes):
    pids = {o.value for _ in range(2) for o in processes.map(work.worker, range(20))}
    assert os.getpid() not in pids
    assert 1 <= len(pids) <= 2
    processes.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_few_items_start_no_process():
    runner = make_runner(None, 2)
    assert {o.value for o in runner.map(work.worker, range(FEW))} == {os.getpid()}
    assert os.getpid() not in {o.value for o in runner.map(work.worker, range(FEW + 1))}
    assert os.getpid() not in {o.value for o in runner.map(work.worker, range(2))}
    runner.close()


def test_items_are_taken_as_they_are_needed(processes):
    taken = []

    def items():
        for number in range(1000):
            taken.append(number)
            yield number

    outcomes = processes.map(work.double, items())
    next(outcomes)
    outcomes.close()
    assert len(taken) < 100


@pytest.mark.parametrize(("name", "jobs"), [("cluster", None), ("processes", 0)])
def test_what_there_is_not_is_a_usage_error(name, jobs):
    with pytest.raises(UsageError):
        make_runner(name, jobs)
