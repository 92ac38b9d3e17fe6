// Figures over time: one drawing per count, one mark per article, the same as a table beneath.

const PLOT = { width: 760, height: 250, right: 120, top: 18, bottom: 34 };
const CHARACTER = 6.3; // the width of a letter of the labels, for room that has to be known beforehand
const VERDICTS = {
  agree: "one value",
  growth: "grows with time",
  differ: "differs, not by growth alone",
};

function figuresView(story) {
  const lines = story.view("figures").slice();
  if (!lines.length) return h("p", { class: "none" }, "No figure was found.");
  lines.sort(
    (a, b) =>
      b.outlets - a.outlets || b.points.length - a.points.length || collator.compare(a.what, b.what),
  );
  const place = h("div");
  const more = inPortions(lines, 12, figureBlock, "count", place);
  return h(
    "div",
    null,
    h("p", { class: "count" }, counted(lines.length, "count") + ", those given by most outlets first."),
    place,
    more,
  );
}

function figureBlock(line) {
  const values = line.points.filter((point) => point.value !== null);
  const differ = new Set(values.map((point) => point.value)).size > 1;
  return h(
    "section",
    { class: "figure" },
    h(
      "h2",
      { class: "plain-head" },
      said(line.what),
      h("span", { class: "tag" }, VERDICTS[line.verdict] || line.verdict),
    ),
    line.note && h("p", { class: "dim" }, said(stopped(line.note))),
    values.length > 1 && differ && wide("Drawing: " + line.what, plot(line)),
    figureTable(line),
  );
}

function figureTable(line) {
  const body = h("tbody");
  const draw = (point) =>
    h(
      "tr",
      null,
      h("td", { class: "nowrap" }, when(point.published)),
      h("th", { scope: "row" }, said(point.outlet)),
      h(
        "td",
        null,
        h(
          "button",
          {
            type: "button",
            class: "link",
            onclick: () =>
              proveQuotes(point.outlet + ": " + line.what, null, [
                [
                  point.attributed_to
                    ? "Given by " + point.attributed_to
                    : "Nobody is named as having counted",
                  point.evidence,
                ],
              ]),
          },
          figureWords(point),
        ),
      ),
      h(
        "td",
        null,
        point.attributed_to ? said(point.attributed_to) : h("span", { class: "dim" }, "nobody named"),
      ),
    );
  const more = inPortions(line.points, 12, draw, "figure", body);
  const head = ["Published", "Outlet", "Figure", "Who counted"].map((words) =>
    h("th", { scope: "col" }, words),
  );
  return [
    wide(
      "Figures: " + line.what,
      h("table", { class: "origins figs" }, h("thead", null, h("tr", null, head)), body),
    ),
    more,
  ];
}

function figureWords(point) {
  const number = (value) => value.toLocaleString("en");
  if (point.value === null)
    return point.low !== null
      ? (point.hedge || "from") +
          " " +
          number(point.low) +
          (point.high !== null ? " to " + number(point.high) : "")
      : shorten(point.evidence.text, 60);
  return (point.hedge ? point.hedge + " " : "") + number(point.value);
}

function moment(iso) {
  const time = Date.parse(iso && iso.length === 10 ? iso + "T12:00:00Z" : iso || "");
  return Number.isNaN(time) ? null : time;
}

// Round steps between two bounds: 1, 2 or 5 times a power of ten.
function ticks(low, high, about) {
  const rough = (high - low || 1) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough),
  );
  const marks = [];
  const first = Math.floor(low / step) * step;
  for (let at = first === low && low > 0 ? first - step : first; at < high + step; at += step)
    marks.push(at);
  return marks;
}

function plot(line) {
  const points = line.points
    .filter((point) => point.value !== null)
    .map((point) => ({ ...point, at: moment(point.published) }));
  const times = points.map((point) => point.at).filter((at) => at !== null);
  const marks = ticks(
    Math.min(...points.map((p) => p.value)),
    Math.max(...points.map((p) => p.value)),
    4,
  );
  const [low, high] = [marks[0], marks[marks.length - 1]];
  const left = Math.max(34, high.toLocaleString("en").length * CHARACTER + 16);
  const span = times.length ? [Math.min(...times), Math.max(...times)] : [0, 0];
  const undated = points.some((point) => point.at === null);
  const right = PLOT.width - PLOT.right - (undated ? 60 : 0);
  const x = (at) =>
    at === null
      ? right + 60
      : span[0] === span[1]
        ? (left + right) / 2
        : left + 14 + ((at - span[0]) / (span[1] - span[0])) * (right - left - 14);
  const y = (value) =>
    PLOT.height - PLOT.bottom - ((value - low) / (high - low)) * (PLOT.height - PLOT.top - PLOT.bottom);
  const drawing = s("svg", {
    class: "plot",
    viewBox: "0 0 " + PLOT.width + " " + PLOT.height,
    role: "img",
    "aria-label": line.what + " by time of publication; the table below holds the same figures",
  });
  for (const mark of marks) {
    drawing.append(
      s("line", {
        class: "grid",
        x1: left,
        x2: PLOT.width - PLOT.right + 20,
        y1: y(mark),
        y2: y(mark),
      }),
      s(
        "text",
        { class: "axis", x: left - 8, y: y(mark) + 4, "text-anchor": "end" },
        mark.toLocaleString("en"),
      ),
    );
  }
  timeAxis(drawing, span, x, undated ? right + 60 : null);
  clusters(points, x, y).forEach((cluster) => drawCluster(drawing, cluster));
  placeLabels(drawing, clusters(points, x, y), left);
  return drawing;
}

