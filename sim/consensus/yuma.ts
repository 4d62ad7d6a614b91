import { z } from "zod";
import { rowSums, type SparseRows } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction, notNegative } from "../units.ts";
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
import { liquidAlpha, yuma3Bonds, yuma3Dividends, type LiquidAlpha } from "./yuma3.ts";

/** 32767/65535, slightly under one half: exactly half of the stake does carry a weight. */
export const CHAIN_KAPPA = 32_767 / 65_535;

export interface YumaParameters extends Electorate {
  readonly kappa: number;
  readonly bondsPenalty: number;
  readonly bondAlpha: number;
  /** classic: each column's bonds sum to 1 and stake enters them; yuma3: absolute for each pair, stake enters at payout */
  readonly bonds: "classic" | "yuma3";
  /** Yuma 3 only: alpha by pair instead of `bondAlpha` */
  readonly liquidAlpha?: LiquidAlpha | undefined;
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
 * One epoch of Yuma consensus, in the order of docs/yuma.md.
 *
 *   C_j = largest weight with support kappa,  I ~ sum_i a_i min(W_ij, C_j),  D_i ~ sum_j B'_ij I_j
 *
 * Permits used now are those of the epoch before; the new ones are for the next.
 */
export function yumaEpoch(parameters: YumaParameters, input: ConsensusInput): YumaEpoch {
  checkShapes("yuma", input);
  const { kappa, bondsPenalty, stakeThreshold, maxValidators } = parameters;
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
  const { emaBonds, dividend } = bondsAndDividends(parameters, bondsOnKnownUids(input), followed, {
    activeStake,
    incentive,
    consensus,
  });

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

/** Bonds after the epoch and what they earn, by either rule. */
function bondsAndDividends(
  { bonds: rule, bondAlpha, liquidAlpha: liquid }: YumaParameters,
  bonds: SparseRows,
  weights: SparseRows,
  { activeStake, incentive, consensus }: Record<"activeStake" | "incentive" | "consensus", Float64Array>,
): { emaBonds: SparseRows; dividend: Float64Array } {
  if (rule === "classic") {
    const emaBonds = classicBonds(bonds, weights, activeStake, bondAlpha);
    return { emaBonds, dividend: dividends(emaBonds, incentive) };
  }
  const byPair = liquid !== undefined && consensus.some((c) => c > 0);
  const alphaOf = byPair ? (w: number, b: number, j: number) => liquidAlpha(liquid, w, b, consensus[j]!) : bondAlpha;
  const emaBonds = yuma3Bonds(bonds, weights, alphaOf);
  return { emaBonds, dividend: yuma3Dividends(emaBonds, incentive, activeStake) };
}

/** Defaults of the chain: 45875/65535 and 58982/65535, steepness 1000. */
const liquidAlphaSchema = z.strictObject({
  low: fraction.default(45_875 / 65_535).describe("weight of this epoch for a purchase at consensus"),
  high: fraction.default(58_982 / 65_535).describe("weight of this epoch for a purchase far above consensus"),
  steepness: notNegative.default(1000).describe("slope of the sigmoid between them, in hundredths"),
});

/** Source: docs/yuma.md, the whole page. */
export const yuma = mechanism(
  "yuma",
  "Yuma consensus. C_j is the largest weight that holders of kappa of the active stake give miner j; " +
    "weights are clipped at C; incentive I_j is the share of sum_i a_i min(W_ij, C_j); bonds follow stake times weight in a " +
    "moving average (classic), or weight alone for each pair, stake entering at payout (yuma3, optionally with liquid alpha); " +
    "dividends are D_i = sum_j B_ij I_j. Source: docs/yuma.md; opentensor/subtensor at 14bc6f9.",
  {
    kappa: fraction.default(CHAIN_KAPPA).describe("share of active stake that must support a weight"),
    bondsPenalty: fraction
      .default(1)
      .describe("how far bonds follow clipped weights: 1 wholly, 0 the weights as given"),
    bondAlpha: fraction.default(0.1).describe("weight of this epoch in the bonds' moving average"),
    bonds: z
      .enum(["classic", "yuma3"])
      .default("classic")
      .describe(
        "classic: columns of bonds sum to 1 and stake enters them; yuma3: absolute bonds, stake enters at payout",
      ),
    liquidAlpha: liquidAlphaSchema
      .optional()
      .describe("yuma3 only: alpha by how far a weight is from consensus, instead of bondAlpha"),
    ...electorate,
  },
  (parameters): Consensus => ({ epoch: (input) => yumaEpoch(parameters, input) }),
  [],
  ({ bonds, liquidAlpha: liquid }) => {
    if (liquid === undefined) return [];
    if (bonds !== "yuma3")
      return [{ path: "liquidAlpha", message: "expected none with classic bonds; it needs bonds: yuma3" }];
    if (liquid.low <= liquid.high) return [];
    return [
      { path: "liquidAlpha", message: `has low ${liquid.low} above high ${liquid.high}; expected low at most high` },
    ];
  },
);
