// Names, voices, harm and origins: each a table with outlets across, each number a button to its sentences.

const HARMS = { kill: "killing", wound: "wounding", destroy: "destruction", detain: "detention", displace: "displacement" };
const FORMS = {
  active: ["active", "“A killed B”"],
  "passive-with-agent": ["passive, by whom", "“B was killed by A”"],
  "passive-no-agent": ["passive, by nobody named", "“B was killed”"],
  noun: ["noun", "“the death of B”"],
  intransitive: ["intransitive", "“B died”"],
};

function outletsIn(records, pick) {
  return Array.from(new Set(records.flatMap(pick))).sort(collator.compare);
}

function grid(caption, corner, outlets, rows) {
  const table = h(
    "table",
    { class: "counts" + (outlets.length > 5 ? " dense" : ""), role: "grid" },
    h("caption", { class: "unseen" }, caption),
    h("thead", null, h("tr", { role: "row" }, h("th", { scope: "col", role: "columnheader" }, corner), outlets.map(outletHead))),
    rows
  );
  const first = table.querySelector("tbody button");
  if (first) first.setAttribute("tabindex", "0");
  walkable(table);
  return h("div", { class: "scroll" }, table);
}

function numberCell(outlet, content) {
  return h("td", { role: "gridcell", "data-outlet": outlet }, content || h("span", { class: "nil" }, "·"));
}

function numberButton(words, more, open) {
  return h("button", { type: "button", class: "num", tabindex: "-1", onclick: open }, h("b", null, words), more && h("small", null, more));
}

function namingView(story) {
  const actors = story.view("naming");
  if (!actors.length) return h("p", { class: "none" }, "No actor was found.");
  const outlets = outletsIn(actors, (actor) => actor.names.map((name) => name.outlet));
  const varied = actors.map((actor) => [actor, new Set(actor.names.map((name) => name.name.toLowerCase())).size]);
  // Joined by aligned facts first: those are the contrasts that words alone would not show; then any with several names.
  varied.sort((a, b) => (b[0].aligned.length > 0) - (a[0].aligned.length > 0) || (b[1] > 1) - (a[1] > 1) || b[0].outlets - a[0].outlets || b[1] - a[1] || collator.compare(a[0].actor, b[0].actor));
  const table = grid("What each outlet calls each actor, with the number of uses.", "Actor and names", outlets, []);
  const body = table.querySelector("table");
  const more = inPortions(varied, 40, ([actor]) => actorRows(actor, outlets), "actor", body);
  const first = body.querySelector("tbody button");
  if (first) first.setAttribute("tabindex", "0");
  return h("div", null, h("p", { class: "count" }, counted(actors.length, "actor") + ". A number counts all uses; beneath it, how many stand inside quotation marks."), table, more);
}

function actorRows(actor, outlets) {
  const byName = new Map();
  for (const name of actor.names) {
    const key = name.name.toLowerCase();
    if (!byName.has(key)) byName.set(key, { words: name.name, total: 0, of: new Map() });
    byName.get(key).total += name.count;
    byName.get(key).of.set(name.outlet, name);
  }
  const names = Array.from(byName.values()).sort((a, b) => b.of.size - a.of.size || b.total - a.total || collator.compare(a.words, b.words));
  const label = asWritten(actor.actor, names.map((name) => name.words));
  const why = () => proveQuotes("Why these names are one actor", "Two outlets put these words into the same place of the same fact.", actor.aligned.flatMap(([a, b]) => [["One outlet", a], ["Another, in the same place of the same fact", b]]));
  const head = h(
    "tr",
    { class: "group", role: "row" },
    h("th", { scope: "rowgroup", role: "rowheader" }, h("b", null, "“", said(label), "”"), h("small", null, actor.kind + " · " + counted(actor.outlets, "outlet") + " · " + counted(names.length, "name")), actor.aligned.length > 0 && h("button", { type: "button", class: "why", onclick: why }, "joined by aligned facts")),
    h("td", { colspan: outlets.length, role: "gridcell" })
  );
  const rows = names.map(({ words, of }) =>
    h(
      "tr",
      { role: "row" },
      h("th", { scope: "row", role: "rowheader", class: "name" }, "“", said(words), "”"),
      outlets.map((outlet) => {
        const name = of.get(outlet);
        const open = () => proveQuotes(outlet + " on " + label, null, [["The first use of “" + name.name + "”: " + name.own + " in the outlet's own voice, " + name.quoted + " inside quotation marks", name.evidence]]);
        return numberCell(outlet, name && numberButton(String(name.count), name.quoted > 0 && name.quoted + " quoted", open));
      })
    )
  );
  return h("tbody", null, head, rows);
}

