/**
 * One epoch of Yuma consensus once more, as plainly as it can be said: a map for each row, a loop for each sentence of the
 * chain's rules (opentensor/subtensor at 14bc6f9, `run_epoch.rs`, the sparse path). Slow on purpose, and shares no code with
 * `sim/consensus`, so that tests and benchmarks have something to compare it with.
 */

/** Column and value of every pair that is listed; an explicit 0 is listed. */
export type Row = Map<number, number>;

export interface NaiveParameters {
  readonly kappa: number;
  readonly bondsPenalty: number;
  readonly bondAlpha: number;
  readonly yuma3: boolean;
  readonly liquidAlpha?: { readonly low: number; readonly high: number; readonly steepness: number } | undefined;
  readonly stakeThreshold: number;
  readonly maxValidators: number;
  readonly activityCutoff: number;
}

export interface NaiveInput {
  readonly block: number;
  readonly tempo: number;
  readonly stake: readonly number[];
  readonly lastUpdate: readonly number[];
  readonly registeredAt: readonly number[];
  readonly permits: readonly boolean[];
  readonly weights: readonly Row[];
  readonly bonds: readonly Row[];
  readonly lastStepBlock: number;
  readonly ownerUid: number | null;
  readonly commitBlocks?: readonly number[] | undefined;
}

export interface NaiveResult {
  readonly active: boolean[];
  readonly stakeShare: number[];
  readonly activeStake: number[];
  readonly permits: boolean[];
  readonly consensusWeight: number[];
  readonly validatorTrust: number[];
  readonly rank: number[];
  readonly incentive: number[];
  readonly dividend: number[];
  readonly bonds: Row[];
  readonly fallback: number[] | null;
}

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

const shares = (values: readonly number[]): number[] => {
  const sum = total(values);
  return values.map((value) => (sum > 0 ? value / sum : value));
};

export function naiveYuma(parameters: NaiveParameters, input: NaiveInput): NaiveResult {
  const uids = input.stake.map((_, uid) => uid);
  const { ownerUid } = input;

  const active = uids.map((i) => !(input.lastUpdate[i]! + parameters.activityCutoff < input.block));
  const counted = uids.map((i) =>
    input.stake[i]! >= parameters.stakeThreshold || i === ownerUid ? input.stake[i]! : 0,
  );
  const stakeShare = shares(counted).map((share) => (share < 2 ** -32 ? 0 : share));
  const permitsNow = uids.map((i) => input.permits[i]! || i === ownerUid);
  const permits = permitsNext(stakeShare, parameters.maxValidators, ownerUid);
  const activeStake = shares(uids.map((i) => (active[i] && permitsNow[i] ? stakeShare[i]! : 0)));

  const weights = uids.map((i) => rowThatCounts(input, permitsNow, i));
  const consensusWeight = uids.map((j) => consensusOn(j, weights, activeStake, parameters.kappa));
  const clipped = weights.map((row) => clip(row, consensusWeight));
  const validatorTrust = clipped.map((row) => total(row.values()));
  const rank = uids.map((j) => total(uids.map((i) => activeStake[i]! * (clipped[i]!.get(j) ?? 0))));
  const incentive = shares(rank);

  const followed = weights.map((row, i) => weightsForBonds(row, clipped[i]!, consensusWeight, parameters.bondsPenalty));
  const old = input.bonds.map((row) => withoutNewcomers(row, input));
  const bonds = parameters.yuma3
    ? yuma3Bonds(old, followed, consensusWeight, parameters)
    : classicBonds(old, followed, activeStake, parameters.bondAlpha);
  const owned = parameters.yuma3 ? columnShares(bonds) : bonds;
  const earned = uids.map((i) => total([...owned[i]!].map(([j, bond]) => bond * incentive[j]!)));
  const dividend = shares(parameters.yuma3 ? earned.map((sum, i) => activeStake[i]! * sum) : earned);

  const paysByStake = total(incentive) + total(dividend) === 0;
  return {
    active,
    stakeShare,
    activeStake,
    permits,
    consensusWeight,
    validatorTrust,
    rank,
    incentive,
    dividend,
    bonds: bonds.map((row, i) => (permits[i] ? row : new Map())),
    fallback: !paysByStake ? null : total(activeStake) > 0 ? activeStake : stakeShare,
  };
}

/** Sort rising (a stable sort, so of equals the higher uid comes last), keep the last K that are not zero, add the owner. */
function permitsNext(stakeShare: number[], most: number, ownerUid: number | null): boolean[] {
  const fixedPoint = stakeShare.map((share) => Math.floor(share * 2 ** 32));
  const rising = fixedPoint.map((_, uid) => uid).sort((a, b) => fixedPoint[a]! - fixedPoint[b]!);
  const largest = new Set(rising.slice(Math.max(0, rising.length - most)));
  return fixedPoint.map((share, uid) => (largest.has(uid) && share > 0) || uid === ownerUid);
}

