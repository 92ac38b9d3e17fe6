"""The workbook, read as the zip of XML that it is."""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.present.exports.given import exported, material
from tests.present.exports.test_tables import FORMULAS
from untold.errors import UsageError
from untold.present import exports
from untold.present.exports import Material, xlsx
from untold.present.exports.rows import COLUMNS, rows

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Workbook:
    """Sheets by name, each a list of rows of cells: text, number, truth or None."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            self.parts = {name: held.read(name).decode() for name in held.namelist()}
            self.dates = {info.date_time for info in held.infolist()}
        self.shared = [
            _unescaped("".join(t.text or "" for t in item.iter(f"{{{_NS['m']}}}t")))
            for item in self.xml("xl/sharedStrings.xml").findall("m:si", _NS)
        ]
        names = [s.attrib["name"] for s in self.xml("xl/workbook.xml").findall("m:sheets/m:sheet", _NS)]
        self.sheets = {
            name: self._rows(f"xl/worksheets/sheet{number}.xml") for number, name in enumerate(names, 1)
        }

    def xml(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[part])  # noqa: S314 (made just now)

    def _rows(self, part: str) -> list[list[Any]]:
        found = []
        for row in self.xml(part).findall("m:sheetData/m:row", _NS):
            cells: dict[int, Any] = {}
            for cell in row.findall("m:c", _NS):
                cells[_column(cell.attrib["r"])] = self._value(cell)
            found.append([cells.get(at) for at in range(max(cells) + 1)] if cells else [])
        return found

    def _value(self, cell: ElementTree.Element) -> Any:
        held = cell.find("m:v", _NS)
        if held is None or held.text is None:
            return None
        kind = cell.attrib.get("t", "n")
        return {"s": lambda t: self.shared[int(t)], "b": lambda t: t == "1", "n": float}[kind](
            held.text
        )


def _column(place: str) -> int:
    number = 0
    for letter in re.match(r"[A-Z]+", place).group():  # type: ignore[union-attr]
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-F]{4})_", lambda m: chr(int(m.group(1), 16)), text)


@pytest.fixture(scope="module")
def book() -> Workbook:
    return Workbook(exported("xlsx").data)


def test_the_sheets(book: Workbook) -> None:
    assert list(book.sheets) == [
        "read me", "stories", "matrix", "findings", "articles", "outlets", "left out",
    ]  # fmt: skip


def test_the_findings_are_the_rows(book: Workbook) -> None:
    head, *lines = book.sheets["findings"]
    assert head == list(COLUMNS)
    wanted = [list(row.values()) for row in rows(material().document)]
    padded = [[*line, *[None] * (len(head) - len(line))] for line in lines]
    assert padded == [[None if v == "" else v for v in row] for row in wanted]


def test_the_matrix_says_what_each_outlet_did(book: Workbook) -> None:
    head, *lines = book.sheets["matrix"]
    story = material().document["stories"][0]
    assert len(lines) == len(story["facts"])
    for line, fact in zip(lines, story["facts"], strict=True):
        said = dict(zip(head, [*line, *[None] * (len(head) - len(line))], strict=True))
        assert said["fact"] == fact["text"]
        for cell in (*fact["cells"], *story["coverage"]):
            assert said[cell["outlet"]] == cell["state"]


def test_heads_stay_and_columns_filter(book: Workbook) -> None:
    for number, lines in enumerate(book.sheets.values(), 1):
        sheet = book.xml(f"xl/worksheets/sheet{number}.xml")
        pane = sheet.find("m:sheetViews/m:sheetView/m:pane", _NS)
        assert pane is not None
        assert (pane.attrib["ySplit"], pane.attrib["state"]) == ("1", "frozen")
        area = sheet.find("m:autoFilter", _NS)
        assert area is not None
        assert area.attrib["ref"].endswith(str(len(lines)))


def test_no_clock_and_no_machine(book: Workbook) -> None:
    assert book.dates == {(1980, 1, 1, 0, 0, 0)}
    assert set(re.findall(r">(\d{4})-\d\d-\d\dT[^<]*<", book.parts["docProps/core.xml"])) == {"2000"}


def test_nothing_is_a_formula_and_only_the_web_is_linked() -> None:
    given = material()
    document = deepcopy(dict(given.document))
    for fact, text in zip(document["stories"][0]["facts"], FORMULAS, strict=False):
        fact["text"] = text
    book = Workbook(exports.render("xlsx", Material(document, given.articles)).data)
    styles = book.xml("xl/styles.xml").findall("m:cellXfs/m:xf", _NS)
    quoted = {str(at) for at, style in enumerate(styles) if style.attrib.get("quotePrefix") == "1"}
    seen = set()
    for number in range(1, len(book.sheets) + 1):
        sheet = book.xml(f"xl/worksheets/sheet{number}.xml")
        assert sheet.findall(".//m:f", _NS) == []
        for cell in sheet.iter(f"{{{_NS['m']}}}c"):
            held = book._value(cell)
            if isinstance(held, str) and held.startswith(("=", "+", "-", "@")):
                assert cell.attrib["s"] in quoted
                seen.add(held)
    assert {"=1+1", "+1", "-1+1", "@SUM(A1)"} <= seen
    links = "".join(text for name, text in book.parts.items() if "worksheets/_rels" in name)
    targets = re.findall(r'Target="([^"]+)"', links)
    assert targets
    assert all(target.startswith(("http://", "https://")) for target in targets)


def test_a_text_too_long_for_a_cell_is_cut_and_counted() -> None:
    given = material()
    document = deepcopy(dict(given.document))
    document["stories"][0]["facts"][0]["text"] = "🙂" * 20_000  # each is two units of UTF-16
    made = exports.render("xlsx", Material(document, given.articles))
    cells = len(document["stories"][0]["facts"][0]["cells"])
    assert made.left == {"ends of texts longer than 32,767 characters": cells + 1}
    longest = max(Workbook(made.data).shared, key=len)
    assert longest == "🙂" * 16_383 + "…"


def test_too_many_rows_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 40)
    with pytest.raises(UsageError, match=r"findings are more than .* choose --story, or --format csv"):
        exported("xlsx")
