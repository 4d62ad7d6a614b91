/**
 * How evenly pay, stake and capacity are shared.
 *
 *   Gini = Σ_i (2 i - n - 1) x_(i) / (n Σ x)      HHI = Σ s², s = x / Σ x      effective number = 1 / HHI
 *   Nakamoto = least k whose largest k hold more than 1/2 (or 1/3)
 *
 * x: pay (newly minted tokens at the clearing price and customers' fees, USD) or capacity (requests) of an operator, or stake
 * (tokens) of a validator, by id, summed over the window. Members without any are left out, and those with some counted.
 * Source: docs/verdict.md, equation 21; docs/economy.md#metrics; sim/theory/concentration.ts.
 */
import type { Vec } from "../../sim/core/matrix.ts";
import { effectiveNumber, gini, herfindahl, nakamoto } from "../../sim/theory/concentration.ts";
import { numbers, table, texts, type Records } from "../records.ts";
import { measured, unknown, type Metric } from "./metric.ts";
import { visitRows, type Window } from "./windows.ts";

/** What is shared, and among whom. */
interface Shared {
  readonly table: "operators" | "validators";
  /** columns of the table that add up to it */
  readonly columns: readonly string[];
  /** as in "Gini of miners' pay" */
  readonly of: string;
  /** as in "Miners with over half of pay" */
  readonly members: string;
  readonly what: string;
  readonly nobody: string;
}

const pay: Shared = {
  table: "operators",
  columns: ["netSubsidyUsd", "customerFundedUsd"],
  of: "miners' pay",
  members: "miners",
  what: "pay",
  nobody: "no miner was paid",
};
const stake: Shared = {
  table: "validators",
  columns: ["stake"],
  of: "validators' stake",
  members: "validators",
  what: "stake",
  nobody: "no validator had stake",
};
const capacity: Shared = {
  table: "operators",
  columns: ["capacity"],
  of: "operators' capacity",
  members: "operators",
  what: "capacity",
  nobody: "there was no capacity",
};

/** Amount by id over the window, in order of first appearance; members without any included. */
function amountsOf(
  records: Records,
  { table: name, columns }: Shared,
  arm: string,
  window: Window,
): ReadonlyMap<string, number> {
  const frame = table(records, name);
  const ids = texts(frame, "id");
  const values = columns.map((column) => numbers(frame, column));
  const amounts = new Map<string, number>();
  visitRows(records, name, arm, window, (row, fraction) => {
    const amount = values.reduce((all, column) => all + column[row]!, 0);
    amounts.set(ids[row]!, (amounts.get(ids[row]!) ?? 0) + amount * fraction);
  });
  return amounts;
}

/** Records made by earlier versions lack some columns. */
function isRecorded(records: Records, { table: name, columns }: Shared): boolean {
  const frame = table(records, name);
  return frame.length === 0 || columns.every((column) => column in frame.columns);
}

/** USD by operator id over the window; members without pay included. */
export const payOf = (records: Records, arm: string, window: Window): ReadonlyMap<string, number> =>
  amountsOf(records, pay, arm, window);

/** Amounts of the members that have some. Several metrics ask for the same window; it is summed once. */
function membersWith(shared: Shared, records: Records, arm: string, window: Window): readonly number[] {
  const cache = recent.get(records) ?? new Map<string, readonly number[]>();
  recent.set(records, cache);
  const key = `${shared.what} ${arm} ${window.fromDay} ${window.toDay}`;
  const found = cache.get(key) ?? [...amountsOf(records, shared, arm, window).values()].filter((one) => one !== 0);
  cache.set(key, found);
  return found;
}

const recent = new WeakMap<Records, Map<string, readonly number[]>>();

type Words = Pick<Metric, "name" | "label" | "unit" | "meaning">;

const metricOf = (shared: Shared, words: Words, from: (amounts: Vec) => number): Metric => ({
  ...words,
  of: (records, arm, window) => {
    if (!isRecorded(records, shared)) return unknown(`the run did not record ${shared.what}`);
    const amounts = membersWith(shared, records, arm, window);
    if (amounts.length === 0) return unknown(shared.nobody);
    const strange = `${shared.what} is not a number`;
    return amounts.every((amount) => amount > 0 && amount < Infinity)
      ? measured(from(amounts), strange)
      : unknown(strange);
  },
});

const giniOf = (shared: Shared, name: string): Metric =>
  metricOf(
    shared,
    {
      name,
      label: `Gini of ${shared.of}`,
      unit: "index",
      meaning: `0: all members with ${shared.what} have the same; near 1: one has all`,
    },
    gini,
  );

const hhiOf = (shared: Shared, name: string): Metric =>
  metricOf(
    shared,
    {
      name,
      label: `HHI of ${shared.of}`,
      unit: "index",
      meaning: "sum of squared shares: 1 where one has all, 1/n where n have the same",
    },
    herfindahl,
  );

const effectiveOf = (shared: Shared, name: string): Metric =>
  metricOf(
    shared,
    {
      name,
      label: `Effective number of ${shared.members} by ${shared.what}`,
      unit: shared.members,
      meaning: "1/HHI: as many equal members would be as concentrated",
    },
    effectiveNumber,
  );

const nakamotoOf = (shared: Shared, name: string, share: "half" | "a third"): Metric =>
  metricOf(
    shared,
    {
      name,
      label: `${capital(shared.members)} with over ${share} of ${shared.what}`,
      unit: shared.members,
      meaning: `Nakamoto coefficient: fewest that together have more than ${share}`,
    },
    (amounts) => nakamoto(amounts, share === "half" ? 1 / 2 : 1 / 3),
  );

const countOf = (shared: Shared, name: string): Metric =>
  metricOf(
    shared,
    {
      name,
      label: `${capital(shared.members)} with ${shared.what}`,
      unit: shared.members,
      meaning: "the others are left out of the indices",
    },
    (amounts) => amounts.length,
  );

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

export const payGini = giniOf(pay, "payGini");
export const effectiveMiners = effectiveOf(pay, "effectiveMiners");
export const payNakamoto = nakamotoOf(pay, "payNakamoto", "half");
export const payNakamotoThird = nakamotoOf(pay, "payNakamotoThird", "a third");
export const paidMiners = countOf(pay, "paidMiners");

export const concentration: readonly Metric[] = [
  payGini,
  hhiOf(pay, "payHhi"),
  effectiveMiners,
  payNakamoto,
  payNakamotoThird,
  paidMiners,
  giniOf(stake, "stakeGini"),
  hhiOf(stake, "stakeHhi"),
  effectiveOf(stake, "effectiveValidators"),
  nakamotoOf(stake, "stakeNakamoto", "half"),
  nakamotoOf(stake, "stakeNakamotoThird", "a third"),
  countOf(stake, "stakedValidators"),
  giniOf(capacity, "capacityGini"),
  hhiOf(capacity, "capacityHhi"),
  effectiveOf(capacity, "effectiveOperators"),
  nakamotoOf(capacity, "capacityNakamoto", "half"),
  nakamotoOf(capacity, "capacityNakamotoThird", "a third"),
  countOf(capacity, "operatorsWithCapacity"),
];
