// Whom each outlet hears: shares by kind of voice with intervals, then every speaker.

function voicesView(story) {
  const heard = story.view("voices");
  if (!heard.length) return h("p", { class: "none" }, "No attribution was found.");
  return h(
    "div",
    null,
    chartsOf(story, "voices"),
    story.head.counts.voice_shares > 0 && shareTable(story),
    speakerTable(story, heard),
  );
}

function shareTable(story) {
  const shares = story.view("voice_shares").filter((share) => share.by === "kind" || share.by === "naming");
  const groups = outletsIn(shares, (share) => [share.group]);
  const rows = new Map();
  for (const share of shares) {
    const key = share.by + "/" + share.name;
    if (!rows.has(key)) rows.set(key, { by: share.by, name: share.name, total: 0, of: new Map() });
    rows.get(key).of.set(share.group, share);
    rows.get(key).total += share.attributions;
  }
  const order = Array.from(rows.values()).sort(
    (a, b) => collator.compare(a.by, b.by) || b.total - a.total || collator.compare(a.name, b.name),
  );
  const row = ({ by, name, of }) =>
    h(
      "tr",
      { role: "row" },
      h(
        "th",
        { scope: "row", role: "rowheader" },
        said(name),
        h("small", null, by === "kind" ? "kind of voice" : "how it is named"),
      ),
      groups.map((group) => numberCell(group, of.get(group) && shareButton(story, of.get(group)))),
    );
  return h(
    "details",
    { class: "as-table" },
    h("summary", null, "The same as a table, with how speakers are named"),
    h("p", null, csvButton(story, "shares")),
    grid(
      "Share of attributions by kind of voice and by how the speaker is named.",
      "Kind",
      groups,
      h("tbody", null, order.map(row)),
    ),
  );
}

function shareButton(story, share) {
  const words = percent(share.share) + " %";
  const span = share.enough
    ? percent(share.low) + " to " + percent(share.high) + " %"
    : "too few: " + share.attributions + " of " + share.total;
  return numberButton(words, span, () =>
    go(story.head.id, "~voices", share.by, share.name, share.group),
  );
}

function speakerTable(story, heard) {
  const outlets = outletsIn(heard, (record) => [record.outlet]);
  const speakers = new Map();
  for (const record of heard) {
    const key = (record.named ? "n:" : "u:") + record.speaker;
    if (!speakers.has(key))
      speakers.set(key, {
        words: record.speaker,
        texts: [],
        named: record.named,
        naming: record.naming,
        kind: record.kind,
        decided: record.decided,
        total: 0,
        of: new Map(),
      });
    speakers.get(key).total += record.words;
    speakers.get(key).of.set(record.outlet, record);
    speakers.get(key).texts.push(...record.evidence.map((evidence) => evidence.text));
  }
  const rows = Array.from(speakers.values()).sort(
    (a, b) => b.of.size - a.of.size || b.total - a.total || collator.compare(a.words, b.words),
  );
  const body = h("tbody");
  const more = inPortions(rows, 60, (row) => speakerRow(story, row, outlets), "speaker", body);
  const note =
    counted(rows.length, "speaker") +
    ". A cell gives the speaker's share of all words that the outlet attributes to anybody in this story, and the number of attributions.";
  return [
    h("h2", null, "Speakers"),
    h("p", { class: "count" }, note),
    grid("Whom each outlet hears.", "Speaker", outlets, body),
    more,
  ];
}

function speakerRow(story, { words: name, texts, named, naming, kind, decided, of }, outlets) {
  const words = asWritten(name, texts);
  return h(
    "tr",
    { role: "row" },
    h(
      "th",
      { scope: "row", role: "rowheader" },
      named ? said(words) : ["“", said(words), "”"],
      h(
        "small",
        null,
        [
          kind !== "unnamed" && kind !== "unknown" && kind + (decided ? " (“" + decided + "”)" : ""),
          named ? "" : naming === "anonymous" ? "anonymous" : "unnamed",
          counted(of.size, "outlet"),
        ]
          .filter(Boolean)
          .join(" · "),
      ),
    ),
    outlets.map((outlet) => {
      const record = of.get(outlet);
      if (!record) return numberCell(outlet);
      const open = () => go(story.head.id, "~voices", "speaker", record.speaker, outlet);
      const button = numberButton(percent(record.share) + " %", "×" + record.attributions, open);
      button.append(bar(record.share));
      return numberCell(outlet, button);
    }),
  );
}

function bar(share) {
  const width = share > 0 ? Math.max(1, 100 * share) : 0; // a small share stays visible, none stays none
  return s(
    "svg",
    { class: "share", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
    s("rect", { width: 100, height: 4, class: "rail" }),
    s("rect", { width, height: 4, class: "part" }),
  );
}

function voicesRecord(story, [by, name, outlet]) {
  if (by === "speaker") {
    const records = story.view("voices").filter((r) => r.speaker === name && r.outlet === outlet);
    if (!records.length) return false;
    const cues = records.flatMap((r) => r.cues.map(([cue, count]) => cue + " " + count)).join(", ");
    const sum = (key) => records.reduce((total, r) => total + r[key], 0);
    proveQuotes(
      outlet + ": " + name,
      counted(sum("attributions"), "attribution") +
        ", " +
        counted(sum("words"), "word") +
        "." +
        (cues ? " Cues: " + cues + "." : ""),
      records.flatMap((r) => r.evidence.map((evidence) => [null, evidence])),
    );
    return true;
  }
  const share = story.view("voice_shares").find((r) => r.by === by && r.name === name && r.group === outlet);
  const total = story.view("voice_shares").find((r) => r.group === outlet);
  if (!share && !total) return false;
  proveQuotes(
    outlet + ": " + name,
    share
      ? share.attributions +
          " of " +
          counted(share.total, "attribution") +
          ", " +
          percent(share.share) +
          " % (95 %: " +
          percent(share.low) +
          " to " +
          percent(share.high) +
          " %)." +
          (share.enough ? "" : " Too few to say what share it is.")
      : "None of " + counted(total.total, "attribution") + ".",
    (share ? share.evidence : []).map((evidence) => [null, evidence]),
  );
  return true;
}
