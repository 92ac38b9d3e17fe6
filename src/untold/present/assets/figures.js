// Figures over time: a drawing for the first counts that differ, every figure in a table.

const VERDICTS = {
  agree: "one value",
  growth: "grows with time",
  differ: "differs, not by growth alone",
};

function figuresView(story) {
  const lines = story.view("figures").slice();
  if (!lines.length) return h("p", { class: "none" }, "No figure was found.");
  const agreed = (line) => line.verdict === "agree";
  lines.sort(
    (a, b) =>
      agreed(a) - agreed(b) ||
      b.outlets - a.outlets || b.points.length - a.points.length || collator.compare(a.what, b.what),
  );
  const place = h("div");
  const more = inPortions(lines, 12, (line) => figureBlock(story, line), "count", place);
  return h(
    "div",
    null,
    h("p", { class: "count" }, counted(lines.length, "count") + ", those that differ first."),
    place,
    more,
  );
}

function figureBlock(story, line) {
  return h(
    "section",
    { class: "figure" },
    h(
      "h2",
      { class: "plain-head" },
      said(line.what),
      h("span", { class: "tag" }, VERDICTS[line.verdict] || line.verdict),
    ),
    line.note && h("p", { class: "dim" }, said(stopped(line.note))),
    alteredNote(story, line),
    chartsOf(story, "figures", line.what),
    figureTable(story, line),
  );
}

const ALTERED = "altered"; // stands in an address where a figure has its number

// One sentence in two articles with different numbers.
function alteredNote(story, line) {
  const pairs = line.altered || [];
  if (!pairs.length) return "";
  const open = () => go(story.head.id, "~figures", line.what, ALTERED);
  return h(
    "p",
    null,
    h("button", { type: "button", class: "link", onclick: open }, "One sentence with another number"),
    " stands in " + counted(pairs.length, "pair") + " of articles.",
  );
}

function figureTable(story, line) {
  const body = h("tbody");
  const draw = (point, at) =>
    h(
      "tr",
      null,
      h("td", { class: "nowrap" }, when(point.published)),
      h("th", { scope: "row" }, said(point.outlet)),
      h(
        "td",
        null,
        h(
          "button",
          {
            type: "button",
            class: "link",
            onclick: () => go(story.head.id, "~figures", line.what, String(at)),
          },
          figureWords(point),
        ),
      ),
      h(
        "td",
        null,
        point.attributed_to ? said(point.attributed_to) : h("span", { class: "dim" }, "nobody named"),
      ),
    );
  const more = inPortions(line.points, 12, draw, "figure", body);
  const head = ["Published", "Outlet", "Figure", "Who counted"].map((words) =>
    h("th", { scope: "col" }, words),
  );
  return [
    wide(
      "Figures: " + line.what,
      h("table", { class: "origins figs" }, h("thead", null, h("tr", null, head)), body),
    ),
    more,
  ];
}

function figureWords(point) {
  const number = (value) => value.toLocaleString("en");
  if (point.value === null)
    return point.low !== null
      ? (point.hedge ? point.hedge.toLowerCase() : "from") +
          " " +
          number(point.low) +
          (point.high !== null ? " to " + number(point.high) : "")
      : shorten(point.evidence.text, 60);
  return (point.hedge ? point.hedge.toLowerCase() + " " : "") + number(point.value);
}

function figuresRecord(story, [what, at]) {
  const line = story.view("figures").find((record) => record.what === what);
  if (line && at === ALTERED && line.altered.length) return alteredFigures(line);
  const point = line && line.points[Number(at)];
  if (!point) return false;
  proveQuotes(point.outlet + ": " + what, null, [
    [
      point.attributed_to ? "Given by " + point.attributed_to : "Nobody is named as having counted",
      point.evidence,
    ],
  ]);
  return true;
}

function alteredFigures(line) {
  proveQuotes(
    "One sentence, two numbers",
    "Two articles print this sentence, almost word for word, with different numbers.",
    line.altered.flatMap(([a, b]) => [
      ["One article", a],
      ["The other", b],
    ]),
  );
  return true;
}
