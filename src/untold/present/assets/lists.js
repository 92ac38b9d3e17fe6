// Origins, articles, and any comparison without a view of its own: one line after the other.

function originsView(story) {
  const records = story.view("origins").slice();
  if (!records.length) return h("p", { class: "none" }, "No fact with more than one outlet was found.");
  records.sort(
    (a, b) =>
      b.outlets - b.independent - (a.outlets - a.independent) ||
      b.outlets - a.outlets ||
      collator.compare(a.fact, b.fact),
  );
  const body = h("tbody");
  const more = inPortions(records, 80, (record) => originRow(story, record), "fact", body);
  const table = h(
    "table",
    { class: "origins stack" },
    h("caption", { class: "unseen" }, "From whom each outlet has each fact."),
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        [
          "Fact",
          "Outlets",
          "Independent origins",
          "Origin and the outlets that have it from there",
        ].map((words) => h("th", { scope: "col" }, words)),
      ),
    ),
    body,
  );
  return h(
    "div",
    null,
    chartsOf(story, "origins"),
    h(
      "p",
      { class: "count" },
      "Facts with the fewest origins for their outlets first. Outlets that print one text, or give one source, share an origin; an outlet that tells it with another number or part is no further origin.",
    ),
    wide("Origins", table),
    more,
  );
}

const STEPS = {
  credit: "The article is credited to it.",
  told: "The speaker told it.",
  says: "It is said to have said so.",
  cites: "It is cited for it.",
};

// One line for each way to the fact: the origin first, then those it passed, then the outlets.
function originRow(story, record) {
  const ways = new Map();
  for (const edge of record.edges) {
    const key = JSON.stringify([edge.chain.map((step) => step.who), edge.source, edge.via, edge.matches]);
    ways.set(key, [...(ways.get(key) || []), edge]);
  }
  const lines = Array.from(ways.values())
    .sort((a, b) => b[0].matches - a[0].matches || b.length - a.length)
    .map((edges) => originLine(story, record, edges));
  const facts = h("a", { href: hashOf(story.head.id, record.fact) }, said(record.text));
  return h(
    "tr",
    null,
    h("th", { scope: "row" }, facts),
    h("td", { class: "n", "data-label": "Outlets" }, String(record.outlets)),
    h(
      "td",
      { class: "n", "data-label": "Independent origins" },
      String(record.independent),
      record.differing > 0 && h("small", null, record.differing + " told otherwise"),
    ),
    h("td", null, h("ul", { class: "plain" }, lines)),
  );
}

function originLine(story, record, edges) {
  const { source, via, chain, matches } = edges[0];
  const steps = chain.slice().reverse();
  const open = (edge) => () =>
    go(story.head.id, "~origins", "fact", record.fact, String(record.edges.indexOf(edge)));
  return h(
    "li",
    null,
    steps.length === 0 && (source ? said(source, "b") : h("i", null, "no source given")),
    steps.map((step, at) => [
      at ? " → " : "",
      said(step.who, at ? "span" : "b"),
      step.kind && at === 0 && h("small", null, " (" + step.kind + ")"),
    ]),
    via && h("span", { class: "tag" }, "copied text"),
    !matches && h("span", { class: "tag" }, "told otherwise: corroborates nothing"),
    " → ",
    edges.map((edge, at) => [
      at ? ", " : "",
      h("button", { type: "button", class: "link", onclick: open(edge) }, said(edge.outlet)),
    ]),
  );
}

const UNSTATED = "no source given"; // as present/charts/links.py names it

// How one outlet has one fact: its own sentence, then the words of each step back.
function originOfFact(story, fact, at) {
  const record = story.view("origins").find((r) => r.fact === fact);
  const edge = record && record.edges[Number(at)];
  if (!edge) return false;
  proveQuotes(
    edge.outlet,
    edge.source ? "It gives as its source: " + edge.source + "." : "It gives no source.",
    [[null, edge.evidence], ...edge.chain.map((step) => [STEPS[step.how], step.evidence])],
  );
  return true;
}

