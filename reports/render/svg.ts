/** A chart as SVG that takes its colours from the page, so that it is readable on light and dark grounds. */
import { xTitle, type Chart, type Line } from "./charts.ts";
import { escape } from "./escape.ts";
import { drawn, place, placeMarks, tickLabel, timeTicks, valueTicks } from "./scale.ts";

const size = { width: 580, height: 310 };
const margin = { left: 60, right: 12, top: 26, bottom: 44 };
const plot = { width: size.width - margin.left - margin.right, height: size.height - margin.top - margin.bottom };
const markRow = 15;

interface Axes {
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export function svg(chart: Chart): string {
  const axes = axesOf(chart);
  const parts = [grid(axes), areas(chart, axes), marks(chart, axes), lines(chart, axes), titles(chart)];
  const label = escape(`${chart.title}. ${chart.note}`);
  const above = Math.max(0, ...placed(chart, axes).map(({ row }) => row)) * markRow;
  return `<svg viewBox="0 ${-above} ${size.width} ${size.height + above}" role="img" aria-label="${label}">${parts.join("")}</svg>`;
}

/** A short sample of the line, for the legend. */
export function sample({ ink, dash, width, filled }: Line): string {
  const shape = filled
    ? `<rect width="26" height="10" class="area ${ink}"/>`
    : `<path d="M0 5H26" class="line ${ink}" stroke-width="${width}"${dashOf(dash)}/>`;
  return `<svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">${shape}</svg>`;
}

function axesOf(chart: Chart): Axes {
  const yTicks = valueTicks(chart);
  return {
    xTicks: timeTicks(chart.xEnd, chart.xUnit),
    yTicks,
    x: (value) => margin.left + (plot.width * value) / chart.xEnd,
    y: (value) => margin.top + plot.height * (1 - place(chart, yTicks, value)),
  };
}

const at = (value: number): string => String(Math.round(value * 10) / 10);
const dashOf = (dash: readonly number[]): string => (dash.length === 0 ? "" : ` stroke-dasharray="${dash.join(" ")}"`);

function grid({ xTicks, yTicks, x, y }: Axes): string {
  const bottom = margin.top + plot.height;
  const rows = yTicks.map(
    (tick) =>
      `<path class="grid" d="M${margin.left} ${at(y(tick))}h${plot.width}"/>` +
      `<text x="${margin.left - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${tickLabel(tick)}</text>`,
  );
  const columns = xTicks.map(
    (tick) =>
      `<path class="axis" d="M${at(x(tick))} ${bottom}v5"/>` +
      `<text x="${at(x(tick))}" y="${bottom + 19}" text-anchor="middle">${tickLabel(tick)}</text>`,
  );
  return `${rows.join("")}<path class="axis" d="M${margin.left} ${bottom}h${plot.width}"/>${columns.join("")}`;
}

/** Path through the points that are numbers; a gap starts a new stroke. */
function pathOf(chart: Chart, values: readonly number[], { x, y }: Axes): string {
  let pen = "M";
  let path = "";
  values.forEach((value, i) => {
    const height = y(value);
    if (!Number.isFinite(height)) return void (pen = "M");
    path += `${pen}${at(x(chart.x[i]!))} ${at(height)}`;
    pen = "L";
  });
  return path;
}

function lines(chart: Chart, axes: Axes): string {
  return chart.lines
    .filter(({ filled }) => !filled)
    .map(
      (line) =>
        `<path class="line ${line.ink}" stroke-width="${line.width}"${dashOf(line.dash)} d="${pathOf(chart, line.y, axes)}"/>`,
    )
    .join("");
}

/** Stacked areas: each between its own top and the one below. */
function areas(chart: Chart, axes: Axes): string {
  const tops = drawn(chart);
  let below: readonly number[] = chart.x.map(() => 0);
  return chart.lines
    .map(({ filled, ink }, k) => {
      if (!filled) return "";
      const top = tops[k]!;
      const back = below.map((value, i) => `L${at(axes.x(chart.x[i]!))} ${at(axes.y(value))}`).reverse();
      below = top;
      return `<path class="area ${ink}" d="${pathOf(chart, top, axes)}${back.join("")}Z"/>`;
    })
    .join("");
}

function placed(chart: Chart, { x }: Axes): ReturnType<typeof placeMarks> {
  return placeMarks(chart, x, size.width, 6.4);
}

/** Upright lines with their labels above the plot. */
function marks(chart: Chart, axes: Axes): string {
  return placed(chart, axes)
    .map(({ at: left, label, toLeft, row, thin }) => {
      const base = margin.top - 8 - markRow * row;
      const stem = `<path class="mark${thin ? " thin" : ""}" d="M${at(left)} ${base - 10}V${margin.top + plot.height}"/>`;
      const place = `x="${at(left + (toLeft ? -5 : 5))}" y="${base}" text-anchor="${toLeft ? "end" : "start"}"`;
      return `${stem}<text class="note" ${place}>${escape(label)}</text>`;
    })
    .join("");
}

function titles(chart: Chart): string {
  const middle = margin.top + plot.height / 2;
  return (
    `<text class="title" x="${margin.left + plot.width / 2}" y="${size.height - 6}" text-anchor="middle">${escape(xTitle(chart))}</text>` +
    `<text class="title" x="14" y="${middle}" text-anchor="middle" transform="rotate(-90 14 ${middle})">${escape(chart.yTitle)}</text>`
  );
}
