/**
 * The charts of a report as data: what to draw, not how. The page draws them as SVG, the picture files with chart.js, and
 * both print the same numbers as a table.
 */
import { armNames, numbers, rowsOf, table, texts, type Records } from "../records.ts";
import { marksOf } from "./marks.ts";
import type { Ink } from "./palette.ts";
import { staying } from "./stayChart.ts";

export interface Line {
  readonly name: string;
  readonly ink: Ink;
  /** lengths of dash and gap; empty: solid */
  readonly dash: readonly number[];
  readonly width: number;
  /** stacked on the filled lines before it */
  readonly filled?: boolean;
  /** one value for each `x` of the chart; NaN leaves a gap */
  readonly y: readonly number[];
}

export interface Mark {
  readonly x: number;
  readonly label: string;
  /** an event from outside, drawn thinner than the end of the subsidy */
  readonly thin?: true;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** what to look for, in a sentence */
  readonly note: string;
  readonly xUnit: "days" | "weeks" | "years";
  readonly yTitle: string;
  /** powers of ten instead of equal steps; values that are not above 0 leave gaps */
  readonly yScale?: "log";
  /** middle of each epoch, in `xUnit` since the start */
  readonly x: readonly number[];
  /** end of the axis */
  readonly xEnd: number;
  /** in drawing order: later ones lie on top */
  readonly lines: readonly Line[];
  readonly marks: readonly Mark[];
  /** table and columns the chart was made from */
  readonly source: string;
}

/** More points than this are drawn as means of neighbours. */
const mostPoints = 400;

export const xTitle = ({ xUnit }: Chart): string => `${xUnit} since the start`;

/** Charts that have something to show. */
export function chartsOf(records: Records): readonly Chart[] {
  const charts = [
    service(records),
    operators(records),
    quality(records),
    income(records),
    price(records),
    ...staying(records),
    ...segments(records),
  ];
  return charts.filter(({ lines }) => lines.some(({ y }) => y.some((value) => Number.isFinite(value))));
}

export type Outline = Omit<Chart, "x" | "xEnd" | "xUnit" | "marks" | "lines">;

/** A chart over the run with its marks. @param lines one value an epoch */
export function chart(records: Records, outline: Outline, lines: readonly Line[]): Chart {
  const { epochDays } = records.manifest;
  const epochs = Math.max(0, ...lines.map(({ y }) => y.length));
  const clock = clockOf(epochs * epochDays);
  const group = Math.max(1, Math.ceil(epochs / mostPoints));
  const x = means(
    Array.from({ length: epochs }, (_, e) => ((e + 0.5) * epochDays) / clock.days),
    group,
  );
  const note = group === 1 ? outline.note : `${outline.note} Each point is a mean of ${group} epochs.`;
  return {
    ...outline,
    note,
    x,
    xEnd: (epochs * epochDays) / clock.days,
    xUnit: clock.unit,
    lines: lines.map((line) => ({ ...line, y: means(padded(line.y, epochs), group) })),
    marks: marksOf(records, clock.days),
  };
}

function clockOf(days: number): { unit: Chart["xUnit"]; days: number } {
  if (days <= 120) return { unit: "days", days: 1 };
  return days <= 5 * 365 ? { unit: "weeks", days: 7 } : { unit: "years", days: 365 };
}

const padded = (y: readonly number[], length: number): readonly number[] =>
  Array.from({ length }, (_, i) => y[i] ?? NaN);

/** Means of neighbouring values; gaps are left out of them. */
function means(values: readonly number[], group: number): readonly number[] {
  if (group === 1) return values;
  return Array.from({ length: Math.ceil(values.length / group) }, (_, k) => {
    const some = values.slice(k * group, (k + 1) * group).filter((value) => !Number.isNaN(value));
    return some.reduce((a, b) => a + b, 0) / some.length;
  });
}

/** A column by epoch, summed over subnets and other rows of the epoch, for one arm; `pick` leaves rows out. */
function byEpoch(
  records: Records,
  name: string,
  column: string,
  arm: string,
  pick?: (row: number) => boolean,
): readonly number[] {
  const frame = table(records, name);
  const [epoch, values] = [numbers(frame, "epoch"), numbers(frame, column)];
  const sums: number[] = [];
  for (const row of rowsOf(records, name, arm)) {
    if (pick !== undefined && !pick(row)) continue;
    const e = epoch[row]!;
    while (sums.length <= e) sums.push(NaN);
    sums[e] = (Number.isNaN(sums[e]!) ? 0 : sums[e]!) + values[row]!;
  }
  return sums;
}

/** The same as a rate per day. */
function byDay(records: Records, column: string, arm: string): readonly number[] {
  return byEpoch(records, "epochs", column, arm).map((value) => value / records.manifest.epochDays);
}

/** Only the first subnet: shares, prices and qualities do not add up. */
function ofFirstSubnet(records: Records, column: string, arm: string): readonly number[] {
  const subnet = numbers(table(records, "epochs"), "subnet");
  return byEpoch(records, "epochs", column, arm, (row) => subnet[row] === 0);
}

/**
 * A line for the keep arm below and one for the cut arm above, told apart in greyscale too; thick ones have the arm that never had
 * a subsidy beside them where it was played.
 */
