// What the run read, what it left out, how it was made and what was measured.

function sureBox(view, open) {
  const method = index.methods[view];
  if (!method) return "";
  const measured = measuredFor(method.tasks);
  const rate = rateNow();
  const head =
    view === "facts" && rate && typeof rate.measured === "number"
      ? percent(rate.measured) + " of 100 gaps were wrong when measured"
      : measured.length
        ? counted(measured.length, "measured figure")
        : "not measured in this run";
  return h(
    "details",
    { class: "surebox", open: Boolean(open) },
    h("summary", null, h("b", null, "How sure is this?"), " ", h("span", { class: "dim" }, head)),
    h("p", null, method.method),
    view === "facts" && errorRate(),
    h("p", null, h("b", null, "Check by hand. "), method.check),
    measured.length > 0
      ? figuresTable(measured)
      : h("p", { class: "dim" }, "No measured figure for this view came with the run."),
  );
}

function measuredFor(tasks) {
  return (index.manifest.figures || []).filter((figure) =>
    tasks.some((task) => String(figure.task).toLowerCase().includes(task)),
  );
}

function figuresTable(figures) {
  const number = (value) => (typeof value === "number" ? value.toFixed(3) : value);
  const names = ["Task", "Data", "Measure", "Trivial method", "Ours", "Size", "Labels"];
  const body = h("tbody");
  const draw = (f) =>
    h(
      "tr",
      null,
      [f.task, f.data, f.measure, number(f.trivial), number(f.ours), f.size, f.labels].map((value) =>
        h("td", null, said(String(value === undefined || value === null ? "" : value))),
      ),
    );
  const more = inPortions(figures, 12, draw, "figure", body);
  const heads = names.map((name) => h("th", { scope: "col" }, name));
  const table = h("table", { class: "origins" }, h("thead", null, h("tr", null, heads)), body);
  return [wide("What was measured", table), more];
}

function aboutView() {
  const unreadable = Array.from(articleById.values()).filter(
    (article) => article.readability !== "readable",
  );
  const unplaced = Array.from(articleById.values()).filter(
    (article) => article.story === null && article.readability === "readable",
  );
  const place = document.createElement("div");
  place.append(
    h("h1", null, "About this run"),
    h("p", { class: "meta" }, totals().join(" · ")),
    h(
      "p",
      null,
      "Untold lays side by side what outlets published on the same events. It says what each told and where it found no such sentence; it never says who is right, and a gap is no proof of intent.",
    ),
    h("h2", { id: "left-out" }, "Left out and notes (" + index.left_out.length + ")"),
    leftOutTable(),
    h("h2", null, "Articles that could not be read (" + unreadable.length + ")"),
    unreadable.length ? articleList(unreadable) : h("p", { class: "dim" }, "None."),
    ...(unplaced.length
      ? [h("h2", null, "Articles in no story (" + unplaced.length + ")"), articleList(unplaced)]
      : []),
    h("h2", null, "Outlets"),
    outletTable(),
    h("h2", null, "How often a gap is wrong"),
    errorRate(),
    h("h2", null, "What was measured"),
    ...((index.manifest.figures || []).length
      ? figuresTable(index.manifest.figures)
      : [h("p", { class: "dim" }, "No measured figures came with this run.")]),
    h("h2", null, "How each view is made"),
    h(
      "dl",
      { class: "methods" },
      Object.values(index.methods).map((m) => [
        h("dt", null, m.title),
        h("dd", null, m.method + " " + m.check),
      ]),
    ),
    h("h2", null, "Manifest"),
    manifestList(index.manifest),
  );
  return place;
}

function leftOutTable() {
  if (!index.left_out.length) return h("p", { class: "dim" }, "Nothing was left out.");
  const body = h("tbody");
  const draw = (item) =>
    h(
      "tr",
      null,
      h("td", null, item.fatal ? "left out" : "note"),
      h("td", null, item.stage),
      h("th", { scope: "row" }, said(item.place)),
      h("td", null, said(item.reason)),
      h("td", null, said(item.advice)),
    );
  const more = inPortions(index.left_out, 100, draw, "input", body);
  const head = ["What", "Stage", "Where", "Why", "Next step"].map((words) =>
    h("th", { scope: "col" }, words),
  );
  return h(
    "div",
    null,
    wide("Left out", h("table", { class: "origins" }, h("thead", null, h("tr", null, head)), body)),
    more,
  );
}

function articleList(articles) {
  const body = h("tbody");
  const more = inPortions(articles, 100, articleRow, "article", body);
  return h("div", null, wide("Articles", h("table", { class: "origins stack" }, body)), more);
}

function outletTable() {
  const head = ["Outlet", "Articles", "Unreadable", "Stories", "From", "To"].map((words) =>
    h("th", { scope: "col" }, words),
  );
  const rows = index.outlets.map((o) =>
    h(
      "tr",
      null,
      h("th", { scope: "row" }, said(o.name)),
      [o.articles, o.unreadable, o.stories].map((n) => h("td", { class: "n" }, String(n))),
      h("td", null, when(o.from)),
      h("td", null, when(o.to)),
    ),
  );
  return wide(
    "Outlets",
    h("table", { class: "origins" }, h("thead", null, h("tr", null, head)), h("tbody", null, rows)),
  );
}

function manifestList(value) {
  if (value === null || typeof value !== "object") return said(String(value));
  return h(
    "dl",
    { class: "manifest" },
    Object.entries(value)
      .filter(([key]) => !["figures", "error_rate", "error_rates"].includes(key))
      .map(([key, item]) => [h("dt", null, said(key)), h("dd", null, manifestList(item))]),
  );
}
