"""Claims to ask for, from reviews in the shapes that fact-checkers publish; all of them invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from untold.acquire.claim_reviews import Claim, read_claims
from untold.errors import InputError

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checkers.example/ferry",
    "claimReviewed": "Nine people were killed when the ferry sank",
    "author": {"@type": "Organization", "name": "Checkers of Sarn"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "Utterly wrong"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Ilsa Torn"}},
}
FERRY = Claim(
    "https://checkers.example/ferry", "Nine people were killed when the ferry sank",
    "https://checkers.example/ferry", "Checkers of Sarn",
)  # fmt: skip


def written(tmp_path: Path, value: Any) -> Path:
    path = tmp_path / "claims.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "value",
    [
        REVIEW,
        [REVIEW],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
        {**REVIEW, "@type": ["Review", "ClaimReview"]},
        {**REVIEW, "@type": "http://schema.org/ClaimReview"},
        {"schema:" + key.strip("@"): value for key, value in REVIEW.items()} | {"@type": "ClaimReview"},
        {**REVIEW, "claimReviewed": [{"@value": " Nine people were killed\nwhen the ferry sank"}]},
        {**REVIEW, "author": [{"url": "https://checkers.example"}, {"name": "Checkers of Sarn"}]},
        {**REVIEW, "url": {"@id": "https://checkers.example/ferry"}},
        {k: v for k, v in REVIEW.items() if k != "url"} | {"@id": "https://checkers.example/ferry"},
    ],
)  # fmt: skip
def test_every_shape_yields_the_claim(tmp_path: Path, value: Any) -> None:
    assert read_claims(written(tmp_path, value)) == ((FERRY,), ())


def test_the_verdict_is_nowhere(tmp_path: Path) -> None:
    [claim], _ = read_claims(written(tmp_path, REVIEW))
    assert "wrong" not in repr(claim)


def test_json_lines_with_a_mark_and_an_empty_line(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    other = {**REVIEW, "url": "https://checkers.example/dam", "claimReviewed": "The dam broke"}
    path.write_text("\ufeff" + json.dumps(REVIEW) + "\n\n" + json.dumps([other]) + "\n", "utf-8")
    claims, left = read_claims(path)
    assert [claim.text for claim in claims] == [FERRY.text, "The dam broke"]
    assert left == ()


def test_ids_are_unique(tmp_path: Path) -> None:
    bare = {k: v for k, v in REVIEW.items() if k not in ("url", "author")}
    claims, _ = read_claims(written(tmp_path, [REVIEW, {**REVIEW, "claimReviewed": "It sank"}, bare]))
    assert [(claim.id, claim.review, claim.reviewer) for claim in claims] == [
        ("https://checkers.example/ferry", FERRY.review, FERRY.reviewer),
        ("https://checkers.example/ferry#2", FERRY.review, FERRY.reviewer),
        ("3", None, None),
    ]


@pytest.mark.parametrize("said", [None, "", "  ", 7, [], {"@language": "en"}])
def test_a_review_without_a_claim_is_left_out_with_its_place(tmp_path: Path, said: Any) -> None:
    path = written(tmp_path, [{**REVIEW, "claimReviewed": said}, REVIEW])
    claims, [left] = read_claims(path)
    assert [claim.text for claim in claims] == [FERRY.text]
    assert (left.place, left.reason) == (f"{path}, review 1", "a ClaimReview without a claim")
    assert left.fatal


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b"<html>", "is not JSON .* save it as JSON or JSON-LD"),
        (b'{"a": 1}\n{"b"', r"claims.json:2: is not JSON .* correct the line"),
        (b'{"@type": "Review"}', 'holds no ClaimReview; write {"@type"'),
        (b"[]", "holds no ClaimReview"),
        (b"", "holds no ClaimReview"),
        (b'{"claimReviewed": "\xff"}', r"is not UTF-8 \(byte 19\); convert it"),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_other_files_are_refused_with_what_to_do(tmp_path: Path, held: bytes, said: str) -> None:
    path = tmp_path / "claims.json"
    path.write_bytes(held)
    with pytest.raises(InputError, match=said):
        read_claims(path)
