import { sameLength } from "../core/check.ts";
import { normalize, sum, tabulate, type Vec } from "../core/matrix.ts";

/** Which rule divides a block's TAO among subnets. */
export type ShareRule = { readonly kind: "price" } | FlowRule;

/** By the average TAO that users bring in less what they take out. */
export interface FlowRule {
  readonly kind: "flow";
  /** weight of a block in the averages, fraction */
  readonly smoothing: number;
  /** least flow that counts when it is above the lowest negative one, units per block */
  readonly cutoff: number;
  /** p: power of what is above the limit, more than 0 */
  readonly exponent: number;
  /** whether what the chain itself brings in is taken off */
  readonly netOfProtocol: boolean;
}

/** The flow rule as it was on the chain: a half-life of 216,000 blocks. */
export const chainFlowRule: FlowRule = {
  kind: "flow",
  smoothing: 29_597_889_189_277 / 2 ** 63,
  cutoff: 0,
  exponent: 1,
  netOfProtocol: false,
};

/**
 * Shares of a block's TAO by average price; a subnet loses the part of its miners' pay that its owner withholds.
 *
 *   share_i = w_i / sum w        w_i = p_i / sum p (1 - burned_i), or p_i / sum p where all burn everything
 *
 * @param prices [subnets] p: average prices, 0 or more
 * @param burned [subnets] fraction of the last epoch's pay of miners that went to hotkeys of the owner
 * @returns [subnets] sum 1; all 0 without a price
 * @throws RangeError when the vectors disagree in length, or an entry is out of bounds
 * Source: docs/dtao.md, equation 3.
 */
export function priceShares(prices: Vec, burned: Vec): Float64Array {
  sameLength("priceShares", prices, "prices", burned, "burned");
  const shares = new Float64Array(prices.length);
  const total = sum(prices);
  let kept = 0;
  for (let i = 0; i < shares.length; i++) {
    const [price, share] = [prices[i]!, burned[i]!];
    if (!(price >= 0 && share >= 0 && share <= 1))
      throw new RangeError(
        `priceShares: subnet ${i} has price ${price} and burned ${share}; expected 0 or more, and a fraction`,
      );
    if (total > 0) shares[i] = (price / total) * (1 - share);
    kept += shares[i]!;
  }
  return kept > 0 ? normalize(shares) : normalize(prices);
}

/**
 * Shares after subnets whose TAO is switched off got none; the rest divide theirs.
 *
 * @param shares  [subnets] sum 1 or 0
 * @param enabled [subnets]
 * @returns [subnets] sum 1; all 0 where nobody with a share is enabled
 * Source: docs/dtao.md, equation 4.
 */
export function enabledShares(shares: Vec, enabled: readonly boolean[]): Float64Array {
  if (shares.length !== enabled.length)
    throw new RangeError(`enabledShares: ${shares.length} shares, ${enabled.length} switches; expected one a subnet`);
  if (enabled.every(Boolean)) return new Float64Array(shares);
  return normalize(tabulate(shares.length, (i) => (enabled[i] ? shares[i]! : 0)));
}

/**
 * Shares by flow: the power of what each subnet has above the limit.
 *
 *   share_i = z_i^p / sum z^p        z_i = max(f_i - L, 0)        L = max(cutoff, min(0, min_i f_i))
 *
 * @param flows [subnets] f: average net flows, units per block
 * @returns [subnets] sum 1; all 0 where nobody is above the limit
 * @throws RangeError when a flow or the cutoff is no number, or the exponent not above 0
 * Source: docs/dtao.md, equation 5.
 */
export function flowShares(flows: Vec, { cutoff, exponent }: Pick<FlowRule, "cutoff" | "exponent">): Float64Array {
  const all = Array.from(flows);
  if (!Number.isFinite(cutoff) || !(exponent > 0) || !all.every(Number.isFinite))
    throw new RangeError(
      `flowShares: cutoff ${cutoff}, exponent ${exponent}, flows ${all.join(", ")}; expected numbers, exponent above 0`,
    );
  const limit = Math.max(cutoff, Math.min(0, ...all));
  const above = all.map((flow) => Math.max(flow - limit, 0));
  const most = Math.max(0, ...above);
  // Powers of parts of the largest stay within floats whatever the unit.
  return normalize(tabulate(all.length, (i) => (above[i]! > 0 ? (above[i]! / most) ** exponent : 0)));
}

/**
 * Users' flows less the chain's own, which is scaled so that in sum it takes off no more than users brought in.
 *
 *   net_i = u_i - f max(c_i, 0) - min(c_i, 0)        f = min(1, sum max(u, 0) / sum max(c, 0))
 *
 * @param users    [subnets] u: average flows of users, units per block
 * @param protocol [subnets] c: average TAO that the chain injected and spent, less what root sold
 * @throws RangeError when the vectors disagree in length
 * Source: docs/dtao.md, equation 6.
 */
export function netFlows(users: Vec, protocol: Vec): Float64Array {
  sameLength("netFlows", users, "users", protocol, "protocol");
  const positive = (flows: Vec) => sum(tabulate(flows.length, (i) => Math.max(flows[i]!, 0)));
  const own = positive(protocol);
  const scale = own > 0 ? Math.min(1, positive(users) / own) : 0;
  return tabulate(users.length, (i) => users[i]! - (protocol[i]! > 0 ? scale * protocol[i]! : protocol[i]!));
}
