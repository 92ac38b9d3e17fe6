"""Judgements in a project's file: kept, replaced, and no reason to refuse an older file."""

from __future__ import annotations

import sqlite3

import pytest

from untold.store.database import Store
from untold.store.judgements import Judgement, Judgements

ONE = Judgement(
    "c-1", "Ada", "cell", "wrong", "told", "see §2", "all@0.05", True, "s", "Quay Post", "fact",
    "untold", 0.02, "a1", "Rain fell.",
)  # fmt: skip


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "untold.db"
    Store.open(file, create=True).close()
    return file


def test_what_is_kept_is_read_back(path):
    with Store.open(path) as store:
        Judgements(store).put([ONE])
    with Store.open(path) as store:
        assert Judgements(store).all() == [ONE]


def test_a_coder_has_one_word_on_a_finding(path):
    with Store.open(path) as store:
        kept = Judgements(store)
        other = Judgement("c-1", "Ben", "cell", "right", found="untold")
        kept.put([ONE, other])
        changed = Judgement("c-1", "Ada", "cell", "open", found="untold")
        kept.put([changed])
        assert kept.all() == [changed, other]
        assert kept.take_back("c-1", "Ada")
        assert not kept.take_back("c-1", "Ada")
        assert kept.all() == [other]


def test_a_file_made_before_there_were_judgements_still_opens(path):
    with sqlite3.connect(path) as file:
        file.execute("DROP TABLE judgement")
    with Store.open(path) as store:
        assert Judgements(store).all() == []
        Judgements(store).put([ONE])
        assert Judgements(store).all() == [ONE]


@pytest.mark.parametrize(
    ("verdict", "answer"), [("right", "untold"), ("wrong", "told"), ("open", None), ("settled", "told")]
)
def test_a_coders_answer(verdict, answer):
    should_be = "told" if verdict in ("wrong", "settled") else None
    assert Judgement("c", "Ada", "cell", verdict, should_be, found="untold").answer == answer


def test_what_it_was_drawn_among():
    assert (ONE.frame, ONE.setting) == ("all", 0.05)
    assert (
        Judgement("c", "Ada", "cell", "open").frame,
        Judgement("c", "Ada", "cell", "open").setting,
    ) == (
        "",
        0.0,
    )
