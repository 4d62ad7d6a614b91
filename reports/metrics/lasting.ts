import { armNames, keepPlayed, numbers, table, texts, type Records } from "../records.ts";
import { unknown, type Measure } from "./metric.ts";
import { noNever, serviceRatio } from "./retention.ts";

/** Where an arm ends up when it is played on in a world that stands still; means per day of its last 13 weeks. */
export interface LastingLevel {
  /** false where it still moved when it was given up: the level is then no lasting one */
  readonly settled: boolean;
  /** played beyond the run */
  readonly years: number;
  readonly serviceValueUsd: number;
  readonly requests: number;
  readonly capacity: number;
  readonly serving: number;
  readonly hours: number;
  /** USD per token */
  readonly price: number;
  readonly customerFundedUsd: number;
  readonly netSubsidyUsd: number;
  readonly fullCostUsd: number;
}

export interface Lasting {
  readonly levels: Readonly<Record<string, LastingLevel>>;
  /** R_inf: service at which the cut arm settles over that of the keep arm */
  readonly service: Measure;
  readonly supply: Measure;
  /** the same over the arm that never had a subsidy */
  readonly gain: Measure;
}

/** Levels by arm; empty where the run solved none. */
export function lastingLevels(records: Records): Readonly<Record<string, LastingLevel>> {
  const frame = table(records, "lasting");
  const arms = texts(frame, "arm");
  const at = (column: string, row: number): number => numbers(frame, column)[row]!;
  return Object.fromEntries(
    arms.map((arm, row) => [
      arm,
      {
        settled: at("settled", row) === 1,
        years: at("years", row),
        serviceValueUsd: at("serviceValueUsd", row),
        requests: at("served", row),
        capacity: at("capacity", row),
        serving: at("serving", row),
        hours: at("hours", row),
        price: at("price", row),
        customerFundedUsd: at("customerFundedUsd", row),
        netSubsidyUsd: at("netSubsidyUsd", row),
        fullCostUsd: at("fullCostUsd", row),
      },
    ]),
  );
}

/**
 * The lasting level, with entry and exit settled and the world outside standing still.
 *
 *   R_inf = Y_cut / Y_keep      G_inf = Y_cut / Y_never      both where the arms settle
 *
 * @returns fractions; none where no level was solved, an arm did not settle, or nothing is served where it does
 * Source: docs/verdict.md, equation 2.
 */
export function lastingOf(records: Records): Lasting {
  const levels = lastingLevels(records);
  const { cut, keep, never } = armNames(records.manifest);
  const between = (other: string, ratio: (a: LastingLevel, b: LastingLevel) => Measure): Measure => {
    const [a, b] = [levels[cut], levels[other]];
    if (a === undefined || b === undefined) return unknown("the run did not solve the level at which its arms settle");
    return a.settled && b.settled ? ratio(a, b) : unknown(unsettled(a.settled ? b : a));
  };
  return {
    levels,
    service: keepPlayed(records.manifest) ? between(keep, serviceRatio) : unknown("only one arm was played"),
    supply: keepPlayed(records.manifest) ? between(keep, capacityRatio) : unknown("only one arm was played"),
    gain: never === null ? unknown(noNever) : between(never, serviceRatio),
  };
}

const capacityRatio = (a: LastingLevel, b: LastingLevel): Measure =>
  b.capacity > 0 ? { value: a.capacity / b.capacity } : unknown("there was no capacity");

const unsettled = ({ years }: LastingLevel): string =>
  `did not settle: after ${Math.round(years)} more years it still moved`;