function timeAxis(drawing, [from, to], x, undatedAt) {
  const base = PLOT.height - PLOT.bottom;
  const label = (at, words, anchor) =>
    drawing.append(s("text", { class: "axis", x: at, y: base + 20, "text-anchor": anchor }, words));
  const day = 86400000;
  const days = Math.round((to - from) / day);
  const count = Math.min(5, Math.max(1, days));
  for (let at = 0; at <= (days ? count : 0); at += 1) {
    const time = days ? from + Math.round((at / count) * days) * day : from; // whole days
    drawing.append(s("line", { class: "grid", x1: x(time), x2: x(time), y1: base, y2: base + 5 }));
    const iso = new Date(time).toISOString();
    label(
      x(time),
      when(days > 5 || days < 1 ? iso.slice(0, 10) : iso.slice(0, 10), days < 300),
      "middle",
    );
  }
  if (undatedAt !== null) label(undatedAt, "no date", "middle");
}

// Articles that give one value at one moment stand side by side and share a label.
function clusters(points, x, y) {
  const groups = new Map();
  for (const point of points) {
    const key = Math.round(x(point.at) / 12) + "/" + point.value;
    if (!groups.has(key))
      groups.set(key, {
        x: x(point.at),
        y: y(point.value),
        value: point.value,
        points: [],
        low: 0,
        high: 0,
      });
    groups.get(key).points.push(point);
  }
  return Array.from(groups.values()).sort((a, b) => a.x - b.x || a.y - b.y);
}

function drawCluster(drawing, cluster) {
  cluster.points.forEach((point, at) => {
    const x = cluster.x + at * 9;
    const title = s(
      "title",
      null,
      point.outlet +
        ", " +
        when(point.published) +
        ": " +
        figureWords(point) +
        (point.attributed_to ? " (" + point.attributed_to + ")" : ""),
    );
    const open = () =>
      proveQuotes(point.outlet, null, [
        [
          point.attributed_to ? "Given by " + point.attributed_to : "Nobody is named as having counted",
          point.evidence,
        ],
      ]);
    const lower = point.high === null && point.low !== null;
    const mark = lower
      ? s("path", { class: "mark open", d: "M" + x + " " + (cluster.y - 6) + "l4.5 8h-9z" }, title)
      : s("circle", { class: "mark", cx: x, cy: cluster.y, r: 4 }, title);
    mark.addEventListener("click", open);
    drawing.append(mark);
  });
}

// Each label goes to the first free place near its marks; a label moved far gets a line.
function placeLabels(drawing, groups, left) {
  const taken = groups.map((g) => ({ x: g.x - 6, y: g.y - 7, w: g.points.length * 9 + 5, h: 14 }));
  const free = (box) =>
    box.y > 2 &&
    box.y + box.h < PLOT.height - PLOT.bottom + 8 &&
    box.x > left &&
    box.x + box.w < PLOT.width &&
    taken.every(
      (t) => box.x + box.w < t.x || t.x + t.w < box.x || box.y + box.h < t.y || t.y + t.h < box.y,
    );
  for (const group of groups) {
    const names = Array.from(new Set(group.points.map((point) => point.outlet)));
    const words =
      group.value.toLocaleString("en") +
      " " +
      shorten(names.slice(0, 2).join(", "), 26) +
      (names.length > 2 ? " +" + (names.length - 2) : "");
    const w = words.length * CHARACTER + 6;
    const side = group.x + group.points.length * 9;
    const spots = [0, -14, 14, -28, 28, -42, 42].flatMap((dy) => [
      [side, dy],
      [group.x - 8 - w, dy],
      [group.x - w / 2, dy],
    ]);
    const spot = spots.map(([x, dy]) => ({ x, y: group.y - 7 + dy, w, h: 13, dy })).find(free);
    if (!spot) continue; // the table and the mark's own title still say it
    taken.push(spot);
    if (Math.abs(spot.dy) > 14)
      drawing.append(
        s("line", {
          class: "leader",
          x1: group.x,
          y1: group.y,
          x2: spot.x > group.x ? spot.x : spot.x + w / 2,
          y2: spot.y + 7,
        }),
      );
    drawing.append(s("text", { class: "label", x: spot.x + 2, y: spot.y + 11 }, words));
  }
}