function voicesView(story) {
  const heard = story.view("voices");
  if (!heard.length) return h("p", { class: "none" }, "No attribution was found.");
  const outlets = outletsIn(heard, (record) => [record.outlet]);
  const speakers = new Map();
  for (const record of heard) {
    const key = (record.named ? "n:" : "u:") + record.speaker;
    if (!speakers.has(key)) speakers.set(key, { words: record.speaker, texts: [], named: record.named, total: 0, of: new Map() });
    speakers.get(key).total += record.words;
    speakers.get(key).of.set(record.outlet, record);
    speakers.get(key).texts.push(...record.evidence.map((evidence) => evidence.text));
  }
  const rows = Array.from(speakers.values()).sort((a, b) => b.of.size - a.of.size || b.total - a.total || collator.compare(a.words, b.words));
  const body = h("tbody");
  const more = inPortions(rows, 60, (row) => speakerRow(row, outlets), "speaker", body);
  const note = counted(rows.length, "speaker") + ". A cell gives the speaker's share of all words that the outlet attributes to anybody in this story, and the number of attributions.";
  return h("div", null, h("p", { class: "count" }, note), grid("Whom each outlet hears.", "Speaker", outlets, body), more);
}

function speakerRow({ words: name, texts, named, of }, outlets) {
  const words = asWritten(name, texts);
  return h(
    "tr",
    { role: "row" },
    h("th", { scope: "row", role: "rowheader" }, named ? said(words) : ["“", said(words), "”"], h("small", null, named ? counted(of.size, "outlet") : "unnamed · " + counted(of.size, "outlet"))),
    outlets.map((outlet) => {
      const record = of.get(outlet);
      if (!record) return numberCell(outlet);
      const cues = record.cues.map(([cue, count]) => cue + " " + count).join(", ");
      const open = () => proveQuotes(outlet + ": " + words, counted(record.attributions, "attribution") + ", " + counted(record.words, "word") + "." + (cues ? " Cues: " + cues + "." : ""), record.evidence.map((evidence) => [null, evidence]));
      const button = numberButton(percent(record.share) + " %", "×" + record.attributions, open);
      button.append(bar(record.share));
      return numberCell(outlet, button);
    })
  );
}

