// The page itself: the list of stories, the chosen story with its views, and the address that leads to each.

const VIEWS = {
  facts: factsView,
  naming: namingView,
  voices: voicesView,
  agency: agencyView,
  figures: figuresView,
  time: timeView,
  origins: originsView,
  wording: wordingView,
  blindspots: blindspotsView,
  copies: copiesView,
  articles: articlesView,
};
// What one record's address opens: true where there is such a record.
const RECORDS = {
  naming: namingRecord,
  voices: voicesRecord,
  agency: agencyRecord,
  figures: figuresRecord,
  time: timeRecord,
  origins: originsRecord,
  wording: wordingRecord,
  blindspots: blindspotsRecord,
  copies: copiesRecord,
};
const PARTS = new Set(["coverage", "voice_shares", "same_harms"]); // shown inside another view
const SUMMARY = 5; // lines of the summary shown at once: the matrix should begin on the first screen
const TITLES = Object.fromEntries(
  Object.entries(index.methods).map(([name, method]) => [name, method.title]),
);
const chosen = { story: null, view: null, fact: null, outlet: null, other: null, record: [] };

function go(...parts) {
  const hash = hashOf(...parts);
  if (location.hash !== hash) location.hash = hash;
  else document.getElementById("proof").focus(); // asked for again: into the proof
}

function totals() {
  return [
    counted(articleById.size, "article"),
    counted(index.outlets.length, "outlet"),
    counted(index.stories.length, "story", "stories"),
    index.stories.filter((story) => story.compared).length + " compared",
  ];
}

function drawTop() {
  document.getElementById("totals").append(totals().join(" · "));
  const out = index.left_out.filter((item) => item.fatal).length;
  const notes = index.left_out.length - out;
  const unreadable = Array.from(articleById.values()).filter(
    (article) => article.readability !== "readable",
  ).length;
  const parts = [
    out && counted(out, "input") + " left out",
    unreadable && counted(unreadable, "unreadable article"),
    notes && counted(notes, "note"),
  ].filter(Boolean);
  document
    .getElementById("warnings")
    .append(h("a", { href: "#~run" }, parts.length ? parts.join(" · ") : "About this run"));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
}

let drawNames = () => {}; // draws the list of stories again: the share of wrong gaps changes its order

function drawStories() {
  const nav = document.getElementById("stories");
  const compared = index.stories.filter((story) => story.compared);
  const single = index.stories.filter((story) => !story.compared);
  const search = h("input", {
    type: "search",
    placeholder: "find a story",
    "aria-label": "Find a story",
  });
  const first = h("ul");
  const rest = h("ul");
  const fold = h(
    "details",
    null,
    h("summary", null, counted(single.length, "story", "stories") + " not compared"),
    rest,
  );
  const draw = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = (story) =>
      words.every((word) => (story.title + " " + story.outlets.join(" ")).toLowerCase().includes(word));
    compared.sort((a, b) => differing(b) - differing(a) || b.articles.length - a.articles.length);
    first.replaceChildren(...compared.filter(wanted).map(storyLink));
    rest.replaceChildren(...single.filter(wanted).map(storyLink));
    markStory();
  };
  search.addEventListener("input", draw);
  drawNames = draw;
  const toggle = h(
    "button",
    {
      type: "button",
      class: "menu",
      "aria-expanded": "false",
      onclick: () => toggle.setAttribute("aria-expanded", String(nav.classList.toggle("shown"))),
    },
    "Stories",
  );
  nav.append(
    toggle,
    h(
      "div",
      { class: "list" },
      h("h2", null, "Stories, most different first"),
      search,
      first,
      single.length > 0 && fold,
    ),
  );
  draw();
}

// A story's title is an outlet's words, so it stands in quotation marks.
function titled(title) {
  return title ? "“" + title + "”" : "(no title)";
}

function storyLink(story) {
  const meta = [counted(story.articles.length, "article"), counted(story.outlets.length, "outlet")];
  if (story.compared) meta.push(counted(differing(story), "fact differs", "facts differ"));
  return h(
    "li",
    null,
    h(
      "a",
      { href: hashOf(story.id), "data-story": story.id },
      said(titled(shorten(story.title, 120)), "b"),
      h("small", null, meta.join(" · ")),
    ),
  );
}

function markStory() {
  for (const link of document.querySelectorAll("#stories a")) {
    const on = link.dataset.story === chosen.story;
    if (on) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    if (on && link.closest("details")) link.closest("details").open = true;
  }
}

function viewsOf(story) {
  if (!story.compared) return ["articles"];
  const names = Object.keys(story.counts).filter((name) => name !== "copies" && !PARTS.has(name));
  const after = names.indexOf("figures") + 1;
  return [...names.slice(0, after), "time", ...names.slice(after), "copies", "articles"];
}

