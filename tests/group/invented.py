"""Invented news of an invented country, for tests of grouping."""

from __future__ import annotations

from untold.model import Article

FERRY = (
    "The ferry Halmira sank off Ostrel harbour and 14 passengers drowned, the coastguard said.",
    "Captain Ivo Tarrant had been warned of the wind before leaving Ostrel, a harbour clerk recalled.",
    "Divers reached the Halmira on the seabed and brought up its voyage recorder in the evening.",
    "Families of the passengers waited at the Ostrel fish hall for the names of the drowned.",
    "The owner of the Halmira, Brask Lines, promised to pay for the funerals of those who drowned.",
    "It was the worst ferry loss at Ostrel since the Merrow ran aground on the Saddle reef.",
)
FERRY_AGAIN = (
    "The ferry Corvane sank near Velm island in fog, and 9 passengers drowned, the coastguard said.",
    "Captain Adela Rusk sent one call for help before the Corvane went down, a Velm pilot reported.",
    "A trawler from Velm picked up six survivors, who held on to a hatch of the Corvane all night.",
    "The Velm lighthouse had been dark for a week, islanders told a hearing about the Corvane.",
    "Its owner, Pellan Transport, said that the Corvane had passed an inspection in Dorrin.",
    "Fog had closed the strait of Velm twice before in the same week, fishermen said.",
)
STRIKE = (
    "Tram drivers in Quorra stopped work over a plan to cut night shifts, the Wheelmen union said.",
    "Union leader Petra Holm asked the Quorra council to withdraw the plan to cut night shifts.",
    "Mayor Lucan Vey called the stoppage unlawful and hired buses for pupils in Quorra.",
    "Only two tram lines of eleven ran in Quorra, and shops in the old market closed early.",
    "The Wheelmen union and the council of Quorra are to meet again at the grain exchange.",
    "Passengers walked across the Quorra bridges in the rain, some carrying their bicycles.",
)


def retold(sentences: tuple[str, ...], start: int, count: int = 4) -> str:
    """Some of the sentences, from the start-th on and around: outlets pick and order differently."""
    return " ".join(sentences[(start + i) % len(sentences)] for i in range(count))


def outlets(event: str, sentences: tuple[str, ...], published: str, count: int = 5) -> list[Article]:
    """One event as several outlets tell it."""
    return [
        Article(f"{event}-{i}", f"Outlet {i}", "", retold(sentences, i), published=published)
        for i in range(count)
    ]


def news() -> list[Article]:
    """Three events, two of them look-alikes in one week, and an article like no other."""
    text = "A grey moth was named after a glove maker."
    alone = Article("alone", "Outlet 9", "A moth is named", text)
    return [
        *outlets("ferry", FERRY, "2031-03-02"),
        *outlets("again", FERRY_AGAIN, "2031-03-05"),
        *outlets("strike", STRIKE, "2031-03-04"),
        alone,
    ]
