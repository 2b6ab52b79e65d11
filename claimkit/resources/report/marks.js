// The layers of an article as elements in its text: nested where they nest, cut in two where they cross.

const LAYERS = [
  {name: "content", label: "contents", title: "What a source is given as saying; nested where one speaks through another", on: true},
  {name: "source", label: "sources", title: "Who says it", on: true},
  {name: "cue", label: "cues", title: "The word that gives somebody the word", on: true},
  {name: "hedge", label: "hedges", title: "What makes it less than certain", on: true},
  {name: "quantity", label: "quantities", title: "Numbers with what they count or measure", on: true},
  {name: "time", label: "times", title: "Dates, moments, spans of time", on: true},
  {name: "claim", label: "claims", title: "The predicate of each claim", on: true},
  {name: "name", label: "names", title: "People, organisations and places that are named", on: false},
];
const shownLayers = new Set(LAYERS.filter((layer) => layer.on).map((layer) => layer.name));
// Of two marks with the same place the one that comes first here holds the other.
const HOLDING = ["furniture", "chosen", "content", "name", "source", "cue", "claim", "hedge", "quantity", "time"];

/** Every mark of an article: {start, end, layer, and what it is of: link, claim, item}. */
function marksOf(number, chosen) {
  const article = articles[number];
  const marks = [];
  const add = (span, layer, of) => span && marks.push({start: span[0], end: span[1], layer, ...of});
  (article.links || []).forEach((link, place) => {
    for (const span of link.content || []) add(span, "content", {link: place});
    add(link.source, "source", {link: place});
    add(link.cue, "cue", {link: place});
    if (link.time) add(link.time.span, "time", {link: place, item: link.time});
  });
  const hedges = new Set();
  for (const place of claimsOfArticle[number]) {
    const claim = claims[place];
    add(claim.predicate, "claim", {claim: place});
    for (const hedge of claim.hedges || []) {
      // One cue may hedge several claims; it is one mark, with the record of the first.
      const key = `${hedge.cue} ${hedge.type}`;
      if (!hedges.has(key)) add(hedge.cue, "hedge", {claim: place, item: hedge});
      hedges.add(key);
    }
    for (const quantity of claim.quantities || []) add(quantity.span, "quantity", {claim: place, item: quantity});
    for (const time of claim.times || []) add(time.span, "time", {claim: place, item: time});
  }
  for (const [name, type, spans] of article.names || []) {
    for (const span of spans) add(span, "name", {item: {name, type, mentions: spans.length}});
  }
  for (const [kind, start, end] of article.segments || []) if (kind !== "body") add([start, end], "furniture", {kind});
  if (chosen !== null) for (const span of claims[chosen].spans) add(span, "chosen", {claim: chosen});
  return marks.filter((mark) => mark.end > mark.start).sort(inOrder).map((mark, order) => ({...mark, order}));
}

function inOrder(a, b) {
  return a.start - b.start || b.end - a.end || HOLDING.indexOf(a.layer) - HOLDING.indexOf(b.layer) ||
    (a.link ?? 0) - (b.link ?? 0);
}

/** Counts of each layer, for the legend. */
function layerCounts(marks) {
  const counts = {};
  for (const mark of marks) counts[mark.layer] = (counts[mark.layer] || 0) + 1;
  return counts;
}

/** Puts the words from `start` to `end` and their marks into `into`. `marks` are those that touch the range, in order. */
function weave(into, reader, start, end, marks) {
  const queue = marks.map((mark) => ({mark, start: Math.max(mark.start, start), end: Math.min(mark.end, end)}));
  const open = [{element: into, end, inner: 0}];
  let at = start;
  const advance = (to) => {
    while (at < to) {
      while (open.length > 1 && open.at(-1).end <= at) close();
      const stop = Math.min(to, open.length > 1 ? open.at(-1).end : to);
      open.at(-1).element.append(reader.words(at, stop));
      at = stop;
    }
    while (open.length > 1 && open.at(-1).end <= at) close();
  };
  const close = () => {
    const {element, layer, inner} = open.pop();
    const outer = open.at(-1);
    // How deep contents are nested in it: the outer ones are drawn around the inner ones.
    if (layer === "content") element.dataset.nest = Math.min(inner, 3);
    outer.inner = Math.max(outer.inner, inner + (layer === "content" ? 1 : 0));
  };
  for (let next = 0; next < queue.length; next++) {
    const piece = queue[next];
    advance(piece.start);
    const around = open.at(-1);
    if (piece.end > around.end) {
      // It crosses the end of what it starts in: what lies behind is a piece of its own.
      const rest = {mark: piece.mark, start: around.end, end: piece.end};
      piece.end = around.end;
      let place = next + 1;
      while (place < queue.length && queue[place].start < rest.start) place++;
      queue.splice(place, 0, rest);
    }
    const element = markElement(piece);
    around.element.append(element);
    open.push({element, end: piece.end, layer: piece.mark.layer, inner: 0});
  }
  advance(end);
}

function markElement({mark, start, end}) {
  // A dateline before the first sentence: set back, and no stop for the keyboard.
  if (mark.layer === "furniture") return h("span", {class: "furniture", title: mark.kind});
  const element = h("mark", {class: `m m-${mark.layer}`, "data-order": mark.order, tabindex: "-1"});
  if (mark.link !== undefined) element.dataset.link = mark.link;
  if (mark.claim !== undefined) element.dataset.claim = mark.claim;
  if (start === mark.start) element.classList.add("first");
  if (end === mark.end) element.classList.add("last");
  return element;
}

/** The article's text as paragraphs with its marks; those that are no body say what they are. */
function markedText(number, marks) {
  const reader = readerOf(number);
  const segments = articles[number].segments || [];
  let next = 0;
  let segment = 0;
  let live = [];
  return linesOf(reader).map(([start, end]) => {
    live = live.filter((mark) => mark.end > start);
    for (; next < marks.length && marks[next].start < end; next++) if (marks[next].end > start) live.push(marks[next]);
    while (segment < segments.length && segments[segment][2] <= start) segment++;
    const kind = kindOf(segments, segment, start, end);
    const paragraph = h("p", {class: `line line-${kind}`, "data-kind": kind === "body" ? null : kind});
    weave(paragraph, reader, start, end, live);
    return paragraph;
  });
}

/** What a line is: the one segment that covers all of it, else body. */
function kindOf(segments, first, start, end) {
  const [kind, from, to] = segments[first] || ["body", 0, 0];
  return from <= start && end <= to ? kind : "body";
}
