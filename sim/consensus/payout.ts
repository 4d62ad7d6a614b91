import { copyOf, floats } from "../core/arrays.ts";
import { sameLength } from "../core/check.ts";
import { sum, type Vec } from "../core/matrix.ts";
import type { ConsensusResult } from "./contract.ts";

/**
 * Who is paid when nobody has incentive or dividends: shares of active stake, or of stake when nobody is active.
 * @returns null when there is incentive or a dividend
 * Source: docs/yuma.md, equation 19.
 */
export function fallbackShares(
  incentive: Vec,
  dividend: Vec,
  activeStake: Float64Array,
  stakeShare: Float64Array,
): ConsensusResult["fallback"] {
  if (sum(incentive) + sum(dividend) > 0) return null;
  if (sum(activeStake) > 0) return { by: "activeStake", shares: activeStake };
  return { by: "stake", shares: stakeShare };
}

/** Tokens by uid; `combined` is their sum. */
export interface EmissionSplit {
  readonly server: Float64Array;
  readonly validator: Float64Array;
  readonly combined: Float64Array;
}

/**
 * Tokens of an epoch to uids as miners and as validators.
 *
 *   server_i = E I_i / s,  validator_i = E D_i / s,  s = sum (I + D)
 *
 * Half each where both exist. Without either, validators get E by the fallback's shares; with no stake at all nothing is paid.
 *
 * @param tokens E, tokens to hand out
 * Source: docs/yuma.md, equations 18 and 19.
 */
export function splitEmission(
  { incentive, dividend, fallback }: Pick<ConsensusResult, "incentive" | "dividend" | "fallback">,
  tokens: number,
): EmissionSplit {
  sameLength("splitEmission", incentive, "incentive", dividend, "dividend");
  if (fallback) {
    const validator = fallback.shares.map((share) => tokens * share);
    return { server: floats(incentive.length), validator, combined: copyOf(validator) };
  }
  const shares = sum(incentive) + sum(dividend);
  const server = incentive.map((share) => (tokens * share) / shares);
  const validator = dividend.map((share) => (tokens * share) / shares);
  return { server, validator, combined: server.map((paid, i) => paid + validator[i]!) };
}
