// All claims as a table to search, sort and filter; what is chosen stands in the address and can be sent on.

const PAGE = 50;
const ARTICLE_ITSELF = "(the article itself)";

const COLUMNS = [
  {name: "claim", label: "Claim", cell: (row) => [h("a", {href: `#claim-${row.claim.id}`}, row.words)]},
  {name: "who", label: "Who says it", cell: (row) => [row.who || "–", row.cue ? [" ", h("i", {}, row.cue)] : null]},
  {name: "outlet", label: "Outlet", cell: (row) => [h("a", {href: `#article-${articles[row.claim.article].id}`}, row.outlet)]},
  {name: "date", label: "Published", cell: (row) => [row.date]},
  {name: "hedges", label: "Hedges", cell: (row) => [row.hedges]},
  {name: "numbers", label: "Numbers", cell: (row) => [row.numbers]},
  {name: "times", label: "Times", cell: (row) => [row.times]},
  {name: "kind", label: "Kind", cell: (row) => [row.claim.kind]},
  {name: "status", label: "Status", cell: (row) => row.status
    ? [h("a", {href: `#cluster-${clusters[clusterOfClaim.get(row.place)].id}`}, spoken(row.status))] : ["–"]},
];

// Each filter: what the rows offer, and whether a row has it.
const FILTERS = [
  {name: "outlet", label: "Outlet", of: (row) => [row.outlet]},
  {name: "type", label: "Source type", of: (row) => row.types},
  {name: "hedge", label: "Hedge type", of: (row) => row.hedgeTypes, extra: ["(any)", "(none)"]},
  {name: "kind", label: "Kind", of: (row) => [row.claim.kind]},
  {name: "status", label: "Status", of: (row) => [row.status || "(one article only)"]},
];

let rows = null;

/** Claims with what the table shows and searches, made once. */
function claimRows() {
  rows ??= claims.map((claim, place) => {
    const links = linksOf(claim);
    const row = {
      place, claim,
      words: claimWords(claim),
      who: links.map(sourceName).join(" → "),
      names: links.map(sourceName),
      cue: links.length ? links.at(-1).lemma || "" : "",
      outlet: outletOf(claim),
      date: dateOf(claim),
      hedges: hedgeWords(claim),
      numbers: quantityWords(claim),
      amount: claim.quantities ? claim.quantities[0].low : null,
      times: (claim.times || []).map(timeWords).join(", "),
      moment: claim.times ? claim.times[0].start || "" : "",
      types: links.length ? unique(links.map((link) => link.type)) : [ARTICLE_ITSELF],
      hedgeTypes: claim.hedges ? [...unique(claim.hedges.map((hedge) => hedge.type)), "(any)"] : ["(none)"],
      status: statusOf(place),
      kind: claim.kind,
    };
    row.haystack = [row.words, claim.resolved, row.who, row.cue, row.outlet, row.date, row.hedges, row.numbers, row.times, claim.id]
      .join("\n").toLowerCase();
    return row;
  });
  return rows;
}

const SORT_KEYS = {numbers: "amount", times: "moment", claim: "words"};

function chosenRows(wish) {
  const words = (wish.q || "").toLowerCase().split(/\s+/).filter(Boolean);
  const source = (wish.source || "").trim().toLowerCase();
  const published = (wish.published || "").trim();
  const filters = FILTERS.filter((filter) => wish[filter.name]);
  const found = claimRows().filter((row) =>
    words.every((word) => row.haystack.includes(word)) &&
    (!source || row.names.some((name) => name.toLowerCase().includes(source))) &&
    row.date.startsWith(published) &&
    filters.every((filter) => filter.of(row).includes(wish[filter.name])));
  return sorted(found, wish.sort);
}

/** In the order of a column ("who", "-date"); what has nothing there comes last, either way. */
function sorted(found, sort) {
  if (!sort) return found;
  const down = sort.startsWith("-");
  const column = sort.replace("-", "");
  const key = SORT_KEYS[column] || column;
  const keyed = found.map((row) => {
    const value = row[key];
    return {row, value: typeof value === "string" ? value.toLowerCase() : value ?? ""};
  });
  keyed.sort((a, b) => {
    if (a.value === "" || b.value === "") return (a.value === "") - (b.value === "") || a.row.place - b.row.place;
    return (down ? byText(b.value, a.value) : byText(a.value, b.value)) || a.row.place - b.row.place;
  });
  return keyed.map(({row}) => row);
}

