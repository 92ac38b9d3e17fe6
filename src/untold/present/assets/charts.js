// Drawings made at report time (present/charts): built from marks, coloured by the style, walked by keyboard.

function chartsOf(story, view, key) {
  return story.charts
    .filter((chart) => chart.view === view && (key === undefined || chart.key === key))
    .map(chartFigure);
}

function chartFigure(chart) {
  const linked = chart.marks.some((mark) => linkOf(mark)[0]);
  const svg = s(
    "svg",
    {
      class: "chart-svg",
      viewBox: "0 0 " + chart.width + " " + chart.height,
      width: chart.width,
      height: chart.height,
      role: linked ? "group" : "img", // an image hides what is in it, links too
      "aria-label": chart.title + ". The table holds the same.",
    },
    chart.marks.map(markElement),
  );
  if (linked) walkableLinks(svg);
  return h(
    "figure",
    { class: "chart" },
    said(chart.title, "figcaption"),
    wide("Drawing: " + chart.title, svg),
    chart.note && h("p", { class: "dim" }, chart.note + (linked ? " Names, numbers and marks lead to their sentences." : "")),
  );
}

function linkOf(mark) {
  return mark[0] === "p" ? [mark[7], mark[8]] : [mark[8], mark[9]];
}

function markElement(mark) {
  const [kind, classes, x, y] = mark;
  const [href, label] = linkOf(mark);
  const drawn =
    kind === "p"
      ? s("path", {
          class: classes,
          transform: "translate(" + x + " " + y + ")",
          d: mark[4],
          "stroke-width": mark[5],
          "stroke-dasharray": mark[6],
        })
      : s(
          "text",
          {
            class: classes,
            transform: "translate(" + x + " " + y + ")" + (mark[7] ? " rotate(" + mark[7] + ")" : ""),
            "text-anchor": mark[5],
            "font-size": mark[6],
          },
          mark[4],
        );
  if (!href || !href.startsWith("#")) return drawn;
  return s("a", { href, "aria-label": label }, label && s("title", null, label), drawn);
}

// One mark takes Tab; arrow keys, Home and End move among them.
function walkableLinks(svg) {
  const links = Array.from(svg.querySelectorAll("a"));
  links.forEach((link, at) => link.setAttribute("tabindex", at ? "-1" : "0"));
  svg.addEventListener("keydown", (event) => {
    const at = links.indexOf(event.target.closest("a"));
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const to =
      event.key === "Home" ? 0 : event.key === "End" ? links.length - 1 : at + (steps[event.key] || 0);
    if (at < 0 || to === at || !links[to]) return;
    event.preventDefault();
    links[at].setAttribute("tabindex", "-1");
    links[to].setAttribute("tabindex", "0");
    links[to].focus();
  });
}
