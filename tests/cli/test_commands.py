"""The command line as a user meets it: data on stdout, words on stderr, a status to trust."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys

import pytest

from tests import tiny
from untold.cli import COMMANDS, cli, main


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Runs a command line in an empty folder that holds articles.jsonl: (status, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    tiny.write(tmp_path / "articles.jsonl")

    def run(line):
        with pytest.raises(SystemExit) as stopped:
            main(shlex.split(line))
        out, err = capsys.readouterr()
        return stopped.value.code, out, err

    return run


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project that has run, to be read only."""
    import untold

    folder = tmp_path_factory.mktemp("project")
    with untold.open(folder / "untold.db") as opened:
        opened.add(tiny.write(folder / "articles.jsonl"))
        opened.run(stories="given")
    return folder / "untold.db"


def lines_of(out):
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("eval", "serve")])
def test_the_example_in_each_help_runs(name, call, project, tmp_path):
    if name in ("run", "list", "show", "actors", "report", "export", "verify"):
        (tmp_path / "untold.db").write_bytes(project.read_bytes())
    status, out, _ = call(f"{name} --help")
    assert status == 0
    [example] = re.findall(r"Example:\n +untold (.+)\n", out)
    status, out, err = call(example.replace("STORY", "ferry"))
    assert status == 0, err
    assert "Traceback" not in err


def test_eval_without_a_checkout_says_what_to_do(call, monkeypatch, tmp_path):
    monkeypatch.setattr("untold.__file__", str(tmp_path / "a" / "b" / "untold" / "__init__.py"))
    status, _, err = call("eval")
    assert status == 2
    assert "needs a checkout" in err


def test_every_command_is_listed_with_a_summary(call):
    status, out, _ = call("--help")
    assert status == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\w", out, re.M)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name):
    command = cli.get_command(None, name)
    for option in command.params:
        if option.param_type_name == "option" and "--output" not in option.opts:
            assert option.help, option.name


def test_compare_prints_a_summary_and_says_where_the_report_is(call, tmp_path):
    status, out, err = call("compare articles.jsonl")
    assert status == 0
    assert "3 outlets" in out
    assert "Report: untold-report.html" in err
    assert (tmp_path / "untold-report.html").read_text().startswith("<!doctype html>")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["articles.jsonl", "untold-report.html"]


def test_compare_json_prints_the_document_and_writes_no_file(call, tmp_path):
    status, out, err = call("compare articles.jsonl --json --stories given")
    assert status == 0
    document = json.loads(out)
    assert {story["id"] for story in document["stories"]} == {"ferry", "dam", "c1"}
    assert [p.name for p in tmp_path.iterdir()] == ["articles.jsonl"]
    assert "note: article c1: no story given" in err


def test_compare_reads_other_names_and_standard_input(call, tmp_path, monkeypatch):
    renamed = [{("body" if k == "text" else k): v for k, v in a.items()} for a in tiny.ARTICLES]
    with tiny.write(tmp_path / "other.jsonl", renamed).open() as file:
        monkeypatch.setattr("sys.stdin", file)
        status, out, _ = call("compare - --map text=body --json --stories given")
    assert status == 0
    _, expected, _ = call("compare articles.jsonl --json --stories given")
    assert json.loads(out)["stories"] == json.loads(expected)["stories"]


def test_group_prints_a_line_per_article(call):
    status, out, _ = call("group articles.jsonl --json")
    assert status == 0
    lines = lines_of(out)
    assert [list(line) for line in lines] == [["article", "story", "copy_family"]] * 7
    assert [line["article"] for line in lines] == ["a1", "a2", "a3", "b1", "b2", "c1", "d1"]


KEYS = {
    "sentences": ["index"],
    "voices": ["speaker", "cue", "content", "form"],
    "harms": ["harm", "form", "trigger", "agent", "victim"],
    "figures": ["value", "low", "high", "hedge", "what", "attributed_to"],
    "actors": ["actor", "kind", "quoted"],
    "statements": ["sentence"],
}


@pytest.mark.parametrize("layer", KEYS)
def test_annotate_prints_a_line_per_annotation(call, layer):
    status, out, _ = call(f"annotate articles.jsonl --layer {layer} --json")
    assert status == 0
    texts = {a["id"]: a for a in tiny.ARTICLES}
    lines = lines_of(out)
    assert lines
    for line in lines:
        assert list(line)[:6] == ["article", "layer", "field", "start", "end", "text"]
        assert [key for key in KEYS[layer] if key not in line] == []
        assert line["layer"] == layer
        for span in [line, *(v for v in line.values() if isinstance(v, dict))]:
            assert texts[line["article"]][span["field"]][span["start"] : span["end"]] == span["text"]
    assert call(f"annotate articles.jsonl --layer {layer}")[1]


