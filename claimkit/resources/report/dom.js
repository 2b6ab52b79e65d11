// Elements from plain values. Text goes in as text nodes and attributes as attributes: nothing is ever parsed as HTML.

/** An element: h("a", {href: "#x", onclick: f}, "text", [more]). Attributes that are null or false are left out. */
function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...flat(children));
  return element;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** A link only where the address is one of the web: an article's url could as well be "javascript:…". */
function outward(url, label) {
  return /^https?:\/\//i.test(url || "")
    ? h("a", {href: url, rel: "noopener noreferrer external"}, label || url)
    : h("span", {}, label || url);
}

function plural(count, noun, more) {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : more || noun + "s"}`;
}

/** A value of an enumeration as it is read: "news agency". */
function spoken(name) {
  return String(name).replaceAll("_", " ");
}

function byText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function unique(values) {
  return [...new Set(values)];
}

/** A definition list of the pairs whose value says something. */
function definitions(pairs) {
  const kept = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "" && flat([value]).length);
  return h("dl", {}, kept.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

function badge(text, kind) {
  return h("span", {class: `badge ${kind || ""}`}, text);
}

/** A table of text cells; `caption` names it for those who cannot see where it stands. */
function simpleTable(caption, columns, rows) {
  return h("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": caption},
    h("table", {},
      h("caption", {class: "hidden"}, caption),
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", {scope: "col"}, column)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell) =>
        h("td", {class: typeof cell === "number" ? "number" : null},
          typeof cell === "number" ? cell.toLocaleString("en") : cell)))))));
}

/** Buttons for pages of a long list; nothing where it fits on one. `go` is called with the number of a page. */
function pager(total, size, page, go) {
  const last = Math.max(0, Math.ceil(total / size) - 1);
  if (last === 0) return null;
  const step = (label, to) =>
    h("button", {type: "button", disabled: to < 0 || to > last || to === page, onclick: () => go(to)}, label);
  return h("nav", {class: "pager", "aria-label": "Pages"},
    step("First", 0), step("Previous", page - 1),
    h("span", {}, `Page ${(page + 1).toLocaleString("en")} of ${(last + 1).toLocaleString("en")}`),
    step("Next", page + 1), step("Last", last));
}

/** Put the keyboard on a heading that has just come up. */
function focusOn(element) {
  if (element) {
    if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus({preventScroll: true});
  }
}
