// Passages that stand in two articles, the words that differ marked on both sides.

function copiesView(story) {
  const passages = story.view("copies").slice();
  if (!passages.length)
    return h("p", { class: "none" }, "No passage was found that stands in two articles.");
  const across = (p) => p.a.article.outlet !== p.b.article.outlet;
  passages.sort((a, b) => across(b) - across(a) || b.a.text.length - a.a.text.length);
  const place = h("div");
  const more = inPortions(passages, 20, passageBlock, "passage", place);
  const between = passages.filter(across).length;
  return h(
    "div",
    null,
    chartsOf(story, "copies"),
    h(
      "p",
      { class: "count" },
      counted(passages.length, "passage") +
        ", " +
        between +
        " of them between outlets. Words that stand on one side only are marked.",
    ),
    place,
    more,
  );
}

function passageBlock(passage) {
  const [left, right] = marked(passage.a.text, passage.b.text);
  const side = (evidence, words) =>
    h(
      "div",
      null,
      h(
        "p",
        { class: "cite" },
        said(evidence.article.outlet, "b"),
        " · " + when(evidence.article.published) + " · ",
        outward(evidence.article.url, "open article"),
      ),
      h("blockquote", { dir: "auto" }, words),
    );
  return h(
    "section",
    { class: "passage" },
    h("p", { class: "dim" }, percent(passage.similarity) + " of 100 words in common order"),
    h("div", { class: "pair" }, side(passage.a, left), side(passage.b, right)),
  );
}

// The passages that two outlets share.
function copiesRecord(story, [one, two]) {
  const between = story
    .view("copies")
    .filter((p) => [p.a.article.outlet, p.b.article.outlet].sort().join("\n") === [one, two].sort().join("\n"));
  if (!between.length) return false;
  proveQuotes(
    "Passages that stand in both",
    one + " and " + two + ": " + counted(between.length, "passage") + ".",
    between.flatMap(({ a, b, similarity }) => [
      [percent(similarity) + " of 100 words in common order", a],
      [null, b],
    ]),
  );
  return true;
}

const LONGEST_DIFF = 1200; // words a side: the table of the comparison grows with the product

// Both texts as pieces, words outside the longest common sequence in <del> and <ins>.
function marked(a, b) {
  const one = a.match(/\S+\s*/g) || [];
  const two = b.match(/\S+\s*/g) || [];
  if (one.length > LONGEST_DIFF || two.length > LONGEST_DIFF) return [a, b];
  const key = (word) => word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  const [left, right] = [one.map(key), two.map(key)];
  const width = right.length + 1;
  const best = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      best[i * width + j] =
        left[i] === right[j]
          ? best[(i + 1) * width + j + 1] + 1
          : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
    }
  }
  const [kept, found] = [new Set(), new Set()];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) {
      kept.add(i);
      found.add(j);
      i += 1;
      j += 1;
    } else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return [pieces(one, kept, "del"), pieces(two, found, "ins")];
}

function pieces(words, common, tag) {
  const parts = [];
  for (let at = 0; at < words.length;) {
    let end = at;
    while (end < words.length && common.has(end) === common.has(at)) end += 1;
    const text = words.slice(at, end).join("");
    parts.push(common.has(at) ? text : h(tag, null, text.trimEnd()), common.has(at) ? "" : " ");
    at = end;
  }
  return parts;
}
