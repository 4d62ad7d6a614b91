import { floats } from "../core/arrays.ts";
import { emptyRows, sparseFromPairs, type SparseRows } from "../core/matrix.ts";
import { resetBonds } from "./bonds.ts";
import type { ConsensusInput, Kept } from "./contract.ts";
import { peerParameters, peerPay, type PeerParameters } from "./peerParameters.ts";
import { yumaEpoch } from "./yuma.ts";

export { peerParameters };

/** What other simulators of the rule were given; epochs, validators and servers count from 0. */
export interface PeerInput {
  /** [epochs, validators] of any unit */
  readonly stakes: readonly (readonly number[])[];
  /** [epochs, validators, servers], 0 or more */
  readonly weights: readonly (readonly (readonly number[])[])[];
  /** every bond on `server` becomes 0 before `epoch` */
  readonly bondReset: { readonly server: number; readonly epoch: number } | null;
}

/** Which simulator's rule, in its own words. */
export interface PeerRun {
  readonly producer: string;
  readonly variant: string;
  readonly params: PeerParameters;
  readonly bondResetApplied: boolean;
}

/** One epoch as the other simulators report it. */
export interface PeerEpoch {
  /** [servers] */
  readonly consensus: number[];
  /** [servers], sum 1 or 0 */
  readonly incentive: number[];
  /** [validators, servers] after the epoch */
  readonly bonds: number[][];
  /** [validators], sum just below 1, or 0 */
  readonly dividendShare: number[];
  /** [validators] paid per 1000 units of stake; 0 without stake */
  readonly dividendPer1000: number[];
}

/** Any will do: nobody is inactive or new. */
const TEMPO = 360;

/** Units of capacity: what a validator with all stake may hold on a server. */
const CAPACITY = 2 ** 64;

/**
 * Epochs of a case under another simulator's rule. An epoch in which no server gathers kappa of the stake gives consensus,
 * incentive and dividends of 0, where those simulators divide 0 by 0.
 *
 * @throws RangeError on a variant or parameter that is not known, and on stakes and weights that do not fit together
 * Source: docs/yuma.md, equations 30 to 38.
 */
export function peerEpochs(peerCase: PeerInput, run: PeerRun): PeerEpoch[] {
  const parameters = peerParameters(run.producer, run.variant, run.params);
  const per1000 = peerPay(run.producer, run.variant, run.params);
  const { validators, servers } = sizesOf(peerCase);
  const reset = run.bondResetApplied ? resetOf(peerCase) : null;
  const n = validators + servers;
  let bonds = emptyRows(n, n);
  let before: Kept | null = null;
  return peerCase.stakes.map((stake, t): PeerEpoch => {
    if (reset?.epoch === t) bonds = resetBonds(bonds, validators + reset.server);
    const weights = listed(peerCase.weights[t]!, validators, n);
    const epoch = yumaEpoch(parameters, { weights, bonds, before, ...subnetAt(t, n, stake) });
    // Bonds of validators without stake go on too, though the chain would give those no permit.
    bonds = epoch.emaBonds;
    before = epoch.kept;
    const dividendShare = Array.from(epoch.dividend.subarray(0, validators));
    return {
      consensus: Array.from(epoch.consensusWeight.subarray(validators)),
      incentive: Array.from(epoch.incentive.subarray(validators)),
      bonds: shown(bonds, validators, parameters.bonds === "yuma2c" ? CAPACITY : 1),
      dividendShare,
      dividendPer1000: dividendShare.map((share, i) => (stake[i]! > 0 ? share * per1000(stake[i]!) : 0)),
    };
  });
}

function sizesOf({ stakes, weights }: PeerInput): { validators: number; servers: number } {
  const validators = stakes[0]?.length ?? 0;
  const servers = weights[0]?.[0]?.length ?? 0;
  if (weights.length !== stakes.length)
    throw new RangeError(
      `peerEpochs: weights has ${weights.length} epochs, stakes has ${stakes.length}; both must agree`,
    );
  for (const [t, rows] of weights.entries()) {
    const staked = stakes[t]!.length;
    if (staked !== validators)
      throw new RangeError(`peerEpochs: stakes[${t}] has ${staked} entries; expected ${validators}, as in epoch 0`);
    if (rows.length === validators && rows.every((row) => row.length === servers)) continue;
    const found = `${rows.length} rows of ${rows.map((row) => row.length).join(", ")}`;
    throw new RangeError(`peerEpochs: weights[${t}] has ${found}; expected ${validators} of ${servers}`);
  }
  return { validators, servers };
}

function resetOf({ bondReset, stakes }: PeerInput): NonNullable<PeerInput["bondReset"]> {
  if (bondReset !== null && bondReset.epoch >= 0 && bondReset.epoch < stakes.length) return bondReset;
  const found = bondReset === null ? "null" : `in epoch ${bondReset.epoch}`;
  throw new RangeError(`peerEpochs: bondReset is ${found}; expected an epoch of the case, since the run applies it`);
}

/** Validators are the first uids, servers the others; everybody is registered, up to date and allowed to vote. */
function subnetAt(
  t: number,
  n: number,
  stake: readonly number[],
): Omit<ConsensusInput, "weights" | "bonds" | "before"> {
  const block = (t + 1) * TEMPO;
  return {
    n,
    block,
    tempo: TEMPO,
    stake: Float64Array.from({ length: n }, (_, uid) => stake[uid] ?? 0),
    lastUpdate: floats(n).fill(block),
    registeredAt: floats(n).fill(-1),
    permits: Uint8Array.from({ length: n }, (_, uid) => (uid < stake.length ? 1 : 0)),
    lastStepBlock: t * TEMPO,
    ownerUid: null,
  };
}

/** Every validator lists every server, since these simulators forget no pair. */
function listed(weights: readonly (readonly number[])[], validators: number, n: number): SparseRows {
  const rows = weights.map((row) => row.map((w, j): [number, number] => [validators + j, w]));
  return sparseFromPairs([...rows, ...Array.from({ length: n - validators }, () => [])], n);
}

/** [validators, servers] in the other simulators' unit; 0 where there is no bond. */
function shown(bonds: SparseRows, validators: number, unit: number): number[][] {
  return Array.from({ length: validators }, (_, i) => {
    const row = new Array<number>(bonds.cols - validators).fill(0);
    for (let k = bonds.start[i]!; k < bonds.start[i + 1]!; k++)
      row[bonds.index[k]! - validators] = bonds.value[k]! * unit;
    return row;
  });
}
