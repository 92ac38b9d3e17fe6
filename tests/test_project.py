"""The whole way over a tiny corpus: nothing twice, only what changed, the same bytes however it ran."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import replace

import pytest

import untold
from tests import tiny
from untold.analysis import comparisons, layers
from untold.errors import StoreError, UsageError
from untold.model import Readability
from untold.present.report import render_report
from untold.project import temporary_project
from untold.steps import batches
from untold.steps.due import with_needs


class Counting:
    """Progress that counts the finished items of each stage."""

    def __init__(self):
        self.done = {}

    def stage(self, name, total):
        self.done.setdefault(name, 0)

        def advance(items):
            self.done[name] += items

        return nullcontext(advance)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return tiny.write(tmp_path_factory.mktemp("corpus") / "articles.jsonl")


@pytest.fixture(scope="module")
def finished(corpus, tmp_path_factory):
    """A project that has run, to be read only."""
    path = tmp_path_factory.mktemp("finished") / "untold.db"
    with untold.open(path) as project:
        project.add(corpus)
        assert project.run(stories="given") == ()
        yield project


@pytest.fixture
def copy(finished, tmp_path):
    """A copy of the finished project, to be changed; with what its stages did."""
    path = tmp_path / "untold.db"
    path.write_bytes(finished.store.path.read_bytes())
    progress = Counting()
    with untold.open(path, progress=progress) as project:
        yield project, progress


def test_it_finds_the_stories_and_compares_them(finished):
    stories = {story.id: story for story in finished.stories()}
    assert {name: (len(s.articles), s.compared) for name, s in stories.items()} == {
        "ferry": (3, True), "dam": (3, True), "c1": (1, False),
    }  # fmt: skip
    assert stories["ferry"].outlets == ("Harbour Post", "Inland Daily", "Velt Courier")
    facts = finished.story("ferry").facts()
    assert facts
    assert all(len(fact.cells) == 3 for fact in facts)
    assert finished.story("c1").facts() == ()
    with pytest.raises(UsageError, match="no story 'plane'"):
        finished.story("plane")
    with pytest.raises(UsageError, match="no comparison 'colours'"):
        finished.story("ferry").findings("colours")


def test_only_articles_of_compared_stories_are_annotated(finished):
    annotated = {item for _, item in finished.store.ledger("layer")}
    assert annotated == {"a1", "a2", "a3", "b1", "b2", "d1"}
    counts = finished.document()["manifest"]["counts"]
    assert counts["articles_not_annotated"] == 1
    assert counts["unreadable"] == {"stub": 1}
    assert (counts["stories"], counts["stories_with_two_outlets"], counts["stories_compared"]) == (
        3,
        2,
        2,
    )


def test_an_article_without_a_story_stands_alone_and_a_note_says_so(finished):
    [note] = finished.left_out()
    assert not note.fatal
    assert note.place == "article c1"


def test_a_second_run_does_nothing(copy):
    project, progress = copy
    before = project.store.path.read_bytes()
    project.run()
    assert progress.done == {}
    project.add(*[])
    assert project.store.path.read_bytes() == before


def test_the_same_articles_again_are_known(copy, corpus):
    project, _ = copy
    added = project.add(corpus)
    assert (added.new, added.known, added.left_out) == (0, 7, ())


def test_another_article_with_a_known_id_is_left_out(copy, tmp_path):
    project, _ = copy
    other = tiny.write(
        tmp_path / "other.jsonl", [tiny.ARTICLES[0] | {"text": tiny.ARTICLES[3]["text"]}]
    )
    added = project.add(other)
    assert added.new == 0
    [left_out] = added.left_out
    assert "another article with the id 'a1'" in left_out.reason
    assert "other.jsonl" in left_out.place


def test_a_changed_setting_redoes_the_comparisons_alone(copy):
    project, progress = copy
    project.run(max_false_gaps=0.1)
    assert progress.done == {"compare": 2}
    assert project.settings.max_false_gaps == 0.1
    project.run()
    assert progress.done == {"compare": 2}


def test_a_new_article_redoes_its_own_layers_and_the_stories_it_touches(copy, tmp_path):
    project, progress = copy
    new = tiny.ARTICLES[1] | {"id": "a4", "published": "2031-03-04T13:00:00+00:00"}
    project.add(tiny.write(tmp_path / "new.jsonl", [new]))
    assert project.stale() == "articles or settings changed since the last run"
    project.run()
    assert progress.done == {"read": 1, "group": 0, "annotate": 1, "compare": 1}
    assert project.stale() is None


def test_a_raised_version_redoes_the_layer_and_what_needs_it(copy, monkeypatch):
    project, progress = copy
    raised = dict(layers()) | {"voices": replace(layers()["voices"], version=999)}
    for module in ("untold.analysis", "untold.steps.due", "untold.store.fingerprints"):
        monkeypatch.setattr(f"{module}.layers", lambda: raised)
    _forget_revisions()
    before = project.store.ledger("layer")
    project.run()
    after = project.store.ledger("layer")
    redone = {layer for (layer, item) in after if after[layer, item] != before[layer, item]}
    assert redone == {name for name in {layer for layer, _ in after} if "voices" in with_needs([name])}
    assert progress.done["annotate"] == 6
    monkeypatch.undo()
    _forget_revisions()


def _forget_revisions():
    from untold.store import fingerprints

    fingerprints.layer_revision.cache_clear()
    fingerprints.comparison_revision.cache_clear()


def _report(paths, runner):
    with temporary_project(runner, 2) as project:
        project.add(*paths)
        project.run()
        return render_report(project.document()).encode()


def test_the_same_bytes_in_any_order_and_with_either_runner(corpus, tmp_path):
    shuffled = list(tiny.ARTICLES)
    random.Random(7).shuffle(shuffled)  # noqa: S311
    other = tiny.write(tmp_path / "shuffled.jsonl", shuffled)
    first = _report([corpus], "serial")
    assert _report([other], "serial") == first
    assert _report([other], "processes") == first


def test_batches_go_by_size_and_by_time():
    def slowly():
        for number in range(5):
            time.sleep(0.02)
            yield number

    assert list(batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(batches(slowly(), 9, 0.0)) == [[0], [1], [2], [3], [4]]
    assert list(batches([])) == []


def killed_after_a_line(command, expected=None):
    """Kills the command, and asks for no farewell, once it has printed a line; that line."""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        running.send_signal(signal.SIGKILL)
    assert expected is None or line == expected
    return line


SLOW_RUN = """
import sys, time
import untold.store.database as database
import untold

