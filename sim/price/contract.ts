/** Reserves and price of the token market: plain data, a slice of the world. */
export interface MarketState {
  /** USD per token: last clearing price */
  readonly price: number;
  /** reserves that take the other side; 0 where the kind has no pool */
  readonly poolTokens: number;
  readonly poolUsd: number;
  /** what else the kind looks back at */
  readonly memory: readonly number[];
}

/** All arrays run over sellers. */
export interface ClearInput {
  readonly state: MarketState;
  /** USD that a seller must raise for costs */
  readonly needUsd: Float64Array;
  /** tokens that a seller holds, this epoch's pay included: the most it can sell */
  readonly tokens: Float64Array;
  /** this epoch's pay in tokens, of which a habit share is sold beyond need */
  readonly payTokens: Float64Array;
  /** habit share of each seller, a fraction */
  readonly habit: Float64Array;
  /** tokens that each seller sells whatever the price, such as unbonded stake */
  readonly releasedTokens: Float64Array;
  /** USD that buyers of all kinds bring */
  readonly buyersUsd: number;
  /** the part of it that is spent on tokens because customers need them to pay */
  readonly neededUsd: number;
  /** tokens paid to all roles in the epoch, minted anew or re-minted */
  readonly paidTokens: number;
  /** tokens that are neither staked nor locked, at the start of the epoch */
  readonly circulatingTokens: number;
  /** day of the run at which the epoch starts, and its length */
  readonly day: number;
  readonly epochDays: number;
  /** day that a price of its own path sees at the end of the epoch; left out: day + epochDays */
  readonly pathDay?: number;
  /** what shocks multiply a price of its own path by, on a day of the run; left out: 1 */
  readonly shock?: (day: number) => number;
}

export interface Cleared {
  readonly state: MarketState;
  /** tokens sold and USD received by each seller */
  readonly soldTokens: Float64Array;
  readonly proceedsUsd: Float64Array;
  /** tokens that each seller paid as fee, inside `soldTokens` */
  readonly feeTokens: Float64Array;
  /** tokens that buyers received */
  readonly boughtTokens: number;
}

export interface Price {
  readonly opening: MarketState;
  /** set where the price comes from what customers spend on tokens: none without a settlement that needs the token */
  readonly needsVolume?: true;
  /** set where the price comes from tokens paid, so that there is none once nothing is minted but what was burned */
  readonly needsSubsidy?: true;
  /** set where the price follows a path of its own, whatever is bought or sold, so that a shock may move it */
  readonly exogenous?: true;
  /** who takes the other side of net sales: the ledger account; a dealer may owe tokens, and holds a price in counterfactual worlds */
  readonly counterparty: "pool" | "investors" | "dealer";
  /** tokens that investors hold at the start */
  readonly investorTokens: number;
  /** purchases by investors where the price stands still, USD per day, paid to the counterparty */
  readonly investorsUsdPerDay: number;
  /** how many times as much they bring in the epoch after a state; left out where it is always the same */
  appetite?(state: MarketState): number;
  clear(input: ClearInput): Cleared;
  /** Weight of USD in the pool, fraction; left out by kinds without one. */
  usdWeight?(state: MarketState): number;
  /**
   * Adds liquidity at an unchanged spot price; left out by kinds without a pool.
   *
   * @param tokens, usd 0 or more
   * @returns the same state where the pool refuses, and nothing is added
   */
  inject?(state: MarketState, tokens: number, usd: number): MarketState;
}
