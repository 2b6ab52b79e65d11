// The same claim across sources: a card a cluster, conflicts first, and nobody voted down.

const CARDS = 20;
const PRINTED_CARDS = 200; // on paper, whatever the page on the screen: about a hundred sheets
const STATUS_WORDS = {
  conflicting: "Two of the reports cannot both hold.",
  superseded: "A later report gives what took the place of an earlier one.",
  corroborated: "At least two sources that were traced say it independently.",
  single_source: "However many outlets tell it, it rests on one source.",
  independence_unknown: "Several outlets tell it; on whom they rest could not be traced.",
};

function acrossView(given, clusterPlace) {
  const heading = h("h2", {tabindex: "-1"}, "Across sources");
  if (!crossings.compared) {
    return h("section", {}, heading, h("p", {}, "The claims of this dataset have not been compared. Run ",
      h("code", {}, "claimkit compare DIR"), " and make the report again."));
  }
  if (clusterPlace !== null) {
    return h("section", {class: "across"}, heading, h("p", {}, h("a", {href: "#across"}, "All claims told by several articles")),
      card(clusters[clusterPlace], true));
  }
  const wish = {...given};
  const list = h("div", {class: "cards"});
  const count = h("p", {class: "count", role: "status"});
  const draw = () => {
    const found = chosenClusters(wish);
    const page = Math.min(Number(wish.page) || 0, Math.max(0, Math.ceil(found.length / CARDS) - 1));
    count.textContent = `${found.length.toLocaleString("en")} of ${plural(clusters.length, "claim")} told by several articles`;
    list.replaceChildren(...flat([found.slice(page * CARDS, (page + 1) * CARDS).map((cluster) => card(cluster, false)),
      pager(found.length, CARDS, page, (to) => { change({page: to}); count.scrollIntoView(); })]));
  };
  const change = (changes) => { Object.assign(wish, changes); remember("across", wish); draw(); };
  draw();
  const view = h("section", {class: "across"}, heading,
    (crossings.notes || []).map((note) => h("p", {class: "note"}, `Note: ${note}.`)),
    acrossForm(wish, change), count, list, contradictions());
  view.printing = () => list.replaceChildren(...chosenClusters(wish).slice(0, PRINTED_CARDS).map((cluster) => card(cluster, false)));
  view.printed = draw;
  return view;
}

function chosenClusters(wish) {
  const words = (wish.q || "").toLowerCase().split(/\s+/).filter(Boolean);
  return clusters.filter((cluster) => {
    if (wish.status && cluster.status !== wish.status) return false;
    cluster.haystack ??= [cluster.headline, ...(cluster.publishers || []), ...(cluster.witnesses || []),
      ...cluster.voices.map((voice) => `${claimWords(claims[voice.claim])} ${chainWords(claims[voice.claim])}`)].join("\n").toLowerCase();
    return words.every((word) => cluster.haystack.includes(word));
  });
}

function acrossForm(wish, change) {
  const counts = new Map();
  for (const cluster of clusters) counts.set(cluster.status, (counts.get(cluster.status) || 0) + 1);
  return h("form", {class: "filters", role: "search", "aria-label": "Claims across sources", onsubmit: (event) => event.preventDefault()},
    field("Search", h("input", {type: "search", value: wish.q || "", oninput: (event) => change({q: event.target.value, page: 0})})),
    field("Status", h("select", {onchange: (event) => change({status: event.target.value, page: 0})},
      h("option", {value: ""}, "all"),
      Object.keys(STATUS_WORDS).filter((status) => counts.has(status)).map((status) =>
        h("option", {value: status, selected: wish.status === status}, `${spoken(status)} (${counts.get(status)})`)))));
}

