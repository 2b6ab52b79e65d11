// What the checks found, what was set aside, and what made the data.

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

const SEVERITIES = {error: "error", warning: "warning", info: "notice"};

function qualityView(wanted) {
  const {checks, rejects} = quality;
  const view = h("section", {class: "quality"},
    h("h2", {tabindex: "-1"}, "Quality"),
    h("p", {}, Object.entries(checks.rows).map(([table, count]) => `${count.toLocaleString("en")} ${table}`).join(", ")),
    checksSection(checks, wanted),
    rejectsSection(rejects),
    runSection());
  view.shown = () => view.querySelector("details.wanted")?.scrollIntoView();
  return view;
}

function checksSection(checks, wanted) {
  const counts = Object.entries(SEVERITIES).map(([severity, name]) => [severity, name, checks.severities[severity] || 0]);
  return h("section", {},
    h("h3", {}, "Checks"),
    h("p", {}, checks.found.length
      ? counts.map(([severity, name, count]) => [badge(plural(count, name), count ? severity : ""), " "])
      : badge("nothing found", "good"),
      ` by ${plural(checks.found.length + checks.passed.length, "check")}.`),
    checks.found.map((check) => foundCheck(check, check.id === wanted)),
    h("details", {}, h("summary", {}, `${plural(checks.passed.length, "check")} found nothing`),
      simpleTable("Checks that found nothing", ["check", "looks for"], checks.passed)),
    checks.skipped.length ? h("details", {}, h("summary", {}, `${plural(checks.skipped.length, "check")} could not run`),
      simpleTable("Checks that could not run", ["check", "looks for", "why not"], checks.skipped)) : null,
    Object.entries(checks.notes).map(([reason, count]) => h("p", {class: "note"}, `Not checked ${plural(count, "time")}: ${reason}.`)));
}

/** One check with the records behind its findings. */
function foundCheck(check, wanted) {
  return h("details", {class: `check ${check.severity} ${wanted ? "wanted" : ""}`, id: `check-${check.id}`, open: wanted},
    h("summary", {}, badge(check.severity, check.severity), " ", h("b", {}, check.title), ` (${check.count.toLocaleString("en")})`),
    h("p", {}, check.description),
    check.mend ? h("p", {}, h("i", {}, "What to do: "), check.mend) : null,
    simpleTable(check.title, ["record", "field", "what was found", "file", "line"], check.findings.map((found) =>
      [recordLink(found.record), found.path, found.message, found.file, found.line ? String(found.line) : "–"])),
    check.count > check.findings.length
      ? h("p", {class: "note"}, `The first ${check.findings.length} of ${check.count.toLocaleString("en")}.`) : null);
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
