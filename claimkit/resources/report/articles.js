// One article with its layers, its record beside it and the list of all articles.

const LISTED = 60;
const reading = {search: "", page: 0, number: 0};

function articlesView(number, chosen, link) {
  reading.number = number;
  const record = h("div", {class: "record-body", "aria-live": "polite"});
  const panel = h("aside", {class: "record", "aria-label": "Record", tabindex: "0"}, record);
  const show = (parts) => record.replaceChildren(...flat([parts]));
  const rest = chosen !== null ? () => claimRecord(chosen) : link !== null ? () => linkRecord(number, link) : hint;
  show(rest());
  return h("div", {class: "reader"}, articleList(), articleColumn(number, chosen, link, show, rest), panel);
}

function hint() {
  return [
    h("h3", {}, "Record"),
    h("p", {}, "Point at a mark, or tab into the text and walk with the arrow keys: ← → from mark to mark, ↑ to the one ",
      "around it, Enter to open its claim or attribution."),
  ];
}

function articleList() {
  const list = h("div", {});
  const draw = () => list.replaceChildren(...flat([articleEntries(draw)]));
  const search = h("input", {type: "search", value: reading.search, "aria-label": "Search articles by title, outlet or date",
    placeholder: "Search articles",
    oninput: (event) => { reading.search = event.target.value; reading.page = 0; draw(); }});
  draw();
  return h("details", {class: "list", open: matchMedia("(min-width: 62rem)").matches},
    h("summary", {}, plural(articles.length, "article")), search, list);
}

function articleEntries(draw) {
  const wanted = reading.search.trim().toLowerCase();
  const found = articles.map((_, number) => number).filter((number) => {
    const article = articles[number];
    return !wanted || [articleName(article), article.outlet, article.date].join(" ").toLowerCase().includes(wanted);
  });
  const shown = found.slice(reading.page * LISTED, (reading.page + 1) * LISTED);
  return [
    h("ol", {class: "entries", start: reading.page * LISTED + 1}, shown.map((number) => {
      const article = articles[number];
      return h("li", {}, h("a", {href: `#article-${article.id}`, "aria-current": number === reading.number ? "true" : null},
        h("b", {}, articleName(article)),
        h("span", {}, [article.outlet, article.date, plural(claimsOfArticle[number].length, "claim")].filter(Boolean).join(" · "))));
    })),
    found.length ? null : h("p", {}, "No article fits."),
    pager(found.length, LISTED, reading.page, (page) => { reading.page = page; draw(); }),
  ];
}

function articleColumn(number, chosen, link, show, rest) {
  const article = articles[number];
  const marks = marksOf(number, chosen);
  const text = h("div", {class: article.text ? "text" : "text bare", role: "group", "aria-label": "Article text with marks; arrow keys walk from mark to mark"});
  const fill = () => text.replaceChildren(...flat([article.text ? markedText(number, marks) : standoffText(number, marks)]));
  const refresh = () => {
    for (const layer of LAYERS) text.classList.toggle(`hide-${layer.name}`, !shownLayers.has(layer.name));
    if (!article.text) fill();
    if (link !== null) light(text, {link});
    firstStop(text);
  };
  fill();
  refresh();
  listen(text, number, marks, show, rest, {link: link ?? undefined, claim: chosen ?? undefined});
  return h("article", {},
    heading(number),
    legend(layerCounts(marks), refresh),
    text,
    claimsBelow(number, chosen));
}

function heading(number) {
  const article = articles[number];
  const step = (to, label) => articles[to] ? h("a", {href: `#article-${articles[to].id}`}, label) : null;
  return h("header", {},
    h("h2", {tabindex: "-1"}, articleName(article)),
    h("p", {class: "meta"}, [
      article.outlet && h("b", {}, article.outlet),
      article.date && h("span", {}, article.date + (article.evidence === "text" ? " (read off the text)" : "")),
      article.wire && h("span", {}, `wire: ${article.wire.join(", ")}`),
      article.authors && h("span", {}, `by ${article.authors.join(", ")}`),
      article.licence && h("span", {}, article.licence),
      article.url && outward(article.url, "original"),
      step(number - 1, "← previous"), step(number + 1, "next →"),
    ].filter(Boolean).flatMap((part, place) => place ? [" · ", part] : [part])));
}