function bar(share) {
  const width = share > 0 ? Math.max(1, 100 * share) : 0; // a small share stays visible, none stays none
  return s("svg", { class: "share", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" }, s("rect", { width: 100, height: 4, class: "rail" }), s("rect", { width, height: 4, class: "part" }));
}

function agencyView(story) {
  const records = story.view("agency");
  if (!records.length) return h("p", { class: "none" }, "No clause of harm was found.");
  const harms = Array.from(new Set(records.map((record) => record.harm)));
  const total = (harm) => records.filter((r) => r.harm === harm).reduce((sum, r) => sum + r.total, 0);
  harms.sort((a, b) => total(b) - total(a) || collator.compare(a, b));
  return h("div", null, h("p", { class: "count" }, "How each outlet's clauses put the harm. Each number opens its sentences."), harms.map((harm) => harmTable(harm, records.filter((record) => record.harm === harm))));
}

function harmTable(harm, records) {
  const known = Object.keys(FORMS);
  const forms = Array.from(new Set([...known, ...records.flatMap((record) => record.forms.map(([form]) => form))]));
  records.sort((a, b) => b.total - a.total || collator.compare(a.outlet, b.outlet));
  const table = h(
    "table",
    { class: "counts harm", role: "grid" },
    h("caption", null, "Clauses on " + (HARMS[harm] || harm)),
    h("thead", null, h("tr", { role: "row" }, h("th", { scope: "col" }, "Outlet"), h("th", { scope: "col" }, "names who did it"), forms.map((form) => h("th", { scope: "col" }, (FORMS[form] || [form])[0], h("small", null, (FORMS[form] || ["", ""])[1]))))),
    h("tbody", null, records.map((record) => harmRow(harm, record, forms)))
  );
  const first = table.querySelector("tbody button");
  if (first) first.setAttribute("tabindex", "0");
  walkable(table);
  return h("div", { class: "scroll" }, table);
}

function harmRow(harm, record, forms) {
  const label = (clause) => "Who: " + (clause.agent || "not named") + " · to whom: " + (clause.victim || "not named");
  const open = (title, clauses) => () => proveQuotes(record.outlet + ": " + title, null, clauses.map((clause) => [label(clause), clause.evidence]));
  const counts = new Map(record.forms);
  const share = numberButton(record.named + " of " + record.total, null, open("clauses on " + (HARMS[harm] || harm), record.clauses));
  share.append(bar(record.named / record.total));
  return h(
    "tr",
    { role: "row" },
    h("th", { scope: "row", role: "rowheader" }, said(record.outlet)),
    h("td", { class: "wide", role: "gridcell", "data-outlet": "names who did it" }, share),
    forms.map((form) => numberCell((FORMS[form] || [form])[0], counts.get(form) && numberButton(String(counts.get(form)), null, open((FORMS[form] || [form])[0], record.clauses.filter((clause) => clause.form === form)))))
  );
}

function originsView(story) {
  const records = story.view("origins").slice();
  if (!records.length) return h("p", { class: "none" }, "No fact with more than one outlet was found.");
  records.sort((a, b) => b.outlets - b.independent - (a.outlets - a.independent) || b.outlets - a.outlets || collator.compare(a.fact, b.fact));
  const body = h("tbody");
  const more = inPortions(records, 80, (record) => originRow(story, record), "fact", body);
  const table = h("table", { class: "origins" }, h("caption", { class: "unseen" }, "From whom each outlet has each fact."), h("thead", null, h("tr", null, ["Fact", "Outlets", "Independent origins", "Origin and the outlets that have it from there"].map((words) => h("th", { scope: "col" }, words)))), body);
  return h("div", null, h("p", { class: "count" }, "Facts with the fewest origins for their outlets first. Outlets that print one text, or give one source, share an origin."), wide("Origins", table), more);
}

function originRow(story, record) {
  const groups = new Map();
  for (const edge of record.edges) {
    const key = JSON.stringify([edge.source, edge.via]);
    groups.set(key, [...(groups.get(key) || []), edge]);
  }
  const lines = Array.from(groups.values()).sort((a, b) => b.length - a.length).map((edges) => {
    const { source, via } = edges[0];
    const open = (edge) => () => proveQuotes(edge.outlet, source ? "It gives as its source: " + source + "." : "It gives no source.", [[null, edge.evidence]]);
    return h("li", null, source ? said(source, "b") : h("i", null, "no source given"), via && h("span", { class: "tag" }, "copied text"), " → ", edges.map((edge, at) => [at ? ", " : "", h("button", { type: "button", class: "link", onclick: open(edge) }, said(edge.outlet))]));
  });
  const facts = h("a", { href: hashOf(story.head.id, record.fact) }, said(record.text));
  return h("tr", null, h("th", { scope: "row" }, facts), h("td", { class: "n" }, String(record.outlets)), h("td", { class: "n" }, String(record.independent)), h("td", null, h("ul", { class: "plain" }, lines)));
}

function articlesView(story) {
  const articles = story.head.articles.map((id) => articleById.get(id)).filter(Boolean);
  const body = h("tbody");
  const more = inPortions(articles, 200, articleRow, "article", body);
  const table = h("table", { class: "origins" }, h("caption", { class: "unseen" }, "The articles of the story by time."), h("thead", null, h("tr", null, ["Published", "Outlet", "Title", "Notes", "Link"].map((words) => h("th", { scope: "col" }, words)))), body);
  return h("div", null, h("p", { class: "count" }, counted(articles.length, "article") + " by time of publication."), wide("Articles", table), more, absentOutlets(story));
}

function absentOutlets(story) {
  const absent = story.head.counts.coverage ? story.view("coverage") : [];
  if (!absent.length) return "";
  const line = ({ outlet, state, reason }) => h("li", null, badge(state), " ", said(outlet, "b"), " · ", said(reason || ""));
  return h("div", null, h("h2", null, "Outlets without an article on this story"), h("ul", { class: "others" }, absent.map(line)));
}

function articleRow(article) {
  return h(
    "tr",
    null,
    h("td", { class: "nowrap" }, when(article.published)),
    h("th", { scope: "row" }, said(article.outlet)),
    h("td", null, said(article.title || "(no title)")),
    h("td", null, article.readability !== "readable" && [badge("unreadable"), " ", h("small", null, article.reason || article.readability)], article.copy_family && h("span", { class: "tag" }, "shares text")),
    h("td", null, outward(article.url, "open"))
  );
}

// A comparison that has no view of its own yet: its records as they are, evidence opening in the panel.
function plainView(name) {
  return (story) => {
    const records = story.view(name);
    if (!records.length) return h("p", { class: "none" }, "Nothing was found.");
    const keys = Object.keys(records[0]);
    const body = h("tbody");
    const draw = (record) => h("tr", null, keys.map((key) => h("td", null, plainValue(name, record[key]))));
    const more = inPortions(records, 100, draw, "record", body);
    return h("div", null, wide(name, h("table", { class: "origins" }, h("thead", null, h("tr", null, keys.map((key) => h("th", { scope: "col" }, key)))), body)), more);
  };
}

function plainValue(name, value) {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map((item, at) => [at ? ", " : "", plainValue(name, item)]);
  if (typeof value !== "object") return said(String(value));
  if (value.article && "before" in value) return h("button", { type: "button", class: "link", onclick: () => proveQuotes(name, null, [[null, value]]) }, said(shorten(value.text, 60)));
  return Object.entries(value).map(([key, item]) => [key + ": ", plainValue(name, item), " "]);
}
