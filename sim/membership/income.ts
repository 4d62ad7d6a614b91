import { status, type Hardware, type MembershipInput } from "./contract.ts";

/** The averages that `remember` moves; copies, so that the world before stays as it was. */
export interface Averages {
  readonly feesPerHour: Float64Array;
  readonly subsidyPerHour: Float64Array;
  readonly groupFees: Float64Array;
  readonly groupSubsidy: Float64Array;
}

/**
 * Income averages after this epoch: each serving operator's own, and those of its group.
 *
 *   r' = r + a (income per available hour - r)
 *
 * The average is updated before it is compared. A group without a serving member keeps what it remembers.
 * Source: docs/economy.md, "Expectations"; closed form `expectation-lag-exit`.
 */
export function remember(input: MembershipInput, weight: number): Averages {
  const { standing, hardware, hours, feesUsd, subsidyUsd } = input;
  const feesPerHour = standing.feesPerHour.slice();
  const subsidyPerHour = standing.subsidyPerHour.slice();
  const totals = {
    hours: new Float64Array(hardware.groups),
    fees: new Float64Array(hardware.groups),
    subsidy: new Float64Array(hardware.groups),
  };
  for (let o = 0; o < hours.length; o++) {
    if (!(hours[o]! > 0)) continue;
    feesPerHour[o] = toward(feesPerHour[o]!, feesUsd[o]! / hours[o]!, weight);
    subsidyPerHour[o] = toward(subsidyPerHour[o]!, subsidyUsd[o]! / hours[o]!, weight);
    const g = hardware.group[o]!;
    totals.hours[g]! += hours[o]!;
    totals.fees[g]! += feesUsd[o]!;
    totals.subsidy[g]! += subsidyUsd[o]!;
  }
  const average = (before: Float64Array, usd: Float64Array) =>
    before.map((b, g) => (totals.hours[g]! > 0 ? toward(b, usd[g]! / totals.hours[g]!, weight) : b));
  return {
    feesPerHour,
    subsidyPerHour,
    groupFees: average(standing.groupFees, totals.fees),
    groupSubsidy: average(standing.groupSubsidy, totals.subsidy),
  };
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
type Known = Averages & { readonly status: Uint8Array };

/**
 * Everybody sees who comes and goes: the same pay is shared by fewer or more, so averages move at once.
 *
 *   r' = r x strength before / strength after
 *
 * Without this, those who wait for others to leave would leave on stale averages. Writes the averages.
 */
export function share(hardware: Hardware, known: Known, before: number): void {
  const after = strength(hardware, known.status, status.serving);
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
