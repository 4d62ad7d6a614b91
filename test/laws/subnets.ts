import type { Arbitrary } from "fast-check";
import { fc } from "./seeded.ts";
import type { ConsensusInput } from "../../sim/consensus/contract.ts";
import { emptyRows, normalizeSparseRows, pairsOf, sparseFromPairs } from "../../sim/core/matrix.ts";

const fraction = fc.double({ min: 0, max: 1, noNaN: true });

const LAST_STEP = 9640;

/** Blocks up to 10,000, many of them about the last epoch: newcomers, and weights set before and after they came. */
const blockUpTo10000 = fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 9600, max: 10_000 }));

/** One uid of a random subnet; stakes differ, so that no tie between equals depends on the uid. */
const neuron = (n: number) =>
  fc.record({
    stake: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_000_000 })),
    lastUpdate: blockUpTo10000,
    registeredAt: fc.oneof(fc.constant(0), fc.constant(0), blockUpTo10000),
    commit: fc.oneof(fc.constant(Infinity), blockUpTo10000),
    permit: fc.boolean(),
    row: fc.array(fc.oneof(fc.constant(undefined), fc.constant(0), fraction), { minLength: n, maxLength: n }),
    bonds: fc.array(fc.oneof(fc.constant(undefined), fraction), { minLength: n, maxLength: n }),
    rowBefore: fc.array(fc.oneof(fc.constant(undefined), fraction), { minLength: n, maxLength: n }),
    consensusBefore: fraction,
  });

/** Random subnets of n uids at block 10,000 with tempo 360, hence a cutoff of 5,000 blocks. */
export const subnetsOf = (n: number): Arbitrary<ConsensusInput> =>
  fc
    .record({
      neurons: fc.array(neuron(n), { minLength: n, maxLength: n }),
      owner: fc.option(fc.nat(n - 1)),
      lastStepBlock: fc.constantFrom(0, LAST_STEP),
      commitReveal: fc.boolean(),
      lookBack: fc.boolean(),
    })
    .map(({ neurons, owner, lastStepBlock, commitReveal, lookBack }): ConsensusInput => ({
      n,
      block: 10_000,
      tempo: 360,
      stake: Float64Array.from(neurons, ({ stake }, i) => (stake === 0 ? 0 : stake + i / 100)),
      lastUpdate: Float64Array.from(neurons, ({ lastUpdate }) => lastUpdate),
      registeredAt: Float64Array.from(neurons, ({ registeredAt }) => registeredAt),
      permits: Uint8Array.from(neurons, ({ permit }) => Number(permit)),
      weights: sparseFromPairs(
        neurons.map(({ row }) => listed(row)),
        n,
      ),
      bonds: sparseFromPairs(
        neurons.map(({ bonds }) => listed(bonds)),
        n,
      ),
      before: lookBack
        ? {
            weights: normalizeSparseRows(
              sparseFromPairs(
                neurons.map(({ rowBefore }) => listed(rowBefore)),
                n,
              ),
            ),
            consensusWeight: Float64Array.from(neurons, ({ consensusBefore }) => consensusBefore),
          }
        : null,
      lastStepBlock,
      ownerUid: owner,
      ...(commitReveal && { commitBlocks: Float64Array.from(neurons, ({ commit }) => commit) }),
    }));

export const subnets: Arbitrary<ConsensusInput> = fc.integer({ min: 1, max: 9 }).chain(subnetsOf);

function listed(row: readonly (number | undefined)[]): [number, number][] {
  return row.flatMap((value, j): [number, number][] => (value === undefined ? [] : [[j, value]]));
}

/** The same subnet with uid u now called to[u]. */
export function relabelled(input: ConsensusInput, to: readonly number[]): ConsensusInput {
  const vector = (values: ArrayLike<number>) => relabelledVector(values, to);
  const rows = (m: ConsensusInput["weights"]) => {
    const pairs = pairsOf(m);
    const moved: [number, number][][] = pairs.map(() => []);
    pairs.forEach((row, i) => (moved[to[i]!] = row.map(([j, value]): [number, number] => [to[j]!, value])));
    for (const row of moved) row.sort(([a], [b]) => a - b);
    return sparseFromPairs(moved, m.cols);
  };
  return {
    ...input,
    stake: vector(input.stake),
    lastUpdate: vector(input.lastUpdate),
    registeredAt: vector(input.registeredAt),
    permits: vector(input.permits),
    weights: rows(input.weights),
    bonds: rows(input.bonds),
    before: input.before && {
      weights: rows(input.before.weights),
      consensusWeight: vector(input.before.consensusWeight),
    },
    ownerUid: input.ownerUid === null ? null : to[input.ownerUid]!,
    ...(input.commitBlocks && { commitBlocks: vector(input.commitBlocks) }),
  };
}

export function relabelledVector(values: ArrayLike<number>, to: readonly number[]): Float64Array {
  const moved = new Float64Array(values.length);
  for (let u = 0; u < values.length; u++) moved[to[u]!] = values[u]!;
  return moved;
}

/** Validators first, then miners; fresh weights, everybody with stake holds a permit, no bonds yet. */
export function simpleSubnet(stake: number[], rows: number[][]): ConsensusInput {
  const n = stake.length + rows[0]!.length;
  const pairs = rows.map((row) => row.map((w, j): [number, number] => [stake.length + j, w]));
  return {
    n,
    block: 1000,
    tempo: 360,
    stake: Float64Array.from({ length: n }, (_, u) => stake[u] ?? 0),
    lastUpdate: new Float64Array(n).fill(1000),
    registeredAt: new Float64Array(n),
    permits: Uint8Array.from({ length: n }, (_, u) => (u < stake.length ? 1 : 0)),
    weights: sparseFromPairs([...pairs, ...rows[0]!.map(() => [])], n),
    bonds: emptyRows(n, n),
    before: null,
    lastStepBlock: 640,
    ownerUid: null,
  };
}
