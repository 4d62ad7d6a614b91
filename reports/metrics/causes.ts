import { shapley } from "../../sim/theory/lossDecomposition.ts";
import { armNames, keepPlayed, numbers, table, texts, type Records } from "../records.ts";
import { horizonsOf } from "./horizons.ts";
import { inside, perDay, type Window } from "./windows.ts";

/** What is held on the path of the arm that keeps its subsidy. */
export const causeNames = ["hardware", "demand", "validators", "price"] as const;
export type CauseName = (typeof causeNames)[number];

/** Shares of the loss of service by cause, USD a day in the window; they add up to `lossUsd`. */
export interface Causes {
  readonly horizon: "year" | "quarter";
  readonly window: Window;
  /** Y_keep - Y_cut */
  readonly lossUsd: number;
  readonly shares: Readonly<Record<CauseName, number>>;
  /** training, quality, and what only comes about together: the loss less what holding everything adds */
  readonly restUsd: number;
}

/**
 * How much of the loss each cause brought: the mean over all orders in which causes can be undone.
 *
 *   v(S) = Y(S held on its kept path) - Y({})      share_i = Σ_S |S|! (3 - |S|)! / 4! (v(S + i) - v(S))
 *
 * @returns the reason where it cannot be told
 * Source: docs/verdict.md, equation 6.
 */
export function causesOf(records: Records): Causes | string {
  if (table(records, "counterfactuals").length === 0)
    return "the run played no world in which one of them was held where the subsidy would have kept it";
  if (!keepPlayed(records.manifest)) return "only one arm was played";
  const horizon = horizonsOf(records).findLast(({ name, missing }) => name !== "life" && missing === undefined);
  if (horizon === undefined) return "the run ends before 13 weeks after the subsidy";
  const { cut, keep } = armNames(records.manifest);
  const { window } = horizon;
  const held = heldPerDay(records, window);
  const valueOf = (mask: number): number => held.get(keyOf(mask)) ?? NaN;
  const shares = shapley(causeNames.length, valueOf);
  if (shares.some(Number.isNaN)) return "worlds are missing from the record";
  const all = causeNames.length;
  const lossUsd = perDay(records, keep, "serviceValueUsd", window) - perDay(records, cut, "serviceValueUsd", window);
  return {
    horizon: horizon.name === "quarter" ? "quarter" : "year",
    window,
    lossUsd,
    shares: Object.fromEntries(causeNames.map((name, i) => [name, shares[i]!])) as Record<CauseName, number>,
    restUsd: lossUsd - (valueOf(2 ** all - 1) - valueOf(0)),
  };
}

/** Name of a set as the record writes it: sorted names joined by "+". */
const keyOf = (mask: number): string =>
  causeNames
    .filter((_, i) => (mask & (1 << i)) !== 0)
    .sort()
    .join("+");

/** Service a day of each recorded set; sets that do not cover the window are left out. */
function heldPerDay(records: Records, window: Window): ReadonlyMap<string, number> {
  const frame = table(records, "counterfactuals");
  const held = texts(frame, "held");
  const [epoch, value] = [numbers(frame, "epoch"), numbers(frame, "serviceValueUsd")];
  const { epochDays } = records.manifest;
  const sums = new Map<string, { usd: number; days: number }>();
  for (let row = 0; row < frame.length; row++) {
    const fraction = inside(epoch[row]!, epochDays, window);
    if (fraction === 0) continue;
    const sum = sums.get(held[row]!) ?? { usd: 0, days: 0 };
    sums.set(held[row]!, { usd: sum.usd + fraction * value[row]!, days: sum.days + fraction * epochDays });
  }
  const days = window.toDay - window.fromDay;
  return new Map([...sums].flatMap(([key, sum]) => (sum.days > days * (1 - 1e-6) ? [[key, sum.usd / days]] : [])));
}
