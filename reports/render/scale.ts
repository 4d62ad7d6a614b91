/** Axes: round ticks and their labels. */
import type { Chart, Mark } from "./charts.ts";

/** Values of the lines as drawn: those of filled lines are stacked. */
export function drawn(chart: Chart): readonly (readonly number[])[] {
  const below = new Array<number>(chart.x.length).fill(0);
  return chart.lines.map(({ filled, y }) =>
    filled ? y.map((value, i) => (below[i] = below[i]! + (Number.isNaN(value) ? 0 : value))) : y,
  );
}

/** Smallest and largest value to show. Levels start at 0; shares and qualities end at 1 at the most if they fit. */
function extent(chart: Chart): { readonly low: number; readonly high: number } {
  let [low, high] = [0, 0];
  for (const line of drawn(chart)) {
    for (const value of line) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return { low, high: high > low ? high : low + 1 };
}

/** About `wanted` round values (1, 2 or 5 times a power of ten) that enclose [low, high]. */
export function ticks(low: number, high: number, wanted = 5): readonly number[] {
  const step = roundStep((high - low) / wanted);
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

/** Decades that a logarithmic axis shows at least and at most, below the largest value. */
const [LEAST_DECADES, MOST_DECADES] = [2, 6];

/** Ticks of the value axis, its ends among them; powers of ten where it is logarithmic. */
export function valueTicks(chart: Chart): readonly number[] {
  if (chart.yScale !== "log") {
    const { low, high } = extent(chart);
    return ticks(low, high);
  }
  const values = chart.lines.flatMap(({ y }) => y.filter((value) => value > 0 && Number.isFinite(value)));
  const decade = (value: number, round: (x: number) => number) => round(Number(Math.log10(value).toFixed(9)));
  const high =
    values.length === 0
      ? 0
      : decade(
          values.reduce((a, b) => Math.max(a, b)),
          Math.ceil,
        );
  const low =
    values.length === 0
      ? -1
      : decade(
          values.reduce((a, b) => Math.min(a, b)),
          Math.floor,
        );
  const first = Math.max(Math.min(low, high - LEAST_DECADES), high - MOST_DECADES);
  return Array.from({ length: high - first + 1 }, (_, k) => Number(`1e${first + k}`));
}

/** Where a value lies between the ends of its axis, 0 to 1; NaN for one that a logarithmic axis does not show. */
export function place(chart: Chart, axis: readonly number[], value: number): number {
  const [low, high] = [axis[0]!, axis[axis.length - 1]!];
  if (chart.yScale !== "log") return (value - low) / (high - low);
  return value >= low ? Math.log(value / low) / Math.log(high / low) : NaN;
}

const timeSteps = {
  days: [1, 2, 7, 14, 28],
  weeks: [1, 2, 4, 13, 26, 52],
  years: [1, 2, 5, 10],
} as const;

/** Ticks from 0 to `high` in steps a calendar has, at most `most` of them. */
export function timeTicks(high: number, unit: Chart["xUnit"], most = 10): readonly number[] {
  const steps: readonly number[] = timeSteps[unit];
  const step = steps.find((one) => high / one <= most) ?? roundStep(high / most);
  return Array.from({ length: Math.floor(high / step + 1e-9) + 1 }, (_, k) => k * step);
}

/** Where the label of a mark goes: its stem, the side of the stem, and the row (0 next to the plot). */
export interface PlacedMark extends Mark {
  readonly at: number;
  readonly toLeft: boolean;
  readonly row: number;
}

/** Rows for the labels of marks, so that none lies on another or on a stem. @param letter mean width of a letter */
export function placeMarks(
  chart: Chart,
  x: (value: number) => number,
  right: number,
  letter: number,
): readonly PlacedMark[] {
  const taken: { row: number; at: number; from: number; to: number }[] = [];
  return [...chart.marks].reverse().map((mark) => {
    const at = x(mark.x);
    const width = mark.label.length * letter + 14;
    const toLeft = at + width > right;
    const [from, to] = toLeft ? [at - width, at] : [at, at + width];
    const crosses = (row: number) => (other: (typeof taken)[number]) =>
      (other.row === row && other.from < to && from < other.to) ||
      (other.row >= row && from < other.at && other.at < to);
    let row = 0;
    while (taken.some(crosses(row))) row++;
    taken.push({ row, at, from, to });
    return { ...mark, at, toLeft, row };
  });
}

function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

/** 1500000 -> "1.5M", 20000 -> "20k", 0.25 -> "0.25" */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  const short = (scale: number, suffix: string): string => `${Number((value / scale).toPrecision(4))}${suffix}`;
  if (size >= 1e9) return short(1e9, "G");
  if (size >= 1e6) return short(1e6, "M");
  return size >= 1e4 ? short(1e3, "k") : short(1, "");
}