def test_embeddings_are_not_printed(call):
    status, out, err = call("annotate articles.jsonl --layer embeddings")
    assert (status, out) == (2, "")
    assert "no layer 'embeddings' to print; there are: actors" in err


def test_ask_prints_a_line_per_fact_and_article(call, tmp_path):
    facts = [
        {"id": "f1", "fact": "Nine people were killed when the ferry sank", "story": "ferry"},
        {"id": "f2", "fact": "Police detained six farmers"},
    ]
    (tmp_path / "facts.jsonl").write_text("\n".join(map(json.dumps, facts)))
    status, out, _ = call("ask --facts facts.jsonl articles.jsonl --json")
    assert status == 0
    lines = lines_of(out)
    assert [(x["fact"], x["article"]) for x in lines] == [
        *[("f1", a) for a in ("a1", "a2", "a3")],
        *[("f2", a) for a in ("a1", "a2", "a3", "b1", "b2", "c1", "d1")],
    ]
    keys = [
        "fact",
        "article",
        "outlet",
        "state",
        "p",
        "field",
        "start",
        "end",
        "text",
        "source",
        "searched",
        "nearest",
        "also",
    ]
    assert all(list(x) == keys for x in lines)
    states = {(x["fact"], x["article"]): x["state"] for x in lines}
    assert states["f2", "b1"] in ("told", "attributed")
    assert states["f2", "d1"] == "unreadable"


def test_ask_shows_every_outlet(call):
    status, out, _ = call('ask "Police detained six farmers" articles.jsonl')
    assert status == 0
    assert out.startswith("Police detained six farmers\n")
    shown = [line.split("  ")[0] for line in out.splitlines()[2:]]
    assert shown == ["Harbour Post", "Inland Daily", "Velt Courier"]


def test_a_project_step_by_step(call, tmp_path):
    assert call("add articles.jsonl")[0] == 0
    status, _, err = call("report")
    assert status == 0
    assert "not run yet" in err
    assert call("run --stories given")[0] == 0
    status, out, err = call("list stories --json")
    assert (status, err) == (0, "")
    assert [line["story"] for line in lines_of(out)] == ["dam", "ferry", "c1"]
    assert "Harbour Post" in call("list outlets")[1]
    assert len(call("list articles")[1].splitlines()) == 8
    status, out, _ = call("show ferry")
    assert status == 0
    assert "Ferry" in out
    assert json.loads(call("show ferry --json")[1])["id"] == "ferry"
    assert call("report -o mine.html")[2].strip() == "Report: mine.html"
    status, out, _ = call("export findings --nl")
    assert status == 0
    assert {line["story"] for line in lines_of(out)} == {"ferry", "dam"}
    assert json.loads(call("export findings")[1]) == lines_of(out)
    status, out, _ = call("verify")
    assert status == 0
    assert "All intact." in out
    assert [len(lines_of(call(f"group {a} --json")[1])) for a in ("", "-p untold.db")] == [7, 7]


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("compare", 2, "give PATHs, or a project with -p FILE"),
        ("compare articles.jsonl -p untold.db", 2, "not both"),
        ("compare nowhere.jsonl", 1, "nowhere.jsonl: no such file"),
        ("compare articles.jsonl --max-false-gaps 0.5", 2, "not measured"),
        ("compare articles.jsonl --stories guessed", 2, "'guessed' is not one of"),
        ("compare articles.jsonl --map text", 2, "write OURS=YOURS"),
        ("compare articles.jsonl --map body=text", 2, "no column 'body'; there are: id"),
        ("compare articles.jsonl -o no/such/folder.html", 1, "no/such/folder.html"),
        ("annotate articles.jsonl --layer colours", 2, "no layer 'colours'"),
        ("run -p none.db", 1, "make one with: untold add"),
        ("run -p articles.jsonl", 1, "not a project of Untold"),
        ("add", 2, "nothing to add"),
        ("ask", 2, "ask what?"),
        ('ask "  " articles.jsonl', 2, "the fact is empty"),
        ("ask --facts none.jsonl articles.jsonl", 1, "none.jsonl: No such file"),
        ("ask --facts bad.jsonl articles.jsonl", 1, "bad.jsonl:2: is not JSON"),
        ("nonsense", 2, "No such command"),
    ],
)
def test_what_is_off_is_said_in_one_line(call, tmp_path, line, status, said):
    (tmp_path / "bad.jsonl").write_text('{"fact": "A ferry sank"}\n{"fact": \n')
    code, out, err = call(line)
    assert code == status
    assert said in err
    assert "Traceback" not in err
    assert out == ""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (b'{"fact": ""}', "facts.jsonl:1: names no fact"),
        (b'["fact"]', "facts.jsonl:1: names no fact"),
        (b'{"fact": "a", "id": 1}\n{"fact": "b", "id": "1"}', "the id '1' was there before"),
        (b"\n\n", "holds no fact"),
        (b'{"fact": "\xff"}', "is not UTF-8"),
    ],
)
def test_facts_that_can_not_be_read(call, tmp_path, facts, said):
    (tmp_path / "facts.jsonl").write_bytes(facts)
    status, out, err = call("ask --facts facts.jsonl articles.jsonl")
    assert (status, out) == (1, "")
    assert said in err


