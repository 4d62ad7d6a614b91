/** Rewards and issuance of Render's proposals (rendernetwork/RNPs), which no slot plays; all amounts in tokens unless said. */

/** Hours of the week that a weekly reward is for. */
const HOURS_PER_WEEK = 168;

/**
 * Compound multiplier of a node: its multipliers weighed, as they are.   CM = sum of w_i m_i
 *
 * The weights are not divided by their sum: the published ones add up to 0.97.
 *
 * @param weights [criteria] fractions
 * @param multipliers [criteria]
 * @throws RangeError when there are not as many of one as of the other
 * Source: docs/economy.md, "Rewards of Render and Helium"; RNP-019.
 */
export function compoundMultiplier(weights: readonly number[], multipliers: readonly number[]): number {
  if (weights.length !== multipliers.length)
    throw new RangeError(
      `compoundMultiplier: ${weights.length} weights, ${multipliers.length} multipliers; expected one for each`,
    );
  return weights.reduce((all, weight, k) => all + weight * multipliers[k]!, 0);
}

/**
 * Reward of a compute node for a week.   base x multiplier x hours / 168
 *
 * @param base tokens for a whole week at multiplier 1
 * @param hours available in the week
 * Source: docs/economy.md, "Rewards of Render and Helium"; RNP-019 and RNP-021.
 */
export const weeklyComputeReward = (base: number, multiplier: number, hours: number): number =>
  (base * multiplier * hours) / HOURS_PER_WEEK;

/**
 * What issuance of the next quarter is set around.   anchor = mean burn x (1 + growth) x nodeMultiplier x phi
 *
 * @param meanBurn tokens burned a period, on average
 * @param growth of burns, as a fraction; negative where they fall
 * @param nodeMultiplier growth of supply by nodes, as a factor
 * @param phi policy factor
 * Source: docs/economy.md, "Rewards of Render and Helium"; RNP-020.
 */
export const issuanceAnchor = (meanBurn: number, growth: number, nodeMultiplier: number, phi: number): number =>
  meanBurn * (1 + growth) * nodeMultiplier * phi;

/**
 * Most tokens whose sale moves the price by no more than allowed, by the square-root law of impact.
 *
 *   I = Y sigma sqrt(q / (V / p))        q = V / p x (I / (sigma Y))^2
 *
 * @param volumeUsd V: USD traded in the period
 * @param price p: USD per token
 * @param impactOverVolatility I / sigma: the fall allowed, in daily volatilities
 * @param impactFactor Y
 * Source: docs/economy.md, "Rewards of Render and Helium"; RNP-020, whose printed example does not follow from its formula.
 */
export const issuanceCeiling = (
  volumeUsd: number,
  price: number,
  impactOverVolatility: number,
  impactFactor: number,
): number => (volumeUsd / price) * (impactOverVolatility / impactFactor) ** 2;

/** What a client's spend burns, and what its nodes are paid; tokens. */
export interface Settled {
  readonly burn: number;
  readonly reward: number;
  /** burned beyond what is paid out */
  readonly netBurn: number;
  /** of the reward */
  readonly netShare: number;
}

/**
 * A spend of which one share is burned and another is paid to nodes, each at its own price.
 *
 *   burn = burnShare x spend / p_burn        reward = rewardShare x spend / p_pay
 *
 * Source: docs/economy.md, "Rewards of Render and Helium"; RNP-023.
 */
export function burnAndReward(
  spendUsd: number,
  shares: { readonly burn: number; readonly reward: number },
  prices: { readonly burn: number; readonly pay: number },
): Settled {
  const burn = (shares.burn * spendUsd) / prices.burn;
  const reward = (shares.reward * spendUsd) / prices.pay;
  return { burn, reward, netBurn: burn - reward, netShare: (burn - reward) / reward };
}

/**
 * How a month's mint of the first year is divided; tokens.
 *
 *   network = (1 - foundation) mint        operators = share x network        the rest in two halves
 *
 * @param foundation fraction of the mint
 * @param operators fraction of the network's part
 * Source: docs/economy.md, "Rewards of Render and Helium"; RNP-001 and RNP-006.
 */
export function monthlySplit(mint: number, foundation: number, operators: number) {
  const network = (1 - foundation) * mint;
  const remainder = (1 - operators) * network;
  return { network, operators: operators * network, remainder, half: remainder / 2 };
}

/**
 * Part of a pool that goes to a holder of a share of what is counted.   pool x points held / all points
 *
 * @param points for each token; they do not matter as long as all tokens have the same
 * Source: docs/economy.md, "Rewards of Render and Helium"; RNP-006.
 */
export const pointsReward = (held: number, all: number, points: number, pool: number): number =>
  (pool * held * points) / (all * points);
