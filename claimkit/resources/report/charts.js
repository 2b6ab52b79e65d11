// The charts, drawn by Vega from specifications that can be copied; each says in words and in a table what it shows.

// After Okabe and Ito, who chose hues that most colour-blind readers tell apart, with three more; each made as light or
// dark as a contrast of 3 to 1 with the page asks.
const HUES_ON_LIGHT = ["#0072b2", "#c04f00", "#00795a", "#a8487f", "#8a6a00", "#2b7fa8", "#6a4ca0", "#5f5f5f", "#7a4a1e"];
const HUES_ON_DARK = ["#6db7ea", "#ff9e5e", "#4fd0a5", "#e79bc6", "#e6c04a", "#9fd8f5", "#b9a1ea", "#b5b5b5", "#d3a37a"];

function chartsView() {
  const drawings = [];
  const view = h("section", {class: "charts"},
    h("h2", {tabindex: "-1"}, "Charts"),
    data.charts.length ? null : h("p", {}, "There is nothing to draw yet."),
    data.charts.map((chart) => {
      const place = h("div", {class: "drawing"});
      drawings.push([place, chart]);
      return h("figure", {id: `chart-${chart.id}`},
        h("figcaption", {}, h("h3", {}, chart.title), h("p", {class: "meta"}, chart.units)),
        // Vega gives the place it draws in a role of its own.
        h("div", {role: "img", "aria-label": `${chart.title}. ${chart.alternative}`}, place),
        h("p", {}, chart.alternative),
        h("details", {}, h("summary", {}, "The numbers"), simpleTable(chart.title, chart.table.columns, linkedRows(chart.table))),
        h("details", {}, h("summary", {}, "Vega-Lite specification"),
          h("pre", {tabindex: "0", role: "region", "aria-label": `Specification of ${chart.title}`}, JSON.stringify(chart.spec, null, 1))));
    }));
  const draw = () => drawings.forEach(([place, chart]) => drawChart(place, chart));
  // Vega measures the room it has, so the view must stand in the page first.
  view.shown = draw;
  // What is drawn for a dark screen cannot be read on paper.
  view.printing = () => { document.documentElement.classList.add("paper"); draw(); };
  view.printed = () => { document.documentElement.classList.remove("paper"); draw(); };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", draw);
  view.gone = () => dark.removeEventListener("change", draw);
  return view;
}

/** The first cell of a row leads to the claims behind it, as a click on its mark does. */
function linkedRows({rows, filters}) {
  return rows.map(([first, ...others], place) => {
    const wish = filters[place];
    return [Object.keys(wish).length ? h("a", {href: `#${addressOf("claims", wish)}`}, first) : first, ...others];
  });
}

function drawChart(place, chart) {
  const compiled = vegaLite.compile(chart.spec, {config: chartConfig(), logger: vega.logger(vega.Error)}).spec;
  const view = new vega.View(vega.parse(compiled, null, {ast: true}), {
    expr: vegaInterpreter, renderer: "svg", container: place, hover: true, tooltip: tooltip(place), logLevel: vega.Error,
  });
  view.addEventListener("click", (event, item) => {
    const wish = item && item.datum && item.datum.filter;
    if (wish) location.hash = addressOf("claims", wish);
  });
  view.run(); // at once: a printer does not wait
}

/** What Vega would show beside the pointer; the table below the chart says the same to everybody else. */
function tooltip(place) {
  return (_handler, event, _item, value) => {
    place.querySelector(".tip")?.remove();
    if (!value) return;
    const rows = Object.entries(typeof value === "object" ? value : {"": value}).filter(([name]) => !["filter", "x", "y", "x2", "y2"].includes(name));
    const tip = h("div", {class: "tip", "aria-hidden": "true"}, rows.map(([name, told]) => h("div", {}, name ? `${name}: ${told}` : told)));
    const {left, top} = place.getBoundingClientRect();
    tip.style.left = `${event.clientX - left + 12}px`;
    tip.style.top = `${event.clientY - top + 12}px`;
    place.append(tip);
  };
}

function isDark() {
  return matchMedia("screen and (prefers-color-scheme: dark)").matches && !document.documentElement.classList.contains("paper");
}

function chartConfig() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const text = {labelColor: colour("--ink"), titleColor: colour("--ink"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal"};
  return {
    background: null,
    autosize: {type: "fit-x", contains: "padding"},
    font: style.getPropertyValue("--font"),
    view: {stroke: null},
    axis: {...text, gridColor: colour("--line"), domainColor: colour("--line"), tickColor: colour("--line"), labelLimit: 180},
    legend: {...text, orient: "bottom", columns: matchMedia("(min-width: 40rem)").matches ? 5 : 2, symbolType: "square"},
    mark: {color: colour("--accent")},
    bar: {color: colour("--accent")},
    point: {color: colour("--accent")},
    rule: {color: colour("--accent")},
    text: {color: colour("--ink"), fontSize: 12},
    range: {category: isDark() ? HUES_ON_DARK : HUES_ON_LIGHT},
    style: {halo: {stroke: colour("--paper"), strokeWidth: 4, strokeJoin: "round"}, heading: {fontWeight: "bold", fontSize: 12, fill: colour("--ink")}},
  };
}
