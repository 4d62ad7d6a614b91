import { normalizeSparseRows, type SparseRows } from "../core/matrix.ts";
import { arithmetics } from "./arithmetic.ts";
import type { ConsensusInput, ConsensusResult } from "./contract.ts";
import { maskWeights } from "./masks.ts";
import { activityCutoff, type Electorate } from "./parameters.ts";
import { nextPermits, withOwner } from "./permits.ts";
import { checkInput } from "./shape.ts";
import { activeShares, activity, stakeShares } from "./stake.ts";

/** Who counts in an epoch and which weights do. */
export interface Count extends Pick<ConsensusResult, "active" | "stakeShare" | "activeStake" | "permits"> {
  /** [n, n] w: masked, not yet normalised */
  readonly masked: SparseRows;
}

/** The same with W, the masked weights normalised by row. */
export interface Tally extends Omit<Count, "masked"> {
  readonly weights: SparseRows;
}

/**
 * Checks the input and counts: activity, shares of stake, permits for the next epoch, weights that count now.
 *
 * Permits used now are those of the epoch before; the new ones are for the next.
 *
 * @param where the kind that asks, for messages
 * @throws RangeError on an input that does not fit together
 * Source: docs/yuma.md, equations 1 to 5.
 */
export function count(
  where: string,
  parameters: Electorate,
  input: ConsensusInput,
  dust = arithmetics.chain.dust,
): Count {
  checkInput(where, input);
  const { ownerUid } = input;
  const active = activity(input.lastUpdate, input.block, activityCutoff(parameters, input.tempo));
  const stakeShare = stakeShares(input.stake, parameters.stakeThreshold, ownerUid, dust);
  const permitsNow = withOwner(input.permits, ownerUid);
  return {
    active,
    stakeShare,
    activeStake: activeShares(stakeShare, active, permitsNow),
    permits: nextPermits(stakeShare, parameters.maxValidators, ownerUid),
    masked: maskWeights(input, permitsNow),
  };
}

/**
 * Where every other kind than yuma starts.
 * Source: docs/yuma.md, equations 1 to 6.
 */
export function tally(where: string, parameters: Electorate, input: ConsensusInput): Tally {
  const { masked, ...counted } = count(where, parameters, input);
  return { weights: normalizeSparseRows(masked), ...counted };
}
