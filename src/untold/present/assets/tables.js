// Names, voices and harm: each a table with outlets across, each number a button to its sentences.

const HARMS = {
  kill: "killing",
  wound: "wounding",
  destroy: "destruction",
  detain: "detention",
  displace: "displacement",
};
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
    h(
      "thead",
      null,
      h(
        "tr",
        { role: "row" },
        h("th", { scope: "col", role: "columnheader" }, corner),
        outlets.map(outletHead),
      ),
    ),
    rows,
  );
  const first = table.querySelector("tbody button");
  if (first) first.setAttribute("tabindex", "0");
  walkable(table);
  return h("div", { class: "scroll" }, table);
}

function numberCell(outlet, content) {
  return h(
    "td",
    { role: "gridcell", "data-outlet": outlet },
    content || h("span", { class: "nil" }, "·"),
  );
}

function numberButton(words, more, open) {
  return h(
    "button",
    { type: "button", class: "num", tabindex: "-1", onclick: open },
    h("b", null, words),
    more && h("small", null, more),
  );
}

function namingView(story) {
  const actors = story.view("naming");
  if (!actors.length) return h("p", { class: "none" }, "No actor was found.");
  const outlets = outletsIn(actors, (actor) => actor.names.map((name) => name.outlet));
  const varied = actors.map((actor) => [
    actor,
    new Set(actor.names.map((name) => name.name.toLowerCase())).size,
  ]);
  // Joined by aligned facts first: those are the contrasts that words alone would not show; then any with several names.
  varied.sort(
    (a, b) =>
      (b[0].aligned.length > 0) - (a[0].aligned.length > 0) ||
      (b[1] > 1) - (a[1] > 1) ||
      b[0].outlets - a[0].outlets ||
      b[1] - a[1] ||
      collator.compare(a[0].actor, b[0].actor),
  );
  const table = grid(
    "What each outlet calls each actor, with the number of uses.",
    "Actor and names",
    outlets,
    [],
  );
  const body = table.querySelector("table");
  const more = inPortions(varied, 40, ([actor]) => actorRows(story, actor, outlets), "actor", body);
  const first = body.querySelector("tbody button");
  if (first) first.setAttribute("tabindex", "0");
  return h(
    "div",
    null,
    chartsOf(story, "naming"),
    h(
      "p",
      { class: "count" },
      counted(actors.length, "actor") +
        ". A number counts all uses; beneath it, how many stand inside quotation marks.",
    ),
    table,
    more,
  );
}

function actorRows(story, actor, outlets) {
  const byName = new Map();
  for (const name of actor.names) {
    const key = name.name.toLowerCase();
    if (!byName.has(key)) byName.set(key, { words: name.name, total: 0, of: new Map() });
    byName.get(key).total += name.count;
    byName.get(key).of.set(name.outlet, name);
  }
  const names = Array.from(byName.values()).sort(
    (a, b) => b.of.size - a.of.size || b.total - a.total || collator.compare(a.words, b.words),
  );
  const label = asWritten(
    actor.actor,
    names.map((name) => name.words),
  );
  const why = () => go(story.head.id, "~naming", actor.actor);
  const head = h(
    "tr",
    { class: "group", role: "row" },
    h(
      "th",
      { scope: "rowgroup", role: "rowheader" },
      h("b", null, "“", said(label), "”"),
      h(
        "small",
        null,
        actor.kind + " · " + counted(actor.outlets, "outlet") + " · " + counted(names.length, "name"),
      ),
      actor.aligned.length > 0 &&
        h("button", { type: "button", class: "why", onclick: why }, "joined by aligned facts"),
      actor.pinned && h("small", null, "as your list of actors says"),
    ),
    h("td", { colspan: outlets.length, role: "gridcell" }),
  );
  const rows = names.map(({ words, of }) =>
    h(
      "tr",
      { role: "row" },
      h("th", { scope: "row", role: "rowheader", class: "name" }, "“", said(words), "”"),
      outlets.map((outlet) => {
        const name = of.get(outlet);
        const open = () => go(story.head.id, "~naming", actor.actor, name.name, outlet);
        return numberCell(
          outlet,
          name && numberButton(String(name.count), name.quoted > 0 && name.quoted + " quoted", open),
        );
      }),
    ),
  );
  return h("tbody", null, head, rows);
}

function namingRecord(story, [who, name, outlet]) {
  const actor = story.view("naming").find((record) => record.actor === who);
  if (actor && name === undefined) return actor.aligned.length > 0 && sameActor(actor);
  const use = actor && actor.names.find((n) => n.name === name && n.outlet === outlet);
  if (!use) return false;
  const counts = use.own + " in the outlet's own voice, " + use.quoted + " inside quotation marks";
  proveQuotes(outlet + ": “" + name + "”", "One of the names of “" + who + "”. " + counts + ".", [
    ["The first use", use.evidence],
  ]);
  return true;
}

function sameActor(actor) {
  proveQuotes(
    "Why these names are one actor",
    "Two outlets put these words into the same place of the same fact.",
    actor.aligned.flatMap(([a, b]) => [
      ["One outlet", a],
      ["Another, in the same place of the same fact", b],
    ]),
  );
  return true;
}

function agencyView(story) {
  const records = story.view("agency");
  if (!records.length) return h("p", { class: "none" }, "No clause of harm was found.");
  const harms = Array.from(new Set(records.map((record) => record.harm)));
  const total = (harm) => records.filter((r) => r.harm === harm).reduce((sum, r) => sum + r.total, 0);
  harms.sort((a, b) => total(b) - total(a) || collator.compare(a, b));
  return h(
    "div",
    null,
    chartsOf(story, "agency"),
    h(
      "p",
      { class: "count" },
      "How each outlet's clauses put the harm. Each number opens its sentences.",
    ),
    sameHarms(story),
    harms.map((harm) =>
      harmTable(
        story,
        harm,
        records.filter((record) => record.harm === harm),
      ),
    ),
  );
}

