// Who told what first: every fact that several outlets tell, with the delay of each after the first.

const HOUR = 3600000;

// Moments to compare: a day without its hour counts as a day, so that it is never called earlier or later within it.
function delay(first, published) {
  if (!first || !published) return null;
  if (first.length > 10 && published.length > 10)
    return (Date.parse(published) - Date.parse(first)) / HOUR;
  return ((Date.parse(published.slice(0, 10)) - Date.parse(first.slice(0, 10))) / HOUR) || 0;
}

function tellings(story) {
  if (story.tellings) return story.tellings;
  story.tellings = prepared(story)
    .filter((fact) => fact.first)
    .map((fact) => ({
      fact,
      cells: fact.cells
        .filter((cell) => SAID.has(cell.state) && cell.evidence)
        .map((cell) => {
          const { published } = cell.evidence.article;
          const hours = delay(fact.first, published);
          const daily = !published || published.length === 10 || fact.first.length === 10;
          return { cell, outlet: cell.outlet, first: published === fact.first, hours, daily };
        })
        .sort((a, b) => (a.hours ?? 1e9) - (b.hours ?? 1e9) || collator.compare(a.outlet, b.outlet)),
    }))
    .filter((telling) => telling.cells.length > 1)
    .sort((a, b) => (a.fact.first < b.fact.first ? -1 : a.fact.first > b.fact.first ? 1 : 0));
  return story.tellings;
}

function delayWords({ hours, daily }) {
  if (hours === null) return "no date";
  if (hours === 0) return daily ? "same day" : "same time";
  const after = Math.abs(hours);
  const words =
    after < 1
      ? counted(Math.round(after * 60), "minute")
      : after < 48 && !daily
        ? counted(Math.round(after), "hour")
        : counted(Math.round(after / 24), "day");
  return hours > 0 ? words + " later" : words + " earlier";
}

function timeView(story) {
  const all = tellings(story);
  if (!all.length)
    return h("p", { class: "none" }, "No fact was found that two outlets tell and whose time is known.");
  const body = h("tbody");
  const more = inPortions(all, 60, (telling) => tellingRow(story, telling), "fact", body);
  const heads = ["First told", "Fact", "First", "Then"].map((words) => h("th", { scope: "col" }, words));
  return h(
    "div",
    null,
    chartsOf(story, "time"),
    h("p", { class: "count" }, counted(all.length, "fact") + " that several outlets tell, by time of the first. "),
    wide(
      "Who told what first",
      h(
        "table",
        { class: "origins stack" },
        h("caption", { class: "unseen" }, "Who told each fact first, and how much later the others."),
        h("thead", null, h("tr", null, heads)),
        body,
      ),
    ),
    more,
  );
}

// Within one year the year goes without saying.
function sameYear({ from, to }) {
  return Boolean(from && to && from.slice(0, 4) === to.slice(0, 4));
}

function tellingRow(story, { fact, cells }) {
  const link = ({ outlet }) => h("a", { href: hashOf(story.head.id, fact.id, outlet) }, said(outlet));
  const [first, then] = [cells.filter((c) => c.first), cells.filter((c) => !c.first)];
  const list = (of, words) => of.map((c, at) => [at ? ", " : "", link(c), words(c)]);
  return h(
    "tr",
    null,
    h("td", { class: "nowrap", "data-label": "First told" }, when(fact.first, sameYear(story.head))),
    h("th", { scope: "row" }, h("a", { href: hashOf(story.head.id, fact.id) }, said(fact.text))),
    h(
      "td",
      { "data-label": "First" },
      first.length ? list(first, () => "") : h("span", { class: "dim" }, "an earlier article of these"),
    ),
    h("td", { "data-label": "Then" }, list(then, (c) => h("small", null, " " + delayWords(c)))),
  );
}

// The facts that one article was the first to tell.
function timeRecord(story, [id]) {
  const article = articleById.get(id);
  if (!article) return false;
  const found = tellings(story).flatMap(({ fact, cells }) =>
    cells
      .filter((c) => c.first && c.cell.evidence.article === article)
      .map((c) => [shorten(fact.text, 90), c.cell.evidence]),
  );
  proveQuotes(
    article.outlet + ", " + when(article.published),
    counted(found.length, "fact") + " that others tell too, first in this article: “" + article.title + "”.",
    found,
  );
  return true;
}
