import { rowSums, type SparseRows } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction } from "../units.ts";
import { bondsOnKnownUids, carriedBonds, classicBonds, dividends } from "./bonds.ts";
import { bondWeights, clipWeights, rankAndIncentive } from "./clip.ts";
import type { Consensus, ConsensusInput, ConsensusResult } from "./contract.ts";
import { weightsThatCount } from "./masks.ts";
import { activityCutoff, electorate, type Electorate } from "./parameters.ts";
import { fallbackShares } from "./payout.ts";
import { nextPermits, withOwner } from "./permits.ts";
import { checkShapes } from "./shape.ts";
import { activeShares, activity, stakeShares } from "./stake.ts";
import { consensusWeight } from "./weightedMedian.ts";

/** 32767/65535, slightly under one half: exactly half of the stake does carry a weight. */
export const CHAIN_KAPPA = 32_767 / 65_535;

export interface YumaParameters extends Electorate {
  readonly kappa: number;
  readonly bondsPenalty: number;
  readonly bondAlpha: number;
}

/** The result with the steps in between, for tests and snapshots. */
export interface YumaEpoch extends ConsensusResult {
  /** W: masked and row-normalised */
  readonly weights: SparseRows;
  readonly clippedWeights: SparseRows;
  /** B' before the rows of those without a next permit are dropped */
  readonly emaBonds: SparseRows;
}

/**
 * One epoch of Yuma consensus with classic bonds, in the order of docs/yuma.md.
 *
 *   C_j = largest weight with support kappa,  I ~ sum_i a_i min(W_ij, C_j),  D_i ~ sum_j B'_ij I_j
 *
 * Permits used now are those of the epoch before; the new ones are for the next.
 */
export function yumaEpoch(parameters: YumaParameters, input: ConsensusInput): YumaEpoch {
  checkShapes("yuma", input);
  const { kappa, bondsPenalty, bondAlpha, stakeThreshold, maxValidators } = parameters;
  const { ownerUid } = input;

  const active = activity(input.lastUpdate, input.block, activityCutoff(parameters, input.tempo));
  const stakeShare = stakeShares(input.stake, stakeThreshold, ownerUid);
  const permitsNow = withOwner(input.permits, ownerUid);
  const permits = nextPermits(stakeShare, maxValidators, ownerUid);
  const activeStake = activeShares(stakeShare, active, permitsNow);

  const weights = weightsThatCount(input, permitsNow);
  const consensus = consensusWeight(weights, activeStake, kappa);
  const clippedWeights = clipWeights(weights, consensus);
  const { rank, incentive } = rankAndIncentive(clippedWeights, activeStake);

  const followed = bondWeights(weights, clippedWeights, consensus, bondsPenalty);
  const emaBonds = classicBonds(bondsOnKnownUids(input), followed, activeStake, bondAlpha);
  const dividend = dividends(emaBonds, incentive);

  return {
    active,
    stakeShare,
    activeStake,
    permits,
    weights,
    consensusWeight: consensus,
    clippedWeights,
    validatorTrust: rowSums(clippedWeights), // equation 9
    rank,
    incentive,
    dividend,
    emaBonds,
    bonds: carriedBonds(emaBonds, permits),
    fallback: fallbackShares(incentive, dividend, activeStake, stakeShare),
  };
}

/** Source: docs/yuma.md, the whole page. */
export const yuma = mechanism(
  "yuma",
  "Yuma consensus with classic bonds. C_j is the largest weight that holders of kappa of the active stake give miner j; " +
    "weights are clipped at C; incentive I_j is the share of sum_i a_i min(W_ij, C_j); bonds follow stake times weight in a " +
    "moving average, and dividends are D_i = sum_j B_ij I_j. Source: docs/yuma.md; opentensor/subtensor at 14bc6f9.",
  {
    kappa: fraction.default(CHAIN_KAPPA).describe("share of active stake that must support a weight"),
    bondsPenalty: fraction
      .default(1)
      .describe("how far bonds follow clipped weights: 1 wholly, 0 the weights as given"),
    bondAlpha: fraction.default(0.1).describe("weight of this epoch in the bonds' moving average"),
    ...electorate,
  },
  (parameters): Consensus => ({ epoch: (input) => yumaEpoch(parameters, input) }),
);
