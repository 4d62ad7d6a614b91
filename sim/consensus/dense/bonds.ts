import { normalize } from "../../core/matrix.ts";
import type { YumaParameters } from "../yumaSchema.ts";
import type { Kernels, Rooms } from "./kernels.ts";
import type { Layout } from "./layout.ts";

/**
 * Classic bonds in place and what they earn, [rows].   B' = α dB + (1 - α) B, each column summing to 1;  D_i ~ sum_j B'_ij I_j
 * Source: docs/yuma.md, equations 13 to 15.
 */
export function payClassic(
  machine: Kernels,
  rooms: Rooms,
  at: Layout,
  { bondsPenalty, bondAlpha }: YumaParameters,
  incentive: Float64Array,
): Float64Array {
  const { weights, bonds, paddedRows, stride, consensus, stake, bought, kept, sums } = at;
  const [buy, keep, columns] = [bought, kept, sums].map((room) => rooms.numbers(room, stride).fill(0));
  machine.bondSums(weights, bonds, paddedRows, stride, consensus, bondsPenalty, stake, bought, kept);
  shareOf(bondAlpha, buy!);
  shareOf(1 - bondAlpha, keep!);
  machine.mixBonds(weights, bonds, paddedRows, stride, consensus, bondsPenalty, stake, bought, kept, sums);
  shareOf(1, columns!);
  buy!.set(incentive);
  machine.scaleBonds(bonds, at.rows, stride, sums, bought, at.product);
  return normalize(rooms.numbers(at.product, at.rows));
}

/** part / sum of each column, by which its entries are multiplied; an empty column stays empty. */
function shareOf(part: number, sums: Float64Array): void {
  for (let j = 0; j < sums.length; j++) sums[j] = sums[j]! > 0 ? part / sums[j]! : 0;
}

/**
 * Yuma 3 bonds in place and what they earn, [rows].   b' = α Wb + (1 - α) b;  D_i ~ a_i sum_j b'_ij I_j / sum_k b'_kj
 * @param inLanes whether what bonds earn is added up in lanes, or one by one as in the plain path
 * Source: docs/yuma.md, equations 21 and 22.
 */
export function payYuma3(
  machine: Kernels,
  rooms: Rooms,
  at: Layout,
  { bondsPenalty, bondAlpha }: YumaParameters,
  incentive: Float64Array,
  inLanes: boolean,
): Float64Array {
  const { weights, bonds, paddedRows, stride, consensus, sums } = at;
  const columns = rooms.numbers(sums, stride).fill(0);
  machine.averageBonds(weights, bonds, paddedRows, stride, consensus, bondsPenalty, bondAlpha, sums);
  if (inLanes) {
    for (let j = 0; j < stride; j++) columns[j] = columns[j]! > 0 ? incentive[j]! / columns[j]! : 0;
    machine.rowProducts(bonds, at.rows, stride, sums, at.product);
  } else {
    rooms.numbers(at.bought, stride).set(incentive);
    machine.rowEarnings(bonds, at.paddedRows, stride, sums, at.bought, at.product);
  }
  const stake = rooms.numbers(at.stake, at.rows);
  return normalize(rooms.numbers(at.product, at.rows).map((earned, r) => stake[r]! * earned));
}
