// What a view shows as a table for other programs: one row per record and outlet, with sentence and address.

const PROOF = ["sentence", "published", "title", "url"];

function proofCells(evidence) {
  if (!evidence) return ["", "", "", ""];
  const { article } = evidence;
  return [evidence.before + evidence.text + evidence.after, article.published, article.title, article.url];
}

const CSV = {
  facts: (story) => [
    ["fact", "text", "kind", "outlet", "state", "probability", "source", "differs", "searched", ...PROOF],
    ...prepared(story).flatMap((fact) =>
      fact.cells.map((c) => [
        fact.id, fact.text, fact.kind, c.outlet, c.state, c.p, c.source, c.differs, c.searched,
        ...proofCells(c.evidence || c.nearest),
      ]),
    ),
  ],
  naming: (story) => [
    ["actor", "name", "outlet", "uses", "own voice", "quoted", ...PROOF],
    ...story.view("naming").flatMap((actor) =>
      actor.names.map((n) => [actor.actor, n.name, n.outlet, n.count, n.own, n.quoted, ...proofCells(n.evidence)]),
    ),
  ],
  voices: (story) => [
    ["outlet", "speaker", "kind", "naming", "attributions", "words", "share of words", ...PROOF],
    ...story.view("voices").flatMap((v) =>
      v.evidence.map((e) => [
        v.outlet, v.speaker, v.kind, v.naming, v.attributions, v.words, v.share, ...proofCells(e),
      ]),
    ),
  ],
  shares: (story) => [
    ["outlet or group", "by", "name", "attributions", "of", "share", "low", "high", "enough"],
    ...story
      .view("voice_shares")
      .map((v) => [v.group, v.by, v.name, v.attributions, v.total, v.share, v.low, v.high, v.enough]),
  ],
  agency: (story) => [
    ["outlet", "harm", "form", "who did it", "to whom", ...PROOF],
    ...story
      .view("agency")
      .flatMap((r) => r.clauses.map((c) => [r.outlet, r.harm, c.form, c.agent, c.victim, ...proofCells(c.evidence)])),
  ],
  same: (story) => [
    ["victims", "alleged doer", "outlet or group", "naming", "harm", "form", "who did it", "to whom", ...PROOF],
    ...(story.head.counts.same_harms ? story.view("same_harms") : []).flatMap((r) =>
      r.clauses.map((c) => [
        r.victims, r.agent, r.group, c.naming, c.harm, c.form, c.agent, c.victim, ...proofCells(c.evidence),
      ]),
    ),
  ],
  figures: (story) => [
    ["count", "outlet", "value", "low", "high", "hedge", "who counted", ...PROOF],
    ...story
      .view("figures")
      .flatMap((line) =>
        line.points.map((p) => [
          line.what, p.outlet, p.value, p.low, p.high, p.hedge, p.attributed_to, ...proofCells(p.evidence),
        ]),
      ),
  ],
  time: (story) => [
    ["fact", "text", "outlet", "first", "hours after the first", ...PROOF],
    ...tellings(story).flatMap((telling) =>
      telling.cells.map((c) => [
        telling.fact.id, telling.fact.text, c.outlet, c.first, c.hours, ...proofCells(c.cell.evidence),
      ]),
    ),
  ],
  origins: (story) => [
    ["fact", "text", "origin", "steps", "outlet", "matches", ...PROOF],
    ...story
      .view("origins")
      .flatMap((r) =>
        r.edges.map((e) => [
          r.fact, r.text, e.source, e.chain.map((step) => step.who).join(" < "), e.outlet, e.matches,
          ...proofCells(e.evidence),
        ]),
      ),
  ],
  wording: (story) => [
    ["word", "kind", "side", "log-odds", "low", "high", "outlet", "uses", "among words", ...PROOF],
    ...story
      .view("wording")
      .flatMap((r) =>
        r.uses.map((u) => [
          r.word, r.kind, r.side, r.log_odds, r.low, r.high, u.outlet, u.count, u.words, ...proofCells(u.evidence[0]),
        ]),
      ),
  ],
  blindspots: (story) => [
    ["fact", "group", "direction", "told", "judged", "expected", "others told", "others judged", "q", ...PROOF],
    ...story
      .view("blindspots")
      .map((r) => [
        r.text || "the story", r.group, r.direction, r.told, r.judged, r.expected, r.others_told, r.others_judged,
        r.q, ...proofCells(r.evidence[0]),
      ]),
  ],
  copies: (story) => [
    ["outlet", "other outlet", "similarity", "other sentence", ...PROOF],
    ...story
      .view("copies")
      .map((p) => [p.a.article.outlet, p.b.article.outlet, p.similarity, p.b.text, ...proofCells(p.a)]),
  ],
  articles: (story) => [
    ["outlet", "published", "title", "url", "readability", "sha256"],
    ...story.head.articles
      .map((id) => articleById.get(id))
      .map((a) => [a.outlet, a.published, a.title, a.url, a.readability, a.sha256]),
  ],
};

// A cell that a spreadsheet would run as a formula gets an apostrophe before it.
function csvText(rows) {
  const cell = (value) => {
    if (value === null || value === undefined) return "";
    const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? "'" + value : String(value);
    return /[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function csvButton(story, name) {
  if (!CSV[name]) return "";
  const save = () => {
    const address = URL.createObjectURL(new Blob([csvText(CSV[name](story))], { type: "text/csv" }));
    const link = h("a", { href: address, download: "untold-" + story.head.id + "-" + name + ".csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 120000); // a slow machine may still be reading it
  };
  return h("button", { type: "button", class: "csv", onclick: save }, "Save as CSV");
}
