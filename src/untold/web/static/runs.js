// While a run is at work: its progress on the page Runs, and a word on every page when it is done.

const EVERY = 1000; // milliseconds: what a person takes for at once

function element(tag, text, attributes) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function stageLine(stage) {
  const line = element("p", undefined, { class: "stage" });
  line.append(element("span", stage.words), " ");
  if (stage.total) {
    line.append(
      element("progress", undefined, { value: stage.done, max: stage.total, "aria-label": stage.words }),
      ` ${stage.done} of ${stage.total}`,
    );
  } else line.append(String(stage.done || (stage.ended ? "done" : "at work")));
  return line;
}

function draw(job) {
  const place = document.querySelector("#jobs .job");
  if (!place) return;
  const head = element("h2");
  head.append(element("bdi", job.what), " ", element("span", job.state, { class: `tag ${job.state}` }));
  place.replaceChildren(head, ...job.stages.map(stageLine));
}

async function look() {
  let page = null;
  try {
    page = await (await fetch("/runs.json")).json();
  } catch {
    page = null; // the server is away for now
  }
  if (page && page.working) draw(page.jobs[0]);
  else if (page && document.getElementById("jobs")) {
    location.reload(); // with what came of it
    return;
  } else if (page) {
    const notice = document.getElementById("working");
    notice.replaceChildren("The run is done. ", element("a", "Load this page anew", { href: location.href }), ".");
    return;
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
