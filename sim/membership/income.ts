import { copyOf, floats } from "../core/arrays.ts";
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
 * it remembers moves with the network's average in the same proportion. Once nobody serves at all everything is forgotten.
 * Source: docs/economy.md, "Expectations"; closed form `expectation-lag-exit`.
 */
export function remember(
  { standing, hardware, hours, feesUsd, subsidyUsd }: MembershipInput,
  weight: number,
): Averages {
  const { group, groups, throughput } = hardware;
  const feesPerHour = copyOf(standing.feesPerHour);
  const subsidyPerHour = copyOf(standing.subsidyPerHour);
  const fees = floats(groups);
  const subsidy = floats(groups);
  const worked = floats(groups);
  let strong = 0;
  for (let o = 0; o < hours.length; o++) {
    const own = hours[o]!;
    if (!(own > 0)) continue;
    const g = group[o]!;
    feesPerHour[o] = toward(feesPerHour[o]!, feesUsd[o]! / own, weight);
    subsidyPerHour[o] = toward(subsidyPerHour[o]!, subsidyUsd[o]! / own, weight);
    fees[g]! += feesUsd[o]!;
    subsidy[g]! += subsidyUsd[o]!;
    worked[g]! += own;
    strong += own * throughput[o]!;
  }
  if (strong === 0) return nothingKnown(hours.length, groups);
  const networkFees = toward(standing.networkFees, sum(fees) / strong, weight);
  const networkSubsidy = toward(standing.networkSubsidy, sum(subsidy) / strong, weight);
  return {
    feesPerHour,
    subsidyPerHour,
    groupFees: groupAverages(standing.groupFees, fees, worked, weight, change(standing.networkFees, networkFees)),
    groupSubsidy: groupAverages(
      standing.groupSubsidy,
      subsidy,
      worked,
      weight,
      change(standing.networkSubsidy, networkSubsidy),
    ),
    networkFees,
    networkSubsidy,
  };
}

/** Where nobody serves nothing is paid to look at, and what many shared before they left is no guide to what one would get. */
const nothingKnown = (operators: number, groups: number): Averages => ({
  feesPerHour: floats(operators).fill(NaN),
  subsidyPerHour: floats(operators).fill(NaN),
  groupFees: floats(groups).fill(NaN),
  groupSubsidy: floats(groups).fill(NaN),
  networkFees: NaN,
  networkSubsidy: NaN,
});

const change = (before: number, now: number): number => (before > 0 ? now / before : 1);

/** [groups] averages of one source of income; of a group that did not work, moved as the network's. */
function groupAverages(
  before: Float64Array,
  paid: Float64Array,
  worked: Float64Array,
  weight: number,
  change: number,
): Float64Array {
  return before.map((b, g) => (worked[g]! > 0 ? toward(b, paid[g]! / worked[g]!, weight) : b * change));
}

/**
 * Weight of the latest of the epochs seen so far: a plain mean until there are as many as the memory is long, then exponential.
 * With the constant weight alone the first epoch would count for a whole memory, and a day at the start for as much as a week.
 *
 *   a_e = max(a, 1 / e)
 *
 * Source: docs/economy.md, equation 29.
 */
export const weightOfLatest = (weight: number, epochs: number): number => Math.max(weight, 1 / epochs);

/** A moving average that starts at its first observation; of weight 1 it has no memory. */
export function toward(before: number, now: number, weight: number): number {
  return Number.isNaN(before) || weight === 1 ? now : before + weight * (now - before);
}

/** Reference units of everyone in a state: units x throughput. */
export function strength({ units, throughput }: Hardware, standings: Uint8Array, which: number): number {
  let total = 0;
  for (let o = 0; o < standings.length; o++) if (standings[o] === which) total += units[o]! * throughput[o]!;
  return total;
}

/** What operators know when they judge a move: averages, and who serves. */
type Known = { -readonly [Name in keyof Averages]: Averages[Name] } & { readonly status: Uint8Array };

/** USD per hour that everybody who serves expects together; `standings` where others served. */
export function payPerHour({ units }: Hardware, known: Known, standings = known.status): number {
  const { feesPerHour, subsidyPerHour } = known;
  const { serving } = status;
  let total = 0;
  for (let o = 0; o < standings.length; o++) {
    if (standings[o] !== serving) continue;
    const income = feesPerHour[o]! + subsidyPerHour[o]!;
    if (!Number.isNaN(income)) total += units[o]! * income;
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
  const { status: standings, feesPerHour, subsidyPerHour } = known;
  for (let o = 0; o < standings.length; o++) {
    if (standings[o] !== status.serving) continue;
    feesPerHour[o]! *= factor;
    subsidyPerHour[o]! *= factor;
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
 *
 * @param outlook [groups] subsidy to come as a multiple of the average; null for as much
 */
export function expectedPerHour(
  { hardware, vacantUsd }: MembershipInput,
  known: Known,
  outlook: Float64Array | null,
): Float64Array {
  const serving = strength(hardware, known.status, status.serving);
  const expected = floats(hardware.groups);
  let reference = NaN;
  for (let g = 0; g < hardware.groups; g++) {
    const own = serving === 0 ? NaN : known.groupFees[g]! + (outlook?.[g] ?? 1) * known.groupSubsidy[g]!;
    expected[g] = own;
    if (!Number.isNaN(own)) continue;
    const member = hardware.group.indexOf(g);
    if (serving > 0 && Number.isNaN(reference)) reference = referenceIncome(hardware, known, outlook);
    const perHour = serving === 0 ? vacantUsd / hardware.hoursPerEpoch[member]! : reference;
    expected[g] = perHour * hardware.throughput[member]!;
  }
  return expected;
}

/** Mean expected income per hour of reference throughput over serving operators; 0 where nobody serves. */
function referenceIncome({ units, throughput, group }: Hardware, known: Known, outlook: Float64Array | null): number {
  let usd = 0;
  let total = 0;
  for (let o = 0; o < known.status.length; o++) {
    if (known.status[o] !== status.serving || Number.isNaN(known.feesPerHour[o]!)) continue;
    usd += units[o]! * (known.feesPerHour[o]! + (outlook?.[group[o]!] ?? 1) * known.subsidyPerHour[o]!);
    total += units[o]! * throughput[o]!;
  }
  return total > 0 ? usd / total : 0;
}
