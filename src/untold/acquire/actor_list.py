"""The user's list of actors, from a YAML file: who is meant by which names and words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from untold.errors import InputError

#: Name, aliases, terms.
Actor = tuple[str, tuple[str, ...], tuple[str, ...]]

HEAD = """\
# Who is meant by which words. Correct it, then give it to: untold run --actors FILE
#   name     what the actor is called in the report
#   aliases  other names of it, found as they are written
#   terms    common nouns that mean it in these articles, found in upper and lower case
# What stands under one name is one actor, and nothing else joins or splits it.
"""


def read_actors(path: str | Path) -> tuple[Actor, ...]:
    """Each actor's name, aliases and terms, sorted by name; none for an empty list.

    Raises:
        InputError: the file is no such list, or one word means two actors.
        OSError: the file can't be read.
    """
    import yaml

    try:
        loaded = yaml.safe_load(Path(path).read_text("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: no YAML ({' '.join(str(error).split())})") from None
    entries = loaded.get("actors") if isinstance(loaded, dict) else None
    if not isinstance(entries, list | None) or (entries is None and "actors" not in (loaded or ())):
        raise InputError(f"{path}: write a list under 'actors:'; for a draft: untold actors --suggest")
    found = [_actor(entry, f"{path}, actor {number}") for number, entry in enumerate(entries or (), 1)]
    owners: dict[str, str] = {}
    for name, aliases, terms in found:
        for word in dict.fromkeys(w.casefold() for w in (name, *aliases, *terms)):
            if owners.setdefault(word, name) != name or (
                word == name.casefold() and _twice(found, name)
            ):
                raise InputError(f"{path}: {word!r} means both {owners[word]!r} and {name!r}; keep one")
    return tuple(sorted(found))


def _twice(found: Iterable[Actor], name: str) -> bool:
    return sum(other == name for other, _, _ in found) > 1


def _actor(entry: Any, place: str) -> Actor:
    if not isinstance(entry, dict) or not _is_word(entry.get("name")):
        raise InputError(f"{place}: has no name; write name: and what it is called")
    if unknown := sorted(set(map(str, entry)) - {"name", "aliases", "terms"}):
        raise InputError(f"{place}: no field {unknown[0]!r}; there are name, aliases and terms")
    lists = [entry.get(key) or [] for key in ("aliases", "terms")]
    for words in lists:
        if not isinstance(words, list) or not all(_is_word(word) for word in words):
            raise InputError(
                f"{place}: aliases and terms are lists of words; put numbers in quotation marks"
            )
    aliases, terms = (tuple(sorted({" ".join(word.split()) for word in words})) for words in lists)
    return " ".join(entry["name"].split()), aliases, terms


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def write_actors(actors: Iterable[Actor]) -> str:
    """The list as YAML, with a head that says how to use it."""
    import yaml

    entries = [
        {"name": name, "aliases": list(aliases), "terms": list(terms)}
        for name, aliases, terms in actors
    ]
    body: str = yaml.safe_dump({"actors": entries}, allow_unicode=True, sort_keys=False, width=100)
    return HEAD + body
