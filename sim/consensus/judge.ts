import { normalizeSparseRows, rowSums, tabulate, type SparseRows } from "../core/matrix.ts";
import { consensusOnGrid, type Arithmetic } from "./arithmetic.ts";
import { DEFAULT_CAPACITY } from "./bondRules/capacity.ts";
import type { BondInput } from "./bondRules/contract.ts";
import { bondRules } from "./bondRules/index.ts";
import { liquidAlphas } from "./bondRules/liquidAlpha.ts";
import { bondsOnKnownUids, onKnownUids } from "./bonds.ts";
import { bondWeights, clipWeights, rankAndIncentive } from "./clip.ts";
import type { ConsensusInput, ConsensusResult } from "./contract.ts";
import { consensusFromTheTop, consensusWeight } from "./weightedMedian.ts";
import type { YumaParameters } from "./yumaSchema.ts";

/** What an epoch judges on, once it is known who counts and what they say. */
export interface Heard {
  readonly parameters: YumaParameters;
  readonly arithmetic: Arithmetic;
  readonly input: ConsensusInput;
  /** [n, n] w: masked, not yet normalised */
  readonly masked: SparseRows;
  /** [n] a_i */
  readonly activeStake: Float64Array;
}

/** What it comes to; over the n uids. */
export interface Judged extends Pick<
  ConsensusResult,
  "consensusWeight" | "validatorTrust" | "rank" | "incentive" | "dividend"
> {
  /** [n, n] B' as it pays, or as it goes on to the next epoch */
  readonly bonds: SparseRows;
}

/** As bonds pay, or as they go on: what storage leaves of them. */
export type BondsWanted = "paid" | "kept";

/**
 * Consensus, rank, incentive, bonds and dividends, step by step on sparse rows.
 * @param consensusOf equation 7, in the plain or the fast version
 * Source: docs/yuma.md, equations 7 to 15.
 */
export function judgePlain(heard: Heard, wanted: BondsWanted, consensusOf = consensusWeight): Judged {
  const { parameters, arithmetic, activeStake } = heard;
  const current = weightsOf(heard);
  const consensus = arithmetic.onGrid
    ? peerConsensus(heard, current)
    : consensusOf(current, activeStake, parameters.kappa);
  const given = weightsJudged(heard, current);
  const clipped = clipWeights(given, consensus, arithmetic.sparse);
  const { rank, incentive } = rankAndIncentive(clipped, activeStake, parameters.incentive);

  const weights = bondWeights(given, clipped, consensus, parameters.bondsPenalty, arithmetic.sparse);
  const rule = bondRules[parameters.bonds];
  const emaBonds = rule.update(bondInput(heard, { consensus, given, weights }));
  return {
    consensusWeight: consensus,
    validatorTrust: rowSums(clipped), // equation 9
    rank,
    incentive,
    dividend: rule.dividends(emaBonds, incentive, arithmetic.slack, activeStake),
    bonds: wanted === "kept" ? keptBonds(parameters, emaBonds) : emaBonds,
  };
}

/** Bonds as they go on to the next epoch.   Source: docs/yuma.md, equations 17 and 23. */
export function keptBonds({ storage, bonds }: YumaParameters, emaBonds: SparseRows): SparseRows {
  return storage === "float" ? emaBonds : bondRules[bonds].stored(emaBonds);
}

/** Stake is divided by its sum once, so that support is added up to the last digit as other simulators do. */
function peerConsensus({ parameters, input, activeStake }: Heard, weights: SparseRows): Float64Array {
  const stake = tabulate(input.n, (i) => (activeStake[i]! > 0 ? input.stake[i]! : 0));
  return consensusOnGrid(consensusFromTheTop(weights, stake, parameters.kappa));
}

/**
 * W of this epoch.   Source: docs/yuma.md, equations 6 and 37.
 */
export function weightsOf({ masked, arithmetic }: Heard): SparseRows {
  return normalizeSparseRows(masked, arithmetic.slack);
}

/**
 * Weights that are clipped, ranked and followed by bonds: this epoch's, or those of the epoch before where there was one.
 * Source: docs/yuma.md, equation 33.
 */
function weightsJudged({ parameters, input }: Heard, current: SparseRows): SparseRows {
  return parameters.weightsOf === "previous" && input.before ? onKnownUids(input.before.weights, input) : current;
}

/** What the epoch so far means for its bonds. */
function bondInput(
  { parameters, arithmetic, input, activeStake }: Heard,
  { consensus, given, weights }: { consensus: Float64Array; given: SparseRows; weights: SparseRows },
): BondInput {
  const { bondAlpha, liquidAlpha, capacity = DEFAULT_CAPACITY } = parameters;
  const { slack, sparse, liquidAtOnce, mostExponent } = arithmetic;
  const first = input.lastStepBlock === 0 && input.bonds.value.length === 0;
  const liquid = liquidAlpha !== undefined && (liquidAtOnce || !first) ? liquidAlpha : undefined;
  const compared = liquid?.compares === "weights" ? given : weights;
  return {
    bonds: bondsOnKnownUids(input),
    weights,
    activeStake,
    alpha: bondAlpha,
    liquidAlpha: liquid ? liquidAlphas(liquid, compared, consensus, input.before, mostExponent) : null,
    first,
    capacity,
    slack,
    sparse,
  };
}
