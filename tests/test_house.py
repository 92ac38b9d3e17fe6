"""House rules that a reader of the repository may rely on."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
import tomllib
from importlib.metadata import metadata, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from untold.analysis import comparisons, layers
from untold.models import checked_folder, pins

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
#: Longer than this, a file does more than one thing.
LONGEST = 600
#: What nobody else's machine has, and what ties an installation to one package index. Written in
#: pieces, or this file would break its own rule.
TIES = re.compile(
    "|".join([
        r"(?<![\w.])/" + r"(?:home|Users|work|opt|root|mnt|srv)/\w",  # a path of some machine
        r"[A-Z]:\\" + r"Users\\",
        "--(?:extra-)?" + "index-url[ =]+[a-z]", "--" + "find-links[ =]+[a-z/]",
        "--" + "trusted-host[ =]",
        r"pypi\." + "org", "pythonhosted" + r"\.", "/simple" + "/?$",
        r"(?:localhost|127\.0\.0\.1|10\.\d+\.\d+\.\d+):\d{2,5}/" + r"\w",
    ]),
    re.MULTILINE,
)  # fmt: skip


def tracked() -> list[Path]:
    """The files that the repository holds."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: nothing says which files belong to it")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str | None:
    """The file's text, None where it is binary."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        return None if b"\0" in raw[:1000] else raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def requirements() -> dict[str, str]:
    """The locked packages: name to version."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    found = [re.match(r"([A-Za-z0-9._-]+)==([^\s\\;]+)", line) for line in lines]
    return {canonicalize_name(m[1]): m[2] for m in found if m}


def dependencies() -> list[Requirement]:
    """What pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


def installed_with(names: list[str]) -> set[str]:
    """These packages and all that they bring along on this machine."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found:
            found.add(name)
            needed = [Requirement(line) for line in requires(name) or []]
            waiting += [n.name for n in needed if not n.marker or n.marker.evaluate({"extra": ""})]
    return found


def licence_of(name: str) -> str:
    """The licence that a package's metadata states: as an expression, in a line, or by classifier."""
    stated = metadata(name)
    if expression := stated.get("License-Expression"):
        return expression
    line = (stated.get("License") or "").strip()
    if line and "\n" not in line and len(line) < 40:
        return line
    classified = [c for c in stated.get_all("Classifier") or [] if c.startswith("License :: ")]
    return ", ".join(c.split(" :: ")[-1] for c in classified)


@pytest.mark.parametrize("name", ["src", "evals", "training", "benchmarks"])
def test_no_file_does_too_much(name):
    long = {
        str(path.relative_to(ROOT)): count
        for path in sorted((ROOT / name).rglob("*.py"))
        if (count := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert not long, f"over {LONGEST} lines: split them"


def test_nothing_is_tied_to_a_machine_or_an_index():
    tied = [
        f"{path.relative_to(ROOT)}: {found[0]!r}"
        for path in tracked()
        if (text := text_of(path)) is not None
        for found in [TIES.search(text)]
        if found
    ]
    assert not tied


@pytest.mark.parametrize(
    "line",
    [
        "/" + "home/somebody/news", "cd /" + "work/news", "C:\\" + "Users\\somebody",
        "--" + "index-url https://packages.example/", "https://packages.example" + "/simple/",
    ],
)  # fmt: skip
def test_ties_are_seen(line):
    assert TIES.search(line)


@pytest.mark.parametrize(
    "line", ["/usr/bin/env bash", "../shared/data", "https://harbour.example/work/a1", "and/or/else"]
)
def test_other_paths_are_not_ties(line):
    assert not TIES.search(line)


def test_every_page_is_reached_from_the_index():
    index = (DOCS / "README.md").read_text("utf-8")
    pages = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md") if path != DOCS / "README.md"}
    linked = set(re.findall(r"\]\(([^)#:]+\.md)\)", index))
    assert pages - linked == set(), "not linked from docs/README.md"


def test_every_link_between_pages_leads_somewhere():
    pages = [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken


@pytest.mark.parametrize("name", sorted({*layers(), *comparisons()}))
def test_every_analysis_is_on_a_page(name):
    code = "\n".join(
        block
        for path in DOCS.glob("[0-9]*.md")
        for block in re.findall(r"```.*?```|`[^`\n]+`", path.read_text("utf-8"), re.DOTALL)
    )
    assert re.search(rf"\b{name}\b", code), f"no page says what `{name}` is"


def test_data_files_are_whole():
    for path in tracked():
        if path.suffix == ".json":
            json.loads(path.read_text("utf-8"))
        elif path.suffix == ".jsonl":
            for line in path.read_text("utf-8").splitlines():
                assert isinstance(json.loads(line), dict), path


@pytest.mark.parametrize("key", sorted(pins()))
def test_models_are_the_pinned_ones(key):
    folder = checked_folder(key)  # raises where a byte differs
    for name, expected in pins()[key].files.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected


def test_every_dependency_is_locked():
    locked = requirements()
    for needed in dependencies():
        name = canonicalize_name(needed.name)
        assert name in locked, f"{name} is not in requirements.txt: run make lock"
        assert needed.specifier.contains(locked[name]), f"{name} {locked[name]} is not {needed}"


def test_every_locked_package_has_a_hash():
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / "requirements.txt").read_text("utf-8"))
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert len(packages) == len(requirements())
    for entry in packages:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_lock_names_no_index_and_no_torch():
    text = (ROOT / "requirements.txt").read_text("utf-8")
    assert "://" not in text
    assert not {"torch", "tensorflow", "jax"} & set(requirements())


def test_the_licences_listed_are_those_installed():
    rows = re.findall(r"^\| (.+?) \| (.+?) \|", (DOCS / "12-dependencies.md").read_text("utf-8"), re.M)
    listed = {canonicalize_name(name): licence for name, licence in rows}
    for licence, names in rows:
        listed.update({canonicalize_name(name): licence for name in names.split(", ")})
    stated = {
        name: licence_of(name) for name in installed_with([needed.name for needed in dependencies()])
    }
    assert {name: listed.get(name) for name in stated} == stated