// Harms that several outlets tell: who names the doer, only a thing, or nothing.
function sameHarms(story) {
  const records = (story.head.counts.same_harms ? story.view("same_harms") : []).slice();
  if (!records.length) return "";
  const harm = (r) => r.victims + "\n" + (r.agent || "");
  const size = new Map();
  for (const r of records) size.set(harm(r), (size.get(harm(r)) || 0) + r.total);
  records.sort(
    (a, b) =>
      size.get(harm(b)) - size.get(harm(a)) ||
      collator.compare(harm(a), harm(b)) ||
      collator.compare(a.group, b.group),
  );
  const heads = ["Victims", "Alleged doer", "Outlet or group", "Names the doer", "Only a thing", "Nothing"];
  const draw = (r) =>
    h(
      "tr",
      null,
      h("th", { scope: "row" }, said(r.victims), h("small", null, " · " + counted(r.harms, "harm"))),
      h("td", { "data-label": heads[1] }, r.agent ? said(r.agent) : h("i", null, "nobody is named")),
      h("td", { "data-label": heads[2] }, h("bdi", { dir: "auto" }, breakable(r.group))),
      h(
        "td",
        { "data-label": heads[3] },
        h(
          "button",
          {
            type: "button",
            class: "link",
            onclick: () => go(story.head.id, "~agency", "same", r.victims, r.agent || "", r.group),
          },
          r.named + " of " + r.total,
        ),
        h("small", null, r.enough ? " " + percent(r.low) + " to " + percent(r.high) + " %" : " too few to say"),
      ),
      h("td", { "data-label": heads[4] }, String(r.thing)),
      h("td", { "data-label": heads[5] }, String(r.missing)),
    );
  const body = h("tbody");
  const more = inPortions(records, 24, draw, "row", body);
  return [
    h("h2", null, "The same harms, as each tells them ", csvButton(story, "same")),
    wide(
      "The same harms",
      h(
        "table",
        { class: "origins stack" },
        h("thead", null, h("tr", null, heads.map((words) => h("th", { scope: "col" }, words)))),
        body,
      ),
    ),
    more,
  ];
}

function sameHarmsRecord(story, victims, agent, group) {
  const record = story
    .view("same_harms")
    .find((r) => r.victims === victims && (r.agent || "") === agent && r.group === group);
  if (!record) return false;
  const NAMING = { named: "Names the doer", thing: "Names only a thing", missing: "Names nothing" };
  proveQuotes(
    group + " on harm to " + victims,
    "Harms that at least two outlets tell" + (agent ? "; alleged doer: " + agent : "") + ".",
    record.clauses.map((c) => [c.outlet + ". " + NAMING[c.naming], c.evidence]),
  );
  return true;
}

function harmTable(story, harm, records) {
  const known = Object.keys(FORMS);
  const forms = Array.from(
    new Set([...known, ...records.flatMap((record) => record.forms.map(([form]) => form))]),
  );
  records.sort((a, b) => b.total - a.total || collator.compare(a.outlet, b.outlet));
  const table = h(
    "table",
    { class: "counts harm", role: "grid" },
    h("caption", null, "Clauses on " + (HARMS[harm] || harm)),
    h(
      "thead",
      null,
      h(
        "tr",
        { role: "row" },
        h("th", { scope: "col" }, "Outlet"),
        h("th", { scope: "col" }, "names who did it"),
        forms.map((form) =>
          h(
            "th",
            { scope: "col" },
            (FORMS[form] || [form])[0],
            h("small", null, (FORMS[form] || ["", ""])[1]),
          ),
        ),
      ),
    ),
    h(
      "tbody",
      null,
      records.map((record) => harmRow(story, harm, record, forms)),
    ),
  );
  const first = table.querySelector("tbody button");
  if (first) first.setAttribute("tabindex", "0");
  walkable(table);
  return h("div", { class: "scroll" }, table);
}

function harmRow(story, harm, record, forms) {
  const open = (form) => () => go(story.head.id, "~agency", harm, record.outlet, form);
  const counts = new Map(record.forms);
  const share = numberButton(record.named + " of " + record.total, null, open());
  share.append(bar(record.named / record.total));
  return h(
    "tr",
    { role: "row" },
    h("th", { scope: "row", role: "rowheader" }, said(record.outlet)),
    h("td", { class: "wide", role: "gridcell", "data-outlet": "names who did it" }, share),
    forms.map((form) =>
      numberCell(
        (FORMS[form] || [form])[0],
        counts.get(form) &&
          numberButton(
            String(counts.get(form)),
            null,
            open(form),
          ),
      ),
    ),
  );
}

function agencyRecord(story, [harm, outlet, form, group]) {
  if (harm === "same") return sameHarmsRecord(story, outlet, form, group);
  const record = story.view("agency").find((r) => r.harm === harm && r.outlet === outlet);
  if (!record) return false;
  const clauses = record.clauses.filter((clause) => !form || clause.form === form);
  const what = form ? (FORMS[form] || [form])[0] : "clauses on " + (HARMS[harm] || harm);
  proveQuotes(
    outlet + ": " + what,
    null,
    clauses.map((clause) => [
      "Who: " + (clause.agent || "not named") + " · to whom: " + (clause.victim || "not named"),
      clause.evidence,
    ]),
  );
  return true;
}
