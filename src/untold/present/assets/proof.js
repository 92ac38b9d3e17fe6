// The panel that shows why a cell is what it is.

let opener = null; // what had the focus when the panel opened: closing goes back there

function panel(title, ...children) {
  const active = document.activeElement;
  if (active && active.closest("main")) opener = active;
  const box = document.getElementById("proof");
  const close = h(
    "button",
    { type: "button", class: "close", "aria-label": "Close the proof", onclick: closePanel },
    "×",
  );
  box.replaceChildren(
    h("div", { class: "panel-head" }, h("h2", null, title), close),
    ...children.flat(Infinity).filter(Boolean),
  );
  box.scrollTop = 0;
  document.getElementById("status").textContent =
    title + ": " + box.textContent.slice(title.length + 1, 160);
  document.body.classList.add("open");
}

function closePanel() {
  document.body.classList.remove("open");
  const back = document.querySelector("main button.chosen") || opener;
  if (chosen.fact) go(chosen.story);
  else if (chosen.record.length) go(chosen.story, "~" + chosen.view);
  restPanel();
  if (back && back.isConnected) back.focus();
}

// What the panel holds while nothing is chosen.
function restPanel() {
  const box = document.getElementById("proof");
  document.body.classList.remove("open");
  box.replaceChildren(
    h("h2", null, "Proof"),
    h(
      "p",
      null,
      "Choose a cell to read the sentence behind it; for a gap, what was searched and the nearest sentence. Choose a fact to read every outlet on it.",
    ),
    h(
      "p",
      { class: "dim" },
      "Keys: arrows move between cells, Enter opens, Enter again goes into the proof, Esc returns.",
    ),
    h("h2", null, "How often a gap is wrong"),
    errorRate(),
  );
}

function errorRate() {
  const rate = rateNow();
  if (!rate || typeof rate.measured !== "number") {
    return h(
      "p",
      { class: "sure" },
      "The rate at which cells called “untold” are wrong has not been measured for this run. Treat every gap as a lead, not as a finding.",
    );
  }
  const between =
    typeof rate.low === "number" && typeof rate.high === "number"
      ? " (95 %: " + percent(rate.low) + " to " + percent(rate.high) + ")"
      : "";
  const where = rate.cells
    ? " on " +
      counted(rate.cells, "cell") +
      (rate.stories ? " of " + counted(rate.stories, "story", "stories") : "") +
      ", each story left out when its own threshold was set"
    : "";
  return h(
    "p",
    { class: "sure" },
    "Of 100 cells called “untold”, ",
    h("b", null, percent(rate.measured)),
    " were told after all" + between + ", measured" + where + ".",
    typeof rate.worst === "number" &&
      " In the worst of the kinds of cells measured it was " + percent(rate.worst) + ".",
    typeof rate.stated === "number" && " The threshold was set to allow " + percent(rate.stated) + ".",
    typeof rate.partly === "number" &&
      " Of 100 cells that tell a fact only in part, " + percent(rate.partly) + " were called “untold”: read the nearest sentence.",
    rate.labels && [" Labels: ", said(String(rate.labels)), "."],
    " Paraphrase and short articles are missed most.",
  );
}

// One outlet's sentence in its paragraph, what proves the point marked, with its time and link.
function quote(label, evidence, shared) {
  if (!evidence) return null;
  const words = shared ? markShared(evidence.text, shared) : evidence.text;
  return h(
    "figure",
    { class: "quote" },
    label && h("figcaption", null, label),
    h(
      "blockquote",
      { dir: "auto" },
      around(evidence.lead, leading),
      evidence.before,
      shared ? words : h("mark", null, words),
      evidence.after,
      around(evidence.trail, trailing),
    ),
    cite(evidence),
  );
}

// Characters of a paragraph shown on each side of a sentence at first, and once more is asked for: a
// little less than the file keeps (`KEPT` in present/around.py), so that what goes on is seen to.
const [NEAR, FAR] = [280, 700];

function leading(text, most) {
  const cut = text.length > most;
  return [cut, cut ? text.slice(text.indexOf(" ", text.length - most)) : text];
}

function trailing(text, most) {
  const cut = text.length > most;
  return [cut, cut ? text.slice(0, text.lastIndexOf(" ", most) + 1) : text];
}

