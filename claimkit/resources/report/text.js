// Spans count Unicode code points, JavaScript's strings UTF-16 units: they differ behind the first emoji.

const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/;

/** Reads spans of a text: `words(start, end)`, and `length` in code points. */
function spansOf(text) {
  if (!ASTRAL.test(text)) {
    return {length: text.length, words: (start, end) => text.slice(start, end)};
  }
  const units = [];
  for (let unit = 0; unit < text.length; ) {
    units.push(unit);
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  units.push(text.length);
  const place = (point) => units[Math.min(point, units.length - 1)];
  return {length: units.length - 1, words: (start, end) => text.slice(place(start), place(end))};
}

/** The lines of a text that hold something, as spans. */
function linesOf(reader) {
  const lines = [];
  let start = 0;
  const text = reader.words(0, reader.length);
  for (const line of text.split("\n")) {
    let length = line.length;
    if (ASTRAL.test(line)) length = Array.from(line).length;
    if (line.trim()) lines.push([start, start + length]);
    start += length + 1;
  }
  return lines;
}

/** On one line, and no longer than that, cut at a word. */
function shorten(words, longest) {
  const line = words.replace(/\s+/g, " ").trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  const space = cut.lastIndexOf(" ");
  return `${(space > longest / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:]+$/, "")} …`;
}
