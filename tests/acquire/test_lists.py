"""The user's own files, groups of outlets and actors: read strictly, with the place of what is off."""

from __future__ import annotations

from pathlib import Path

import pytest

from untold.acquire.actor_list import read_actors, write_actors
from untold.acquire.groups import read_groups
from untold.errors import InputError


def file(folder: Path, text: str) -> Path:
    path = folder / "given"
    path.write_text(text, encoding="utf-8")
    return path


def test_groups_are_read_and_sorted(tmp_path: Path) -> None:
    given = "outlet,group,note\nTidings,south,\nHerald,north,old\nHerald,north,again\n"
    assert read_groups(file(tmp_path, given)) == (("Herald", "north"), ("Tidings", "south"))
    assert read_groups(file(tmp_path, "outlet,group\n")) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,group\nTidings,south\n", "no column 'outlet'"),
        ("", "no column 'outlet'"),
        ("outlet,group\nTidings,\n", "given:2: write an outlet and its group"),
        ("outlet,group\nTidings,south\nTidings,north\n", "given:3: 'Tidings' is in 'south' already"),
    ],
)
def test_groups_that_are_off_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_groups(file(tmp_path, text))


def test_actors_go_out_and_come_back(tmp_path: Path) -> None:
    actors = (("Mesra Front", ("MF", "the Front"), ("rebels",)), ("Órla Quell", (), ()))
    assert read_actors(file(tmp_path, write_actors(actors))) == actors
    assert read_actors(file(tmp_path, write_actors(()))) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("actors: [", "no YAML"),
        ("people: []", "write a list under 'actors:'"),
        ("actors: rebels", "write a list under 'actors:'"),
        ("actors: [{aliases: [MF]}]", "actor 1: has no name"),
        ("actors: [{name: MF, terms: [4]}]", "lists of words"),
        ("actors: [{name: MF, colour: red}]", "no field 'colour'"),
        ("actors: [{name: A, terms: [men]}, {name: B, terms: [Men]}]", "'men' means both 'A' and 'B'"),
        ("actors: [{name: A}, {name: A}]", "keep one"),
    ],
)
def test_actors_that_are_off_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_actors(file(tmp_path, text))