function card(cluster, alone) {
  const [least, most] = cluster.independent;
  const independent = least === 0 ? "not known" : least === most ? least : `${least} to ${most}`;
  return h("article", {class: `card ${cluster.status}`, id: `card-${cluster.id}`, "aria-label": cluster.headline},
    h("h3", {}, alone ? cluster.headline : h("a", {href: `#cluster-${cluster.id}`}, cluster.headline)),
    h("p", {class: "verdict"}, badge(spoken(cluster.status), cluster.status), " ", STATUS_WORDS[cluster.status]),
    (cluster.conflicts || []).map((sentence) => h("p", {class: "conflict"}, sentence)),
    h("div", {class: "facts"}, definitions([
      ["outlets", `${(cluster.publishers || []).length}: ${(cluster.publishers || []).join(", ")}`],
      ["independent sources", independent],
      ["relayed by", (cluster.observers || []).join(", ")],
      ["who claims to know", (cluster.witnesses || []).join(", ")],
      ["agreed value", agreedWords(cluster)],
      ["first told", cluster.first],
      ["how the reports depend", (cluster.dependence || []).map(spoken).join(", ")],
    ])),
    voices(cluster));
}

function agreedWords({low, high}) {
  if (low === undefined && high === undefined) return null;
  if (low === high) return compact(low);
  return low === undefined ? `at most ${compact(high)}` : high === undefined ? `at least ${compact(low)}` : `${compact(low)} to ${compact(high)}`;
}

function voices(cluster) {
  const numbers = numberScale(cluster.voices);
  const agreed = cluster.low === undefined && cluster.high === undefined ? null : [cluster.low, cluster.high];
  const dates = dateScale(cluster.voices.flatMap((voice) => [dateOf(claims[voice.claim]), voice.asOf]));
  const head = (label, scale) => h("th", {scope: "col", role: "columnheader"}, label, scale ? axisOf(scale) : null);
  return h("table", {class: "voices wide", role: "table"},
    h("caption", {class: "hidden"}, `Who says it, through whom, in which words: ${cluster.headline}`),
    h("thead", {role: "rowgroup"}, h("tr", {role: "row"}, head("Outlet"), head("Through"), head("In which words"),
      numbers && head("Value", numbers), dates && head("Published ●, speaks of ○", dates))),
    h("tbody", {role: "rowgroup"}, cluster.voices.map((voice) => voiceRow(voice, numbers, agreed, dates))));
}

function voiceRow(voice, numbers, agreed, dates) {
  const claim = claims[voice.claim];
  const told = (claim.quantities || []).find((each) => voice.value && each.span[0] === voice.value[0] && each.span[1] === voice.value[1]);
  const cell = (label, ...children) => h("td", {role: "cell", "data-label": label}, h("div", {}, children));
  return h("tr", {role: "row"},
    cell("Outlet", h("a", {href: `#article-${articles[claim.article].id}`}, outletOf(claim))),
    cell("Through", chainWords(claim) || "its own voice"),
    cell("In which words", h("a", {href: `#claim-${claim.id}`}, claimWords(claim)), inSentence(claim)),
    numbers && cell("Value", told ? amountWords(told) : "no number", voice.interval ? intervalTrack(numbers, voice, agreed) : null),
    dates && cell("Published, speaks of", dateWords(dateOf(claim), voice.asOf), dateTrack(dates, dateOf(claim), voice.asOf)));
}

function dateWords(published, asOf) {
  return [published || "undated", asOf && asOf !== published ? `of ${asOf}` : null].filter(Boolean).join(", ");
}

function inSentence(claim) {
  const sentence = wordsAt(claim.article, claim.sentence);
  return sentence && sentence.trim() !== claimWords(claim) ? h("div", {class: "meta"}, shorten(sentence, 240)) : null;
}

/** Contradictions between two claims that lie in no common cluster. */
function contradictions() {
  const apart = relatedPairs.filter((pair) => pair.relation === "contradiction" &&
    (clusterOfClaim.get(pair.a) === undefined || clusterOfClaim.get(pair.a) !== clusterOfClaim.get(pair.b)));
  return apart.length ? h("section", {},
    h("h3", {}, `${plural(apart.length, "more pair")} of claims that cannot both hold`),
    h("ul", {}, apart.map((pair) => h("li", {}, pair.conflict, h("ul", {}, [pair.a, pair.b].map((place) =>
      h("li", {}, linkToClaim(place), ` (${outletOf(claims[place])})`))))))) : null;
}
