"""What can be judged, from a story's findings."""

from __future__ import annotations

from untold.compare.facts import Cell, Fact
from untold.compare.figures import FigureLine, FigurePoint
from untold.compare.naming import Name, NamedActor
from untold.judging.items import cell_id, draw, items_of, number
from untold.model import Evidence, State

SAID = Evidence("a1", "text", 0, 10, "Six people")


def cell(outlet: str, state: State, p: float = 0.9) -> Cell:
    said = state.said
    return Cell(
        outlet=outlet, state=state, p=p, evidence=SAID if said else None,
        source="the mayor" if state is State.ATTRIBUTED else None, differs=None,
        nearest=None if said else SAID, missing=() if said else ("drowned",), searched=12,
        articles=("a1",), reason=None,
    )  # fmt: skip


def fact(*cells: Cell) -> Fact:
    return Fact("f-1", "s-1", "Six people drowned", "number", SAID, SAID, 1, None, cells)


def point(**changes: object) -> FigurePoint:
    values: dict[str, object] = {
        "outlet": "Quay Post", "article": "a1", "published": None, "value": 6.0, "low": None,
        "high": None, "hedge": None, "attributed_to": None, "evidence": SAID,
    }  # fmt: skip
    return FigurePoint(**{**values, **changes})  # type: ignore[arg-type]


def test_only_cells_that_rest_on_a_search_are_asked_about():
    cells = [cell(f"Outlet {state}", state) for state in State]
    items = list(items_of("s-1", {"facts": (fact(*cells),)}))
    states = {item.found for item in items}
    assert states == {"told", "attributed", "disputed", "partial", "untold", "unsure"}
    gap = next(item for item in items if item.found == "untold")
    assert gap.nearest
    assert gap.evidence == SAID
    assert "searched: 12 sentences in 1 article; the nearest lacks: drowned" in gap.detail
    unsure = next(item for item in items if item.found == "unsure")
    assert unsure.unsure
    assert unsure.question.endswith("Untold is unsure.")
    assert next(i for i in items if i.found == "attributed").detail == "attributed to the mayor"


def test_names_and_figures_are_asked_about():
    name = Name("Quay Post", "wreckers", 3, 2, 1, SAID)
    actor = NamedActor("strikers", "group", 1, (name,), ())
    line = FigureLine("killed", 1, "agree", "", (point(), point(article="a2")))
    items = list(items_of("s-1", {"naming": (actor,), "figures": (line,)}))
    assert [item.kind for item in items] == ["name", "figure", "figure"]
    assert items[0].question == "Does “wreckers” in Quay Post mean strikers?"
    assert items[1].question == "Does Quay Post give 6 for: killed?"
    assert len({item.id for item in items}) == 3


def test_an_id_stays_while_the_fact_does():
    before, after = (
        next(iter(items_of("s-1", {"facts": (fact(cell("Quay Post", state)),)})))
        for state in (State.TOLD, State.UNTOLD)
    )
    assert before.id == after.id == cell_id("f-1", "Quay Post")
    assert cell_id("f-1", "Quay") != cell_id("f-1Q", "uay")


def test_the_draw_is_the_same_for_everybody_and_heeds_nothing():
    cells = [cell(f"Outlet {i}", State.TOLD if i < 50 else State.UNTOLD) for i in range(100)]
    items = list(items_of("s-1", {"facts": (fact(*cells),)}))
    order = draw(items)
    assert order == draw(items[::-1])
    told = sum(item.found == "told" for item in order[:50])
    assert 15 < told < 35  # an order by state would give 0 or 50


def test_figures_in_words():
    assert number(point(value=1200.0)) == "1,200"
    assert number(point(value=None, low=5.0, hedge="At least")) == "“At least” 5 or more"
    assert number(point(value=None, low=5.0, high=7.0)) == "5 to 7"
    assert number(point(value=None, high=7.0)) == "7 or fewer"
    assert number(point(value=None)) == "Six people"
