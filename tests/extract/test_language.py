"""Language: from the model in the wheel, checked, with no way to the network."""

from __future__ import annotations

import socket

import pytest

from untold.errors import ModelError
from untold.extract import language
from untold.models import pins

ENGLISH = "A ferry with 84 people on board sank off Orrin on Saturday, the coast guard said."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (ENGLISH.upper(), "en"),
        (
            "Eine Fähre mit 84 Menschen an Bord ist am Samstag vor der Küste gesunken, heißt es.",
            "de",
        ),
        ("Паром с восемьюдесятью четырьмя пассажирами затонул в субботу у берегов", "ru"),
        ("", None),
        ("12 34 !", None),
    ],
)
def test_languages(text: str, code: str | None) -> None:
    assert language.language_of(text) == code


def test_a_few_words_of_names_are_not_called_foreign() -> None:
    assert language.language_of("Deir Kell: Orrin Bel Sande") in (None, "en")


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    language._detector.cache_clear()
    assert language.language_of(ENGLISH) == "en"


def test_another_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pins()["language"].files, "resources/lid.176.ftz", "0" * 64)
    language._detector.cache_clear()
    with pytest.raises(ModelError, match="is not the pinned file"):
        language.language_of(ENGLISH)
