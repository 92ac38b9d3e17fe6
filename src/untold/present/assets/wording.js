// Words that set sides apart, loaded words, and blindspots of the user's groups.

const groupsGiven = () => ((index.manifest.settings || {}).groups || []).length > 0;

function wordingView(story) {
  const records = story.view("wording");
  const contrasts = records.filter((record) => record.kind === "contrast");
  const loaded = records.filter((record) => record.kind !== "contrast");
  const sides = groupsGiven() ? "your groups" : "outlets";
  return h(
    "div",
    null,
    h("h2", null, "Words that set " + sides + " apart"),
    chartsOf(story, "wording"),
    contrasts.length
      ? wordTable(story, "Words that set " + sides + " apart.", contrasts, contrastHead, "word")
      : h(
          "p",
          { class: "none" },
          "None beyond chance. In one story each side has few words; a contrast needs many uses.",
        ),
    h("h2", null, "Loaded and distancing words: worth a look"),
    h("p", { class: "count" }, lookNote()),
    loaded.length
      ? wordTable(story, "Loaded and distancing words by outlet.", loaded, loadedHead, "word")
      : h("p", { class: "none" }, "No listed word stands in an outlet's own voice."),
  );
}

// What the list's precision was when measured: it decides how much the table may claim.
function lookNote() {
  const figure = (index.manifest.figures || []).find(
    (item) => item.task === "wording" && /^precision/.test(item.measure),
  );
  const start =
    "Listed words in the outlets' own voice; what is quoted or attributed is left out. No score: a word can be the plain name of a thing. ";
  return figure
    ? start +
        "Of 100 such words, people had marked " +
        percent(figure.ours) +
        " as loaded (" +
        percent(figure.trivial) +
        " of 100 adjectives and adverbs)."
    : start + "How often people would agree was not measured in this run.";
}

function wordTable(story, caption, records, head, noun) {
  const outlets = outletsIn(records, (record) => record.uses.map((use) => use.outlet));
  const body = h("tbody");
  const draw = (record) => wordRow(story, record, outlets, head);
  const table = grid(caption, "Word", outlets, body);
  const more = inPortions(records, 60, draw, noun, body);
  const first = body.querySelector("button");
  if (first) first.setAttribute("tabindex", "0");
  return h("div", null, table, more);
}

function wordRow(story, record, outlets, head) {
  const of = new Map(record.uses.map((use) => [use.outlet, use]));
  return h(
    "tr",
    { role: "row" },
    h("th", { scope: "row", role: "rowheader" }, "“", said(record.word), "”", h("small", null, head(record))),
    outlets.map((outlet) => {
      const use = of.get(outlet);
      if (!use) return numberCell(outlet);
      const open = () => go(story.head.id, "~wording", record.kind, record.word, outlet);
      const rate = use.words ? ((1000 * use.count) / use.words).toFixed(1) + " per 1,000" : "";
      return numberCell(outlet, numberButton(String(use.count), rate, open));
    }),
  );
}

// One outlet's uses of a word, or everybody's.
function wordingRecord(story, [kind, word, outlet]) {
  const record = story.view("wording").find((r) => r.kind === kind && r.word === word);
  const uses = record ? record.uses.filter((use) => !outlet || use.outlet === outlet) : [];
  if (!uses.length) return false;
  const among = (use) =>
    use.outlet +
    ": " +
    counted(use.count, "use") +
    " in its own voice, among " +
    counted(use.words, "content word") +
    ".";
  proveQuotes(
    (outlet || counted(uses.length, "outlet")) + ": “" + word + "”",
    uses.map(among).join(" ") + (record.why ? " Why it is listed: " + record.why + "." : ""),
    uses.flatMap((use) => use.evidence.map((evidence) => [null, evidence])),
  );
  return true;
}

function contrastHead(record) {
  return [
    record.log_odds > 0 ? "more in " : "less in ",
    said(record.side),
    " · log-odds " +
      record.log_odds.toFixed(1) +
      " (" +
      record.low.toFixed(1) +
      " to " +
      record.high.toFixed(1) +
      "), kept in " +
      percent(record.stability) +
      " % of resamples",
  ];
}

function loadedHead(record) {
  return record.kind + " · " + record.why;
}

function blindspotsView(story) {
  if (!groupsGiven())
    return h(
      "p",
      { class: "none" },
      "No group given. Untold ships no groups and puts no outlet into one. To compare groups of your own, write a CSV file with the columns outlet and group, and run: untold run --groups FILE.",
    );
  const records = story.view("blindspots");
  if (!records.length)
    return h("p", { class: "none" }, "No group tells this story or a fact of it beyond what chance allows.");
  const body = h("tbody");
  const more = inPortions(records, 60, (record) => blindspotRow(story, record), "finding", body);
  const heads = ["Story or fact", "Group", "Outlets that tell it", "Expected", "Outside the group", "q"];
  const table = h(
    "table",
    { class: "origins" },
    h("caption", { class: "unseen" }, "What a group tells far more or less than expected."),
    h("thead", null, h("tr", null, heads.map((words) => h("th", { scope: "col" }, words)))),
    body,
  );
  return h("div", null, chartsOf(story, "blindspots"), wide("Blindspots", table), more);
}

function blindspotRow(story, record) {
  const open = () => go(story.head.id, "~blindspots", record.group, record.fact || "");
  return h(
    "tr",
    null,
    h(
      "th",
      { scope: "row" },
      record.fact
        ? h("a", { href: hashOf(story.head.id, record.fact) }, said(record.text))
        : "The story as a whole",
    ),
    h("td", null, said(record.group)),
    h(
      "td",
      { class: "n" },
      h(
        "button",
        { type: "button", class: "link", onclick: open },
        record.told + " of " + record.judged + " (" + record.direction + ")",
      ),
    ),
    h("td", { class: "n" }, record.expected.toFixed(1)),
    h("td", { class: "n" }, record.others_told + " of " + record.others_judged),
    h("td", { class: "n" }, record.q.toFixed(3)),
  );
}

function blindspotsRecord(story, [group, fact]) {
  const record = story.view("blindspots").find((r) => r.group === group && (r.fact || "") === (fact || ""));
  if (!record) return false;
  proveQuotes(
    group + " tells it " + record.direction + " than expected",
    (record.fact ? "“" + record.text + "”: " : "The story as a whole: ") +
      record.told +
      " of its " +
      counted(record.judged, "outlet") +
      " that can be judged; " +
      record.expected.toFixed(1) +
      " expected from what they tell otherwise. A gap is no proof of intent.",
    [
      ...record.evidence.map((evidence) => ["Told", evidence]),
      ...record.nearest.map((evidence) => ["Nearest sentence of an outlet of the group", evidence]),
    ],
  );
  return true;
}
