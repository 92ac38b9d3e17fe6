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

// A packed place: the index of what holds it, and where in that it stands unless it is the whole.
function within(text, [, offset = 0, length]) {
  const end = length === undefined ? undefined : offset + length;
  return [slice(text, 0, offset), slice(text, offset, end), end === undefined ? "" : slice(text, end)];
}

// A sentence, read once: its own text, its article, and what stands before and after it in its paragraph.
function sentenceAt(at, packed) {
  const read = packed.read || (packed.read = []);
  if (!read[at]) {
    const place = packed.sentences[at];
    const [article, field, start, paragraph] = packed.paragraphs[place[0]];
    const [lead, text, trail] = within(paragraph, place);
    read[at] = { article, field, start: start + (place[1] || 0), lead, text, trail };
  }
  return read[at];
}

function evidenceAt(at, packed) {
  const place = packed.evidence[at];
  const sentence = sentenceAt(place[0], packed);
  const [before, text, after] = within(sentence.text, place);
  return {
    article: articleById.get(packed.strings[sentence.article]),
    field: sentence.field ? "text" : "title",
    start: sentence.start + (place[1] || 0),
    before,
    text,
    after,
    sentence: place[0],
    lead: sentence.lead,
    trail: sentence.trail,
  };
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
