import type { SparseRows } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { arithmetics } from "./arithmetic.ts";
import { carriedBonds } from "./bonds.ts";
import type { Consensus, ConsensusInput, ConsensusResult } from "./contract.ts";
import { judgeDense } from "./dense/judge.ts";
import { fastConsensusWeight } from "./dense/search.ts";
import { count } from "./electorate.ts";
import { judgePlain, keptBonds, weightsOf, type BondsWanted } from "./judge.ts";
import { fallbackShares } from "./payout.ts";
import { faultsOfYuma, yumaShape, type YumaParameters } from "./yumaSchema.ts";

export type { YumaParameters };

/** The result with bonds as they pay, for tests and snapshots. */
export interface YumaEpoch extends ConsensusResult {
  /** B' as it pays: before storage, and before the rows of those without a next permit are dropped */
  readonly emaBonds: SparseRows;
}

/**
 * One epoch of Yuma consensus, in the order of docs/yuma.md.
 *
 *   C_j = largest weight with support kappa,  I ~ sum_i a_i min(W_ij, C_j),  D_i ~ sum_j B'_ij I_j
 *
 * Permits used now are those of the epoch before; the new ones are for the next.
 *
 * @throws RangeError on an input that does not fit together
 */
export function yumaEpoch(parameters: YumaParameters, input: ConsensusInput): YumaEpoch {
  const { bonds: emaBonds, ...epoch } = epochOf(parameters, input, "paid");
  return { emaBonds, bonds: carriedBonds(keptBonds(parameters, emaBonds), epoch.permits), ...epoch };
}

/** The epoch with all bonds, as they pay or as they go on. */
function epochOf(parameters: YumaParameters, input: ConsensusInput, wanted: BondsWanted): ConsensusResult {
  const arithmetic = arithmetics[parameters.arithmetic ?? "chain"];
  const { masked, ...counted } = count("yuma", parameters, input, arithmetic.dust);
  const { activeStake, stakeShare } = counted;
  const heard = { parameters, arithmetic, input, masked, activeStake };
  const judged = judgeDense(heard, wanted) ?? judgePlain(heard, wanted, fastConsensusWeight);
  return {
    kept: looksBack(parameters) ? { weights: weightsOf(heard), consensusWeight: judged.consensusWeight } : null,
    fallback: fallbackShares(judged.incentive, judged.dividend, activeStake, stakeShare),
    ...counted,
    ...judged,
  };
}

/** Whether the next epoch needs weights or consensus of this one. */
function looksBack({ weightsOf, liquidAlpha }: YumaParameters): boolean {
  return weightsOf === "previous" || (liquidAlpha?.consensus ?? "current") !== "current";
}

/** Source: docs/yuma.md, the whole page. */
export const yuma = mechanism(
  "yuma",
  "Yuma consensus: incentive I_j is the share of sum_i a_i min(W_ij, C_j), weights clipped at C_j, the largest weight that " +
    "holders of kappa of the active stake give miner j; dividends are D_i = sum_j B_ij I_j. Bonds follow stake times weight in " +
    "a moving average (classic, yuma1, yuma2), weight alone for each pair, stake entering at payout (yuma3), or what weights " +
    "buy from a capacity that stake gives (yuma2c). " +
    "Source: docs/yuma.md; opentensor/subtensor at 14bc6f9.",
  yumaShape,
  (parameters): Consensus => ({
    epoch(input) {
      const epoch = epochOf(parameters, input, "kept");
      return { ...epoch, bonds: carriedBonds(epoch.bonds, epoch.permits) };
    },
  }),
  [
    { law: "shares", where: { arithmetic: "peer" } },
    { law: "minority", where: { arithmetic: "peer" } },
  ],
  faultsOfYuma,
);