// What stands before or after a sentence in its paragraph; a click on the cut shows more.
function around(text, side) {
  if (!text) return null;
  const box = h("span", { class: "around", tabindex: "-1" });
  const fill = (mark, shown) => box.replaceChildren(...(side === leading ? [mark, shown] : [shown, mark]));
  const more = () => {
    const [cut, shown] = side(text, FAR);
    fill(cut ? "…" : "", shown);
    box.focus();
  };
  const [cut, shown] = side(text, NEAR);
  const label = "Show more of the paragraph";
  const button = h("button", { type: "button", title: label, "aria-label": label, onclick: more }, "…");
  fill(cut ? button : "", shown);
  return box;
}

function cite(evidence) {
  const article = evidence.article;
  return h(
    "p",
    { class: "cite" },
    said(article.outlet, "b"),
    " · " +
      when(article.published) +
      (evidence.field === "title" ? " · title" : "") +
      (article.copy_family ? " · copied text" : "") +
      " · ",
    outward(article.url, "open article"),
    h("br"),
    said(article.title || "(no title)", "span", { class: "dim" }),
  );
}

const WORD = /[\p{L}\p{N}]{4,}/gu;

// The words that the nearest sentence shares with the fact, underlined.
function markShared(text, shared) {
  const known = new Set((shared.match(WORD) || []).map((word) => word.toLowerCase()));
  const parts = [];
  let last = 0;
  for (const match of text.matchAll(WORD)) {
    if (!known.has(match[0].toLowerCase())) continue;
    parts.push(text.slice(last, match.index), h("u", null, match[0]));
    last = match.index + match[0].length;
  }
  return [...parts, text.slice(last)];
}

const MEANING = {
  told: () => "Told in the outlet's own voice.",
  attributed: (cell) =>
    cell.source ? ["Attributed to “", said(cell.source, "b"), "”."] : "Attributed to somebody.",
  disputed: () => "Told together with a denial or a doubt.",
  partial: (cell) => ["Told in part; what differs: ", said(cell.differs || "not known", "b"), "."],
  untold: () => "No sentence of the outlet's articles on this story was found to say it.",
  unsure: () => "The search can't decide: a person should look.",
  "too early": () => "All of the outlet's articles are older than the first report of the fact.",
  "no article": () => "The outlet was being collected then and published nothing on this story.",
  "not collected": () => "The outlet was not being collected then: nothing can be known.",
  unreadable: () => "The outlet's articles could not be read.",
};

function proveCell(story, fact, cell, other) {
  const gap = cell.state === "untold" || cell.state === "unsure";
  const moved = cell.given !== cell.state; // by the share of wrong gaps: the reason was for another state
  panel(
    "Why this cell",
    h("p", { class: "who" }, said(cell.outlet, "b"), " ", badge(cell.state)),
    h(
      "p",
      null,
      MEANING[cell.state] ? MEANING[cell.state](cell) : cell.state,
      !moved && cell.reason && [" Why: ", said(stopped(cell.reason))],
      moved && " At the share of wrong gaps that the run was set to, it is called “" + cell.given + "”.",
    ),
    proofOf(fact, cell),
    gap && !cell.nearest && h("p", null, "No sentence comes near."),
    gap &&
      cell.missing.length > 0 &&
      h(
        "p",
        { class: "missing" },
        "Words of the fact that it lacks: ",
        cell.missing.map((word, at) => [at ? ", " : "", said(word, "b")]),
      ),
    SEARCHED.has(cell.state) && searchedLine(cell),
    beside(story, fact, cell, other),
    cell.state === "untold" && [
      h("h3", null, "How sure?"),
      errorRate(),
      h("p", { class: "sure" }, "Read the outlet's articles before you print this."),
    ],
    others(story, fact, cell.outlet),
  );
}

// The fact's own sentence and the outlet's: one figure where they are the same.
function proofOf(fact, cell) {
  const same =
    cell.evidence &&
    cell.evidence.article === fact.evidence.article &&
    cell.evidence.sentence === fact.evidence.sentence;
  const near = cell.evidence ? null : cell.nearest;
  return [
    !same && quote("The fact, as one outlet told it", fact.evidence),
    quote(same ? "The fact, in this outlet's words" : "This outlet's sentence", cell.evidence),
    quote("Nearest sentence", near, fact.text),
    (cell.also || []).map((one) =>
      quote(near ? "The next nearest sentence" : "The next likeliest sentence", one, near && fact.text),
    ),
  ];
}

