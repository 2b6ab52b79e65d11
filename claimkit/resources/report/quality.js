// What is wrong with the data, what was set aside, and what made it.

/** Where a record of any table stands in this page; null where it has no place. */
function placeOfRecord(id) {
  if (placeOfClaim.has(id)) return `#claim-${id}`;
  if (placeOfArticle.has(id)) return `#article-${id}`;
  if (placeOfLink.has(id)) return `#link-${id}`;
  return placeOfCluster.has(id) ? `#cluster-${id}` : null;
}

function recordLink(id) {
  const place = id ? placeOfRecord(id) : null;
  return place ? h("a", {href: place}, id) : id || "–";
}

function qualityView() {
  const {validation, rejects} = quality;
  return h("section", {class: "quality"},
    h("h2", {tabindex: "-1"}, "Quality"),
    h("section", {},
      h("h3", {}, "Schema and integrity"),
      h("p", {}, badge(validation.count ? plural(validation.count, "fault") : "valid", validation.count ? "bad" : "good"),
        ` ${Object.entries(validation.rows).map(([table, count]) => `${count.toLocaleString("en")} ${table}`).join(", ")}`),
      faults(validation),
      Object.entries(validation.skipped).map(([reason, count]) => h("p", {class: "note"}, `Not checked ${plural(count, "time")}: ${reason}.`))),
    rejectsSection(rejects),
    runSection());
}

function faults({faults: found, count}) {
  if (!found.length) return null;
  return [
    simpleTable("Faults", ["file", "line", "record", "field", "what is wrong"],
      found.map((fault) => [fault.file, fault.line || 0, recordLink(fault.record), fault.path, fault.message])),
    count > found.length ? h("p", {class: "note"}, `The first ${found.length} of ${count.toLocaleString("en")}.`) : null,
  ];
}

function rejectsSection(rejects) {
  return h("section", {},
    h("h3", {}, "Set aside while reading"),
    rejects.count === 0 ? h("p", {}, "Nothing was set aside.") : [
      h("p", {}, `${plural(rejects.count, "input")} gave no article.`),
      simpleTable("Reasons", ["reason", "inputs"], rejects.reasons.map(([reason, count]) => [spoken(reason), count])),
      h("details", {}, h("summary", {}, "The inputs"),
        simpleTable("Inputs set aside", ["input", "line", "reason", "detail"],
          rejects.rows.map((row) => [row.input || "–", row.line ?? "–", spoken(row.reason), row.detail || "–"])),
        rejects.count > rejects.rows.length ? h("p", {class: "note"}, `The first ${rejects.rows.length} of ${rejects.count.toLocaleString("en")}.`) : null),
    ]);
}

function runSection() {
  const entries = Object.entries(data.run);
  if (!entries.length) return null;
  const told = (value) => typeof value === "object" && value !== null
    ? Object.entries(value).map(([name, inner]) => h("div", {}, `${spoken(name)}: ${inner === null ? "–" : typeof inner === "object" ? JSON.stringify(inner) : inner}`))
    : String(value);
  return h("section", {}, h("h3", {}, "How it was made"), definitions(entries.map(([name, value]) => [spoken(name), told(value)])));
}
