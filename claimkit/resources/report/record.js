// What is known of one mark, link or claim, as a list of its fields.

function linkToClaim(place, label) {
  return h("a", {href: `#claim-${claims[place].id}`}, label || claimWords(claims[place]));
}

function spanText(span) {
  return `${span[0]}–${span[1]}`;
}

/** Checks that found something in a record. */
function checksOf(id) {
  return [...(findingsOf.get(id) || [])].map((check) =>
    h("div", {}, h("a", {href: `#check-${check.id}`}, check.title), ` (${check.severity})`));
}

function certain(claim) {
  const {links} = articles[claim.article];
  return (claim.factuality || []).map((each) =>
    h("div", {}, `${each.value} by ${each.holder === undefined ? "the author" : sourceName(links[each.holder])}` +
      (each.score === undefined ? "" : ` (${each.score})`)));
}

/** The chain as links, outermost first. */
function chainLinks(claim) {
  const {links} = articles[claim.article];
  if (!claim.chain) return "the article itself";
  return claim.chain.map((place, depth) =>
    [depth ? " → " : null, h("a", {href: `#link-${links[place].id}`}, sourceName(links[place]))]);
}

function claimRecord(place) {
  const claim = claims[place];
  const marks = [
    claim.negated && "negated", claim.presupposed && "presupposed", claim.uncertain && "chain uncertain",
    claim.worthy && "worth checking",
  ].filter(Boolean).join(", ");
  const cluster = clusterOfClaim.get(place);
  const repeated = claim.repeats ? placeOfClaim.get(claim.repeats) : undefined;
  return [
    h("h3", {}, "Claim"),
    h("p", {class: "words"}, claimWords(claim)),
    definitions([
      ["resolved", claim.resolved],
      ["said by", chainLinks(claim)],
      ["hedges", (claim.hedges || []).map((hedge) => h("div", {}, hedgeLine(claim, hedge)))],
      ["certainty", certain(claim)],
      ["numbers", (claim.quantities || []).map((quantity) => h("div", {}, quantityLine(quantity)))],
      ["times", (claim.times || []).map((time) => h("div", {}, timeLine(time)))],
      ["arguments", (claim.arguments || []).map((each) =>
        h("div", {}, `${each.role}: ${each.name || wordsAt(claim.article, each.span) || each.head || spanText(each.span)}`))],
      ["kind", claim.kind],
      ["marks", marks],
      ["told elsewhere", cluster === undefined ? null : [
        h("a", {href: `#cluster-${clusters[cluster].id}`}, clusters[cluster].counted), ": ", spoken(clusters[cluster].status)]],
      ["related", relatedOf(place)],
      ["repeats", repeated === undefined ? claim.repeats : linkToClaim(repeated)],
      ["checks", checksOf(claim.id)],
      ["confidence", claim.confidence],
      ["made by", claim.provenance],
      ["place", claim.spans.map(spanText).join(", ")],
      ["link", h("a", {href: `#claim-${claim.id}`}, `#claim-${claim.id}`)],
    ]),
  ];
}

/** Claims of other articles that stand in a relation to it; the first ten. */
function relatedOf(place) {
  const found = pairsOfClaim.get(place) || [];
  const shown = found.slice(0, 10).map((pair) => {
    const other = pair.a === place ? pair.b : pair.a;
    return h("div", {}, `${spoken(pair.relation)}: `, linkToClaim(other, shorten(claimWords(claims[other]), 80)),
      ` (${outletOf(claims[other])})`);
  });
  return found.length > 10 ? [...shown, h("div", {}, `and ${found.length - 10} more`)] : shown;
}

function hedgeLine(claim, hedge) {
  const words = wordsAt(claim.article, hedge.cue);
  return (words ? `“${words}”: ` : "") + spoken(hedge.type);
}

function quantityLine(quantity) {
  return [amountWords(quantity), quantity.role && `(${spoken(quantity.role)})`, quantity.range && `(${quantity.range})`]
    .filter(Boolean).join(" ");
}

