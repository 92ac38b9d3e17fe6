// Making elements. Text from the data only ever becomes a text node.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child);
  }
  return element;
}

function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

// Words of the data, in their own writing direction.
function said(text, tag, attributes) {
  return h(tag || "bdi", { dir: "auto", ...attributes }, text);
}

// Words that names write small.
const SMALL = new Set(["of", "the", "and", "for", "in", "on", "at", "to"]);

// A lower-cased name as the first sentence that holds it writes it; else with capitals.
function asWritten(name, texts) {
  const pattern = new RegExp(
    "(?<![\\p{L}\\p{N}])" + name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + "(?![\\p{L}\\p{N}])",
    "iu",
  );
  for (const text of texts) {
    const found = pattern.exec(text);
    if (found) return found[0];
  }
  return name
    .split(" ")
    .map((word) => (SMALL.has(word) ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join(" ");
}

function shorten(text, longest) {
  if (text.length <= longest) return text;
  const space = text.lastIndexOf(" ", longest);
  return text.slice(0, space > longest / 2 ? space : longest) + "…";
}

// A link out only for web addresses; anything else stays visible as text.
function outward(url, words) {
  let scheme = null;
  try {
    scheme = new URL(url).protocol;
  } catch {
    scheme = null;
  }
  if (scheme === "https:" || scheme === "http:") {
    return h("a", { href: url, rel: "noreferrer noopener nofollow", target: "_blank" }, words);
  }
  return url
    ? h("span", { class: "dim" }, "address: ", said(shorten(url, 80)))
    : h("span", { class: "dim" }, "no address");
}

function hashOf(...parts) {
  return (
    "#" +
    parts
      .filter((part) => part !== undefined && part !== null)
      .map(encodeURIComponent)
      .join("/")
  );
}

function option(value, words, chosen) {
  return h("option", { value, selected: value === chosen }, words);
}

// What may be wider than the page scrolls in itself, by keyboard too.
function wide(name, ...children) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, children);
}

// A table that fits stays part of the page, so that its heads can stick to the top of the window.
function fitTables() {
  for (const box of document.querySelectorAll(".scroll")) {
    box.classList.remove("fits");
    box.classList.toggle("fits", box.scrollWidth <= box.clientWidth + 1);
  }
}

// A list that begins short: the rest is counted and one click away.
function inPortions(items, size, draw, noun, place) {
  let shown = 0;
  const more = h("p", { class: "more" });
  function next(count) {
    const until = Math.min(items.length, shown + count);
    for (; shown < until; shown += 1) place.append(...[draw(items[shown], shown)].flat());
    const rest = items.length - shown;
    more.replaceChildren();
    if (rest > 0) {
      more.append(
        counted(rest, "more " + noun, "more " + noun + "s") + " not drawn yet. ",
        h(
          "button",
          { type: "button", onclick: () => next(size) },
          "Show " + Math.min(size, rest) + " more",
        ),
        " ",
        h("button", { type: "button", onclick: () => next(rest) }, "Show all"),
      );
    }
  }
  next(size);
  return more;
}

// Arrow keys, Home and End move through a grid whose cells each hold one button; one of them takes Tab.
function walkable(table) {
  const buttonsOf = (row) => Array.from(row.cells, (cell) => cell.querySelector("button"));
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td,th");
    if (!cell || event.target.tagName !== "BUTTON" || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const rows = Array.from(table.tBodies)
      .flatMap((body) => Array.from(body.rows))
      .filter((row) => row.querySelector("button"));
    let row = rows.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    if (!(event.key in steps) && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    const [down, right] = steps[event.key] || [0, 0];
    if (event.key === "Home") column = -1;
    if (event.key === "End") column = rows[row].cells.length;
    const step = event.key === "Home" ? 1 : event.key === "End" ? -1 : right;
    for (;;) {
      row += down;
      column += step;
      const buttons = rows[row] && buttonsOf(rows[row]);
      if (!buttons || column < 0 || column >= buttons.length) return;
      if (buttons[column]) {
        table
          .querySelectorAll('button[tabindex="0"]')
          .forEach((other) => other.setAttribute("tabindex", "-1"));
        buttons[column].setAttribute("tabindex", "0");
        buttons[column].focus();
        return;
      }
    }
  });
}
