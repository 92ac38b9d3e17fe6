// The allowed share of wrong gaps: moving it calls more or fewer cells untold, by their probability alone.

const rates = index.manifest.error_rates || [];
let rateAt = Math.max(
  0,
  rates.findIndex((rate) => rate.stated === (index.manifest.settings || {}).max_false_gaps),
);

// What was measured at the share that is set; what the run itself says where it lists no others.
function rateNow() {
  return rates[rateAt] || index.manifest.error_rate || null;
}

// As present/rates.py does it: beside an article that can't be read in full nothing is a gap.
function stateAt(cell, threshold) {
  const given = cell.given;
  if (given !== "untold" && given !== "unsure") return given;
  if (cell.p > threshold) return "unsure";
  const closed = cell.articles.some((id) => (articleById.get(id) || {}).readability !== "readable");
  return closed ? "unsure" : "untold";
}

function setRate(story) {
  const rate = rates.length ? rateNow() : null;
  for (const fact of story.facts) {
    for (const cell of fact.cells) {
      if (cell.given === undefined) cell.given = cell.state;
      if (rate) cell.state = stateAt(cell, rate.threshold);
    }
    const gaps = fact.cells.filter((cell) => cell.state === "untold");
    const searched = fact.cells.filter((cell) => SEARCHED.has(cell.state));
    fact.gaps = gaps.length;
    fact.doubts = fact.cells.filter((cell) => cell.state === "unsure").length;
    fact.surest = gaps.reduce((least, cell) => Math.min(least, cell.p), 2);
    fact.surety = searched.reduce((sum, cell) => sum + Math.abs(cell.p - 0.5), 0) / (searched.length || 1);
    fact.differ = fact.said > 0 && fact.gaps > 0;
  }
  story.rateAt = rateAt;
}

// How many facts of any story differ at the share that is set; known without reading the story.
function differing(head) {
  const at = head.at_rates.rows[rateAt];
  return at ? at[0] : head.differ;
}

// The summary at the share that is set: the lines on gaps change with it, the others do not.
function summaryNow(head) {
  const at = head.at_rates.rows[rateAt];
  if (!at) return head.summary;
  const isGap = (line) => line.view === "facts" && !line.state;
  return [...at[1].map((line) => head.at_rates.lines[line]), ...head.summary.filter((line) => !isGap(line))];
}

function rateWords() {
  const rate = rateNow();
  return [
    h("b", null, percent(rate.stated) + " in 100"),
    " · measured ",
    h("b", null, percent(rate.measured)),
    " (" + counted(rate.cells, "gap") + " of " + counted(rate.of_cells, "cell") + "); finds " + percent(rate.found) + " of 100 true gaps",
  ];
}

function rateSlider(story, redraw) {
  if (rates.length < 2) return "";
  const words = h("output", { for: "rate", class: "rate-words" }, rateWords());
  const input = h("input", {
    type: "range",
    id: "rate",
    min: 0,
    max: rates.length - 1,
    step: 1,
    value: rateAt,
    "aria-valuetext": percent(rateNow().stated) + " in 100",
    oninput: () => {
      rateAt = Number(input.value);
      input.setAttribute("aria-valuetext", percent(rateNow().stated) + " in 100");
      words.replaceChildren(...rateWords());
      setRate(story);
      redraw();
      rateMoved(story);
    },
  });
  return h("p", { class: "rate" }, h("label", { for: "rate" }, "Wrong gaps allowed "), input, " ", words);
}
