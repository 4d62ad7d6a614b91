import { normalize, type SparseRows } from "../../sim/core/matrix.ts";
import { drawNormal } from "../../sim/core/random.ts";

/** Sizes of the experiment: validators are uids 0 to 63, servers the rest. */
export const VALIDATORS = 64;
export const SERVERS = 448;
export const UIDS = VALIDATORS + SERVERS;

const SIGMA_STAKE = 0.3;
const TOTAL_TOKENS = 21_000_000;
const U16_MAX = 65_535;

/** Two camps, honest validators and servers first among their kind; all that self-weights do not change. */
export interface Camps {
  /** S: share of stake of the honest camp */
  readonly honestStake: number;
  readonly honestValidators: number;
  readonly honestServers: number;
  /** [uids] tokens; servers have none */
  readonly stake: Float64Array;
  /** [validators x servers], row-major: a validator's weight on a server as a share of what it gives that server's camp */
  readonly shares: Float64Array;
}

/**
 * A subnet split by honest stake S. Per camp and validator
 *
 *   stake  ~ max(0, N(1, 0.3)), the camp's summing to S or 1 - S
 *   shares ~ max(0, N(1, σ)), a validator's shares of one camp's servers summing to 1
 *
 * A draw belongs to its validator and server, so all S, σ, κ and β of a seed share their draws.
 *
 * @param honestStake S, fraction between 0 and 1; each camp has floor(S x 64) validators and floor(S x 448) servers, at least one
 * @throws RangeError when S is not between 0 and 1 or σ is negative
 * Source: opentensor/subtensor, pallets/subtensor/src/tests/consensus.rs, `split_graph`.
 */
export function drawCamps(seed: number, honestStake: number, sigmaWeights: number): Camps {
  if (!(honestStake > 0 && honestStake < 1))
    throw new RangeError(`drawCamps: honestStake is ${honestStake}; expected a fraction between 0 and 1`);
  if (!(sigmaWeights >= 0 && sigmaWeights < Infinity))
    throw new RangeError(`drawCamps: sigmaWeights is ${sigmaWeights}; expected 0 or more`);
  const honestValidators = honestOf(VALIDATORS, honestStake);
  const honestServers = honestOf(SERVERS, honestStake);
  const stake = new Float64Array(UIDS);
  const drawStake = (i: number) => 1 + SIGMA_STAKE * drawNormal(seed, "camp stake", 0, `validator ${i}`);
  const sides = [
    [0, honestValidators, honestStake],
    [honestValidators, VALIDATORS, 1 - honestStake],
  ] as const;
  for (const [from, to, share] of sides)
    stake.set(
      drawnShares(from, to, drawStake).map((part) => TOTAL_TOKENS * share * part),
      from,
    );

  const shares = new Float64Array(VALIDATORS * SERVERS);
  for (let i = 0; i < VALIDATORS; i++) {
    const drawWeight = (j: number) => 1 + sigmaWeights * drawNormal(seed, "camp weight", 0, `validator ${i}`, j);
    shares.set(drawnShares(0, honestServers, drawWeight), i * SERVERS);
    shares.set(drawnShares(honestServers, SERVERS, drawWeight), i * SERVERS + honestServers);
  }
  return { honestStake, honestValidators, honestServers, stake, shares };
}

/** Whole members of a kind for the honest camp, with at least one left on either side. */
function honestOf(count: number, honestStake: number): number {
  return Math.min(count - 1, Math.max(1, Math.floor(honestStake * count)));
}

/** Draws of members from..to-1, never negative, as shares of their sum. */
function drawnShares(from: number, to: number, one: (member: number) => number): Float64Array {
  return normalize(Float64Array.from({ length: to - from }, (_, k) => Math.max(0, one(from + k))));
}

/** Every validator lists every server, also those to which it gives 0; servers list nobody. */
const start = Int32Array.from({ length: UIDS + 1 }, (_, i) => Math.min(i, VALIDATORS) * SERVERS);
const index = Int32Array.from({ length: VALIDATORS * SERVERS }, (_, k) => VALIDATORS + (k % SERVERS));

/**
 * Weights as submitted in 16 bits, rounded down. An honest validator gives its own camp W_H and the other 1 - W_H, a
 * minor one gives its own W_C and the honest camp 1 - W_C. Servers' weights on themselves are left out: without a permit
 * they do not count.
 *
 * PERF: only values are made anew; 0.06 ms a call.
 *
 * @param honestWeight W_H, fraction
 * @param minorWeight  W_C, fraction
 * @returns [uids, uids]
 * @throws RangeError when either is not a fraction
 * Source: as for `drawCamps`.
 */
export function submittedWeights(camps: Camps, honestWeight: number, minorWeight: number): SparseRows {
  for (const [name, weight] of Object.entries({ honestWeight, minorWeight })) {
    if (!(weight >= 0 && weight <= 1))
      throw new RangeError(`submittedWeights: ${name} is ${weight}; expected a fraction`);
  }
  const { honestValidators, honestServers, shares } = camps;
  const value = new Float64Array(shares.length);
  for (let i = 0; i < VALIDATORS; i++) {
    const toHonest = U16_MAX * (i < honestValidators ? honestWeight : 1 - minorWeight);
    const toMinor = U16_MAX * (i < honestValidators ? 1 - honestWeight : minorWeight);
    const from = i * SERVERS;
    for (let k = from; k < from + honestServers; k++) value[k] = Math.floor(toHonest * shares[k]!);
    for (let k = from + honestServers; k < from + SERVERS; k++) value[k] = Math.floor(toMinor * shares[k]!);
  }
  return { rows: UIDS, cols: UIDS, start, index, value };
}
