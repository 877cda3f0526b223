// Charts of resources: SVG of our own, one moment of which can be read by pointer or by arrow keys.

const wide = 600;
const high = 120;
const svg = (tag, attributes) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const charts = [
  { title: "CPU", top: 100, tell: percent, lines: [{ key: "cpu", name: "" }] },
  { title: "Memory", top: 100, tell: percent, lines: [{ key: "ram", name: "" }], whole: "ram_gb" },
  { title: "Disk", top: 100, tell: percent, lines: [{ key: "disk", name: "" }], whole: "disk_gb" },
  {
    title: "Network", top: null, tell: (rate) => Number.isFinite(rate) ? `${bytes(rate)}/s` : "",
    lines: [{ key: "rx", name: "in" }, { key: "tx", name: "out" }],
  },
];

for (const chart of charts) chart.newest = "";

// {time (ms), step (s, what it is the mean of), cpu, ram, disk (percent), rx, tx (bytes per second)}, oldest first.
const history = { points: [], seconds: 600 };

function makeChart(chart) {
  chart.picture = svg("svg", { viewBox: `0 0 ${wide} ${high}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  for (const part of [0, 0.5, 1]) {
    const y = 1 + (high - 2) * part;
    chart.picture.append(svg("line", { class: "grid", x1: 0, x2: wide, y1: y, y2: y }));
  }
  chart.area = svg("path", { class: "area" });
  chart.paths = chart.lines.map((_, index) => svg("path", { class: `line line-${index}` }));
  chart.mark = svg("line", { class: "mark", y1: 0, y2: high });
  chart.picture.append(chart.area, ...chart.paths, chart.mark);
  chart.now = make("span", { class: "now" });
  chart.scale = make("div", { class: "scale", "aria-hidden": "true" }, ...["", "", "0"].map((text) => make("span", {}, text)));
  chart.axis = make("div", { class: "axis", "aria-hidden": "true" }, ...["", "", "now"].map((text) => make("span", {}, text)));
  // A slider is what picks one of many moments: its value is read out.
  chart.plot = make("div", {
    class: "plot", role: "slider", tabindex: "0", "aria-label": `${chart.title}, moment by moment`,
    "aria-valuemin": "0", "aria-valuemax": "0", "aria-valuenow": "0", "aria-valuetext": "no values yet",
    onkeydown: (event) => moveMark(chart, event), onblur: () => setMark(chart, null),
    // What a finger has chosen stays until it chooses elsewhere.
    onpointerleave: (event) => { if (event.pointerType === "mouse") setMark(chart, null); },
    onpointermove: (event) => pointMark(chart, event), onpointerdown: (event) => pointMark(chart, event),
  }, chart.picture);
  const legend = chart.lines.length > 1
    ? make("span", { class: "legend", "aria-hidden": "true" }, ...chart.lines.map((line, index) => make("span", { class: `key-${index}` }, line.name)))
    : null;
  return make("div", { class: "chart" },
    make("div", { class: "bar" }, make("h3", {}, chart.title, legend), chart.now), chart.scale, chart.plot, chart.axis);
}

const told = (chart, point) => chart.lines
  .map((line) => [line.name, chart.tell(point[line.key])].filter(Boolean).join(" ")).filter(Boolean).join(", ");

function setMark(chart, index) {
  chart.index = index;
  const point = index === null ? null : chart.points[index];
  chart.mark.classList.toggle("shown", Boolean(point));
  chart.now.classList.toggle("marked", Boolean(point));
  put(chart.now, point ? `${moment(point.time)}: ${told(chart, point)}` : chart.newest);
  const spokenIndex = point ? index : chart.points.length - 1;
  const spokenPoint = chart.points[spokenIndex];
  chart.plot.setAttribute("aria-valuenow", Math.max(0, spokenIndex));
  chart.plot.setAttribute("aria-valuetext", spokenPoint ? `${moment(spokenPoint.time)}: ${told(chart, spokenPoint)}` : "no values yet");
  if (!point) return;
  const x = chart.x(point.time);
  chart.mark.setAttribute("x1", x);
  chart.mark.setAttribute("x2", x);
}

function pointMark(chart, event) {
  const box = chart.plot.getBoundingClientRect();
  setMark(chart, nearest(chart, (event.clientX - box.left) / box.width));
}

function moveMark(chart, event) {
  const last = chart.points.length - 1;
  const here = chart.index ?? last;
  const targets = {
    ArrowLeft: here - 1, ArrowDown: here - 1, ArrowRight: here + 1, ArrowUp: here + 1,
    PageDown: here - 10, PageUp: here + 10, Home: 0, End: last,
  };
  if (last < 0 || !(event.key in targets)) return;
  event.preventDefault();
  setMark(chart, Math.min(last, Math.max(0, targets[event.key])));
}

function nearest(chart, share) {
  const x = share * wide;
  let best = null;
  for (const [index, point] of chart.points.entries()) {
    if (best === null || Math.abs(chart.x(point.time) - x) < Math.abs(chart.x(chart.points[best].time) - x)) best = index;
  }
  return best;
}

/** The next round number: 1, 2 or 5 times a power of ten. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1000)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value);
}

/** Whether values are missing between a moment and the next: it is much longer than they usually are apart. */
const isGap = (point, next, step = point.step) => next - point.time > 4000 * Math.max(point.step, step);

function drawChart(chart, end) {
  const begin = end - history.seconds * 1000;
  const points = history.points.filter((point) => point.time >= begin && point.time <= end);
  const markedTime = chart.index === null || chart.index === undefined ? null : chart.points[chart.index]?.time;
  chart.points = points;
  chart.x = (time) => wide * (time - begin) / (end - begin);
  const top = chart.top ?? ceiling(Math.max(0, ...points.flatMap((point) => chart.lines.map((line) => point[line.key] ?? 0))));
  const y = (value) => 1 + (high - 2) * (1 - Math.min(1, value / top));
  for (const [number, line] of chart.lines.entries()) {
    const runs = [];
    let former = null;
    for (const point of points) {
      if (!Number.isFinite(point[line.key])) continue;
      if (former === null || isGap(former, point.time, point.step)) runs.push([]);
      runs.at(-1).push(`${chart.x(point.time).toFixed(1)} ${y(point[line.key]).toFixed(1)}`);
      former = point;
    }
    chart.paths[number].setAttribute("d", runs.map((run) => `M${run.join("L")}${run.length === 1 ? "h1" : ""}`).join(""));
    if (number > 0) continue;
    const areas = runs.map((run) => `M${run[0].split(" ")[0]} ${high}L${run.join("L")}L${run.at(-1).split(" ")[0]} ${high}Z`);
    chart.area.setAttribute("d", areas.join(""));
  }
  put(chart.scale.children[0], chart.tell(top).replace(".0", ""));
  put(chart.scale.children[1], chart.tell(top / 2).replace(".0", ""));
  put(chart.axis.children[0], moment(begin));
  put(chart.axis.children[1], moment(begin + (end - begin) / 2));
  const latest = points.at(-1);
  const whole = health.answer?.resources?.[chart.whole];
  chart.newest = !latest ? "no values yet" : isGap(latest, end) ? `no values since ${moment(latest.time)}`
    : [told(chart, latest), whole ? `of ${whole} GiB` : ""].filter(Boolean).join(" ");
  chart.plot.setAttribute("aria-valuemax", Math.max(0, points.length - 1));
  const marked = markedTime === null ? -1 : points.findIndex((point) => point.time === markedTime);
  setMark(chart, marked < 0 ? null : marked);
}

function drawCharts() {
  const end = Math.max(nodeNow(), history.points.at(-1)?.time ?? 0);
  for (const chart of charts) drawChart(chart, end);
}

$("charts").append(...charts.map(makeChart));
$("range").addEventListener("change", (event) => {
  history.seconds = Number(event.target.value);
  history.points = [];
  refreshSoon(0);
});
