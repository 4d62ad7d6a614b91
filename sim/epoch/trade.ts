import { isNothing, zeros } from "../core/columns.ts";
import { sum } from "../core/matrix.ts";
import { circulatingOf } from "../ledger.ts";
import type { Cleared } from "../price/contract.ts";
import { exogenousDay, type Rules } from "../rules.ts";
import type { Settled } from "../settlement/contract.ts";
import type { World } from "../world.ts";
import type { Bribes } from "./bribe.ts";
import type { Charges } from "./bonds.ts";
import { offers } from "./offers.ts";
import type { Emitted } from "./emit.ts";
import type { Pay } from "./pay.ts";
import type { Plan } from "./plan.ts";
import type { Vested } from "./vest.ts";

/** The token market of an epoch, and each participant's part in it. */
export interface Traded {
  readonly cleared: Cleared;
  readonly operators: Sales;
  readonly validators: Sales;
  /** stakers on root, one seller */
  readonly root: Sales;
  /** tokens and USD that joined the pool before the market cleared */
  readonly injectedTokens: number;
  readonly injectedUsd: number;
  /** who bought: investors, the registry, the chain, then the purchases of the settlement in their order */
  readonly purchases: readonly Bought[];
}

export interface Sales {
  readonly soldTokens: Float64Array;
  readonly feeTokens: Float64Array;
  readonly proceedsUsd: Float64Array;
}

/** A purchase, and what it brought. */
export interface Bought {
  readonly payer: string;
  readonly receiver: string;
  readonly why: string;
  readonly usd: number;
  readonly tokens: number;
}

/** What the epoch has brought before the token market. */
export interface Earned {
  readonly emitted: Emitted;
  readonly pay: Pay;
  readonly vested: Vested;
  readonly settled: Settled;
  /** [operators] */
  readonly grantUsd: Float64Array;
  readonly outsideUsd: Float64Array;
  /** [validators] */
  readonly auditUsd: Float64Array;
  readonly bribes: Bribes;
  readonly charges: Charges;
}

/**
 * Operators and validators sell what their costs need beyond cash and fees, and a habit share of the rest of their pay;
 * the owner holds. Who has left for good sells all it has, and so do stakers on root. Investors, the registry, the chain and those
 * whom the settlement names buy. What the chain injects joins the pool first; then one price clears the epoch.
 * Source: docs/economy.md, "Token market".
 *
 * @throws RangeError when investors who take every trade do not hold what is bought
 */
export function trade(rules: Rules, world: World, plan: Plan, earned: Earned): Traded {
  const { operators, validators, accounts } = world;
  const { price, clock } = rules;
  const { emitted, pay, settled } = earned;
  const { injected } = emitted;
  const day = world.epoch * clock.epochDays;
  const pathDay = exogenousDay(rules, day + clock.epochDays);
  const investorsUsd = investorsOf(rules, world, exogenousDay(rules, day));
  const orders = ordersOf(investorsUsd, accounts.usd["registry"] ?? 0, injected.buysUsd, settled);
  const state = price.inject?.(world.market, injected.tokens, injected.usd) ?? world.market;
  const cleared = price.clear({
    state,
    ...offers(rules, world, plan, earned),
    buyersUsd: orders.reduce((all, { usd }) => all + usd, 0),
    neededUsd: settled.purchases.reduce((all, { payer, usd }) => (payer === "customers" ? all + usd : all), 0),
    paidTokens: pay.mintedTokens,
    circulatingTokens: circulatingOf(accounts),
    day,
    epochDays: clock.epochDays,
    pathDay,
    shock: (on: number) => rules.shocks.factor("tokenPrice", on),
  });
  const parts = partsOf(cleared, orders, operators.usd.length, validators.usd.length);
  if (price.counterparty === "investors") refuseShort(world, cleared, parts.purchases, price.investorTokens);
  return {
    injectedTokens: state.poolTokens - world.market.poolTokens,
    injectedUsd: state.poolUsd - world.market.poolUsd,
    ...parts,
  };
}

/**
 * Investors can sell no more than they hold and buy in the epoch.
 *
 * @throws RangeError naming epoch, the largest purchase and what to change
 */
function refuseShort(
  { epoch, accounts }: World,
  { soldTokens }: Cleared,
  purchases: readonly Bought[],
  investorTokens: number,
): void {
  const taken = purchases.filter(({ receiver }) => receiver !== "investors");
  const wanted = taken.reduce((all, { tokens }) => all + tokens, 0);
  const held = (accounts.tokens["investors"] ?? 0) + sum(soldTokens);
  if (wanted <= held * (1 + 1e-9)) return;
  const { payer, why, tokens } = taken.reduce((most, one) => (one.tokens > most.tokens ? one : most));
  throw new RangeError(
    `epoch ${epoch}, token market: investors hold ${held} tokens, ${wanted} are bought (most for: ${why}, ${tokens} by ${payer}); ` +
      `expected more of price.investorTokens, which is ${investorTokens}, or a price that rises as they run out (kind pool)`,
  );
}

type Order = Omit<Bought, "tokens">;

/** What investors bring in an epoch, as they saw the price of the one before. */
function investorsOf({ price, clock, shocks }: Rules, { market }: World, startDay: number): number {
  const usd = price.investorsUsdPerDay * clock.epochDays * shocks.factor("investors", startDay);
  return price.appetite ? usd * price.appetite(market) : usd;
}

function ordersOf(investorsUsd: number, registryUsd: number, chainUsd: number, { purchases }: Settled): Order[] {
  return [
    { payer: "investors", receiver: "investors", why: "purchase", usd: investorsUsd },
    { payer: "registry", receiver: "recycled", why: "registration", usd: registryUsd },
    { payer: "chain", receiver: "protocol", why: "purchase", usd: chainUsd },
    ...purchases,
  ];
}

function partsOf(
  cleared: Cleared,
  orders: readonly Order[],
  operators: number,
  validators: number,
): Omit<Traded, "injectedTokens" | "injectedUsd"> {
  const { soldTokens, feeTokens, proceedsUsd, boughtTokens } = cleared;
  const part = (from: number, to: number): Sales => ({
    soldTokens: soldTokens.subarray(from, to),
    feeTokens: isNothing(feeTokens) ? zeros(to - from) : feeTokens.subarray(from, to),
    proceedsUsd: proceedsUsd.subarray(from, to),
  });
  const buyersUsd = orders.reduce((all, { usd }) => all + usd, 0);
  return {
    cleared,
    operators: part(0, operators),
    validators: part(operators, operators + validators),
    root: part(operators + validators, soldTokens.length),
    purchases: orders.map((order) => ({
      tokens: buyersUsd > 0 ? (boughtTokens * order.usd) / buyersUsd : 0,
      ...order,
    })),
  };
}