// This outlet's sentence and another's, the words that stand on one side only marked.
function beside(story, fact, cell, other) {
  const mine = cell.evidence || cell.nearest;
  const rest = fact.cells.filter((c) => c.outlet !== cell.outlet && (c.evidence || c.nearest));
  if (!mine || !rest.length) return null;
  const pick = h(
    "select",
    {
      id: "beside",
      onchange: (event) => go(story.head.id, fact.id, cell.outlet, event.target.value || undefined),
    },
    option("", "choose an outlet", other ? other.outlet : ""),
    rest.map((c) => option(c.outlet, shorten(c.outlet, 34) + " (" + c.state + ")", other && other.outlet)),
  );
  const parts = [
    h("h3", null, "Side by side"),
    h("p", null, h("label", { for: "beside" }, "With "), pick),
  ];
  const theirs = other && (other.evidence || other.nearest);
  if (!theirs) return parts;
  const whole = (evidence) => evidence.before + evidence.text + evidence.after;
  const [left, right] = marked(whole(mine), whole(theirs));
  const side = (of, evidence, words) =>
    h(
      "div",
      null,
      h("p", { class: "who-side" }, said(of.outlet, "b"), " ", badge(of.state)),
      h("blockquote", { dir: "auto" }, words),
      cite(evidence),
    );
  return [
    ...parts,
    h("div", { class: "pair" }, side(cell, mine, left), side(other, theirs, right)),
    h("p", { class: "dim" }, "Marked: words that stand in one of the two only."),
  ];
}

function searchedLine(cell) {
  return [
    h(
      "p",
      { class: "dim" },
      "Searched: " +
        counted(cell.articles.length, "article") +
        ", " +
        counted(cell.searched, "sentence") +
        ". Chance that the outlet tells the fact at all: " +
        cell.p.toFixed(2) +
        ".",
    ),
    cell.articles.length > 0 &&
      h(
        "details",
        null,
        h("summary", null, "The articles searched"),
        h(
          "ul",
          { class: "plain" },
          cell.articles.map((id) => articleLine(articleById.get(id), id)),
        ),
      ),
  ];
}

function articleLine(article, id) {
  if (!article) return h("li", null, id);
  return h(
    "li",
    null,
    when(article.published) + " · ",
    said(shorten(article.title || "(no title)", 110)),
    " · ",
    outward(article.url, "open"),
  );
}

function stopped(text) {
  return text + (/[.!?]$/.test(text) ? "" : ".");
}

// The other outlets on the same fact, by state.
function others(story, fact, except) {
  const byState = Object.keys(STATES).map((state) => [
    state,
    fact.cells.filter((cell) => cell.state === state && cell.outlet !== except),
  ]);
  return [
    h("h3", null, "The others on this fact"),
    h(
      "ul",
      { class: "others" },
      byState
        .filter(([, cells]) => cells.length)
        .map(([state, cells]) =>
          h(
            "li",
            null,
            badge(state),
            " ",
            cells.map((cell, at) => [
              at ? ", " : "",
              h("a", { href: hashOf(story.head.id, fact.id, cell.outlet) }, said(cell.outlet)),
            ]),
          ),
        ),
    ),
    h("p", null, h("a", { href: hashOf(story.head.id, fact.id) }, "All sentences on this fact")),
  ];
}

function proveFact(story, fact) {
  const order = Object.keys(STATES);
  const cells = fact.cells.filter((cell) => cell.evidence || cell.nearest);
  cells.sort(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || collator.compare(a.outlet, b.outlet),
  );
  const silent = fact.cells.filter((cell) => !cells.includes(cell));
  panel(
    "Every outlet on this fact",
    said(fact.text, "p", { class: "who" }),
    fact.origin &&
      h(
        "p",
        { class: "dim" },
        counted(fact.outlets, "outlet") +
          ", " +
          counted(fact.origin.independent, "independent origin") +
          "; " +
          fact.origin.unstated +
          " without a stated source." +
          (fact.first ? " First told " + when(fact.first) + "." : ""),
      ),
    cells.map((cell) => [
      h(
        "p",
        { class: "who" },
        h("a", { href: hashOf(story.head.id, fact.id, cell.outlet) }, said(cell.outlet)),
        " ",
        badge(cell.state),
        aside(cell) && [" ", said(aside(cell), "small")],
      ),
      cell.evidence ? quote(null, cell.evidence) : quote("Nearest sentence", cell.nearest, fact.text),
    ]),
    silent.length > 0 &&
      h(
        "ul",
        { class: "others" },
        silent.map((cell) => h("li", null, badge(cell.state), " ", said(cell.outlet))),
      ),
  );
}

// Any other sentences: names, attributions, clauses, figures.
function proveQuotes(title, lead, items) {
  const place = h("div");
  const more = inPortions(
    items,
    40,
    ([label, evidence]) => quote(label, evidence) || "",
    "sentence",
    place,
  );
  panel(title, lead && h("p", null, lead), place, more);
  if (matchMedia("(max-width: 1100px)").matches) document.getElementById("proof").focus();
}