class Slow(database.Store):
    def put_annotations(self, done):
        super().put_annotations(done)
        print("annotated", flush=True)
        time.sleep(60)

import untold.steps.annotate as step
step.batches.__defaults__ = (2, 60.0)
database.Store = Slow
with untold.open(sys.argv[1]) as project:
    project.run(stories="given")
"""


def test_killed_at_any_time_the_next_run_goes_on(corpus, finished, tmp_path):
    path = tmp_path / "untold.db"
    with untold.open(path) as project:
        project.add(corpus)
    killed_after_a_line([sys.executable, "-c", SLOW_RUN, str(path)], b"annotated\n")
    progress = Counting()
    with untold.open(path, progress=progress) as project:
        assert len({item for _, item in project.store.ledger("layer")}) == 2
        assert project.run() == ()
        assert progress.done == {"annotate": 4, "compare": 2}
        assert project.verify().problems == ()
        assert project.document() == finished.document()


def test_workers_end_when_their_parent_is_killed(corpus):
    code = (
        "from tests.execution import work\nfrom untold.execution import make_runner\nimport time\n"
        "if __name__ == '__main__':\n"
        "    r = make_runner('processes', 1)\n"
        "    print(next(r.map(work.worker, [1])).value, flush=True)\n    time.sleep(60)\n"
    )
    worker = int(killed_after_a_line([sys.executable, "-c", code]))
    for _ in range(100):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        # An orphan stays listed as a zombie until it is reaped; that has ended too.
        if _is_zombie(worker):
            return
        time.sleep(0.05)
    pytest.fail("the worker outlived its parent")


def _is_zombie(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_failing_layer_is_a_record_and_is_tried_again(corpus, tmp_path, monkeypatch):
    real = layers()["voices"]

    def find(reading):
        if reading.article.id == "a2":
            raise ValueError("no voices today")
        return real.find(reading)

    broken = dict(layers()) | {"voices": replace(real, find=find)}
    with monkeypatch.context() as patched, untold.open(tmp_path / "untold.db") as project:
        for module in ("untold.analysis", "untold.steps.work"):
            patched.setattr(f"{module}.layers", lambda: broken)
        project.add(corpus)
        failed = project.run(stories="given")
        assert ("article a2", "voices failed: ValueError: no voices today") in {
            (f.place, f.reason) for f in failed
        }
        ferry = project.story("ferry").read()
        [blind] = [a for a in ferry.articles if a.id == "a2"]
        assert blind.readability is Readability.EMPTY
        assert "no voices today" in (blind.reason or "")
        states = {
            c.state
            for fact in project.story("ferry").facts()
            for c in fact.cells
            if c.outlet == "Velt Courier"
        }
        assert not states & {"untold", "unsure", "too early"}  # its gaps are our own blindness
        assert project.document()["manifest"]["counts"]["failed"] == len(failed)
    progress = Counting()
    with untold.open(tmp_path / "untold.db", progress=progress) as project:
        assert project.run() == ()
        assert progress.done == {"annotate": 1, "compare": 1}


def test_a_failing_comparison_fails_what_builds_on_it_and_nothing_else(corpus, tmp_path, monkeypatch):
    specs = dict(comparisons())
    first = "facts"

    def compare(story, settings):
        raise ValueError("no facts today")

    specs[first] = replace(specs[first], compare=compare)
    with monkeypatch.context() as patched, untold.open(tmp_path / "untold.db") as project:
        patched.setattr("untold.steps.work.comparisons", lambda: specs)
        project.add(corpus)
        failed = {(f.place, f.reason) for f in project.run(stories="given")}
        assert ("story ferry", "facts failed: ValueError: no facts today") in failed
        for name, spec in specs.items():
            if first in spec.after:
                lost = ", ".join(other for other in spec.after if first in (other, *specs[other].after))
                reason = f"{name} failed: ValueError: it builds on {lost}, which failed"
                assert ("story ferry", reason) in failed
        unharmed = [name for name, spec in specs.items() if name != first and not spec.after]
        assert any(project.story("ferry").findings(name) for name in unharmed)


def test_evidence_that_the_article_does_not_hold_is_a_failure(corpus, tmp_path, monkeypatch):
    real = comparisons()["facts"]

    def compare(story, settings):
        for fact in real.compare(story, settings):
            yield replace(fact, evidence=replace(fact.evidence, text="Never said."))

    specs = dict(comparisons()) | {"facts": replace(real, compare=compare)}
    monkeypatch.setattr("untold.steps.work.comparisons", lambda: specs)
    with untold.open(tmp_path / "untold.db") as project:
        project.add(corpus)
        failed = project.run(stories="given")
        assert any("does not hold" in f.reason for f in failed)
        assert project.story("ferry").facts() == ()


def test_all_is_intact_after_a_run(finished):
    checked = finished.verify()
    assert checked.problems == ()
    assert checked.articles == 7
    assert checked.spans > 50
    assert checked.evidence > 10


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            "update article set text = replace(text, 'Nine', 'Ten') where id = 'a1'",
            "article 'a1' is not the one",
        ),
        ("update evidence set text = 'Never said.' where article = 'a2'", "article 'a2' does not hold"),
        ("delete from evidence", "its evidence is not what the table evidence holds"),
        ("update finding set payload = '{}'", "can't be read"),
        (
            "update annotation set payload = replace(payload, 'Nine', 'Four') where article = 'a1'",
            "layer",
        ),
        ("update annotation set payload = 'x' where layer = 'sentences'", "layer sentences of article"),
    ],
)
def test_damage_is_found_and_named(copy, damage, said):
    project, _ = copy
    with sqlite3.connect(project.store.path) as connection:
        connection.execute(damage)
    connection.close()
    problems = project.verify().problems
    assert any(said in problem for problem in problems), problems


def test_settings_that_make_no_sense_are_refused(copy):
    project, _ = copy
    with pytest.raises(UsageError, match="not measured"):
        project.run(max_false_gaps=2)
    with pytest.raises(UsageError, match="found or given"):
        project.run(stories="guessed")


def test_an_empty_project_does_not_run(tmp_path):
    with (
        untold.open(tmp_path / "untold.db") as project,
        pytest.raises(UsageError, match="holds no article"),
    ):
        project.run()


def test_without_create_there_must_be_a_project(tmp_path):
    with pytest.raises(StoreError, match="there is no project here"):
        untold.open(tmp_path / "untold.db", create=False)


def test_the_manifest_says_what_worked_and_no_more(finished):
    manifest = finished.document()["manifest"]
    assert set(manifest["models"]) >= {"encoder", "parser"}
    assert manifest["settings"] == {
        "max_false_gaps": 0.05, "stories": "given", "groups": [], "actors": [],
    }  # fmt: skip
    assert manifest["layers"]["sentences"] == layers()["sentences"].version
    text = json.dumps(manifest)
    assert str(finished.store.path) not in text
    assert "articles.jsonl" not in text
