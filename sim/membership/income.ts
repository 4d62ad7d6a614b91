import { sum } from "../core/matrix.ts";
import { status, type Hardware, type MembershipInput } from "./contract.ts";

/** The averages that `remember` moves; copies, so that the world before stays as it was. */
export interface Averages {
  readonly feesPerHour: Float64Array;
  readonly subsidyPerHour: Float64Array;
  readonly groupFees: Float64Array;
  readonly groupSubsidy: Float64Array;
  /** the same over everybody who serves, per hour of reference throughput */
  readonly networkFees: number;
  readonly networkSubsidy: number;
}

/**
 * Income averages after this epoch: each serving operator's own, and those of its group.
 *
 *   r' = r + a (income per available hour - r)
 *
 * The average is updated before it is compared. A group of which nobody serves sees what the network pays the others: what
 * it remembers moves with the network's average in the same proportion.
 * Source: docs/economy.md, "Expectations"; closed form `expectation-lag-exit`.
 */
export function remember(input: MembershipInput, weight: number): Averages {
  const { standing, hours, feesUsd, subsidyUsd } = input;
  const own = (before: Float64Array, usd: Float64Array) =>
    before.map((b, o) => (hours[o]! > 0 ? toward(b, usd[o]! / hours[o]!, weight) : b));
  const fees = groupAverages(input, feesUsd, standing.groupFees, standing.networkFees, weight);
  const subsidy = groupAverages(input, subsidyUsd, standing.groupSubsidy, standing.networkSubsidy, weight);
  return {
    feesPerHour: own(standing.feesPerHour, feesUsd),
    subsidyPerHour: own(standing.subsidyPerHour, subsidyUsd),
    groupFees: fees.groups,
    groupSubsidy: subsidy.groups,
    networkFees: fees.network,
    networkSubsidy: subsidy.network,
  };
}

/** Averages of one source of income over groups and over the network. */
function groupAverages(
  { hardware, hours }: MembershipInput,
  usd: Float64Array,
  before: Float64Array,
  networkBefore: number,
  weight: number,
) {
  const paid = new Float64Array(hardware.groups);
  const worked = new Float64Array(hardware.groups);
  let throughput = 0;
  for (let o = 0; o < hours.length; o++) {
    if (!(hours[o]! > 0)) continue;
    paid[hardware.group[o]!]! += usd[o]!;
    worked[hardware.group[o]!]! += hours[o]!;
    throughput += hours[o]! * hardware.throughput[o]!;
  }
  const network = throughput > 0 ? toward(networkBefore, sum(paid) / throughput, weight) : networkBefore;
  const change = networkBefore > 0 ? network / networkBefore : 1;
  const groups = before.map((b, g) => (worked[g]! > 0 ? toward(b, paid[g]! / worked[g]!, weight) : b * change));
  return { groups, network };
}

/** A moving average that starts at its first observation. */
function toward(before: number, now: number, weight: number): number {
  return Number.isNaN(before) ? now : before + weight * (now - before);
}

/** Reference units of everyone in a state: units x throughput. */
export function strength({ units, throughput }: Hardware, standings: Uint8Array, which: number): number {
  let total = 0;
  for (let o = 0; o < standings.length; o++) if (standings[o] === which) total += units[o]! * throughput[o]!;
  return total;
}

/** What operators know when they judge a move: averages, and who serves. */
type Known = { -readonly [Name in keyof Averages]: Averages[Name] } & { readonly status: Uint8Array };

/** USD per hour that everybody who serves expects together. */
export function payPerHour({ units }: Hardware, known: Known): number {
  let total = 0;
  for (let o = 0; o < known.status.length; o++) {
    const income = known.feesPerHour[o]! + known.subsidyPerHour[o]!;
    if (known.status[o] === status.serving && !Number.isNaN(income)) total += units[o]! * income;
  }
  return total;
}

/**
 * Everybody sees who comes and goes: the same pay is shared by fewer or more, so averages move at once.
 *
 *   r' = r x (pay expected together before) / (pay expected together after)
 *
 * Who leaves without having earned anything leaves nothing behind. Without this rule those who wait for others to leave
 * would leave on stale averages. Writes the averages.
 */
export function share(hardware: Hardware, known: Known, before: number): void {
  const after = payPerHour(hardware, known);
  if (before === after || before === 0 || after === 0) return;
  const factor = before / after;
  for (let o = 0; o < known.status.length; o++) {
    if (known.status[o] !== status.serving) continue;
    known.feesPerHour[o]! *= factor;
    known.subsidyPerHour[o]! *= factor;
  }
  for (let g = 0; g < hardware.groups; g++) {
    known.groupFees[g]! *= factor;
    known.groupSubsidy[g]! *= factor;
  }
  known.networkFees *= factor;
  known.networkSubsidy *= factor;
}

/**
 * Gross USD per available hour that a group expects of this network before newcomers dilute it: its own average; that of
 * the others by throughput where nobody of the group served yet; what is left unserved where nobody serves at all.
 */
export function expectedPerHour({ hardware, vacantUsd }: MembershipInput, known: Known, outlook: number): Float64Array {
  const serving = strength(hardware, known.status, status.serving);
  const reference = referenceIncome(hardware, known, outlook);
  return Float64Array.from({ length: hardware.groups }, (_, g) => {
    const member = hardware.group.indexOf(g);
    if (serving === 0) return (vacantUsd / hardware.hoursPerEpoch[member]!) * hardware.throughput[member]!;
    const own = known.groupFees[g]! + outlook * known.groupSubsidy[g]!;
    return Number.isNaN(own) ? reference * hardware.throughput[member]! : own;
  });
}

/** Mean expected income per hour of reference throughput over serving operators; 0 where nobody serves. */
function referenceIncome({ units, throughput }: Hardware, known: Known, outlook: number): number {
  let usd = 0;
  let total = 0;
  for (let o = 0; o < known.status.length; o++) {
    if (known.status[o] !== status.serving || Number.isNaN(known.feesPerHour[o]!)) continue;
    usd += units[o]! * (known.feesPerHour[o]! + outlook * known.subsidyPerHour[o]!);
    total += units[o]! * throughput[o]!;
  }
  return total > 0 ? usd / total : 0;
}
