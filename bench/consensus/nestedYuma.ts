import type { DenseSubnet } from "./dense.ts";

/**
 * A Yuma 3 epoch as one would write it first: nested arrays, a sort for each miner, a new array for each step. The measure
 * of what typed arrays and kernels bring; no masks, permits or thresholds.
 */
export function nestedYuma3({ stake, weights, bonds, kappa, bondAlpha }: DenseSubnet): {
  incentive: number[];
  dividend: number[];
  bonds: number[][];
} {
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  const share = (values: number[]) => {
    const sum = total(values);
    return values.map((value) => (sum > 0 ? value / sum : 0));
  };
  const active = share(stake);
  const normalised = weights.map(share);
  const columns = normalised[0]!.map((_, j) => normalised.map((row) => row[j]!));
  const consensus = columns.map((column) => {
    const falling = column.map((weight, i) => ({ weight, stake: active[i]! })).sort((a, b) => b.weight - a.weight);
    let support = 0;
    for (const given of falling) {
      support += given.stake;
      if (support >= kappa - 1e-12) return given.weight;
    }
    return 0;
  });
  const clipped = normalised.map((row) => row.map((weight, j) => Math.min(weight, consensus[j]!)));
  const incentive = share(consensus.map((_, j) => total(clipped.map((row, i) => active[i]! * row[j]!))));
  const kept = bonds.map((row, i) => row.map((bond, j) => bondAlpha * clipped[i]![j]! + (1 - bondAlpha) * bond));
  const held = consensus.map((_, j) => total(kept.map((row) => row[j]!)));
  const earned = kept.map((row) => total(row.map((bond, j) => (held[j]! > 0 ? (bond / held[j]!) * incentive[j]! : 0))));
  return { incentive, dividend: share(earned.map((sum, i) => active[i]! * sum)), bonds: kept };
}