function drawStory(story, view) {
  const head = story.head;
  const count = (name) => (name === "articles" ? head.articles.length : head.counts[name]);
  const tabs = viewsOf(head).map((name) =>
    h(
      "a",
      {
        href: name === "facts" ? hashOf(head.id) : hashOf(head.id, "~" + name),
        "aria-current": name === view ? "page" : null,
        class: count(name) === 0 ? "empty" : null,
        title: count(name) === undefined ? null : count(name).toLocaleString("en"),
      },
      TITLES[name] || name,
    ),
  );
  const meta = [
    period(head.from, head.to),
    counted(head.articles.length, "article"),
    counted(head.outlets.length, "outlet"),
    ...(head.headline ? ["title by " + articleById.get(head.headline).outlet] : []),
  ];
  const draw = VIEWS[view] || plainView(view);
  document
    .getElementById("main")
    .replaceChildren(
      said(titled(head.title), "h1"),
      said(meta.join(" · "), "p", { class: "meta" }),
      head.note ? h("p", { class: "none" }, "Not compared. " + stopped(head.note)) : summaryList(head, view),
      h("nav", { class: "tabs", "aria-label": "Views of this story" }, tabs),
      h("div", { class: "under-tabs" }, sureBox(view), view === "facts" && legend(), csvButton(story, view)),
      draw(story),
    );
  fitTables();
  window.scrollTo(0, 0);
  const tab = document.querySelector(".tabs [aria-current]");
  if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 40;
}

// After the share of wrong gaps was moved: what stands outside the matrix and depends on it.
function rateMoved(story) {
  drawNames();
  const list = document.querySelector("main > .summary");
  if (list) list.replaceWith(summaryList(story.head, "facts"));
  const box = document.querySelector("main .surebox");
  if (box) box.replaceWith(sureBox("facts", box.open));
  showProof(story);
}

// All of it above the facts; above another view what that view holds.
function summaryList(head, view) {
  const lines = summaryNow(head).filter((line) => view === "facts" || line.view === view);
  if (!lines.length) return "";
  const target = (line) =>
    line.fact
      ? hashOf(head.id, line.fact)
      : line.view === "facts"
        ? null
        : hashOf(head.id, "~" + line.view);
  const words = (line) => (target(line) ? h("a", { href: target(line) }, line.text) : line.text);
  const items = lines.map((line) => h("li", { dir: "auto" }, words(line)));
  const list = h("ul", { class: "summary", "aria-label": "In short" }, items.slice(0, SUMMARY));
  const rest = items.slice(SUMMARY);
  if (rest.length) {
    const more = h(
      "li",
      { class: "rest" },
      h(
        "button",
        { type: "button", class: "link", onclick: () => more.replaceWith(...rest) },
        rest.length + " more in short",
      ),
    );
    list.append(more);
  }
  return list;
}

// The address: #story, #story/fact, #story/fact/outlet, #story/fact/outlet/other, #story/~view, #story/~view/record, #~run.
function route() {
  let parts = [];
  try {
    parts = location.hash.slice(1).split("/").map(decodeURIComponent);
  } catch {
    parts = [];
  }
  if (parts[0] === "~run" || !index.stories.length) return showAbout();
  let at = index.stories.findIndex((story) => story.id === parts[0]);
  if (at < 0) [at, parts] = [0, []];
  const story = storyAt(at);
  const named = parts[1] && parts[1].startsWith("~") ? parts[1].slice(1) : null;
  const view =
    named && viewsOf(story.head).includes(named) ? named : story.head.compared ? "facts" : "articles";
  const fresh = chosen.story !== story.head.id || chosen.view !== view;
  Object.assign(chosen, {
    story: story.head.id,
    view,
    fact: named ? null : parts[1] || null,
    outlet: named ? null : parts[2] || null,
    other: named ? null : parts[3] || null,
    record: named ? parts.slice(2) : [],
  });
  if (fresh) drawStory(story, view);
  document.title = titled(story.head.title) + " · Untold";
  document.getElementById("stories").classList.remove("shown");
  markStory();
  showProof(story);
  if (fresh && chosen.fact) scrollToChosen();
  return undefined;
}

function showProof(story) {
  const fact = chosen.fact && prepared(story).find((item) => item.id === chosen.fact);
  const cell = fact && chosen.outlet && fact.cellOf.get(chosen.outlet);
  const other = cell && chosen.other && fact.cellOf.get(chosen.other);
  if (cell) proveCell(story, fact, cell, other);
  else if (fact) proveFact(story, fact);
  else if (!(chosen.record.length && RECORDS[chosen.view] && RECORDS[chosen.view](story, chosen.record)))
    restPanel();
  markChosen();
}

function scrollToChosen() {
  const button = document.querySelector("main button.chosen");
  if (button) button.scrollIntoView({ block: "center", inline: "nearest" });
}

function showAbout() {
  Object.assign(chosen, { story: null, view: null, fact: null, outlet: null, other: null, record: [] });
  document.getElementById("main").replaceChildren(aboutView());
  document.title = "About this run · Untold";
  markStory();
  restPanel();
  window.scrollTo(0, 0);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("open")) closePanel();
});
window.addEventListener("hashchange", route);
window.addEventListener("resize", fitTables);
window.addEventListener("beforeprint", () =>
  document.querySelectorAll(".rest button").forEach((button) => button.click()),
);
drawTop();
drawStories();
route();
