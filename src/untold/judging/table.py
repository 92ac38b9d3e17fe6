"""Judgements as CSV, out and in: one line for each finding and coder."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace

from untold.compare.calibration import rates
from untold.errors import InputError
from untold.judging.items import Item
from untold.store.judgements import FRAMES, KINDS, VERDICTS, Judgement

COLUMNS = tuple(part.name for part in fields(Judgement))
NEEDED = ("item", "coder", "verdict")
#: A spreadsheet takes a cell that begins so for a formula; it is written after an apostrophe.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_YES, _NO = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no", ""})


def write_judgements(judgements: Iterable[Judgement]) -> str:
    """The CSV text: a header, then a line each, in the order given."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for judgement in judgements:
        rows.writerow([_written(getattr(judgement, name)) for name in COLUMNS])
    return out.getvalue()


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def read_judgements(name: str, text: str, items: Mapping[str, Item]) -> list[Judgement]:
    """The judgements of a CSV text.

    Args:
        name: what messages call the input.
        text: its content. ``item``, ``coder`` and ``verdict`` must be there.
        items: what the project holds now, by id. What a line leaves out is taken from there.

    Raises:
        InputError: a line can't be read; the message names it and the next step.
    """
    try:
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        known = rows.fieldnames or ()
        if missing := [column for column in NEEDED if column not in known]:
            raise InputError(
                f"{name}:1: no column {missing[0]!r}; export a file from here and fill that in"
            )
        found = list(_judgements(name, rows, items))
    except csv.Error as error:
        raise InputError(f"{name}: is no CSV ({error}); save it as CSV in UTF-8") from None
    seen: dict[tuple[str, str], str] = {}
    for place, judgement in found:
        key = (judgement.item, judgement.coder)
        if key in seen:
            raise InputError(
                f"{place}: {judgement.coder!r} judges {judgement.item} here and in {seen[key]}; "
                "take one line out"
            )
        seen[key] = place
    return [judgement for _, judgement in found]


def _judgements(
    name: str, rows: csv.DictReader[str], items: Mapping[str, Item]
) -> Iterator[tuple[str, Judgement]]:
    for row in rows:
        place = f"{name}:{rows.line_num}"
        if None in row:
            raise InputError(f"{place}: has more cells than the header; put commas in quotation marks")
        value = {column: _plain(row.get(column) or "") for column in COLUMNS}
        if empty := [column for column in NEEDED if not value[column]]:
            raise InputError(f"{place}: {empty[0]} is empty; fill it in, or take the line out")
        yield place, _judgement(place, value, items.get(value["item"]))


def _plain(text: str) -> str:
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text


def _judgement(place: str, value: Mapping[str, str], item: Item | None) -> Judgement:
    verdict = next((v for v in VERDICTS if v == value["verdict"].lower()), None)
    if verdict is None:
        raise InputError(
            f"{place}: no verdict {value['verdict']!r}; write one of {', '.join(VERDICTS)}"
        )
    kind = item.kind if item else next((k for k in KINDS if k == value["kind"]), None)
    if kind is None or (item is None and not value["found"]):
        raise InputError(
            f"{place}: this project has no finding {value['item']!r} and the line does not tell what "
            "it was (kind, found); import it into the project it was exported from"
        )
    judgement = Judgement(
        item=value["item"], coder=value["coder"], kind=kind, verdict=verdict,
        should_be=value["should_be"] or None, note=value["note"],
        drawn=_drawn(place, value["drawn"]), blind=_truth(place, "blind", value["blind"]),
        story=value["story"], outlet=value["outlet"], what=value["what"], found=value["found"],
        p=_number(place, value["p"]), article=value["article"] or None, quote=value["quote"] or None,
    )  # fmt: skip
    if item is not None and not judgement.found:
        judgement = snapshot(judgement, item)
    if why := fault(judgement):
        raise InputError(f"{place}: {why}")
    return judgement


def snapshot(judgement: Judgement, item: Item) -> Judgement:
    """The judgement with the finding as it stands now."""
    return replace(
        judgement, kind=item.kind, story=item.story, outlet=item.outlet, what=item.what,
        found=item.found, p=item.p, article=item.evidence.article if item.evidence else None,
        quote=item.evidence.text if item.evidence else None,
    )  # fmt: skip


def fault(judgement: Judgement) -> str | None:
    """What makes no sense in a judgement, with the next step; None where all does."""
    from untold.judging.items import ANSWERS

    unsure = judgement.kind == "cell" and judgement.found == "unsure"
    if judgement.verdict == "settled" and not unsure:
        return "only a cell that is unsure can be settled; write right, wrong or open"
    if judgement.verdict in ("right", "wrong") and unsure:
        return "Untold left this cell unsure, neither right nor wrong; write settled and should_be"
    if judgement.kind == "cell" and judgement.verdict in ("wrong", "settled"):
        if judgement.should_be not in ANSWERS:
            return f"say what it should be: one of {', '.join(ANSWERS)}"
        if judgement.should_be == judgement.found:
            return f"it is {judgement.found} already; write right, or another should_be"
    elif judgement.kind == "cell" and judgement.should_be:
        return f"should_be goes with wrong or settled, not with {judgement.verdict}; leave it out"
    return None


def _drawn(place: str, text: str) -> str:
    frame, _, setting = text.partition("@")
    if not text or (frame in FRAMES and setting in {f"{rate:g}" for rate in rates()}):
        return text
    raise InputError(f"{place}: drawn is {text!r}; leave it as it was exported, or empty")


def _truth(place: str, column: str, text: str) -> bool:
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    raise InputError(f"{place}: {column} is {text!r}; write true or false")


def _number(place: str, text: str) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        value = -1.0
    if value is not None and not 0 <= value <= 1:
        raise InputError(f"{place}: p is {text!r}; write a number from 0 to 1, or leave it empty")
    return value
