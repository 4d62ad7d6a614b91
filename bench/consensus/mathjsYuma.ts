import { all, create, type Matrix } from "mathjs";
import type { DenseSubnet } from "./dense.ts";

const math = create(all!);

/** A Yuma 3 epoch in the matrices of mathjs: how it reads in a general library, and what that costs. */
export function mathjsYuma3({ stake, weights, bonds, kappa, bondAlpha }: DenseSubnet): {
  incentive: number[];
  dividend: number[];
  bonds: number[][];
} {
  const [rows, columns] = [stake.length, weights[0]!.length];
  const ones = (n: number) => math.ones(n, 1) as Matrix;
  const active = math.divide(stake, math.sum(stake)) as unknown as number[];
  const given = math.matrix(weights);
  const normalised = math.dotDivide(
    given,
    math.multiply(math.multiply(given, ones(columns)), math.transpose(ones(columns))),
  ) as Matrix;
  const consensus = Array.from({ length: columns }, (_, j) => {
    const column = math.flatten(math.column(normalised, j) as unknown as Matrix).toArray() as number[];
    const falling = column.map((weight, i) => [weight, active[i]!] as const).sort((a, b) => b[0] - a[0]);
    let support = 0;
    return falling.find(([, held]) => (support += held) >= kappa - 1e-12)?.[0] ?? 0;
  });
  const consensusRows = math.multiply(ones(rows), math.matrix([consensus])) as Matrix;
  const clipped = math.map(normalised, consensusRows, (weight: number, most: number) =>
    Math.min(weight, most),
  ) as unknown as Matrix;
  const rank = math.multiply(math.matrix([active]), clipped) as Matrix;
  const incentive = math.divide(rank, math.sum(rank)) as Matrix;
  const kept = math.add(math.multiply(clipped, bondAlpha), math.multiply(math.matrix(bonds), 1 - bondAlpha)) as Matrix;
  const held = math.multiply(math.transpose(ones(rows)), kept) as Matrix;
  const earned = math.multiply(kept, math.transpose(math.dotDivide(incentive, held) as Matrix)) as Matrix;
  const paid = math.dotMultiply(math.flatten(earned), math.matrix(active)) as Matrix;
  return {
    incentive: math.flatten(incentive).toArray() as number[],
    dividend: (math.divide(paid, math.sum(paid)) as Matrix).toArray() as number[],
    bonds: kept.toArray() as number[][],
  };
}
