/** What several seeds say: the retention with its spread, and other figures in a row each. */
import type { Findings } from "../findings.ts";
import { percent, plain, value } from "../format.ts";
import { horizons } from "../metrics/windows.ts";
import type { SeedInterval } from "../seeds/intervals.ts";
import type { SeedMeasure } from "../seeds/measures.ts";
import { row, simpleTable, type Row, type TextTable } from "./textTable.ts";

/** Only where more than one seed was played. */
export function seedTables({ seeds, seedMeasures }: Findings): readonly TextTable[] {
  return [
    ...(hasInterval(seeds) ? [retentionOverSeeds(seeds)] : []),
    ...(hasInterval(seedMeasures) ? [measuresOverSeeds(seedMeasures)] : []),
  ];
}

type Told = readonly Pick<SeedMeasure, "interval" | "method">[];

const hasInterval = (all: Told): boolean => all.some(({ interval }) => interval !== null);

const retentionNote =
  "Sum over seeds of the cut arms over that of the arms that keep the subsidy, each seed with both its arms. A simulation interval of 95% is " +
  "about chance in the simulation alone; it says nothing of wrong parameters. Seeds for ±0.01: how many an interval of 0.01 to both sides needs.";

/** A straight line through a ratio knows no bounds: not clipped, so that it shows how little so few seeds tell. */
const linearisedNote =
  " An interval by linearisation lies evenly about its figure, so it can reach below 0, which a retention, a share or a level cannot: seeds are " +
  "then too few to tell the figure from nothing.";

const withNote = (note: string, all: Told): string =>
  all.some(({ method }) => method === "linearised") ? note + linearisedNote : note;

const heads = [
  "seeds",
  "retained",
  "simulation interval",
  "least to most",
  "P(below 10%)",
  "correlation of arms",
  "seeds for ±0.01",
];

function retentionOverSeeds(seeds: Findings["seeds"]): TextTable {
  const rows = seeds.map((one) => retentionRow(one));
  return simpleTable("seeds", "Over seeds", withNote(retentionNote, seeds), heads, rows);
}

function retentionRow({ horizon, seeds, retention, range, collapsed, ...rest }: SeedInterval): Row {
  return row(
    times[horizon],
    [
      plain(seeds),
      percent(retention),
      intervalOf(rest, "fraction"),
      `${percent(range[0])} to ${percent(range[1])}`,
      `${percent(collapsed.value ?? 0)} (${percent(collapsed.low).slice(0, -1)}–${percent(collapsed.high)})`,
      rest.correlation === null ? "–" : rest.correlation.toFixed(2),
      rest.seedsNeeded === null ? "–" : plain(rest.seedsNeeded),
    ],
    rest.method === "bootstrap" ? "interval by paired bootstrap" : "interval by linearisation, Student's t",
  );
}

const measuresNote =
  "A ratio is the sum over seeds of one figure over that of the other, as the retention is, not a mean of ratios; all else are means. Differences are " +
  "between arms of the same seed. A seed that does not have a figure is left out. A simulation interval of 95% is about chance in the simulation alone.";

function measuresOverSeeds(all: Findings["seedMeasures"]): TextTable {
  const rows = all.map((one) =>
    row(
      `${one.label}, ${times[one.at]}`,
      [value({ value: one.value }, one.unit), intervalOf(one, one.unit), plain(one.seeds)],
      one.kind === "ratio" ? "ratio of sums" : "",
    ),
  );
  return simpleTable(
    "seedMeasures",
    "Over seeds: levels, differences and who pays",
    withNote(measuresNote, all),
    ["mean or ratio", "simulation interval", "seeds"],
    rows,
  );
}

const intervalOf = ({ interval }: Pick<SeedMeasure, "interval">, unit: string): string =>
  interval === null ? "–" : interval.map((bound) => value({ value: bound }, unit)).join(" to ");

const times: Readonly<Record<SeedMeasure["at"], string>> = {
  before: "before the cut",
  quarter: horizons.quarter.label,
  year: horizons.year.label,
  life: "hardware life after",
  lasting: "lasting",
};