function legend(counts, refresh) {
  return h("fieldset", {class: "legend"},
    h("legend", {}, "Layers"),
    LAYERS.map((layer) => h("label", {title: layer.title},
      h("input", {type: "checkbox", checked: shownLayers.has(layer.name), onchange: (event) => {
        if (event.target.checked) shownLayers.add(layer.name);
        else shownLayers.delete(layer.name);
        refresh();
      }}),
      h("span", {class: `sample m-${layer.name}`}, layer.label), ` ${counts[layer.name] || 0}`)));
}

function claimsBelow(number, chosen) {
  const own = claimsOfArticle[number];
  return h("section", {class: "below", "aria-label": "Claims of this article"},
    h("h3", {}, plural(own.length, "claim")),
    h("ol", {}, own.map((place) => {
      const claim = claims[place];
      return h("li", {class: place === chosen ? "chosen" : null},
        linkToClaim(place), " ",
        clusterOfClaim.has(place) ? [h("a", {href: `#cluster-${clusters[clusterOfClaim.get(place)].id}`}, spoken(statusOf(place))), " "] : null,
        h("span", {class: "meta"}, [chainWords(claim), hedgeWords(claim), quantityWords(claim),
          (claim.times || []).map(timeWords).join(", ")].filter(Boolean).join(" · ")));
    })));
}

// --- the keyboard and the mouse in the text ---

function listen(text, number, marks, show, rest, lit) {
  const present = (element) => {
    if (!element) return;
    const mark = marks[element.dataset.order];
    show(recordOf(number, mark));
    light(text, mark);
  };
  const restore = () => { show(rest()); light(text, lit); };
  text.addEventListener("mouseover", (event) => present(shownMark(event.target, text)));
  text.addEventListener("mouseleave", () => {
    if (text.contains(document.activeElement)) present(shownMark(document.activeElement, text));
    else restore();
  });
  text.addEventListener("focusin", (event) => {
    stopAt(text, event.target);
    present(event.target.closest(".m"));
  });
  text.addEventListener("click", (event) => {
    const element = shownMark(event.target, text);
    if (element) element.focus({preventScroll: true});
  });
  text.addEventListener("keydown", (event) => walk(event, text, number, marks));
}

/** The innermost mark around an element whose layer is switched on. */
function shownMark(element, text) {
  for (let mark = element.closest(".m"); mark && text.contains(mark); mark = mark.parentElement.closest(".m")) {
    if (isShown(mark, text)) return mark;
  }
  return null;
}

function isShown(element, text) {
  return ![...text.classList].some((name) => name.startsWith("hide-") && element.classList.contains(`m-${name.slice(5)}`));
}

function shownMarks(text) {
  return [...text.querySelectorAll(".m.first")].filter((element) => isShown(element, text));
}

/** One stop for the tab key in the whole text: where the reader was last. */
function stopAt(text, element) {
  for (const stop of text.querySelectorAll('.m[tabindex="0"]')) stop.setAttribute("tabindex", "-1");
  if (element && element.classList.contains("m")) element.setAttribute("tabindex", "0");
}

function firstStop(text) {
  stopAt(text, text.querySelector(".m-chosen") || shownMarks(text)[0]);
}

const STEPS = {ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity};

function walk(event, text, number, marks) {
  const current = event.target.closest(".m");
  if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
  let next = null;
  if (event.key in STEPS) {
    const stops = shownMarks(text);
    const at = stops.findIndex((stop) => stop.dataset.order === current.dataset.order);
    next = stops[Math.min(Math.max(at + STEPS[event.key], 0), stops.length - 1)];
  } else if (event.key === "ArrowUp") {
    next = current.parentElement ? shownMark(current.parentElement, text) : null;
  } else if (event.key === "Enter") {
    const mark = marks[current.dataset.order];
    location.hash = mark.link === undefined && mark.claim === undefined ? location.hash
      : mark.claim !== undefined ? `claim-${claims[mark.claim].id}` : `link-${articles[number].links[mark.link].id}`;
  } else {
    return;
  }
  event.preventDefault();
  if (next) {
    next.focus({preventScroll: true});
    next.scrollIntoView({block: "nearest"});
  }
}

/** Shows all parts of the same link, or of the same claim, as belonging together. */
function light(text, {link, claim}) {
  for (const element of text.querySelectorAll(".lit")) element.classList.remove("lit");
  const name = claim !== undefined ? `[data-claim="${claim}"]` : link !== undefined ? `[data-link="${link}"]` : null;
  if (name) for (const element of text.querySelectorAll(`.m${name}`)) element.classList.add("lit");
}
