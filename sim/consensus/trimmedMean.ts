import type { SparseRows, Vec } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction } from "../units.ts";
import type { Consensus, ConsensusInput, ConsensusResult } from "./contract.ts";
import { controlResult } from "./control.ts";
import { tally } from "./electorate.ts";
import { electorate, type Electorate } from "./parameters.ts";

/** What one validator gives a uid, and the validator's share of active stake. */
type Vote = readonly [weight: number, share: number];

/**
 * Mean weight on each uid by active stake, without the `trim` of stake that gives it most and the `trim` that gives least.
 *
 *   R_j = 1/(1 - 2 trim) integral of Q_j(u), u from trim to 1 - trim;   Q_j(u): the weight at share u of stake, rising
 *
 * A missing weight is 0 and counts. A validator whose stake lies across a cut counts with the part inside.
 *
 * @param weights [n, n]; each row sums to 1 or 0
 * @param stake   [n] a_i; sums to 1 or 0
 * @param trim    fraction below 1/2
 * @returns [n] in [0, 1]
 * @throws RangeError when stake and weights disagree on the number of rows
 * Source: docs/yuma.md, equation 26.
 */
export function trimmedMeans(weights: SparseRows, stake: Vec, trim: number): Float64Array {
  if (stake.length !== weights.rows) {
    throw new RangeError(`trimmedMeans: stake has ${stake.length} entries, weights has ${weights.rows} rows`);
  }
  const votes = Array.from({ length: weights.cols }, (): Vote[] => []);
  for (let i = 0; i < weights.rows; i++) {
    for (let k = weights.start[i]!; k < weights.start[i + 1]!; k++) {
      votes[weights.index[k]!]!.push([weights.value[k]!, stake[i]!]);
    }
  }
  return Float64Array.from(votes, (given) => meanInside(given, trim));
}

/** Counts down from the largest weight; the stake that gave none lies at the bottom and adds nothing. */
function meanInside(votes: Vote[], trim: number): number {
  votes.sort(([a], [b]) => b - a);
  let above = 0;
  let total = 0;
  for (const [weight, share] of votes) {
    const inside = Math.min(above + share, 1 - trim) - Math.max(above, trim);
    if (inside > 0) total += inside * weight;
    above += share;
  }
  return total / (1 - 2 * trim);
}

interface TrimmedMeanParameters extends Electorate {
  readonly trim: number;
}

/** Source: docs/yuma.md, equations 25 and 26. */
function trimmedMeanEpoch(parameters: TrimmedMeanParameters, input: ConsensusInput): ConsensusResult {
  const counted = tally("trimmedMean", parameters, input);
  return controlResult(counted, trimmedMeans(counted.weights, counted.activeStake, parameters.trim));
}

export const trimmedMean = mechanism(
  "trimmedMean",
  "Control: the mean of the weights on a miner by active stake, without the share `trim` of stake that gives it most and " +
    "the share that gives it least, a missing weight being 0; dividends by active stake among those who set weights. A minority " +
    "of up to trim cannot pay its own miner. Masks, stake and permits as in yuma. Source: docs/yuma.md, equations 1 to 6, 25 and 26.",
  {
    trim: fraction
      .lt(0.5, { error: () => "expected a fraction from 0 to below 0.5" })
      .default(0.25)
      .describe("share of active stake left out at either end, for each miner; 0 is weightedMean"),
    ...electorate,
  },
  (parameters): Consensus => ({ epoch: (input) => trimmedMeanEpoch(parameters, input) }),
);
