import { normalize, sum, sumInFour, type SparseRows } from "../../core/matrix.ts";
import { arithmetics } from "../arithmetic.ts";
import { knownSince } from "../bonds.ts";
import type { ConsensusInput } from "../contract.ts";
import { keptBonds, type BondsWanted, type Heard, type Judged } from "../judge.ts";
import type { YumaParameters } from "../yumaSchema.ts";
import { payClassic, payYuma3 } from "./bonds.ts";
import { Rooms, type Kernels } from "./kernels.ts";
import {
  addressesOf,
  denseOf,
  fillRows,
  fillStake,
  readRows,
  spread,
  type Block,
  type Dense,
  type Layout,
} from "./layout.ts";
import { search } from "./search.ts";

/**
 * The same as `judgePlain`, by the SIMD kernels: classic or Yuma 3 bonds with one alpha, as the chain computes. Where every
 * validator lists the same miners the two agree within rounding, otherwise to the last digit; a pair that has no bond is
 * listed with an explicit 0.
 *
 * @returns null where it does not apply, or too few weights make it worth while
 * PERF: 2.5 ms at 256 x 1024 with the rest of the epoch, a sixth of the plain path.
 */
export function judgeDense(heard: Heard, wanted: BondsWanted): Judged | null {
  const gaps = heard.parameters.bonds === "yuma3";
  const dense = fits(heard) ? denseOf(heard.masked, heard.input.bonds, gaps) : null;
  return dense && judgeBlock(dense, heard, wanted);
}

function fits({ parameters, arithmetic }: Heard): boolean {
  const { bonds, liquidAlpha, weightsOf = "current", incentive = "share" } = parameters;
  const asOnTheChain = arithmetic === arithmetics.chain && weightsOf === "current" && incentive === "share";
  return asOnTheChain && (bonds === "classic" || bonds === "yuma3") && liquidAlpha === undefined;
}

function judgeBlock({ machine, block }: Dense, heard: Heard, wanted: BondsWanted): Judged {
  const { parameters, masked, activeStake, input } = heard;
  const rooms = new Rooms(machine);
  const at = addressesOf(rooms, block.rows.length, block.columns.length);
  fillRows(rooms, at, at.weights, block, masked);
  fillBonds(rooms, at, block, input);
  fillStake(rooms, at, block, activeStake);

  if (block.full) machine.normalizeRows(at.weights, at.rows, at.stride);
  else divideRows(machine, rooms, at, block, masked);
  const consensus = search(machine, rooms, at, sum(activeStake), parameters.kappa);
  const rank = rooms.numbers(at.rank, at.stride).fill(0);
  machine.clippedSums(at.weights, at.paddedRows, at.stride, at.consensus, at.stake, at.trust, at.rank);
  if (!block.full) machine.sparseTrust(at.weights, at.rows, at.stride, at.consensus, at.kept, at.trust);
  const incentive = normalize(rank);
  const pay = parameters.bonds === "classic" ? payClassic : payYuma3;
  const dividend = pay(machine, rooms, at, parameters, incentive, block.full);
  return {
    consensusWeight: spread(masked.cols, block.columns, consensus),
    validatorTrust: spread(masked.rows, block.rows, rooms.numbers(at.trust, at.rows)),
    rank: spread(masked.cols, block.columns, rank),
    incentive: spread(masked.cols, block.columns, incentive),
    dividend: spread(masked.rows, block.rows, dividend),
    bonds: bondsOf(machine, rooms, at, block, parameters, wanted),
  };
}

/** Bonds from their room. PERF: to store them there takes 5 us at 8 x 1,000, and to store a copy 57. */
function bondsOf(
  machine: Kernels,
  rooms: Rooms,
  at: Layout,
  block: Block,
  parameters: YumaParameters,
  wanted: BondsWanted,
): SparseRows {
  const inPlace = wanted === "kept" && parameters.bonds === "yuma3" && parameters.storage !== "float";
  if (inPlace) machine.keepAsU16(at.bonds, at.rows, at.stride);
  const bonds = readRows(rooms, at, at.bonds, block);
  return wanted === "paid" || inPlace ? bonds : keptBonds(parameters, bonds);
}

/** Bonds as kept from the epoch before, without those on newcomers. */
function fillBonds(rooms: Rooms, at: Layout, block: Block, input: ConsensusInput): void {
  fillRows(rooms, at, at.bonds, block, input.bonds);
  const { registeredAt } = input;
  const { columns } = block;
  const since = knownSince(input);
  const room = rooms.numbers(at.bonds, at.rows * at.stride);
  for (let j = 0; j < columns.length; j++) {
    if (registeredAt[columns[j]!]! < since) continue;
    for (let r = 0; r < at.rows; r++) room[r * at.stride + j] = 0;
  }
}

/** Rows that list some of the columns as shares: sums run by place in what they list. */
function divideRows(machine: Kernels, rooms: Rooms, at: Layout, { rows }: Block, { start, value }: SparseRows): void {
  const totals = rooms.numbers(at.product, at.rows);
  for (let r = 0; r < rows.length; r++) totals[r] = sumInFour(value, start[rows[r]!]!, start[rows[r]! + 1]!);
  machine.divideRows(at.weights, at.rows, at.stride, at.product);
}