function timeLine(time) {
  const interval = time.start ? ` = ${time.start === time.end ? time.start : `${time.start} to ${time.end}`}` : "";
  return `${timeWords(time)}${time.edtf === time.start && time.edtf === time.end ? "" : interval} (${time.type.toLowerCase()})`;
}

function linkRecord(number, place) {
  const article = articles[number];
  const link = article.links[place];
  const held = claimsOfArticle[number].filter((claim) => (claims[claim].chain || []).includes(place));
  return [
    h("h3", {}, "Attribution"),
    h("p", {class: "words"}, sourceName(link), " ", h("i", {}, link.lemma || "")),
    definitions([
      ["source type", spoken(link.type)],
      ["source as written", wordsAt(number, link.source)],
      ["cue", wordsAt(number, link.cue) || link.lemma],
      ["style", link.style],
      ["medium", link.medium && link.medium[2]],
      ["said", link.time && timeLine(link.time)],
      ["negated", link.negated && "yes"],
      ["within", link.parent === undefined ? null :
        h("a", {href: `#link-${article.links[link.parent].id}`}, sourceName(article.links[link.parent]))],
      ["content", wordsUnder(number, link.content || []) || (link.content || []).map(spanText).join(", ")],
      [plural(held.length, "claim"), held.map((claim) => h("div", {}, linkToClaim(claim, shorten(claimWords(claims[claim]), 90))))],
      ["checks", checksOf(link.id)],
      ["confidence", link.confidence],
      ["made by", link.provenance],
      ["link", h("a", {href: `#link-${link.id}`}, `#link-${link.id}`)],
    ]),
  ];
}

function ofClaim(place) {
  return ["of the claim", linkToClaim(place, shorten(claimWords(claims[place]), 90))];
}

const ITEM_RECORDS = {
  hedge: (number, mark) => [
    h("h3", {}, "Hedge"),
    h("p", {class: "words"}, wordsAt(number, mark.item.cue)),
    definitions([
      ["type", spoken(mark.item.type)],
      ["Szeged type", mark.item.szeged],
      ["scope", wordsUnder(number, mark.item.scope || []) || (mark.item.scope || []).map(spanText).join(", ")],
      ofClaim(mark.claim),
    ]),
  ],
  quantity: (number, mark) => [
    h("h3", {}, "Quantity"),
    h("p", {class: "words"}, wordsAt(number, mark.item.span)),
    definitions([
      ["means", amountWords(mark.item)],
      ["low", amount(mark.item.low)], ["high", amount(mark.item.high ?? mark.item.low)],
      ["unit", mark.item.unit || "none: a count"],
      ["role", spoken(mark.item.role || "value")],
      ["range", mark.item.range],
      ofClaim(mark.claim),
    ]),
  ],
  time: (number, mark) => [
    h("h3", {}, "Time"),
    h("p", {class: "words"}, wordsAt(number, mark.item.span)),
    definitions([
      ["type", mark.item.type.toLowerCase()],
      ["TIMEX3", mark.item.timex], ["EDTF", mark.item.edtf],
      ["from", mark.item.start], ["to", mark.item.end],
      ["counted from", mark.item.anchor === "document" ? "the day of publication" : mark.item.anchor && "a time in the text"],
      ["unresolved", mark.item.unresolved && spoken(mark.item.unresolved)],
      mark.claim === undefined
        ? ["when it was said, by", sourceName(articles[number].links[mark.link])]
        : ofClaim(mark.claim),
    ]),
  ],
  name: (number, mark) => [
    h("h3", {}, "Name"),
    h("p", {class: "words"}, mark.item.name),
    definitions([["type", mark.item.type], ["mentions in the article", mark.item.mentions]]),
  ],
};

/** The record behind a mark. */
function recordOf(number, mark) {
  if (mark.layer === "claim" || mark.layer === "chosen") return claimRecord(mark.claim);
  const item = ITEM_RECORDS[mark.layer];
  return item ? item(number, mark) : linkRecord(number, mark.link);
}