// All facts that come from one origin, or that one outlet has from anybody.
function originsRecord(story, [side, name, ...forms]) {
  if (side === "fact") return originOfFact(story, name, forms[0]);
  const all = new Set([name, ...forms]); // the ways one origin is written
  const mine = (edge) => all.has(side === "from" ? edge.source || UNSTATED : edge.outlet);
  const found = story
    .view("origins")
    .flatMap((record) => record.edges.filter(mine).map((edge) => [record, edge]));
  if (!found.length) return false;
  proveQuotes(
    name,
    side === "from"
      ? counted(found.length, "telling") + " that lead back to it."
      : "From whom it has " + counted(found.length, "fact") + ".",
    found.map(([record, edge]) => [
      (side === "from" ? edge.outlet : edge.source || UNSTATED) + ": " + shorten(record.text, 90),
      edge.evidence,
    ]),
  );
  return true;
}

function articlesView(story) {
  const articles = story.head.articles.map((id) => articleById.get(id)).filter(Boolean);
  const body = h("tbody");
  const more = inPortions(articles, 200, articleRow, "article", body);
  const table = h(
    "table",
    { class: "origins stack" },
    h("caption", { class: "unseen" }, "The articles of the story by time."),
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        ["Published", "Outlet", "Title", "Notes", "Link"].map((words) =>
          h("th", { scope: "col" }, words),
        ),
      ),
    ),
    body,
  );
  return h(
    "div",
    null,
    h("p", { class: "count" }, counted(articles.length, "article") + " by time of publication."),
    wide("Articles", table),
    more,
    absentOutlets(story),
  );
}

function absentOutlets(story) {
  const absent = story.head.counts.coverage ? story.view("coverage") : [];
  if (!absent.length) return "";
  const line = ({ outlet, state, reason }) =>
    h("li", null, badge(state), " ", said(outlet, "b"), " · ", said(reason || ""));
  return h(
    "div",
    null,
    h("h2", null, "Outlets without an article on this story"),
    h("ul", { class: "others" }, absent.map(line)),
  );
}

function articleRow(article) {
  return h(
    "tr",
    null,
    h("td", { class: "nowrap" }, when(article.published)),
    h("th", { scope: "row" }, said(article.outlet)),
    h("td", null, said(article.title || "(no title)")),
    h(
      "td",
      null,
      article.readability !== "readable" && [
        badge("unreadable"),
        " ",
        h("small", null, article.reason || article.readability),
      ],
      article.copy_family && h("span", { class: "tag" }, "shares text"),
    ),
    h("td", null, outward(article.url, "open")),
  );
}

// A comparison that has no view of its own yet: its records as they are, evidence opening in the panel.
function plainView(name) {
  return (story) => {
    const records = story.view(name);
    if (!records.length) return h("p", { class: "none" }, "Nothing was found.");
    const keys = Object.keys(records[0]);
    const body = h("tbody");
    const draw = (record) =>
      h(
        "tr",
        null,
        keys.map((key) => h("td", null, plainValue(name, record[key]))),
      );
    const more = inPortions(records, 100, draw, "record", body);
    return h(
      "div",
      null,
      wide(
        name,
        h(
          "table",
          { class: "origins" },
          h(
            "thead",
            null,
            h(
              "tr",
              null,
              keys.map((key) => h("th", { scope: "col" }, key)),
            ),
          ),
          body,
        ),
      ),
      more,
    );
  };
}

function plainValue(name, value) {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map((item, at) => [at ? ", " : "", plainValue(name, item)]);
  if (typeof value !== "object") return said(String(value));
  if (value.article && "before" in value)
    return h(
      "button",
      { type: "button", class: "link", onclick: () => proveQuotes(name, null, [[null, value]]) },
      said(shorten(value.text, 60)),
    );
  return Object.entries(value).map(([key, item]) => [key + ": ", plainValue(name, item), " "]);
}