def test_a_fact_of_a_story_that_is_not_here(call, tmp_path):
    (tmp_path / "facts.jsonl").write_text('{"fact": "A plane fell", "story": "plane"}')
    status, _, err = call("ask --facts facts.jsonl articles.jsonl")
    assert status == 2
    assert "no story 'plane'" in err


def test_what_is_left_out_ends_in_status_three_and_is_told(call, tmp_path):
    with (tmp_path / "articles.jsonl").open("a") as file:
        file.write("not json\n")
    status, out, err = call("compare articles.jsonl --json --stories given")
    assert status == 3
    assert "Left out or failed: 1" in err
    assert "articles.jsonl:8: " in err
    document = json.loads(out)
    assert document["manifest"]["counts"]["left_out"] == 1
    assert [x["place"] for x in document["left_out"] if x["fatal"]] == ["articles.jsonl:8"]


def test_what_is_left_out_is_listed_once(call, tmp_path):
    with (tmp_path / "articles.jsonl").open("a") as file:
        file.write("not json\n")
    status, out, err = call("compare articles.jsonl --stories given")
    assert status == 3
    assert (out + err).count("articles.jsonl:8: ") == 1
    assert "1 input left out, 1 input with a note" in out


def test_verify_names_what_is_broken(call, project, tmp_path):
    import sqlite3

    path = tmp_path / "untold.db"
    path.write_bytes(project.read_bytes())
    connection = sqlite3.connect(path)
    connection.execute("update article set text = 'Other text.' where id = 'b1'")
    connection.commit()
    connection.close()
    status, out, err = call("verify")
    assert status == 1
    assert "article 'b1' is not the one that was stored" in err
    assert "intact" not in out


def test_progress_is_plain_lines_where_stderr_is_no_terminal(call):
    _, _, err = call("compare articles.jsonl --json --stories given")
    assert err.splitlines()[:4] == [
        "Reading articles", "Grouping into stories", "Reading closely (6)", "Comparing stories (2)",
    ]  # fmt: skip
    assert "\x1b" not in err


def test_a_reader_that_has_enough_is_no_error(tmp_path):
    tiny.write(tmp_path / "articles.jsonl")
    command = [
        sys.executable,
        "-m",
        "untold",
        "annotate",
        "articles.jsonl",
        "--layer",
        "sentences",
        "--json",
    ]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command, stdout=writer, stderr=subprocess.PIPE, cwd=tmp_path, text=True, check=False
    )
    os.close(writer)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["Reading articles", "Reading closely (7)"]


def test_groups_and_actors_are_kept_and_redo_only_what_reads_them(call, project, tmp_path):
    import untold

    (tmp_path / "untold.db").write_bytes(project.read_bytes())
    (tmp_path / "groups.csv").write_text(
        "outlet,group\nHarbour Post,town\nNo Such Post,town\n", "utf-8"
    )
    (tmp_path / "actors.yaml").write_text("actors: [{name: The boat, terms: [ferry]}]", "utf-8")
    with untold.open("untold.db") as opened:
        before = opened.store.ledger("comparison")
    status, _, err = call("run --groups groups.csv --actors actors.yaml")
    assert status == 0
    assert "of no outlet here, though in a group: No Such Post" in err
    with untold.open("untold.db") as opened:
        after = opened.store.ledger("comparison")
        assert opened.settings.groups == (("Harbour Post", "town"), ("No Such Post", "town"))
        assert opened.settings.actors == (("The boat", (), ("ferry",)),)
    changed = {name for name, story in after if after[name, story] != before[name, story]}
    assert {"naming", "wording"} <= changed
    assert "facts" not in changed
    status, out, _ = call("actors")
    assert status == 0
    assert "name: The boat" in out


def test_a_draft_of_actors_is_read_back(call, project, tmp_path):
    (tmp_path / "untold.db").write_bytes(project.read_bytes())
    status, out, _ = call("actors --suggest")
    assert status == 0
    (tmp_path / "draft.yaml").write_text(out, "utf-8")
    status, _, err = call("run --actors draft.yaml")
    assert status == 0, err
    status, again, _ = call("actors")
    assert sorted(again.splitlines()) == sorted(out.splitlines())


def test_a_file_of_groups_that_is_off_is_refused_before_anything(call, tmp_path):
    (tmp_path / "groups.csv").write_text("name,side\n", "utf-8")
    status, _, err = call("compare articles.jsonl --groups groups.csv")
    assert status == 1
    assert "no column 'outlet'" in err