function bothArms(
  records: Records,
  suffix: string,
  of: (arm: string) => readonly number[],
  thin = false,
): readonly Line[] {
  const { cut, keep, never } = armNames(records.manifest);
  const style = { width: thin ? 1.4 : 2.6 };
  const kept: Line = {
    ...style,
    name: `subsidy kept${suffix}`,
    ink: "keep",
    dash: thin ? [2, 3] : [8, 4],
    y: of(keep),
  };
  const ended: Line = { ...style, name: `subsidy ends${suffix}`, ink: "cut", dash: thin ? [2, 2] : [], y: of(cut) };
  const without: readonly Line[] =
    never === null || thin
      ? []
      : [{ name: `never subsidised${suffix}`, ink: "never", dash: [2, 4], width: 2.2, y: of(never) }];
  return cut === keep ? [...without, ended] : [...without, kept, ended];
}

function service(records: Records): Chart {
  return chart(
    records,
    {
      id: "service",
      title: "Service delivered",
      note: "Value of the answers customers got. The gap after the cut is what the subsidy kept up.",
      yTitle: "USD a day",
      source: "epochs: serviceValueUsd",
    },
    bothArms(records, "", (arm) => byDay(records, "serviceValueUsd", arm)),
  );
}

function operators(records: Records): Chart {
  const of = (column: string) => (arm: string) => byEpoch(records, "epochs", column, arm);
  return chart(
    records,
    {
      id: "operators",
      title: "Operators",
      note: "Thick: serving. Thin and dotted: owning hardware, whether it serves, works elsewhere or is off.",
      yTitle: "operators",
      source: "epochs: serving, owning",
    },
    [...bothArms(records, ", owning", of("owning"), true), ...bothArms(records, ", serving", of("serving"))],
  );
}

function quality(records: Records): Chart {
  const of = (column: string) => (arm: string) => ofFirstSubnet(records, column, arm);
  return chart(
    records,
    {
      id: "quality",
      title: "Quality",
      note: "Thick: mean of the serving miners. Thin and dotted: what customers experienced.",
      yTitle: "0 baseline, 1 best reachable",
      source: "epochs: meanQuality, servedQuality",
    },
    [...bothArms(records, ", answers", of("servedQuality"), true), ...bothArms(records, ", miners", of("meanQuality"))],
  );
}

function income(records: Records): Chart {
  const { cut } = armNames(records.manifest);
  const of = (column: string): readonly number[] => byDay(records, column, cut);
  return chart(
    records,
    {
      id: "income",
      title: "Operators' income against their cost, where the subsidy ends",
      note: "Below running cost hardware is switched off; below full cost it wears out and is not replaced.",
      yTitle: "USD a day",
      source: "epochs: customerFundedUsd, netSubsidyUsd, runningCostUsd, fullCostUsd",
    },
    [
      { name: "from customers", ink: "customers", dash: [], width: 1, filled: true, y: of("customerFundedUsd") },
      { name: "from the subsidy", ink: "subsidy", dash: [], width: 1, filled: true, y: of("netSubsidyUsd") },
      { name: "full cost", ink: "full", dash: [], width: 2.2, y: of("fullCostUsd") },
      { name: "running cost", ink: "running", dash: [3, 3], width: 2.2, y: of("runningCostUsd") },
    ],
  );
}

function price(records: Records): Chart {
  return chart(
    records,
    {
      id: "price",
      title: "Token price",
      note: "Clearing price of an epoch.",
      yTitle: "USD per token",
      source: "epochs: price",
    },
    bothArms(records, "", (arm) => ofFirstSubnet(records, "price", arm)),
  );
}

export const segmentInks: readonly Ink[] = ["first", "second", "third", "fourth", "fifth"];

/** Share of the market and belief of each customer segment: solid where the subsidy ends, dashed where it is kept. */
function segments(records: Records): readonly Chart[] {
  const names = texts(table(records, "segments"), "segment");
  const distinct = [...new Set(names)].slice(0, segmentInks.length);
  const { cut, keep } = armNames(records.manifest);
  const subnet = numbers(table(records, "segments"), "subnet");
  const lines = (column: string): readonly Line[] =>
    (cut === keep ? [cut] : [keep, cut]).flatMap((arm) =>
      distinct.map((segment, k) => ({
        name: `${segment}, subsidy ${arm === cut ? "ends" : "kept"}`,
        ink: segmentInks[k]!,
        dash: arm === cut ? [] : [6, 4],
        width: arm === cut ? 2.4 : 1.6,
        y: byEpoch(records, "segments", column, arm, (row) => names[row] === segment && subnet[row] === 0),
      })),
    );
  if (distinct.length === 0) return [];
  const share = {
    id: "share",
    title: "Customers that choose the network",
    note: "Share of each segment's market; the rest goes to a cloud or buys nothing.",
    yTitle: "share of the market",
    source: "segments: networkShare",
  };
  const belief = {
    id: "belief",
    title: "Quality that customers expect",
    note: "Belief of each segment, learned from the answers it got.",
    yTitle: "believed quality",
    source: "segments: belief",
  };
  return [chart(records, share, lines("networkShare")), chart(records, belief, lines("belief"))];
}
