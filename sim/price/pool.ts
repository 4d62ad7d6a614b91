import { floats } from "../core/arrays.ts";
import { z } from "zod";
import { givenFor, LEAST_WEIGHT, spotPrice, weightAfterAdding, type Side } from "../core/balancer.ts";
import { times } from "../core/columns.ts";
import { sum } from "../core/matrix.ts";
import { rootOfRising } from "../core/root.ts";
import { mechanism } from "../core/slot.ts";
import { fraction, positive, positiveUsd, usdPerDay } from "../units.ts";
import { appetiteFor, averageAfter, chasing } from "./chasing.ts";
import type { Cleared, ClearInput, MarketState, Price } from "./contract.ts";
import { offeredAt, PRICE_TOLERANCE, soldAt } from "./selling.ts";

const weightExpected = `expected a fraction from ${LEAST_WEIGHT} to ${1 - LEAST_WEIGHT}`;

/**
 * A weighted pool that clears all buys and sales of an epoch at one price.
 *
 *   p N = y (1 - (x / (x + N))^(w / (1 - w))),  N = Q (1 - fee) - B / p;   only N meets the pool, so x^w y^(1 - w) is kept
 *   p = (y + B) / (x + Q (1 - fee))             where w = 1/2: constant product
 *
 * x tokens and y USD in the pool, w the weight of the token, B USD brought by buyers, Q(p) tokens offered at p. p Q(p) never
 * falls with p, so the clearing price is unique. The fee is taken from each seller's tokens before they enter the batch.
 * Source: docs/economy.md, "Token market"; closed forms `batch-clearing`, `sell-to-cover`.
 */
export const pool = mechanism(
  "pool",
  "A pool that keeps tokens^w USD^(1 - w) and clears all buys and sales of an epoch at one price, with w = 1/2 " +
    "p = (y + B)/(x + Q(1 - fee)); liquidity providers take the other side. Source: docs/economy.md, Token market.",
  {
    tokens: positive.describe("x: tokens in the pool at the start"),
    usd: positiveUsd.describe("y: USD in the pool at the start"),
    weight: z
      .number({ error: () => weightExpected })
      .min(LEAST_WEIGHT, { error: () => weightExpected })
      .max(1 - LEAST_WEIGHT, { error: () => weightExpected })
      .default(0.5)
      .describe("w: weight of the token; 0.5 is a constant product"),
    fee: fraction
      .lt(1, { error: () => "expected a fraction below 1" })
      .default(0.003)
      .describe("share of each seller's tokens that liquidity providers keep"),
    investors: usdPerDay.prefault("0 USD/day").describe("USD that investors spend on tokens every day"),
    ...chasing,
  },
  ({ tokens, usd, weight, fee, investors, chase, chaseMemory }): Price => {
    const reserves = { poolTokens: tokens, poolUsd: usd, memory: [weight] };
    const price = spotOf(sidesOf(reserves));
    const alike: Price = {
      opening: { price, ...reserves },
      counterparty: "pool",
      investorTokens: 0,
      investorsUsdPerDay: investors,
      clear: (input) => clear(input, fee),
      usdWeight: (state) => sidesOf(state).usd.weight,
      inject,
    };
    return chase === 0 ? alike : followed(alike, chase, chaseMemory);
  },
);

/** The same pool with investors who follow returns: it remembers their average price beside the weight. */
function followed(pool: Price, chase: number, memory: number): Price {
  const { opening } = pool;
  return {
    ...pool,
    opening: { ...opening, memory: [...opening.memory, opening.price] },
    appetite: ({ price, memory }) => appetiteFor(price, memory[1]!, chase),
    clear: (input) => {
      const cleared = pool.clear(input);
      const { price } = cleared.state;
      const [weight, average] = input.state.memory as [number, number];
      const next = [weight, averageAfter(average, price, memory, input.epochDays)];
      return { ...cleared, state: { ...cleared.state, memory: next } };
    },
  };
}

