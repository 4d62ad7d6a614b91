import { sum } from "../core/matrix.ts";
import { circulatingOf } from "../ledger.ts";
import { status } from "../membership/contract.ts";
import type { Cleared } from "../price/contract.ts";
import type { Rules } from "../rules.ts";
import type { Settled } from "../settlement/contract.ts";
import type { World } from "../world.ts";
import type { Bribes } from "./bribe.ts";
import type { Charges } from "./bonds.ts";
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
  const { roster, price, clock } = rules;
  const { emitted, pay, vested, settled, grantUsd, outsideUsd, auditUsd, bribes, charges } = earned;
  const { injected } = emitted;
  const n = operators.usd.length;
  const m = validators.usd.length;
  const join = (first: (o: number) => number, second: (v: number) => number, ofRoot = 0) =>
    Float64Array.from({ length: n + m + 1 }, (_, i) => (i < n ? first(i) : i < n + m ? second(i - n) : ofRoot));
  const newTokens = pay.operatorTokens.map((t, o) => t - vested.lockedTokens[o]! + vested.releasedTokens[o]!);
  const cashIn = (o: number) => operators.usd[o]! + settled.operatorUsd[o]! + grantUsd[o]! + outsideUsd[o]!;
  const orders = ordersOf(rules, accounts.usd["registry"] ?? 0, injected.buysUsd, settled);
  const state = price.inject?.(world.market, injected.tokens, injected.usd) ?? world.market;
  const cleared = price.clear({
    state,
    needUsd: join(
      (o) =>
        Math.max(
          0,
          plan.runningUsd[o]! + plan.maintenanceUsd[o]! + bribes.paidUsd[o]! + charges.minerUsd[o]! - cashIn(o),
        ),
      (v) => Math.max(0, auditUsd[v]! - validators.usd[v]! - settled.validatorUsd[v]! - bribes.receivedUsd[v]!),
    ),
    tokens: join(
      (o) => operators.tokens[o]! + newTokens[o]!,
      (v) => validators.tokens[v]! + pay.validatorTokens[v]!,
      pay.rootTokens,
    ),
    payTokens: join(
      (o) => newTokens[o]! + operators.receivedTokens[o]!,
      (v) => pay.validatorTokens[v]!,
    ),
    habit: join(
      (o) => roster.operators.habit[o]!,
      (v) => roster.validators.habit[v]!,
    ),
    releasedTokens: join(
      (o) => (operators.status[o] === status.gone ? operators.tokens[o]! : 0),
      (v) => validators.releasedTokens[v]!,
      pay.rootTokens,
    ),
    buyersUsd: orders.reduce((all, { usd }) => all + usd, 0),
    neededUsd: settled.purchases.reduce((all, { payer, usd }) => (payer === "customers" ? all + usd : all), 0),
    paidTokens: pay.mintedTokens,
    circulatingTokens: circulatingOf(accounts),
    day: world.epoch * clock.epochDays,
    epochDays: clock.epochDays,
  });
  const parts = partsOf(cleared, orders, n, m);
  if (price.counterparty === "investors") refuseShort(world, cleared, parts.purchases, price.investorTokens);
  return {
    ...parts,
    injectedTokens: state.poolTokens - world.market.poolTokens,
    injectedUsd: state.poolUsd - world.market.poolUsd,
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

function ordersOf({ price, clock }: Rules, registryUsd: number, chainUsd: number, { purchases }: Settled): Order[] {
  const investorsUsd = price.investorsUsdPerDay * clock.epochDays;
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
    soldTokens: soldTokens.slice(from, to),
    feeTokens: feeTokens.slice(from, to),
    proceedsUsd: proceedsUsd.slice(from, to),
  });
  const buyersUsd = orders.reduce((all, { usd }) => all + usd, 0);
  return {
    cleared,
    operators: part(0, operators),
    validators: part(operators, operators + validators),
    root: part(operators + validators, soldTokens.length),
    purchases: orders.map((order) => ({
      ...order,
      tokens: buyersUsd > 0 ? (boughtTokens * order.usd) / buyersUsd : 0,
    })),
  };
}
