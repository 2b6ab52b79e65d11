// The data of the page and what is found in it by more than its place.

const data = JSON.parse(document.getElementById("data").textContent);
const {articles, claims, crossings, quality} = data;
const clusters = crossings.clusters || [];
const relatedPairs = crossings.pairs || [];

const placeOfArticle = new Map(articles.map((article, place) => [article.id, place]));
const placeOfClaim = new Map(claims.map((claim, place) => [claim.id, place]));
const placeOfCluster = new Map(clusters.map((cluster, place) => [cluster.id, place]));
const claimsOfArticle = articles.map(() => []);
const clusterOfClaim = new Map();
const pairsOfClaim = new Map();
const placeOfLink = new Map();

claims.forEach((claim, place) => claimsOfArticle[claim.article].push(place));
clusters.forEach((cluster, place) => cluster.voices.forEach((voice) => clusterOfClaim.set(voice.claim, place)));
relatedPairs.forEach((pair) => {
  for (const claim of [pair.a, pair.b]) {
    if (!pairsOfClaim.has(claim)) pairsOfClaim.set(claim, []);
    pairsOfClaim.get(claim).push(pair);
  }
});
articles.forEach((article, number) =>
  (article.links || []).forEach((link, place) => placeOfLink.set(link.id, [number, place])));

const findingsOf = new Map();
for (const check of quality.checks.found) {
  for (const {record} of check.findings) {
    if (!findingsOf.has(record)) findingsOf.set(record, new Set());
    findingsOf.get(record).add(check);
  }
}

const readers = new Map();

/** The text of an article by spans; null where it was left out. */
function readerOf(number) {
  if (!articles[number].text) return null;
  if (!readers.has(number)) readers.set(number, spansOf(articles[number].text));
  return readers.get(number);
}

/** The words under a span; null where the text was left out. */
function wordsAt(number, span) {
  const reader = readerOf(number);
  return reader && span ? reader.words(span[0], span[1]) : null;
}

function wordsUnder(number, spans) {
  const reader = readerOf(number);
  return reader ? spans.map(([start, end]) => reader.words(start, end)).join(" … ") : null;
}

/** A claim in words; without its text, what is known of it: names and the lemma of its predicate. */
function claimWords(claim) {
  const words = claim.text || wordsUnder(claim.article, claim.spans);
  if (words) return words.replace(/\s+/g, " ");
  const named = (role) => (claim.arguments || []).filter((each) => each.role === role).map((each) => each.name || each.head);
  return [named("subject")[0], claim.predicate[2], named("object")[0]].filter(Boolean).join(" · ");
}

function outletOf(claim) {
  return articles[claim.article].outlet || "(no outlet stated)";
}

function dateOf(claim) {
  return articles[claim.article].date || "";
}

function linksOf(claim) {
  return (claim.chain || []).map((place) => articles[claim.article].links[place]);
}

function sourceName(link) {
  return link.who || `(${spoken(link.type)})`;
}

/** Who a claim comes from, outermost first; empty where the article itself speaks. */
function chainWords(claim) {
  return linksOf(claim).map(sourceName).join(" → ");
}

function hedgeWords(claim) {
  return (claim.hedges || []).map((hedge) => wordsAt(claim.article, hedge.cue) || spoken(hedge.type)).join(", ");
}

function quantityWords(claim) {
  return (claim.quantities || []).map(amountWords).join(", ");
}

const BOUNDS = {about: "about", at_least: "at least", at_most: "at most", more_than: "more than", less_than: "less than"};

/** A number as it is read: "at least 40 village", "8.5 % of output, down". */
function amountWords(quantity) {
  const number = quantity.high === undefined ? amount(quantity.low) : `${amount(quantity.low)} to ${amount(quantity.high)}`;
  const words = [BOUNDS[quantity.bound], number, quantity.unit, (quantity.counted || []).join("/"),
    quantity.property && `of ${quantity.property}`, quantity.per && `per ${quantity.per}`].filter(Boolean).join(" ");
  return quantity.direction ? `${words}, ${quantity.direction}` : words;
}

/** Six digits are enough to read a number; what is exact lies in the dataset. */
function amount(value) {
  return new Intl.NumberFormat("en", {maximumSignificantDigits: Math.abs(value) >= 1e6 ? 12 : 6}).format(value);
}

function timeWords(time) {
  return time.unresolved ? `unresolved: ${spoken(time.unresolved)}` : time.edtf || time.timex || "?";
}

function statusOf(place) {
  const cluster = clusterOfClaim.get(place);
  return cluster === undefined ? "" : clusters[cluster].status;
}

function articleName(article) {
  const first = article.text ? shorten(article.text.split("\n").find((line) => line.trim()) || "", 80) : null;
  return article.title || first || `Article ${article.id}`;
}