function rowThatCounts(input: NaiveInput, permitsNow: boolean[], i: number): Row {
  const row: Row = new Map();
  if (!permitsNow[i]) return row;
  for (const [j, weight] of input.weights[i]!) {
    const ownWeight = i === j && i !== input.ownerUid;
    const outdated = input.lastUpdate[i]! <= input.registeredAt[j]!;
    const committedBefore = input.commitBlocks !== undefined && input.commitBlocks[i]! < input.registeredAt[j]!;
    if (!ownWeight && !outdated && !committedBefore) row.set(j, weight);
  }
  const sum = total(row.values());
  return new Map([...row].map(([j, weight]) => [j, sum > 0 ? weight / sum : weight]));
}

/** The largest of the values given to j (0 where nothing is listed) that at least kappa of the stake gives or exceeds. */
function consensusOn(j: number, weights: Row[], activeStake: number[], kappa: number): number {
  const judges = weights.map((_, i) => i).filter((i) => activeStake[i]! > 0);
  const given = (i: number) => weights[i]!.get(j) ?? 0;
  const support = (value: number) => total(judges.filter((i) => given(i) >= value).map((i) => activeStake[i]!));
  const supported = judges.map(given).filter((value) => support(value) >= kappa - 1e-12);
  return Math.max(0, ...supported);
}

function clip(row: Row, consensus: number[]): Row {
  return new Map(
    [...row]
      .filter(([j, weight]) => weight === 0 || consensus[j]! > 0)
      .map(([j, weight]) => [j, Math.min(weight, consensus[j]!)]),
  );
}

function weightsForBonds(row: Row, clipped: Row, consensus: number[], penalty: number): Row {
  if (penalty === 1) return clipped;
  if (penalty === 0) return row;
  const mixed = [...row].map(([j, w]): [number, number] => [j, w + penalty * (Math.min(w, consensus[j]!) - w)]);
  return new Map(mixed.filter(([, weight]) => weight > 0));
}

function withoutNewcomers(row: Row, { registeredAt, lastStepBlock, block, tempo }: NaiveInput): Row {
  const lastTempo = lastStepBlock > 0 ? lastStepBlock + 1 : Math.max(0, block - tempo);
  return new Map([...row].filter(([j]) => !(lastTempo <= registeredAt[j]!)));
}

function columnShares(rows: Row[]): Row[] {
  const sumOf = (j: number) => total(rows.map((row) => row.get(j) ?? 0));
  const sums = rows.map((_, j) => sumOf(j));
  return rows.map((row) => new Map([...row].map(([j, value]) => [j, sums[j]! > 0 ? value / sums[j]! : value])));
}

function classicBonds(old: Row[], weights: Row[], activeStake: number[], alpha: number): Row[] {
  const before = columnShares(old);
  const bought = weights.map((row, i): Row => new Map([...row].map(([j, weight]) => [j, activeStake[i]! * weight])));
  return columnShares(movingAverage(before, columnShares(bought), alpha));
}

function movingAverage(before: Row[], now: Row[], alpha: number): Row[] {
  return before.map((row, i) => {
    const listed = new Set([...row.keys(), ...now[i]!.keys()]);
    const mean = (j: number) => alpha * (now[i]!.get(j) ?? 0) + (1 - alpha) * (row.get(j) ?? 0);
    return new Map([...listed].map((j) => [j, mean(j)]));
  });
}

/** Liquid alpha keeps only the pairs that are listed now: what a validator no longer lists loses its bond at once. */
function yuma3Bonds(old: Row[], weights: Row[], consensus: number[], parameters: NaiveParameters): Row[] {
  const { liquidAlpha, bondAlpha } = parameters;
  if (!liquidAlpha || consensus.every((weight) => weight === 0)) return movingAverage(old, weights, bondAlpha);
  const { low, high, steepness } = liquidAlpha;
  return weights.map((row, i) => {
    const updated: Row = new Map();
    for (const [j, weight] of row) {
      const bond = old[i]!.get(j) ?? 0;
      const distance = weight >= bond ? weight - consensus[j]! : bond - weight;
      const clipped = Math.min(1, Math.max(0, distance));
      const exponent = Math.min(20, Math.max(-20, -(steepness / 100) * (clipped - 0.5)));
      const sigma = 1 / (1 + Math.exp(exponent));
      const alpha = Math.min(1, Math.max(low, Math.min(high, low + sigma * (high - low))));
      updated.set(j, (1 - alpha) * bond + alpha * weight);
    }
    return updated;
  });
}
