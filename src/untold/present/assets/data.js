// Reading the packed data back (see present/pack.py). A story is parsed when it is first looked at.

const index = JSON.parse(document.getElementById("index").textContent);
const articleById = new Map(
  index.articles.rows.map((row) => {
    const article = Object.fromEntries(index.articles.keys.map((key, at) => [key, row[at]]));
    return [article.id, article];
  }),
);
const loaded = new Map();

// Offsets count code points, as Python does; JavaScript counts a sign beyond U+FFFF as two.
function slice(text, start, end) {
  return /[\ud800-\udfff]/.test(text)
    ? Array.from(text).slice(start, end).join("")
    : text.slice(start, end);
}

function unpack(value, shape, packed) {
  if (shape === "=" || value === null || value === undefined) return value === undefined ? null : value;
  if (shape === "$") return packed.strings[value];
  if (shape === "@") return evidenceAt(value, packed);
  if (Array.isArray(shape)) return value.map((item) => unpack(item, shape[0], packed));
  const row = Array.isArray(value) ? value : packed.rows[value];
  const record = {};
  Object.keys(shape).forEach((key, at) => {
    if (shape[key] !== "^") record[key] = unpack(row[at], shape[key], packed);
  });
  if (shape.text === "^") record.text = record.evidence.text;
  return record;
}

function evidenceAt(at, packed) {
  const [where, offset = 0, length] = packed.evidence[at];
  const [article, field, start, sentence] = packed.sentences[where];
  const end = length === undefined ? undefined : offset + length;
  return {
    article: articleById.get(packed.strings[article]),
    field: field ? "text" : "title",
    start: start + offset,
    before: slice(sentence, 0, offset),
    text: slice(sentence, offset, end),
    after: end === undefined ? "" : slice(sentence, end),
    sentence: where,
    packed,
  };
}

const NEIGHBOURS = 2; // sentences before and after: enough to see what is meant, short enough to read

const LONGEST_NEIGHBOUR = 320; // longer is text that lost its punctuation

// A sentence's end, cut at a space where the whole is too long.
function ending(text) {
  if (text.length <= LONGEST_NEIGHBOUR) return text;
  return "…" + text.slice(text.indexOf(" ", text.length - LONGEST_NEIGHBOUR));
}

// The sentences around one of the same paragraph, as far as the report holds them.
function neighbours(evidence) {
  const { packed, sentence } = evidence;
  if (!packed.runs) packed.runs = runsOf(packed);
  const run = packed.runs.get(sentence);
  const [lead, trail] = [[], []];
  for (let at = run.at, n = 0; n < NEIGHBOURS && run.all[at].joins; at -= 1, n += 1)
    lead.unshift(ending(run.all[at - 1].text));
  for (let at = run.at + 1, n = 0; n < NEIGHBOURS && at < run.all.length && run.all[at].joins; at += 1, n += 1)
    trail.push(shorten(run.all[at].text, LONGEST_NEIGHBOUR));
  return {
    lead: lead.length ? lead.join(" ") + " " : "",
    trail: trail.length ? " " + trail.join(" ") : "",
  };
}

// Every sentence of every article in order; one that follows with a single space between joins the one before.
function runsOf(packed) {
  const byText = new Map();
  packed.sentences.forEach(([article, field, start, text], where) => {
    const key = article + "/" + field;
    if (!byText.has(key)) byText.set(key, []);
    const length = /[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length;
    byText.get(key).push({ where, start, end: start + length, text });
  });
  const runs = new Map();
  for (const all of byText.values()) {
    all.sort((a, b) => a.start - b.start || b.end - a.end);
    all.forEach((one, at) => {
      one.joins = at > 0 && one.start - all[at - 1].end === 1;
      runs.set(one.where, { all, at });
    });
  }
  return runs;
}

function storyAt(at) {
  if (!loaded.has(at)) {
    const packed = JSON.parse(document.getElementById("story-" + at).textContent);
    const views = {};
    const story = {
      at,
      head: index.stories[at],
      charts: packed.charts || [],
      view(name) {
        if (!(name in views)) {
          const shape = index.shapes[name];
          views[name] = (packed.views[name] || []).map((record) => unpack(record, shape, packed));
        }
        return views[name];
      },
    };
    loaded.set(at, story);
  }
  return loaded.get(at);
}

const collator = new Intl.Collator("en");
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

// A day or a moment as people write it, at the offset it was given with.
function when(iso, short) {
  const parts =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?/.exec(iso || "");
  if (!parts) return iso || "no date";
  const [, year, month, day, clock, zone] = parts;
  const date = Number(day) + " " + (MONTHS[month - 1] || month) + (short ? "" : " " + year);
  if (!clock || (clock === "00:00" && short)) return date;
  const offset = !zone || short ? "" : /^(Z|[+-]00:?00)$/.test(zone) ? " UTC" : " " + zone;
  return date + " " + clock + offset;
}

function period(from, to) {
  if (!from) return "no dates";
  return when(from) === when(to) ? when(from) : when(from) + " to " + when(to);
}

function counted(number, one, many) {
  return number.toLocaleString("en") + " " + (number === 1 ? one : many || one + "s");
}

function percent(share) {
  return (100 * share).toLocaleString("en", { maximumFractionDigits: share < 0.1 ? 1 : 0 });
}
