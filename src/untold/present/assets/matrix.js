// Facts by outlets.

const PORTION = 150; // rows drawn at once: a screenful many times over, and still instant
const SORTS = {
  told: ["told by most outlets", (fact) => [-fact.outlets, -fact.gaps]],
  gaps: ["untold by most outlets", (fact) => [-fact.gaps, -fact.outlets]],
  surest: ["surest gap first", (fact) => [fact.surest, -fact.outlets]],
  sure: ["surest row first", (fact) => [-fact.surety, -fact.outlets]],
  doubts: ["most in doubt first", (fact) => [-fact.doubts, fact.surety]],
  disputed: ["disputed, then partial", (fact) => [-fact.tally.disputed, -fact.tally.partial, -fact.outlets]],
  first: ["first told", (fact) => [fact.first || "9999"]],
  kind: ["kind of fact", (fact) => [fact.kind, -fact.outlets]],
};
const SURETIES = {
  sure: ["no cell unsure", (fact) => fact.doubts === 0],
  doubt: ["a cell unsure", (fact) => fact.doubts > 0],
  one: ["a gap under 1 in 100", (fact) => fact.surest <= 0.01],
  two: ["a gap under 2 in 100", (fact) => fact.surest <= 0.02],
};
const EMPTY_FILTER = {
  differ: false,
  least: 1,
  state: "",
  outlet: "",
  kind: "",
  surety: "",
  text: "",
  sort: "told",
  folded: true,
};
const filters = { ...EMPTY_FILTER, differ: true, least: null };
const groupOf = new Map((index.manifest.settings || {}).groups || []);

// With this many outlets to search, the table opens with the facts that two of them tell: what one
// outlet alone tells is mostly its own detail, and in a small story it is the whole difference.
const MANY_OUTLETS = 4;

function compareKeys(a, b) {
  for (let at = 0; at < a.length; at += 1) {
    if (a[at] < b[at]) return -1;
    if (a[at] > b[at]) return 1;
  }
  return 0;
}

// What the matrix needs to know of each fact, worked out once per story.
function prepared(story) {
  if (story.facts) {
    if (story.rateAt !== rateAt) setRate(story);
    return story.facts;
  }
  const origins = new Map(story.view("origins").map((record) => [record.fact, record]));
  const absent = (story.head.counts.coverage ? story.view("coverage") : []).map(absentCell);
  story.facts = story.view("facts").map((fact) => {
    fact.cells = [...fact.cells, ...absent];
    fact.cellOf = new Map(fact.cells.map((cell) => [cell.outlet, cell]));
    fact.said = fact.cells.filter((cell) => SAID.has(cell.state)).length;
    const tally = (state) => fact.cells.filter((cell) => cell.state === state).length;
    fact.tally = { disputed: tally("disputed"), partial: tally("partial") };
    fact.origin = origins.get(fact.id);
    fact.plain = fact.text.toLowerCase();
    return fact;
  });
  const outlets = new Set(story.facts.flatMap((fact) => fact.cells.map((cell) => cell.outlet)));
  const group = (outlet) => groupOf.get(outlet) || "\uffff"; // outlets in no group come last
  story.outlets = Array.from(outlets).sort(
    (a, b) => collator.compare(group(a), group(b)) || collator.compare(a, b),
  );
  const searched = new Set(
    story.facts.flatMap((fact) =>
      fact.cells.filter((cell) => SEARCHED.has(cell.state)).map((cell) => cell.outlet),
    ),
  );
  story.least = searched.size >= MANY_OUTLETS ? 2 : 1;
  story.silent = story.outlets.filter((outlet) => !searched.has(outlet));
  setRate(story);
  return story.facts;
}

// An outlet without an article on the story has the same cell in every fact.
function absentCell({ outlet, state, reason }) {
  return {
    outlet,
    state,
    p: 0,
    evidence: null,
    source: null,
    differs: null,
    nearest: null,
    missing: [],
    searched: 0,
    articles: [],
    reason,
  };
}

function passes(fact, story) {
  if (fact.said < (filters.least || story.least)) return false;
  if (filters.differ && !fact.differ) return false;
  if (filters.kind && fact.kind !== filters.kind) return false;
  if (
    filters.text &&
    !filters.text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => fact.plain.includes(word))
  )
    return false;
  if (filters.surety && !SURETIES[filters.surety][1](fact)) return false;
  const inside = (cell) =>
    !filters.outlet ||
    (filters.outlet.startsWith("g:")
      ? groupOf.get(cell.outlet) === filters.outlet.slice(2)
      : cell.outlet === filters.outlet.slice(2));
  if (!filters.outlet && !filters.state) return true;
  return fact.cells.some((cell) => inside(cell) && (!filters.state || cell.state === filters.state));
}

function factsView(story) {
  const facts = prepared(story);
  if (!facts.length) return h("p", { class: "none" }, "No fact was found that can be compared.");
  const place = h("div");
  const count = h("p", { class: "count", role: "status" });
  const redraw = () => drawMatrix(story, place, count, redraw);
  const view = h("div", null, rateSlider(story, redraw), controls(story, redraw), count, place);
  redraw();
  return view;
}

