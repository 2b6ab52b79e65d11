// An article whose text was left out: every mark as a bar at its place, one row a layer, beside its records.

const MOST_LANES = 6;

/** Marks of one layer in rows in which no two overlap; what finds no room in the last row is laid over others. */
function lanesOf(marks) {
  const lanes = [];
  for (const mark of marks) {
    let lane = lanes.find((row) => row.at(-1).end <= mark.start);
    if (!lane && lanes.length === MOST_LANES) lane = lanes.at(-1);
    if (lane) lane.push(mark);
    else lanes.push([mark]);
  }
  return lanes;
}

function strip(number, marks) {
  const length = Math.max(articles[number].length || 1, ...marks.map((mark) => mark.end));
  const percent = (value) => `${(100 * value) / length}%`;
  return h("div", {class: "strip"},
    LAYERS.filter((layer) => shownLayers.has(layer.name)).map((layer) => {
      const own = marks.filter((mark) => mark.layer === layer.name);
      return own.length ? h("div", {class: "strip-layer"},
        h("span", {class: "strip-name"}, layer.label),
        h("div", {class: "lanes"}, lanesOf(own).map((lane) => h("div", {class: "lane"}, lane.map((mark) => {
          const bar = markElement({mark, start: mark.start, end: mark.end});
          bar.style.left = percent(mark.start);
          bar.style.width = percent(mark.end - mark.start);
          bar.append(h("span", {class: "hidden"}, `${layer.label} at ${spanText([mark.start, mark.end])}`));
          return bar;
        }))))) : null;
    }),
    h("p", {class: "axis"}, h("span", {}, "0"), h("span", {}, `${length.toLocaleString("en")} characters`)));
}

function standoffText(number, marks) {
  return [
    h("p", {class: "note"}, "The text was left out of this dataset. Each bar is a mark at its place in the article; ",
      "the records hold what is known of it."),
    strip(number, marks),
  ];
}
