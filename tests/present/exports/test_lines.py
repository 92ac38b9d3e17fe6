from collections import Counter
from typing import Any

from tests.present import sample as flood
from untold.present.exports.lines import findings_lines


def test_a_line_per_finding_and_outlet_with_offsets_that_hold() -> None:
    document = flood.sample()
    _, articles, _ = flood.parts()
    texts = {article.id: article for article in articles}
    lines = list(findings_lines(document))
    keys = set(lines[0])
    for line in lines:
        assert set(line) == keys
        assert line["outlet"]
        if line["text"] is not None:
            article = texts[line["article"]]
            assert article.value(line["field"])[line["start"] : line["end"]] == line["text"]
            assert (line["url"], line["published"]) == (article.url, article.published)
            assert line["role"] in ("proof", "nearest")
        else:
            assert line["role"] is None


def test_nothing_is_missing() -> None:
    document = flood.sample()
    story: dict[str, Any] = document["stories"][0]
    counts = Counter(line["finding"] for line in findings_lines(document))
    wanted = {
        "facts": sum(len(fact["cells"]) for fact in story["facts"]),
        "coverage": len(story["coverage"]),
        "naming": sum(len(actor["names"]) for actor in story["naming"]),
        "voices": sum(len(heard["evidence"]) for heard in story["voices"]),
        "agency": sum(len(record["clauses"]) for record in story["agency"]),
        "figures": sum(len(line["points"]) for line in story["figures"]),
        "origins": sum(len(record["edges"]) for record in story["origins"]),
        "wording": sum(len(use["evidence"]) for word in story["wording"] for use in word["uses"]),
        "blindspots": sum(len(b["evidence"]) + len(b["nearest"]) for b in story["blindspots"]),
        "copies": 2 * len(story["copies"]),
        "voice_shares": sum(max(1, len(share["evidence"])) for share in story.get("voice_shares", ())),
        "same_harms": sum(len(side["clauses"]) for side in story.get("same_harms", ())),
    }
    assert counts == Counter(wanted)


def test_a_gap_carries_its_nearest_sentence() -> None:
    gap = next(
        line
        for line in findings_lines(flood.sample())
        if line["finding"] == "facts" and line["id"] == "f01" and line["outlet"] == flood.QUAY
    )
    assert (gap["value"], gap["role"]) == ("untold", "nearest")
    assert gap["text"] == "Firemen opened the gatehouse to reach the pumps."
    assert gap["detail"]["missing"]