function controls(story, redraw) {
  const bind = (key, read) => (event) => {
    filters[key] = read(event.target);
    redraw();
    tellActive();
  };
  const choose = (key, label, options) =>
    h(
      "label",
      null,
      label + " ",
      h(
        "select",
        {
          "aria-label": label,
          onchange: bind(key, (e) => (key === "least" ? Number(e.value) : e.value)),
        },
        options,
      ),
    );
  const kinds = Array.from(new Set(story.facts.map((fact) => fact.kind))).sort();
  const groups = Array.from(new Set(story.outlets.map((outlet) => groupOf.get(outlet)).filter(Boolean)));
  if (!kinds.includes(filters.kind)) filters.kind = "";
  if (!story.outlets.includes(filters.outlet.slice(2)) && !groups.includes(filters.outlet.slice(2)))
    filters.outlet = "";
  const check = h("input", { type: "checkbox", onchange: bind("differ", (e) => e.checked) });
  check.checked = filters.differ;
  const search = h("input", {
    type: "search",
    placeholder: "find a fact",
    "aria-label": "Find a fact by its words",
    value: filters.text,
    oninput: bind("text", (e) => e.value.trim()),
  });
  const words = h("summary", null, "Filters");
  const tellActive = () => {
    const on = ["state", "outlet", "kind", "surety"].filter((key) => filters[key]).length;
    words.textContent = on ? "Filters (" + on + " on)" : "Filters";
  };
  tellActive();
  return h(
    "form",
    { class: "bar", onsubmit: (event) => event.preventDefault() },
    h("label", { class: "check" }, check, " only where outlets differ"),
    choose(
      "least",
      "told by",
      [1, 2, 3, 4, 5].map((n) =>
        option(n, n === 1 ? "any number" : n + " or more", filters.least || story.least),
      ),
    ),
    choose(
      "sort",
      "Order",
      Object.entries(SORTS).map(([n, [text]]) => option(n, text, filters.sort)),
    ),
    search,
    h(
      "details",
      { class: "filters", open: ["state", "outlet", "kind", "surety"].some((key) => filters[key]) },
      words,
      choose("state", "State", [
        option("", "any", filters.state),
        Object.keys(STATES).map((n) => option(n, n, filters.state)),
      ]),
      choose("outlet", "in", [
        option("", "any outlet", filters.outlet),
        groups.map((n) => option("g:" + n, "group: " + shorten(n, 34), filters.outlet)),
        story.outlets.map((n) => option("o:" + n, shorten(n, 40), filters.outlet)),
      ]),
      kinds.length > 1 &&
        choose("kind", "Kind", [
          option("", "any", filters.kind),
          kinds.map((n) => option(n, n, filters.kind)),
        ]),
      choose("surety", "Surety", [
        option("", "any", filters.surety),
        Object.entries(SURETIES).map(([n, [text]]) => option(n, text, filters.surety)),
      ]),
    ),
  );
}

function drawMatrix(story, place, count, redraw) {
  const key = SORTS[filters.sort][1];
  const kept = story.facts
    .filter((fact) => passes(fact, story))
    .map((fact) => [[...key(fact), fact.id], fact]);
  kept.sort((a, b) => compareKeys(a[0], b[0]));
  tellCount(story, kept.length, count, redraw);
  const folded = filters.folded && story.silent.length < story.outlets.length ? story.silent : [];
  const outlets = story.outlets.filter((outlet) => !folded.includes(outlet));
  const body = h("tbody");
  const table = h(
    "table",
    { class: "matrix" + (outlets.length > 5 ? " dense" : "") + (outlets.length > 8 ? " denser" : ""), role: "grid" },
    h("caption", { class: "unseen" }, "Facts by outlets. Arrow keys move, Enter opens the proof."),
    h(
      "thead",
      null,
      h(
        "tr",
        { role: "row" },
        h("th", { scope: "col", role: "columnheader" }, "Fact, in one outlet's words"),
        outlets.map((outlet, at) => {
          const head = outletHead(outlet, edge(outlets, at));
          head.append(tally(kept, outlet));
          return head;
        }),
      ),
    ),
    body,
  );
  const more = inPortions(kept, PORTION, ([, fact]) => factRow(story, fact, outlets), "fact", body);
  const first = body.querySelector("td button");
  if (first) first.setAttribute("tabindex", "0");
  walkable(table);
  count.append(foldedNote(story, folded, redraw));
  place.replaceChildren(h("div", { class: "scroll" }, table), more);
  markChosen();
  fitTables();
}

// Whether another of the user's groups begins with this column.
function edge(outlets, at) {
  return at > 0 && groupOf.size > 0 && groupOf.get(outlets[at]) !== groupOf.get(outlets[at - 1]);
}

function outletHead(outlet, starts) {
  const group = groupOf.get(outlet);
  return h(
    "th",
    { scope: "col", role: "columnheader", title: outlet, class: starts === true ? "edge" : null },
    group && said(group, "small", { class: "group-name" }),
    h("span", { class: "outlet", dir: "auto" }, breakable(outlet)),
  );
}

