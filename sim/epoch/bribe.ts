import { floats } from "../core/arrays.ts";
import { zeros } from "../core/columns.ts";
import type { Plan } from "./plan.ts";

/** Who bribes whom in an epoch. USD */
export interface Bribes {
  /** [operators] */
  readonly paidUsd: Float64Array;
  /** [validators] */
  readonly receivedUsd: Float64Array;
}

/**
 * Bribes for the weights of an epoch: what a validator takes is paid in equal parts by the serving miners that it gives weight
 * for it, and where there are none it gets nothing. Paid once, however many mechanisms judge.
 * Source: docs/economy.md, equation 80.
 */
export function bribesOf({ policies, hours }: Plan): Bribes {
  if (!policies[0]!.some(({ row, bribe }) => row && bribe))
    return { paidUsd: zeros(hours.length), receivedUsd: zeros(policies[0]!.length) };
  const paidUsd = floats(hours.length);
  const receivedUsd = policies[0]!.map(({ row, bribe }) => {
    if (!row || !bribe) return 0;
    const payers = row.reduce((n, weight) => n + (weight > 0 ? 1 : 0), 0);
    row.forEach((weight, o) => (paidUsd[o]! += weight > 0 ? bribe.usd / payers : 0));
    return payers > 0 ? bribe.usd : 0;
  });
  return { paidUsd, receivedUsd: Float64Array.from(receivedUsd) };
}
