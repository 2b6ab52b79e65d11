// Values on a number line and dates on a time line: one track a report, all of them on one scale.

const DAY = 86400000;

/** A scale of numbers over all that the values may cover, its ticks at the numbers as stated. */
function numberScale(voices) {
  const known = (ends) => ends.filter((end) => end !== null && end !== undefined);
  const ends = known(voices.flatMap((voice) => voice.interval || []));
  if (!ends.length) return null;
  const stated = known(voices.flatMap((voice) => voice.stated || voice.interval || []));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = (high - low || Math.abs(high) || 1) / 8;
  return scaleOf(low - room, high + room, Math.min(...stated), Math.max(...stated), (value) => compact(value));
}

function dateScale(days) {
  const moments = days.filter(Boolean).map((day) => Date.parse(day)).filter((moment) => !Number.isNaN(moment));
  if (!moments.length) return null;
  const low = Math.min(...moments);
  const high = Math.max(...moments);
  const room = (high - low || DAY) / 8;
  return scaleOf(low - room, high + room, low, high, (moment) => new Date(moment).toISOString().slice(0, 10));
}

function scaleOf(from, to, low, high, label) {
  return {place: (value) => (100 * (value - from)) / (to - from), low, high, label};
}

function compact(value) {
  return Math.abs(value) >= 1e6
    ? new Intl.NumberFormat("en", {maximumSignificantDigits: 6, notation: "compact"}).format(value) : amount(value);
}

/** The ends of a scale, above its tracks. */
function axisOf(scale) {
  const at = (value) => {
    const tick = h("span", {class: "tick"}, scale.label(value));
    tick.style.left = `${scale.place(value)}%`;
    return tick;
  };
  return h("div", {class: "track axis", "aria-hidden": "true"}, at(scale.low), scale.high === scale.low ? null : at(scale.high));
}

/** What a value covers, as wide as its rounding; a side that is open ("at least five") runs to the edge. The stated
 *  numbers stand out in it. The words beside it say the same. */
function intervalTrack(scale, {interval: [low, high], stated}, agreed) {
  const from = low === null ? 0 : scale.place(low);
  const to = high === null ? 100 : scale.place(high);
  const bar = h("span", {class: `bar ${low === null ? "open-low" : ""} ${high === null ? "open-high" : ""}`});
  bar.style.left = `${from}%`;
  bar.style.width = `${Math.max(to - from, 0)}%`;
  return h("div", {class: "track", "aria-hidden": "true"}, agreed ? agreedBand(scale, agreed) : null, bar,
    stated ? unique(stated).map((value) => {
      const dot = h("span", {class: "dot published"});
      dot.style.left = `${scale.place(value)}%`;
      return dot;
    }) : null);
}

function agreedBand(scale, [low, high]) {
  const band = h("span", {class: "band"});
  const from = low === undefined ? 0 : scale.place(low);
  band.style.left = `${from}%`;
  band.style.width = `${(high === undefined ? 100 : scale.place(high)) - from}%`;
  return band;
}

/** The day of publication as a dot, the day that the claim speaks of as a ring. */
function dateTrack(scale, published, asOf) {
  const dot = (day, kind) => {
    const mark = h("span", {class: `dot ${kind}`});
    mark.style.left = `${scale.place(Date.parse(day))}%`;
    return mark;
  };
  return h("div", {class: "track", "aria-hidden": "true"},
    published && dot(published, "published"), asOf && asOf !== published ? dot(asOf, "as-of") : null);
}