// How many of the rows shown an outlet tells and leaves untold: who tells what, before any cell is read.
function tally(kept, outlet) {
  const states = kept.map(([, fact]) => (fact.cellOf.get(outlet) || {}).state);
  const count = (wanted) => states.filter(wanted).length;
  const [tells, untold, unsure] = [
    count((state) => SAID.has(state)),
    count((state) => state === "untold"),
    count((state) => state === "unsure"),
  ];
  const words = tells + " told in any way, " + untold + " untold, " + unsure + " unsure, of " + counted(kept.length, "fact") + " shown";
  const width = (part) => (kept.length ? (100 * part) / kept.length : 0);
  const bit = (from, part, kind) => s("rect", { x: width(from), width: width(part), height: 4, class: kind });
  return h(
    "span",
    { class: "tally", title: words },
    h("span", { class: "unseen" }, ": " + words),
    h("span", { "aria-hidden": "true" }, glyph("told"), String(tells), " ", glyph("untold"), String(untold)),
    s(
      "svg",
      { class: "share", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
      bit(0, kept.length, "rail"),
      bit(0, tells, "part"),
      bit(kept.length - untold, untold, "lack"),
    ),
  );
}

// A host name may break after its dots.
function breakable(name) {
  return name.split(/(?<=[.])/).flatMap((part, at) => (at ? [h("wbr"), part] : [part]));
}

function tellCount(story, kept, count, redraw) {
  const hidden = story.facts.length - kept;
  count.replaceChildren(
    kept.toLocaleString("en") + " of " + counted(story.facts.length, "fact"),
  );
  if (!hidden) return;
  const showAll = () => {
    Object.assign(filters, EMPTY_FILTER, { sort: filters.sort });
    count.closest("div").querySelector("form").replaceWith(controls(story, redraw));
    redraw();
  };
  count.append(
    ", " + hidden.toLocaleString("en") + " hidden by the filters ",
    h("button", { type: "button", onclick: showAll }, "Show all"),
  );
}

function foldedNote(story, folded, redraw) {
  if (!story.silent.length || story.silent.length === story.outlets.length) return "";
  const reasons = new Map();
  for (const outlet of story.silent) {
    const states = new Set(
      story.facts.map((fact) => (fact.cellOf.get(outlet) || {}).state).filter(Boolean),
    );
    const words = Array.from(states).sort().join(" or ");
    reasons.set(words, [...(reasons.get(words) || []), outlet]);
  }
  const flip = () => {
    filters.folded = !filters.folded;
    redraw();
  };
  return h(
    "span",
    { class: "folded" },
    counted(story.silent.length, "outlet") + (folded.length ? " not shown: " : " with nothing to search: "),
    Array.from(reasons, ([words, outlets], at) => [
      at ? ", " : "",
      h("b", { title: outlets.join(", ") }, outlets.length + " " + words),
    ]),
    " ",
    h(
      "button",
      { type: "button", "aria-pressed": String(!folded.length), onclick: flip },
      folded.length ? "Show" : "Hide",
    ),
  );
}

function factRow(story, fact, outlets) {
  const meta = [counted(fact.outlets, "outlet")];
  if (fact.origin) meta.push(counted(fact.origin.independent, "origin"));
  if (fact.first && filters.sort === "first") meta.push("first " + when(fact.first, true));
  meta.push(fact.kind, "words of " + fact.evidence.article.outlet);
  const open = (outlet) => () => go(story.head.id, fact.id, outlet);
  return h(
    "tr",
    { role: "row" },
    h(
      "th",
      { scope: "row", role: "rowheader" },
      h(
        "button",
        { type: "button", class: "fact", tabindex: "-1", "data-at": hashOf(fact.id), onclick: open() },
        said(`“${fact.text}”`, "span"),
      ),
      h("small", { title: meta.join(" · ") }, meta.join(" · ")),
    ),
    outlets.map((outlet, at) => {
      const cell = fact.cellOf.get(outlet);
      return h(
        "td",
        { role: "gridcell", "data-outlet": outlet, class: edge(outlets, at) ? "edge" : null },
        cell && cellButton(fact, cell, open(outlet)),
      );
    }),
  );
}

function cellButton(fact, cell, open) {
  const more = aside(cell);
  return h(
    "button",
    {
      type: "button",
      class: stateClass(cell.state),
      tabindex: "-1",
      "data-at": hashOf(fact.id, cell.outlet),
      onclick: open,
      title: more ? cell.state + ": " + more : null,
    },
    glyph(cell.state),
    h("span", { class: "word" }, cell.state),
    more && said(more, "span", { class: "more-word" }),
  );
}

// The cell whose proof is open keeps a frame round it.
function markChosen() {
  const here = chosen.fact ? hashOf(chosen.fact, chosen.outlet) : null;
  for (const button of document.querySelectorAll("main button[data-at]")) {
    const on = button.dataset.at === here;
    button.classList.toggle("chosen", on);
    if (on) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}