/** Part of a reserve that moves a price by less than a float can tell. */
const NO_TRADE = 1e-18;

interface Sides {
  readonly token: Side;
  readonly usd: Side;
}

const spotOf = ({ token, usd }: Sides) => spotPrice(token, usd);

/** memory: the weight of the token */
function sidesOf({ poolTokens, poolUsd, memory }: Omit<MarketState, "price">): Sides {
  const weight = memory[0]!;
  return { token: { reserve: poolTokens, weight }, usd: { reserve: poolUsd, weight: 1 - weight } };
}

function clear(input: ClearInput, fee: number): Cleared {
  const sides = sidesOf(input.state);
  const price = sides.token.weight === 0.5 ? productPrice(input, fee) : weightedPrice(input, sides, fee);
  const soldTokens = soldAt(price, fee, input);
  const feeTokens = times(fee, soldTokens);
  const proceedsUsd = floats(soldTokens.length);
  for (let i = 0; i < proceedsUsd.length; i++) proceedsUsd[i] = (soldTokens[i]! - feeTokens[i]!) * price;
  const boughtTokens = input.buyersUsd / price;
  const enteredTokens = sum(soldTokens) - sum(feeTokens) - boughtTokens;
  const paidUsd = sum(proceedsUsd) - input.buyersUsd;
  return {
    state: { price, ...reservesAfter(sides, enteredTokens, paidUsd), memory: input.state.memory },
    soldTokens,
    proceedsUsd,
    feeTokens,
    boughtTokens,
  };
}

function reservesAfter({ token, usd }: Sides, enteredTokens: number, paidUsd: number) {
  const poolTokens = token.reserve + enteredTokens;
  const poolUsd = usd.reserve - paidUsd;
  if (token.weight === 0.5) return { poolTokens, poolUsd };
  // A light reserve can all but run out, beyond the digits of a difference: the invariant says what is left.
  return enteredTokens > 0
    ? { poolTokens, poolUsd: usd.reserve * (token.reserve / poolTokens) ** (token.weight / usd.weight) }
    : { poolTokens: token.reserve * (usd.reserve / poolUsd) ** (usd.weight / token.weight), poolUsd };
}

/** Root of p (x + Q(p)(1 - fee)) = y + B; the left side rises with p. */
function productPrice(input: ClearInput, fee: number): number {
  const { poolTokens: x, poolUsd: y } = input.state;
  const money = y + input.buyersUsd;
  const excess = (price: number) => price * (x + offeredAt(price, fee, input) * (1 - fee)) - money;
  return rootOfRising(excess, money / (x + sum(input.tokens)), money / x, PRICE_TOLERANCE);
}

/**
 * Root of p = what the pool pays per token for the net amount at p. Above it more is offered than the pool takes at that price,
 * below it less, so there is one.
 */
function weightedPrice(input: ClearInput, { token, usd }: Sides, fee: number): number {
  const { buyersUsd, tokens } = input;
  const paidFor = (net: number) => {
    if (Math.abs(net) < NO_TRADE * token.reserve) return spotPrice(token, usd);
    return net > -token.reserve ? givenFor(token, usd, net) / net : Infinity;
  };
  const excess = (price: number) => price - paidFor(offeredAt(price, fee, input) * (1 - fee) - buyersUsd / price);
  // Between everything sold with no buyer and the buyers alone.
  const high = buyersUsd > 0 ? buyersUsd / givenFor(usd, token, buyersUsd) : spotPrice(token, usd);
  return rootOfRising(excess, paidFor(sum(tokens)), high, PRICE_TOLERANCE);
}

function inject(state: MarketState, tokens: number, usd: number): MarketState {
  const sides = sidesOf(state);
  const weight = weightAfterAdding(sides.token, sides.usd, tokens, usd);
  if (weight === null) return state;
  const memory = [weight, ...state.memory.slice(1)];
  return { ...state, poolTokens: state.poolTokens + tokens, poolUsd: state.poolUsd + usd, memory };
}
