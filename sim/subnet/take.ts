import { normalize, sum, type Vec } from "../core/matrix.ts";

/** 11796/65535: the most that a validator may keep, as a delegate or as a child key, and what it keeps unless it says so. */
export const MOST_TAKE = 11_796 / 65_535;

/** @throws RangeError for a take outside 0..18 percent */
export function checkTake(where: string, take: number): void {
  if (!(take >= 0 && take <= MOST_TAKE))
    throw new RangeError(`${where}: take is ${take}; expected a fraction from 0 to ${MOST_TAKE}`);
}

/** What a validator's two pots become, in the pots' unit. */
export interface Taken {
  /** kept by the validator, of both pots */
  readonly kept: number;
  /** [alpha stakers] and [root stakers] */
  readonly alpha: Float64Array;
  readonly root: Float64Array;
  /** what a staker on root can claim more per token staked; 0 where nobody has */
  readonly claimRate: number;
}

/**
 * A validator keeps its take of both pots; the rest of the alpha pot goes to its alpha stakers in proportion to stake, and the
 * rest of the root pot to its root stakers, as a claim.
 *
 *   kept = take (A + R)        alpha_k = (1 - take) A s_k / sum s        root_k = rate r_k,  rate = (1 - take) R / sum r
 *
 * A pot without stakers credits nobody.
 *
 * @param pots        the validator's parts of the alpha pot and of the root pot (`splitDividends`)
 * @param take        fraction
 * @param alphaStakes [alpha stakers] tokens staked to the validator, its own included
 * @param rootStakes  [root stakers] the same on root
 * @throws RangeError for a take outside 0..18 percent
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/coinbase/run_coinbase.rs,
 * distribute_dividends_and_incentives; staking/claim_root.rs.
 */
export function payStakers(
  pots: { readonly alpha: number; readonly root: number },
  take: number,
  alphaStakes: Vec,
  rootStakes: Vec,
): Taken {
  checkTake("payStakers", take);
  const rest = { alpha: pots.alpha - take * pots.alpha, root: pots.root - take * pots.root };
  const onRoot = sum(rootStakes);
  const claimRate = onRoot > 0 ? rest.root / onRoot : 0;
  return {
    kept: take * pots.alpha + take * pots.root,
    alpha: normalize(alphaStakes).map((share) => rest.alpha * share),
    root: Float64Array.from(rootStakes, (stake) => claimRate * stake),
    claimRate,
  };
}
