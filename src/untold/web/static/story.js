// The story's report stands in a frame, under its own policy. Its address says what is looked at:
// #story/fact/outlet. The page follows that address, so that every view can be linked to, and lets
// whoever judges say right or wrong of the cell, name or figure that is open.
import { onKeys } from "./keys.js";

const story = document.querySelector(".story");
const frame = document.getElementById("report");
const drawing = document.getElementById("drawing");
frame.addEventListener("load", () => drawing.remove());
if (frame.contentDocument?.querySelector("main")) drawing.remove(); // it was there before this module
const bar = document.getElementById("judging");
let open = null; // what /item.json says of the finding that is open

function element(tag, text, attributes) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function parts(hash) {
  try {
    return hash.slice(1).split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    return [];
  }
}

async function follow() {
  const hash = frame.contentWindow.location.hash;
  if (hash !== location.hash) history.replaceState(null, "", location.pathname + location.search + hash);
  const [id, ...place] = parts(hash);
  open = null;
  bar.hidden = true;
  if (place.length < 2) return; // a view, or all sentences on a fact
  const query = new URLSearchParams([["story", id], ...place.map((part) => ["place", part])]);
  const answer = await fetch(`/item.json?${query}`);
  const found = answer.ok ? await answer.json() : null;
  if (!found || !found.item || frame.contentWindow.location.hash !== hash) return; // nothing to judge, or moved on
  open = found;
  draw("");
}

function draw(words) {
  const { item, mine } = open;
  const line = element("p");
  if (item.kind === "cell")
    line.append(
      element("b", item.outlet, { dir: "auto" }),
      ": ",
      element("b", item.found),
      ` at the project's setting (${open.allowed * 100} % wrong gaps) · `,
      element("span", `“${item.what}”`, { dir: "auto" }),
    );
  else line.append(element("b", item.question, { dir: "auto" }), " ", element("small", item.detail, { dir: "auto" }));
  const doing = element("p", undefined, { class: "buttons" });
  if (story.dataset.coder) {
    const unsure = item.kind === "cell" && item.found === "unsure";
    if (!unsure) doing.append(button("r", "Right", () => judge("right")), " ");
    doing.append(item.answers.length ? choice(unsure) : button("w", "Wrong", () => judge("wrong")));
    doing.append(" ", button("o", "Can't tell", () => judge("open")));
  } else doing.append(whoJudges(), " ");
  const more = element("a", "with a note, and the articles", {
    href: `/judge?${new URLSearchParams({ item: item.id, what: item.kind })}`,
  });
  const said = mine ? `You said: ${mine.verdict}${mine.should_be ? `, ${mine.should_be}` : ""}.` : "";
  doing.append(" ", more, " ", element("span", words || said, { role: "status" }));
  bar.replaceChildren(line, doing);
  bar.hidden = false;
}

function send(path, fields) {
  return fetch(path, {
    method: "POST",
    headers: { Accept: "application/json", "X-Untold-Token": story.dataset.token },
    body: new URLSearchParams(fields),
  });
}

// A name is asked for where it is needed: what stands open stays open.
function whoJudges() {
  const form = element("form");
  const name = element("input", undefined, { maxlength: "60", required: "", size: "14" });
  const blind = element("input", undefined, { type: "checkbox" });
  const [who, unseen] = [element("label", "Say who judges: "), element("label")];
  who.append(name);
  unseen.append(blind, " blind");
  form.append(who, " ", unseen, " ", element("button", "Judge"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send("/coder", { name: name.value, blind: String(blind.checked) });
    if (answer.ok) location.reload();
    else draw((await answer.json()).error.next);
  });
  return form;
}

// What a cell should be, where it isn't what it is said to be.
function choice(unsure) {
  const { item } = open;
  const chosen = element("select", undefined, { "aria-label": "What the cell should be" });
  chosen.append(element("option", "…", { value: "" }));
  for (const answer of item.answers.filter((one) => one !== item.found))
    chosen.append(element("option", answer, { value: answer }));
  chosen.addEventListener("change", () => chosen.value && judge(unsure ? "settled" : "wrong", chosen.value));
  const ask = element("label", undefined, {});
  ask.append(element("kbd", "w"), unsure ? " It is " : " Wrong, it is ", chosen);
  return ask;
}

function button(key, words, act) {
  const made = element("button", undefined, { type: "button" });
  made.append(element("kbd", key), ` ${words}`);
  made.addEventListener("click", act);
  return made;
}

async function judge(verdict, shouldBe) {
  const { item } = open;
  const answer = await send("/judge", { item: item.id, verdict, should_be: shouldBe || "" });
  const value = await answer.json();
  if (open === null || open.item.id !== item.id) return;
  if (answer.ok) open.mine = value;
  draw(answer.ok ? "" : `${value.error.what}; ${value.error.next}`);
}

function act(key) {
  if (!open || !story.dataset.coder) return false;
  const { item } = open;
  if (key === "r" && item.found !== "unsure") judge("right");
  else if (key === "w" && item.answers.length) bar.querySelector("select").focus();
  else if (key === "w") judge("wrong");
  else if (key === "o") judge("open");
  else return false;
  return true;
}

// The page around it lists the stories and names the app: the frame needs the room.
const FITTED = `#stories, .brand { display: none }
@media screen and (min-width: 1241px) { .wrap { grid-template-columns: minmax(0, 1fr) 352px } }
@media screen and (min-width: 761px) and (max-width: 1240px) { .wrap { grid-template-columns: minmax(0, 1fr) } }`;

function fit(inside) {
  const sheet = new inside.CSSStyleSheet();
  sheet.replaceSync(FITTED);
  inside.document.adoptedStyleSheets = [...inside.document.adoptedStyleSheets, sheet];
  story.classList.add("framed");
}

function attend() {
  if (!frame.contentDocument || frame.contentWindow.location.href === "about:blank") return;
  const inside = frame.contentWindow;
  fit(inside);
  if (location.hash && inside.location.hash !== location.hash) inside.location.hash = location.hash;
  inside.addEventListener("hashchange", follow);
  onKeys(inside.document, act);
  follow();
}

frame.addEventListener("load", attend);
if (frame.contentDocument && frame.contentDocument.readyState === "complete") attend();
window.addEventListener("hashchange", () => {
  if (frame.contentWindow.location.hash !== location.hash) frame.contentWindow.location.hash = location.hash;
});
onKeys(document, act);
