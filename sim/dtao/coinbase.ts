import { sum, type Vec } from "../core/matrix.ts";

/** Owner's part of what a block mints for participants: 18 percent in steps of a u16. */
export const OWNER_CUT = 11_796 / 65_535;

/**
 * Part of a subnet's voting weight that stands behind TAO staked on root.
 *
 *   r = w R / (w R + I)        0 where there is neither
 *
 * @param rootTao       R: TAO staked on root, 0 or more; any unit
 * @param taoWeight     w: 0 or more
 * @param alphaIssuance I: alpha in the pool and outside, 0 or more; the same unit
 * @throws RangeError when one is negative or no number
 * Source: docs/dtao.md, equation 7.
 */
export function rootProportion(rootTao: number, taoWeight: number, alphaIssuance: number): number {
  if (!(rootTao >= 0 && taoWeight >= 0 && alphaIssuance >= 0))
    throw new RangeError(
      `rootProportion: root TAO ${rootTao}, weight ${taoWeight}, alpha ${alphaIssuance}; expected 0 or more of each`,
    );
  const root = rootTao * taoWeight;
  return root > 0 ? root / (root + alphaIssuance) : 0;
}

/** What a block does to a subnet, in one unit for TAO and alpha. */
export interface SubnetTerms {
  /** TAO that joins the pool */
  readonly taoIn: number;
  /** alpha that joins the pool with it */
  readonly alphaIn: number;
  /** alpha for participants */
  readonly alphaOut: number;
  /** TAO that buys alpha from the pool */
  readonly excessTao: number;
  /** most alpha that may join the pool */
  readonly injectionCap: number;
}

/**
 * What joins the pool at its price, as far as the cap allows; the rest of the TAO buys.
 *
 *   alphaIn = min(T / P, r A)        taoIn = T, or P alphaIn where the cap binds        excess = T - taoIn        alphaOut = A
 *
 * Nothing joins a pool without a price.
 *
 * @param taoEmission    T: the subnet's part of the block's TAO, 0 or more
 * @param alphaEmission  A: what the subnet's own issuance mints, 0 or more
 * @param price          P: spot, TAO per alpha, 0 or more
 * @param rootProportion r, fraction
 * @throws RangeError when one is out of its bounds
 * Source: docs/dtao.md, equation 8.
 */
export function subnetTerms(
  taoEmission: number,
  alphaEmission: number,
  price: number,
  rootProportion: number,
): SubnetTerms {
  if (!(taoEmission >= 0 && alphaEmission >= 0 && price >= 0 && rootProportion >= 0 && rootProportion <= 1))
    throw new RangeError(
      `subnetTerms: TAO ${taoEmission}, alpha ${alphaEmission}, price ${price}, root proportion ${rootProportion}; ` +
        "expected 0 or more of each, and a fraction",
    );
  const injectionCap = rootProportion * alphaEmission;
  const wanted = price > 0 ? taoEmission / price : 0;
  const capped = wanted > injectionCap;
  const alphaIn = capped ? injectionCap : wanted;
  const taoIn = capped ? alphaIn * price : taoEmission;
  return { taoIn, alphaIn, alphaOut: alphaEmission, excessTao: Math.max(0, taoEmission - taoIn), injectionCap };
}

/** Alpha for participants, by whom it waits for. Sums to what was split. */
export interface AlphaPots {
  readonly owner: number;
  readonly server: number;
  readonly validator: number;
  /** of stakers on root */
  readonly root: number;
  /** root's part where root may not sell: leaves the issuance */
  readonly recycled: number;
}

/**
 * Alpha for participants: the owner's cut, then half to miners and half to validators, of which stakers on root get their
 * proportion.
 *
 *   owner = c A        server = (A - owner) / 2        root = r server        validator = A - owner - server - root
 *
 * @param alphaOut       A, 0 or more
 * @param ownerCut       c, fraction
 * @param rootProportion r, fraction; after the block's injection
 * @param rootSells      whether root is paid; if not its part is recycled
 * @throws RangeError when one is out of its bounds
 * Source: docs/dtao.md, equation 10.
 */
export function splitAlphaOut(
  alphaOut: number,
  ownerCut: number,
  rootProportion: number,
  rootSells: boolean,
): AlphaPots {
  if (!(alphaOut >= 0 && ownerCut >= 0 && ownerCut <= 1 && rootProportion >= 0 && rootProportion <= 1))
    throw new RangeError(
      `splitAlphaOut: alpha ${alphaOut}, owner's cut ${ownerCut}, root proportion ${rootProportion}; ` +
        "expected 0 or more, and fractions",
    );
  const owner = alphaOut * ownerCut;
  const rest = alphaOut - owner;
  const server = rest / 2;
  const ofRoot = (rest * rootProportion) / 2;
  const validator = rest - server - ofRoot;
  return { owner, server, validator, root: rootSells ? ofRoot : 0, recycled: rootSells ? 0 : ofRoot };
}

/**
 * Whether stakers on root are paid: alpha of all subnets that get emission is together worth more than 1 TAO.
 * @param prices average prices of those subnets, TAO per alpha
 * Source: docs/dtao.md, equation 11.
 */
export function rootSells(prices: Vec): boolean {
  return sum(prices) > 1;
}
