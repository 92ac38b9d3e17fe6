// The ten states a cell can be in: each with its word, its own shape and what it means.

const STATES = {
  told: ["told", "the outlet says so in its own voice"],
  attributed: ["attributed", "the outlet says that somebody says so; the cell names whom"],
  disputed: ["disputed", "told together with a denial or a doubt"],
  partial: ["partial", "told, but a part that matters is missing or differs; the cell names which"],
  untold: ["untold", "every readable article of the outlet on this story was searched; none says it"],
  unsure: ["unsure", "between told and untold: a person should look"],
  "too early": ["too early", "all the outlet's articles are older than the first report of the fact"],
  "no article": ["no article", "the outlet was being collected and published nothing on the story"],
  "not collected": ["not collected", "the outlet was not being collected then: nothing can be known"],
  unreadable: ["unreadable", "a paywall notice, an unsupported language or a failed extraction"],
};
const SAID = new Set(["told", "attributed", "disputed", "partial"]);
const SEARCHED = new Set(["told", "attributed", "disputed", "partial", "untold", "unsure"]);

// Drawn on a field of 12 by 12: what is filled is told, what is hollow is not, what is broken is not known.
const SHAPES = {
  told: [["circle", { cx: 6, cy: 6, r: 5, class: "full" }]],
  attributed: [["path", { d: "M1 1.5h10v7H6L3 11.5V8.5H1z", class: "full" }]],
  disputed: [
    ["path", { d: "M6 .8 11.6 11H.4z", class: "line" }],
    ["path", { d: "M6 4.2v3.4M6 8.8v1", class: "line" }],
  ],
  partial: [
    ["circle", { cx: 6, cy: 6, r: 4.6, class: "line" }],
    ["path", { d: "M6 1.4a4.6 4.6 0 0 0 0 9.2z", class: "full" }],
  ],
  untold: [["circle", { cx: 6, cy: 6, r: 4.6, class: "line" }]],
  unsure: [["path", { d: "M3.6 4a2.5 2.5 0 1 1 3.6 2.3C6.3 6.8 6 7.1 6 8M6 9.9v1", class: "line" }]],
  "too early": [
    ["circle", { cx: 6, cy: 6, r: 4.8, class: "thin" }],
    ["path", { d: "M6 3v3l2.2 1.4", class: "thin" }],
  ],
  "no article": [["path", { d: "M2 6h8", class: "line" }]],
  "not collected": [["path", { d: "M2 2h8v8H2z", class: "dots" }]],
  unreadable: [
    ["path", { d: "M2.5.8h5l2 2v8.4h-7z", class: "thin" }],
    ["path", { d: "M1 11 11 1.5", class: "thin" }],
  ],
};

function glyph(state) {
  const shapes = (SHAPES[state] || []).map(([tag, attributes]) => s(tag, attributes));
  return s("svg", { viewBox: "0 0 12 12", class: "glyph", "aria-hidden": "true" }, shapes);
}

function stateClass(state) {
  return "state s-" + state.replace(/ /g, "-");
}

function badge(state) {
  return h("span", { class: stateClass(state) }, glyph(state), h("span", { class: "word" }, state));
}

const NOBODY = /^(he|she|they|it|we|i|him|her|them|who|this|that|others?|it's|both)$/i; // names nobody

// What a cell says beside its state: to whom attributed, or which part differs.
function aside(cell) {
  if (cell.state === "attributed") return NOBODY.test(cell.source) ? null : cell.source;
  if (cell.state === "partial") return cell.differs;
  if (cell.state === "disputed") return cell.source || cell.differs;
  return null;
}

function legend() {
  const names = Object.keys(STATES);
  return h(
    "details",
    { class: "legend" },
    h(
      "summary",
      null,
      "What the cells mean",
    ),
    h(
      "dl",
      null,
      names.map((name) => [h("dt", null, badge(name)), h("dd", null, STATES[name][1])]),
    ),
  );
}
