import { copyOf } from "../core/arrays.ts";
import { columnSums, mapRows, normalize, normalizeSparseColumns, rowSums } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction, notNegative } from "../units.ts";
import { carriedBonds, dividends } from "./bonds.ts";
import type { Consensus, ConsensusInput, ConsensusResult } from "./contract.ts";
import { tally } from "./electorate.ts";
import { electorate, type Electorate } from "./parameters.ts";
import { fallbackShares } from "./payout.ts";

export interface SigmoidParameters extends Electorate {
  /** steepness of the sigmoid */
  readonly rho: number;
  /** trust at which the sigmoid is one half */
  readonly kappa: number;
}

/** The result with the steps in between, for tests. */
export interface SigmoidEpoch extends ConsensusResult {
  /** T_j: share of active stake that gives uid j anything */
  readonly trust: Float64Array;
  /** c_j: the sigmoid of trust */
  readonly trustFactor: Float64Array;
}

/**
 * One epoch of the rule of the first whitepaper: rank counts as far as enough stake knows the miner at all.
 *
 *   R_j = sum_i a_i W_ij,   T_j = sum_i a_i [W_ij > 0],   c_j = 1 / (1 + exp(-rho (T_j - kappa)))
 *   I_j = R_j c_j / sum,    B_ij = a_i W_ij, each column summing to 1,    D_i = sum_j B_ij I_j / sum
 *
 * Published as consensus is the incentive, since c_j is a factor and no weight.
 *
 * @throws RangeError on an input that does not fit together
 * Source: docs/yuma.md, equations 27 to 29.
 */
export function sigmoidEpoch(parameters: SigmoidParameters, input: ConsensusInput): SigmoidEpoch {
  const { weights, ...counted } = tally("sigmoid", parameters, input);
  const { rho, kappa } = parameters;
  const { activeStake, stakeShare, permits } = counted;

  const rank = columnSums(weights, activeStake);
  const given = mapRows(weights, (_i, _j, w) => (w > 0 ? 1 : 0));
  const trust = columnSums(given, activeStake);
  const trustFactor = trust.map((t) => 1 / (1 + Math.exp(-rho * (t - kappa))));
  const incentive = normalize(rank.map((r, j) => r * trustFactor[j]!));

  const bonds = normalizeSparseColumns(mapRows(weights, (i, _, w) => activeStake[i]! * w));
  const dividend = dividends(bonds, incentive);
  return {
    trust,
    trustFactor,
    consensusWeight: copyOf(incentive),
    validatorTrust: rowSums(weights),
    rank,
    incentive,
    dividend,
    bonds: carriedBonds(bonds, permits),
    kept: null,
    fallback: fallbackShares(incentive, dividend, activeStake, stakeShare),
    ...counted,
  };
}

export const sigmoid = mechanism(
  "sigmoid",
  "The whitepaper's first rule: incentive I_j ~ R_j c_j with rank R_j = sum_i a_i W_ij and c_j = 1/(1 + exp(-rho (T_j - kappa))) " +
    "of trust T_j, the share of active stake that gives miner j anything; dividends by bonds of stake times weight. A minority can pay " +
    "a miner that the others know. Masks, stake and permits as in yuma. " +
    "Source: docs/yuma.md, equations 1 to 6 and 27 to 29; Rao, Steeves, Shaabana, BitTensor: A Peer-to-Peer Intelligence Market.",
  {
    rho: notNegative.default(10).describe("steepness of the sigmoid; 0 leaves rank alone"),
    kappa: fraction.default(0.5).describe("share of active stake at which the sigmoid is one half"),
    ...electorate,
  },
  (parameters): Consensus => ({ epoch: (input) => sigmoidEpoch(parameters, input) }),
  ["minority"],
);