function claimsView(given) {
  const wish = {...given};
  const body = h("tbody", {role: "rowgroup"});
  const count = h("p", {class: "count", role: "status"});
  const pages = h("div", {});
  const heads = COLUMNS.map((column) => sortHead(column, wish, () => change({page: 0})));
  const form = filterForm(wish, () => change({page: 0}));
  let found = [];
  const change = (changes) => {
    Object.assign(wish, changes);
    remember("claims", wish);
    draw();
  };
  const draw = () => {
    found = chosenRows(wish);
    const page = Math.min(Number(wish.page) || 0, Math.max(0, Math.ceil(found.length / PAGE) - 1));
    count.textContent = found.length === claims.length
      ? plural(claims.length, "claim") : `${found.length.toLocaleString("en")} of ${plural(claims.length, "claim")}`;
    body.replaceChildren(...found.slice(page * PAGE, (page + 1) * PAGE).map(tableRow));
    pages.replaceChildren(...flat([pager(found.length, PAGE, page, (to) => { change({page: to}); count.scrollIntoView(); })]));
    heads.forEach((head) => head.update());
  };
  draw();
  const view = h("section", {class: "claims"},
    h("h2", {tabindex: "-1"}, "Claims"), form, count,
    h("table", {class: "wide", role: "table"},
      h("caption", {class: "hidden"}, "Claims; the headings sort"),
      h("thead", {role: "rowgroup"}, h("tr", {role: "row"}, heads.map((head) => head.element))),
      body),
    pages);
  view.printing = () => body.replaceChildren(...found.slice(0, PRINTED).map(tableRow));
  view.printed = draw;
  return view;
}

// Rows that a printer gets, whatever the page on the screen: about forty sheets.
const PRINTED = 1000;

function tableRow(row) {
  return h("tr", {role: "row", id: `row-${row.claim.id}`}, COLUMNS.map((column) =>
    h("td", {role: "cell", class: `col-${column.name}`, "data-label": column.label}, h("div", {}, column.cell(row)))));
}

function sortHead(column, wish, redraw) {
  const press = () => {
    wish.sort = wish.sort === column.name ? `-${column.name}` : wish.sort === `-${column.name}` ? "" : column.name;
    redraw();
  };
  const button = h("button", {type: "button", onclick: press}, column.label);
  const element = h("th", {scope: "col", role: "columnheader"}, button);
  const update = () => {
    const order = wish.sort === column.name ? "ascending" : wish.sort === `-${column.name}` ? "descending" : "none";
    element.setAttribute("aria-sort", order);
  };
  return {element, update};
}

function filterForm(wish, redraw) {
  const all = claimRows();
  const sources = unique(all.flatMap((row) => row.names)).sort(byText);
  const set = (name) => (event) => { wish[name] = event.target.value; redraw(); };
  const form = h("form", {class: "filters", role: "search", "aria-label": "Claims", onsubmit: (event) => event.preventDefault()},
    field("Search", h("input", {type: "search", value: wish.q || "", placeholder: "words, names, numbers, an id", oninput: set("q")})),
    field("Source", h("input", {type: "search", list: "sources", value: wish.source || "", oninput: set("source")})),
    h("datalist", {id: "sources"}, sources.slice(0, 2000).map((name) => h("option", {value: name}))),
    field("Published", h("input", {type: "search", value: wish.published || "", placeholder: "2031-05", oninput: set("published")})),
    FILTERS.map((filter) => field(filter.label, selectOf(filter, all, wish, set(filter.name)))),
    h("button", {type: "button", onclick: () => {
      for (const key of Object.keys(wish)) delete wish[key];
      for (const input of form.querySelectorAll("input, select")) input.value = "";
      redraw();
    }}, "Clear"));
  return form;
}

/** A control under its label; not in it, or the options of a menu would be part of its name. */
function field(label, input) {
  input.id = `field-${label.toLowerCase().replace(/\W/g, "-")}`;
  return h("div", {class: "field"}, h("label", {for: input.id}, label), input);
}

function selectOf(filter, all, wish, onchange) {
  const counts = new Map();
  for (const row of all) for (const value of filter.of(row)) counts.set(value, (counts.get(value) || 0) + 1);
  if (wish[filter.name] && !counts.has(wish[filter.name])) counts.set(wish[filter.name], 0);
  const values = [...counts.keys()].sort(byText);
  return h("select", {onchange},
    h("option", {value: ""}, "all"),
    values.map((value) => h("option", {value, selected: wish[filter.name] === value},
      `${spoken(value)} (${counts.get(value).toLocaleString("en")})`)));
}
