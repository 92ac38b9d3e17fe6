"""A tiny invented corpus: two stories, three outlets, one article alone, one notice instead of text."""

from __future__ import annotations

import json
from pathlib import Path

ARTICLES = [
    {
        "id": "a1", "outlet": "Harbour Post", "published": "2031-03-04T08:00:00+00:00", "story": "ferry",
        "url": "https://harbour.example/a1", "title": "Ferry sinks off Port Ombra, nine dead",
        "text": "A ferry sank off Port Ombra on Tuesday morning. Nine people were killed and 31 were "
        "rescued, the coast guard said. The ferry was carrying 60 passengers to the island of Velt. "
        "\"The hull broke in two,\" said captain Ilan Moreu. Rescuers are still searching for 20 people. "
        "The owner, Ombra Lines, had been fined twice for missing life jackets.",
    },
    {
        "id": "a2", "outlet": "Velt Courier", "published": "2031-03-04T12:00:00+00:00", "story": "ferry",
        "url": "https://courier.example/a2", "title": "Nine killed as Velt ferry sinks",
        "text": "Nine people died when a ferry to Velt sank off Port Ombra on Tuesday. The coast guard "
        "said 31 passengers were rescued. Ombra Lines said the ferry had passed its last inspection in "
        "January. Families waited at the harbour of Velt through the night for news of the missing. "
        "The ferry carried 60 passengers and was on its way to the island of Velt.",
    },
    {
        "id": "a3", "outlet": "Inland Daily", "published": "2031-03-05", "story": "ferry",
        "url": "https://inland.example/a3", "title": "Eleven dead in ferry disaster near Port Ombra",
        "text": "At least eleven people were killed when a ferry sank off Port Ombra, the coast guard said "
        "on Wednesday. Two more bodies were found overnight on a beach near the island of Velt. The "
        "ferry to Velt had carried 60 passengers, of whom 31 were rescued. The owner, Ombra Lines, had "
        "been fined twice because life jackets were missing.",
    },
    {
        "id": "b1", "outlet": "Harbour Post", "published": "2031-05-20", "story": "dam",
        "url": "https://harbour.example/b1", "title": "Farmers block the road to the Kesten dam",
        "text": "Some 400 farmers blocked the road to the Kesten dam on Monday in protest against a new "
        "water price. Police detained six farmers. The water authority of Kesten said the price would "
        "rise by a fifth from July. \"We can't pay this,\" said the farmer Dora Lunt. Tractors stood across "
        "the road to the dam until the evening.",
    },
    {
        "id": "b2", "outlet": "Inland Daily", "published": "2031-05-20", "story": "dam",
        "url": "https://inland.example/b2", "title": "Water price protest: farmers halt traffic at Kesten dam",
        "text": "Farmers halted traffic at the Kesten dam on Monday. The water authority of Kesten wants to "
        "raise the water price by a fifth from July. About 400 farmers came with tractors and blocked "
        "the road to the dam. The minister of agriculture called the protest unlawful.",
    },
    {
        "id": "c1", "outlet": "Velt Courier", "published": "2031-09-09", "story": None,
        "url": "https://courier.example/c1", "title": "Old lighthouse of Velt opens as a museum",
        "text": "The old lighthouse on the northern cape of Velt opens as a museum on Saturday. Visitors can "
        "climb its 212 steps and see the lamp of 1884. The island council paid for the repair of the roof. "
        "A school class from Velt has painted the stairs.",
    },
    {
        "id": "d1", "outlet": "Velt Courier", "published": "2031-05-21", "story": "dam",
        "url": "https://courier.example/d1", "title": "Farmers protest at Kesten dam",
        "text": "Subscribe to read the full article.",
    },
]  # fmt: skip


def write(path: Path, articles: list[dict[str, str | None]] | None = None) -> Path:
    """The articles as JSON lines in that file."""
    lines = [json.dumps(article) for article in (ARTICLES if articles is None else articles)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
