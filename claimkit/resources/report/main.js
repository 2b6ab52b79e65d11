// Which view an address leads to, and what surrounds the views.

const main = document.getElementById("main");
let current = null;

/** "#claims?kind=event&q=dam" */
function addressOf(view, wish) {
  const query = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== "" && value !== null && value !== undefined && value !== 0));
  return query.size ? `${view}?${query}` : view;
}

/** Keep what is filtered and sorted in the address, without a step in the history for each letter typed. */
function remember(view, wish) {
  history.replaceState(null, "", `#${addressOf(view, wish)}`);
}

const ROUTES = [
  [/^article-(.+)$/, "articles", (id) => placeOfArticle.has(id) && articlesView(placeOfArticle.get(id), null, null)],
  [/^claim-(.+)$/, "articles", (id) => placeOfClaim.has(id) && articlesView(claims[placeOfClaim.get(id)].article, placeOfClaim.get(id), null)],
  [/^link-(.+)$/, "articles", (id) => placeOfLink.has(id) && articlesView(placeOfLink.get(id)[0], null, placeOfLink.get(id)[1])],
  [/^cluster-(.+)$/, "across", (id) => placeOfCluster.has(id) && acrossView({}, placeOfCluster.get(id))],
  [/^claims(?:\?(.*))?$/, "claims", (query) => claimsView(Object.fromEntries(new URLSearchParams(query || "")))],
  [/^across(?:\?(.*))?$/, "across", (query) => acrossView(Object.fromEntries(new URLSearchParams(query || "")), null)],
  [/^quality$/, "quality", () => qualityView(null)],
  [/^check-(.+)$/, "quality", (id) => quality.checks.found.some((check) => check.id === id) && qualityView(id)],
  [/^charts$/, "charts", () => chartsView()],
  [/^(?:articles|main)?$/, "articles", () => articles.length ? articlesView(reading.number, null, null)
    : h("section", {}, h("h2", {tabindex: "-1"}, "Articles"), h("p", {}, "There are none."))],
];

function viewOf(address) {
  for (const [pattern, name, make] of ROUTES) {
    const match = pattern.exec(address);
    if (match) {
      const view = make(match[1]);
      if (view) return [name, view];
    }
  }
  return ["", h("section", {}, h("h2", {tabindex: "-1"}, "Nothing here"),
    h("p", {}, "Nothing in this dataset has the address ", h("code", {}, `#${address}`), "."))];
}

function decoded(hash) {
  try {
    return hash.includes("?") ? hash : decodeURIComponent(hash);
  } catch {
    return hash; // a lone "%" is no encoding
  }
}

function open(first) {
  const address = decoded(location.hash.slice(1));
  const [name, view] = viewOf(address);
  current?.gone?.();
  current = view;
  main.replaceChildren(view);
  view.shown?.();
  for (const link of document.querySelectorAll("header nav a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const title = view.querySelector("h2");
  document.title = `${title ? title.textContent : ""} · ${data.title}`;
  const chosen = view.querySelector(".m-chosen, .m.lit");
  if (chosen) chosen.scrollIntoView({block: "center"});
  else if (!first) scrollTo(0, 0);
  if (!first) focusOn(chosen || title);
}

function foot() {
  const dates = articles.map((article) => article.date).filter(Boolean).sort(byText);
  const span = dates.length ? `, ${dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} to ${dates.at(-1)}`}` : "";
  document.getElementById("foot").replaceChildren(
    h("p", {}, [plural(articles.length, "article"), plural(claims.length, "claim"),
      plural(articles.reduce((sum, article) => sum + (article.links || []).length, 0), "attribution"),
      crossings.compared && `${plural(clusters.length, "claim")} told by several articles`].filter(Boolean).join(", ") + span + "."),
    h("p", {}, `Written by claimkit ${data.version}. Labels of origin “machine” were made by a program and contain mistakes: read the sentence before you use the claim.`),
    h("details", {}, h("summary", {}, "Licences of the programs in this page"),
      h("pre", {tabindex: "0", role: "region", "aria-label": "Licences"}, document.getElementById("licences").textContent)));
}

addEventListener("hashchange", () => open(false));
addEventListener("beforeprint", () => current?.printing?.());
addEventListener("afterprint", () => current?.printed?.());
document.querySelector(".skip").addEventListener("click", (event) => {
  // The address belongs to the views.
  event.preventDefault();
  focusOn(main);
});
foot();
open(true);
